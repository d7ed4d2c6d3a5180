"""The script tag, and what of a page counts as its content."""

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.serve import markup
from tests.serve.folder_site import page

TAG = b'<script src="/_timeline/live.js" defer data-path="/a/" data-digest="1"></script>'


@given(st.binary())
def test_less_the_tag_a_page_is_what_it_was(body: bytes) -> None:
    added = markup.with_script(body, path="/a/", digest="1")
    assert added.count(TAG) == body.count(TAG) + 1
    assert added.replace(TAG, b"") == body.replace(TAG, b"")


@pytest.mark.parametrize(
    ("body", "before"),
    [
        (b"<head></head><body></body>", b"</head>"),
        (b"<HEAD></HEAD >", b"</HEAD >"),
        (b"<body><p></body></html>", b"</body>"),
        (b"<p>Text", b""),
    ],
)
def test_the_tag_stands_at_the_end_of_the_head_or_of_the_page(body: bytes, before: bytes) -> None:
    added = markup.with_script(body, path="/a/", digest="1")
    assert added.endswith(TAG) if not before else TAG + before in added


def test_whatever_a_path_holds_is_one_attribute() -> None:
    path = "/\"'><script>&amp;/"
    added = markup.with_script(page("A").encode(), path=path, digest="1")
    scripts = html5lib.parse(added, namespaceHTMLElements=False).findall(".//script")
    assert [script.get("data-path") for script in scripts] == [path]


def test_the_address_of_a_stylesheet_is_no_content() -> None:
    one, two = (markup.read(page("A", style=f"/assets/site.{number}.css").encode()) for number in (1, 2))
    assert one.rest == two.rest
    assert (one.styles, two.styles) == (("/assets/site.1.css",), ("/assets/site.2.css",))
    assert markup.read(page("B").encode()).rest != one.rest
    assert markup.read(page("A").replace("</head>", '<link rel="icon" href="a"></head>').encode()).rest != one.rest


def test_what_a_page_loads_beside_its_stylesheets_is_known() -> None:
    text = "<img alt='' src='a.png'><script src=/b.js></script><img src=\"a.png\"><a href='c'>c</a>"
    assert markup.read(page("A", text).encode()).loads == ("a.png", "/b.js")


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/t/assets/a.css", "assets/a.css"),
        ("../a.css?1#x", "a.css"),
        ("a%20b.png", "tags/a b.png"),
        ("/elsewhere.css", None),
        ("https://other.example/t/a.css", None),
        ("//other.example/t/a.css", None),
        ("data:text/css,x", None),
    ],
)
def test_addresses_lead_to_paths_of_the_site(address: str, path: str | None) -> None:
    assert markup.site_path(address, "/t/tags/", "/t/") == path

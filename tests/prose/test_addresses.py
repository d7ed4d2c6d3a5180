"""Addresses of links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.prose.addresses import address


@pytest.mark.parametrize(
    "written",
    [
        "https://example.org",
        "http://example.org/a_b/(c)?d=e&f=g#h",
        "https://example.org:8443/",
        "https://xn--bcher-kva.example/",
        "https://bücher.example/straße?ü#ö",
        "https://[2001:db8::1]:80/",
        "http://127.0.0.1/",
        "https://a_b.example/",
        "https://example.org/%20~!$'*+,;=:@",
        "mailto:me@example.org",
        "mailto:me@example.org?subject=x",
        "/about/",
        "#top",
        "/",
        "https://web.archive.org/web/2026/https://example.org/",
    ],
)
def test_a_good_address_stays_as_it_is(written: str) -> None:
    assert address(written) == written


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("HTTPS://Example.org/", "https://Example.org/"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/a[b]{c}|d^e`f", "https://example.org/a%5Bb%5D%7Bc%7D%7Cd%5Ee%60f"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/#a#b", "https://example.org/#a%23b"),
        ('/a"<b>', "/a%22%3Cb%3E"),
        (r"/\evil.example", "/%5Cevil.example"),
        (r"https://example.org\a", "https://example.org/a"),
    ],
)
def test_what_a_url_may_not_hold_is_encoded(written: str, href: str) -> None:
    assert address(written) == href


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "x",
        "../x",
        "?x",
        "//host",
        "javascript:x",
        "ftp://host/",
        "http:x",
        "https:///x",
        "https://a..b/",
        "https://u:p@host/",
        "https://[::1",
        "https://[::g]/",
        "https://host:x/",
        "https://1.2.3/",
        "https://a b/",
        "https://%41/",
        "https://host/\x01",
        "https://host/\u200b",
        "mailto:a",
        "/a\tb",
        f"https://host/{'a' * 3000}",
        "https://-�/",
    ],
)
def test_everything_else_is_refused(written: str) -> None:
    assert address(written) is None


@given(st.one_of(st.text(), st.text().map("https://".__add__), st.text().map("/".__add__)))
def test_no_text_is_too_odd(written: str) -> None:
    href = address(written)
    if href is not None:
        assert href.startswith(("http://", "https://", "mailto:", "/", "#"))
        assert not href.startswith("//")
        assert not set(href) & set(' \t\r\n"<>\\^`{|}')
        assert address(href) == href

"""No word of the interface passes the catalogue by, and the built-in catalogues have every message."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from site_builder.output.output import Output
from tests.language import pseudo

# Names of formats are the same in every language, ids and addresses are not words.
NAMES = re.compile(
    r"https?://\S+|\b(RSS|Atom|JSON Lines|JSON Feed|JSON Schema|JSON|CSV|OPML|BibTeX|RIS|CSL-JSON|EDTF)\b|\.\w+\b",
    re.ASCII,
)
SPOKEN = ("aria-label", "title", "alt", "placeholder", "label")
META = (
    "description",
    "og:title",
    "og:description",
    "og:image:alt",
    "og:site_name",
    "twitter:title",
    "twitter:description",
)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Output]:
    return pseudo.outputs(tmp_path_factory.mktemp("marked"))


def left(text: str) -> list[str]:
    """Latin letters that no mark holds."""
    return pseudo.LATIN.findall(NAMES.sub("", pseudo.unmarked(text)))


def seen(page: Any) -> Iterator[str]:
    """The texts of a page that a reader sees or hears, but for code."""
    for element in page.iter():
        if isinstance(element.tag, str):
            yield from (element.get(name) for name in SPOKEN if element.get(name))
            if element.tag == "meta" and (element.get("name") or element.get("property")) in META:
                yield element.get("content")
    for element in page.xpath("//script | //code | //pre | //div[@hidden] | //ul[@class='strip letters']"):
        element.drop_tree()
    # The words of a fixed list are those that the data have.
    for element in page.xpath("//table[@class='dictionary']//td[1]"):
        if "," in element.text_content():
            element.drop_tree()
    yield page.text_content()


def test_no_page_has_a_word_that_is_not_of_the_catalogue(outputs: dict[str, Output]) -> None:
    for path, output in outputs.items():
        if path.endswith(".html"):
            for text in seen(html.document_fromstring(output.make())):
                assert left(text) == [], (path, " ".join(text.split())[:2000])


def test_no_feed_has_one(outputs: dict[str, Output]) -> None:
    for path in ("feed.xml", "atom.xml", "corrections.xml", "feeds.opml", "tags/theft/feed.xml"):
        root = etree.fromstring(outputs[path].make())
        for element in root.iter():
            name = etree.QName(element).localname
            if name in ("title", "subtitle", "description", "summary", "encoded", "content", "rights", "copyright"):
                text = html.fromstring(f"<div>{element.text}</div>").text_content()
                assert left(text) == [], (path, name, text)
            if name == "outline":
                assert left(" ".join(element.get(key, "") for key in ("text", "title", "description"))) == [], path


def test_no_name_in_structured_data_has_one(outputs: dict[str, Output]) -> None:
    said = ("name", "headline", "description", "text", "creativeWorkStatus")

    def texts(node: Any) -> Iterator[str]:
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            if isinstance(value, str):
                yield from [value] if key in said else []
            elif isinstance(value, dict | list):
                yield from texts(value)

    for path, output in outputs.items():
        if path.endswith(".html"):
            for script in html.document_fromstring(output.make()).xpath("//script[@type='application/ld+json']"):
                for text in texts(json.loads(script.text)):
                    assert left(text) == [], (path, text)


def test_no_date_in_the_data_has_one(outputs: dict[str, Output]) -> None:
    made = json.loads(outputs["incidents/full.json"].make())
    dates = [*made["dates"].values(), *(event["date"] for event in made["events"])]
    assert [date["text"] for date in dates if left(date["text"])] == []


def test_no_asset_of_the_site_itself_has_one(outputs: dict[str, Output]) -> None:
    manifest = json.loads(outputs["site.webmanifest"].make())
    assert left(manifest["name"] + manifest["description"]) == []


def test_the_site_of_the_test_shows_every_kind_of_page(outputs: dict[str, Output], root: Path) -> None:
    shown = {path for path in outputs if path.endswith(".html")}
    for example in (
        "index.html", "404.html", "years/2025/index.html", "years/2025/03/index.html", "tags/index.html",
        "tags/by/t/index.html", "tags/theft/index.html", "tags/theft/2025/index.html", "incidents/full/index.html",
        "incidents/gone/index.html", "incidents/draft/index.html", "sources/index.html", "search/index.html",
        "follow/index.html", "data/index.html", "corrections/index.html", "about/index.html",
    ):  # fmt: skip
        assert example in shown

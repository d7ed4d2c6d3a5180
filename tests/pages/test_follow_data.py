"""`/follow/` and `/data/`: every feed and file is listed, and described."""

from pathlib import Path

import pytest

from site_builder.language import ENGLISH
from site_builder.pages.follow import SHOWN
from site_builder.records.model import Record, Source
from site_builder.sharing.dictionary import COLUMNS, rows
from tests.sites import Pages, pages_of, record, words


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return pages_of(tmp_path_factory.mktemp("follow"), {"a": record()})


def test_every_feed_is_listed(pages: Pages) -> None:
    links = set(pages["/follow/"].xpath("//main//a/@href"))
    assert links >= {"/feed.xml", "/atom.xml", "/feed.json", "/corrections.xml", "/feeds.opml"}
    assert links >= {
        "/tags/theft/feed.xml",
        "/actors/acme/feed.xml",
        "/systems/engine/feed.xml",
        "/types/leak/feed.xml",
    }


def test_of_many_terms_the_most_used_are_listed_and_the_way_to_the_rest(tmp_path: Path) -> None:
    many = {f"t-{n:04}": {"name": f"Tag {n}", "description": "One."} for n in range(SHOWN + 20)}
    found = pages_of(tmp_path, {"a": record(tags=["t-0119"])}, tags=many)
    page = found["/follow/"]
    feeds = [link for link in page.xpath("//main//a/@href") if link.startswith("/tags/") and link.endswith(".xml")]
    assert len(feeds) == SHOWN
    assert "/tags/t-0119/feed.xml" in feeds
    assert "/tags/" in page.xpath("//main//a/@href")
    assert len(found.text("/follow/")) < 300_000


def test_every_page_leads_to_both_and_names_the_feeds(pages: Pages) -> None:
    for path in pages.outputs:
        page = pages[f"/{path.removesuffix('index.html')}"]
        assert {"/follow/", "/data/"} <= set(page.xpath("//footer//a/@href")), path
        feeds = page.xpath("//link[@rel='alternate']/@href")
        assert set(feeds) >= {"/feed.xml", "/atom.xml", "/feed.json", "/corrections.xml"}, path


def test_the_dictionary_has_every_field_of_the_model_with_its_description(pages: Pages) -> None:
    described = {row.path: row for row in rows(ENGLISH)}
    assert {path.removesuffix("[]") for path in described if "." not in path} == {
        *(set(Record.model_fields) - {"draft"}), "slug", "url", "basis", "origins", "body_html",
    }  # fmt: skip
    assert {f"sources[].{name}" for name in Source.model_fields} <= {path.removesuffix("[]") for path in described}
    assert all(row.text for row in described.values())
    shown = words(pages["/data/"])
    assert all(row.path in shown and row.text in shown for row in described.values())
    assert all(name in shown for name in COLUMNS)


def test_the_data_page_leads_to_every_file_and_says_how_to_cite_it(pages: Pages) -> None:
    page = pages["/data/"]
    links = set(page.xpath("//main//a/@href"))
    assert links >= {f"/data/incidents.{kind}" for kind in ("json", "jsonl", "csv", "schema.json")}
    assert links >= {"/data/incident.schema.json", "/incidents/a.json"}
    assert len(page.xpath("//*[@data-copy]")) == 4


def test_an_incidents_page_says_how_to_cite_it(pages: Pages) -> None:
    page = pages["/incidents/a/"]
    blocks = [words(block) for block in page.xpath("//*[@data-copy]")]
    assert "https://timeline.example.org/incidents/a/" in blocks[0]
    assert [block[:5] for block in blocks[1:]] == ["@misc", "TY - ", '[ { "']


def test_the_colours_of_the_browser_are_those_of_the_page(pages: Pages, root: Path) -> None:
    tokens = (root / "templates/assets/css/10-tokens.css").read_text("utf-8")
    papers = [line.split(":")[1].strip(" ;\n") for line in tokens.splitlines() if line.strip().startswith("--paper:")]
    assert pages["/"].xpath("//meta[@name='theme-color']/@content") == papers


def test_a_site_without_incidents_has_both_pages(tmp_path: Path) -> None:
    found = pages_of(tmp_path, {})
    assert words(found["/data/"].xpath("//h1")[0]) == "Data"
    assert found["/follow/"].xpath("//main//a/@href")

"""What pages say of themselves in JSON-LD, and that nothing breaks out of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from site_builder.records.read_date import parse
from site_builder.sharing.jsonld import coverage, script
from tests.sites import pages_of, record, source

HOSTILE = "</script><script>alert(1)</script> & <!-- 'x'"


def graph(page: Any) -> dict[str, Any]:
    """The nodes of a page by type."""
    (found,) = page.xpath("//script[@type='application/ld+json']")
    read = json.loads(found.text)
    assert read.pop("@context") == "https://schema.org"
    return {node["@type"]: node for node in read.get("@graph", [read])}


@given(st.text())
def test_no_text_ends_the_element_and_all_of_it_stays_itself(text: str) -> None:
    made = script([{"name": text}])
    assert not set(made) & set("<>&\u2028\u2029")
    assert text == "" or json.loads(made)["name"] == text


def test_an_incidents_page_is_an_article_about_it(tmp_path: Path) -> None:
    fix = {"date": "2026-02-01", "field": "body", "was": "a", "now": "b", "why": "c"}
    sources = [source("paper", published="2025-03"), source("site", published="2025-04-01", language="es")]
    made = record(
        dates={"occurred": "2025-12~/2026-01"}, sources=sources, body="It was [@paper; @site].", corrections=[fix],
        actors=[{"id": "acme", "role": "victim"}],
    )  # fmt: skip
    page = pages_of(tmp_path, {"a": made})["/incidents/a/"]
    article = graph(page)["Article"]
    assert article["url"] == "https://timeline.example.org/incidents/a/"
    assert (article["datePublished"], article["dateModified"]) == ("2026-01-05", "2026-02-01")
    assert article["temporalCoverage"] == "2025-12/2026-01"
    assert [node["@type"] for node in article["about"]] == ["DefinedTerm", "Organization"]
    assert [cited.get("datePublished") for cited in article["citation"]] == [None, "2025-04-01"]
    assert article["correction"][0]["datePublished"] == "2026-02-01"
    assert article["image"] == "https://timeline.example.org/incidents/a.png"


def test_of_a_withdrawn_record_it_is_said_that_it_was_withdrawn_and_nothing_else(tmp_path: Path) -> None:
    made = record(withdrawn={"date": "2026-02-01", "reason": "error"})
    article = graph(pages_of(tmp_path, {"a": made})["/incidents/a/"])["Article"]
    assert article["headline"].startswith("Withdrawn: ")
    assert not {"description", "temporalCoverage", "citation", "about"} & set(article)


@pytest.mark.parametrize(
    ("edtf", "said"),
    [("2025", "2025"), ("2025-03~", "2025-03"), ("2025-03-01?", "2025-03-01"), ("2025/..", "2025/.."),
     ("../2025-03", "../2025-03"), ("2025-12%/2026-01~", "2025-12/2026-01")],
)  # fmt: skip
def test_a_date_is_no_more_precise_than_the_record(edtf: str, said: str) -> None:
    assert coverage(parse(edtf)) == said


def test_other_pages_say_what_they_are_and_how_to_get_there(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, {"a": record()})
    assert set(graph(pages["/"])) == {"WebSite"}
    assert "CollectionPage" in graph(pages["/tags/theft/"])
    assert "Dataset" in graph(pages["/data/"])
    crumbs = graph(pages["/tags/theft/"])["BreadcrumbList"]["itemListElement"]
    assert [crumb["item"] for crumb in crumbs] == [
        f"https://timeline.example.org/{path}" for path in ("", "tags/", "tags/theft/")
    ]
    assert [crumb["name"] for crumb in crumbs] == ["A timeline", "Tags", "Theft"]


def test_hostile_text_stays_inert_on_every_page(tmp_path: Path) -> None:
    made = record(title=HOSTILE, summary=HOSTILE, sources=[source("paper", title=HOSTILE)])
    found = pages_of(tmp_path, {"a": made}, tags={"theft": {"name": HOSTILE, "description": HOSTILE}})
    for address in ("/", "/incidents/a/", "/tags/theft/", "/follow/", "/data/"):
        page = html.document_fromstring(found.text(address))
        assert not [s for s in page.xpath("//script") if s.get("type") != "application/ld+json" and not s.get("src")]
        graph(page)


def test_every_page_can_be_shared(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, {"a": record()})
    for path in pages.outputs:
        page = pages[f"/{path.removesuffix('index.html')}"]
        meta = {m.get("property") or m.get("name"): m.get("content") for m in page.xpath("//meta[@content]")}
        for name in ("og:title", "og:description", "og:url", "og:image", "og:type", "og:site_name", "twitter:card"):
            assert meta[name], (path, name)
        assert meta["og:url"] == page.xpath("//link[@rel='canonical']/@href")[0]
        assert meta["og:image"].startswith("https://timeline.example.org/")
    assert pages["/incidents/a/"].xpath("//meta[@property='og:type']/@content") == ["article"]

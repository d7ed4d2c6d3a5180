"""What is on every page, and when a page is made again."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.sites import Pages, outputs_of, pages_of, read_site, record, source, words, write_site

ABOUT = "---\ntitle: About\ndescription: What it is.\n---\n# Scope\n\nAll.\n"
RECORDS = {
    "one": record(related=["two"], actors=[{"id": "acme", "role": "victim"}]),
    "two": record(dates={"occurred": "2024-01-02"}, type="fraud"),
    "three": record(
        dates={"disclosed": "2023"},
        sources=[source("paper", publisher="The Paper")],
        withdrawn={"date": "2026-02-01", "reason": "error"},
    ),
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    site = {"navigation": [{"title": "About us", "page": "about"}]}
    return pages_of(tmp_path_factory.mktemp("frame"), RECORDS, site=site, pages={"about": ABOUT})


def every(pages: Pages) -> list[tuple[str, Any]]:
    return [(path, pages["/" + path.removesuffix("index.html")]) for path in pages.outputs]


def test_every_page_says_what_it_is(pages: Pages) -> None:
    for path, page in every(pages):
        assert page.xpath("/html/@lang") == ["en"], path
        assert page.xpath("//title")[0].text.strip(), path
        assert page.xpath("//meta[@name='description']/@content")[0], path
        assert len(page.xpath("//link[@rel='canonical']")) == 1, path
        assert "/feed.xml" in page.xpath("//link[@rel='alternate']/@href"), path
        assert page.xpath("//meta[@name='robots']") == [] or path == "404.html", path


def test_every_page_has_one_h1_landmarks_and_no_heading_level_skipped(pages: Pages) -> None:
    for path, page in every(pages):
        levels = [int(heading.tag[1]) for heading in page.xpath("//*[re:test(local-name(), '^h[1-6]$')]",
                  namespaces={"re": "http://exslt.org/regular-expressions"})]  # fmt: skip
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(b - a <= 1 for a, b in pairwise(levels)), path
        assert [len(page.xpath(f"//{tag}")) for tag in ("main", "footer")] == [1, 1], path
        # The page for unknown addresses is served at them, where "#main" leads nowhere.
        skips = [] if path == "404.html" else ["#main"]
        assert page.xpath("//body/a[@class='skip']/@href") == skips, path


def test_no_page_has_inline_style_or_script(pages: Pages) -> None:
    for path, page in every(pages):
        inline = "//script[not(@src) and not(@type='application/ld+json')]"
        assert page.xpath(f"{inline} | //style | //@style | //@*[starts-with(name(), 'on')]") == [], path


def test_the_navigation_marks_where_the_reader_is(pages: Pages) -> None:
    current = {
        "/": "Timeline", "/years/2025/": "Years", "/tags/theft/": "Tags", "/sources/": "Sources",
        "/corrections/": "Corrections", "/about/": "About us",
    }  # fmt: skip
    for address, name in current.items():
        found = pages[address].xpath("//header//a[@aria-current]")
        assert [words(link) for link in found] == [name], address


def test_a_preview_is_not_to_be_indexed(tmp_path: Path) -> None:
    write_site(tmp_path, RECORDS)
    found = Pages(read_site(tmp_path, noindex=True))
    for path, page in every(found):
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"], path


def test_a_site_without_incidents_has_its_pages(tmp_path: Path) -> None:
    for path, page in every(pages_of(tmp_path, {})):
        assert page.xpath("//h1"), path


def changed(tmp_path: Path, before: dict[str, Any], after: dict[str, Any]) -> tuple[set[str], set[str]]:
    """The paths of the pages whose digest changed, and of those whose bytes changed."""
    old = outputs_of(read_site(write_site(tmp_path / "before", **before)))
    new = outputs_of(read_site(write_site(tmp_path / "after", **after)))
    both = old.keys() & new.keys()
    digests = {path for path in both if old[path].digest != new[path].digest}
    return digests, {path for path in both if old[path].make() != new[path].make()}


NEW = record(dates={"occurred": "2025-06"}, tags=["other"])
TAGS = {"other": {"name": "Other", "description": "Else."}}
BASE: dict[str, Any] = {"records": RECORDS, "tags": TAGS, "pages": {"about": ABOUT}}
EDITS: dict[str, dict[str, Any]] = {
    "a new incident": {"records": {**RECORDS, "four": NEW}},
    "another title": {"records": {**RECORDS, "two": {**RECORDS["two"], "title": "Another title"}}},
    "another date": {"records": {**RECORDS, "one": {**RECORDS["one"], "dates": {"occurred": "2022"}}}},
    "a correction": {"records": {**RECORDS, "two": {**RECORDS["two"], "corrections": [
        {"date": "2026-04-01", "field": "body", "was": "A", "now": "B", "why": "C"}]}}},
    "another tag name": {"tags": {**TAGS, "theft": {"name": "Thefts", "description": "Taken."}}},
    "another type name": {"types": {"leak": {"name": "Leakage", "description": "Out."}}},
    "another order of types": {"types": {"leak": {"name": "Leak", "description": "Something got out."},
                                         "aaa": {"name": "Aaa", "description": "New."}}},
    "another role name": {"roles": {"victim": {"name": "Harmed", "description": "Was harmed."}}},
    "another publisher": {"records": {**RECORDS, "one": {**RECORDS["one"], "sources": [
        source("paper", publisher="Paper!")]}}},
    "another free page": {"pages": {"about": ABOUT + "More.\n"}},
    "another site title": {"site": {"title": "Another timeline"}},
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_whatever_changes_a_page_changes_its_digest(tmp_path: Path, edit: str) -> None:
    digests, contents = changed(tmp_path, BASE, {**BASE, **EDITS[edit]})
    assert contents
    assert contents - digests == set()


def test_a_new_incident_leaves_all_other_pages_as_they_are(tmp_path: Path) -> None:
    digests, contents = changed(tmp_path, BASE, {**BASE, **EDITS["a new incident"]})
    assert digests == contents
    assert digests == {
        "index.html", "years/index.html", "years/2025/index.html",
        "tags/index.html", "tags/other/index.html", "types/index.html", "types/leak/index.html",
        "sources/index.html", "sources/paper-example/index.html", "data/index.html",
        "incidents/one/index.html",  # the one after it: its neighbour
    }  # fmt: skip


def test_the_same_content_gives_the_same_digests_and_bytes(tmp_path: Path) -> None:
    assert changed(tmp_path, BASE, BASE) == (set(), set())


def test_the_style_sheet_is_small() -> None:
    import gzip

    from tests.sites import look

    assets = {output.origin: output.make() for output in look().assets.outputs if output.path.endswith(".css")}
    sizes = {origin: len(gzip.compress(css)) for origin, css in assets.items()}
    assert sizes["assets/site.css"] < 10_000
    assert sum(sizes.values()) < 10_240  # from right to left both are loaded
    for css in assets.values():
        assert not re.search(rb"@import|url\(\s*['\"]?https?:", css)

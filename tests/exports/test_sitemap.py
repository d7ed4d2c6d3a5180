from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from site_builder.exports import sitemap
from site_builder.output.output import Output
from tests.exports.making import BASE, outputs_of, read_site, record, text, write_content

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
PAGES = (
    "index.html",
    "404.html",
    "about/index.html",
    "incidents/a/index.html",
    "incidents/b/index.html",
    "tags/breach/index.html",
    "tags/unused/index.html",
    "years/2025/index.html",
)


def made(root: Path, *, pages: tuple[str, ...] = PAGES, noindex: bool = False, **of_b: Any) -> dict[str, Output]:
    records = {"a": record(), "b": record(added="2026-02-01", tags=["outage"], **of_b)}
    return outputs_of(read_site(write_content(root, records), noindex=noindex), root, pages)


def listed(outputs: dict[str, Output], path: str = "sitemap.xml") -> dict[str, str | None]:
    """Address below the base -> day of the last change."""
    tree = etree.fromstring(outputs[path].make())
    return {
        entry.findtext("s:loc", None, NAMESPACE).removeprefix(BASE): entry.findtext("s:lastmod", None, NAMESPACE)
        for entry in tree
    }


def test_the_sitemap_holds_every_page_but_the_one_for_errors(tmp_path: Path) -> None:
    expected = {"", "about/", "incidents/a/", "incidents/b/", "tags/breach/", "tags/unused/", "years/2025/"}
    assert set(listed(made(tmp_path))) == expected


def test_addresses_are_absolute(tmp_path: Path) -> None:
    tree = etree.fromstring(made(tmp_path)["sitemap.xml"].make())
    addresses = [found.text for found in tree.iterfind(".//s:loc", NAMESPACE)]
    assert addresses
    assert all(address.startswith(BASE) for address in addresses)


def test_a_page_last_changed_when_a_record_on_it_did(tmp_path: Path) -> None:
    correction = {"date": "2026-03-01", "field": "body", "was": "1", "now": "2", "why": "Misread."}
    assert listed(made(tmp_path, corrections=[correction])) == {
        "": "2026-03-01",
        "about/": None,
        "incidents/a/": "2026-01-05",
        "incidents/b/": "2026-03-01",
        "tags/breach/": "2026-01-05",
        "tags/unused/": None,
        "years/2025/": "2026-03-01",
    }


def test_drafts_are_not_listed(tmp_path: Path) -> None:
    found = listed(made(tmp_path, draft=True))
    assert "incidents/b/" not in found
    assert found[""] == "2026-01-05"


def test_above_the_limit_there_is_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "AT_MOST", 3)
    outputs = made(tmp_path)
    assert etree.fromstring(outputs["sitemap.xml"].make()).tag == f"{{{NAMESPACE['s']}}}sitemapindex"
    index = listed(outputs)
    assert list(index) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    parts = [listed(outputs, path) for path in index]
    assert [len(part) for part in parts] == [3, 3, 1]
    assert sorted(path for part in parts for path in part) == [
        "",
        "about/",
        "incidents/a/",
        "incidents/b/",
        "tags/breach/",
        "tags/unused/",
        "years/2025/",
    ]
    assert list(index.values()) == ["2026-02-01", "2026-02-01", "2026-02-01"]


def test_the_limit_is_that_of_the_protocol() -> None:
    assert sitemap.AT_MOST == 50_000


def test_robots_may_read_everything_and_are_told_of_the_sitemap(tmp_path: Path) -> None:
    assert text(made(tmp_path), "robots.txt") == f"User-agent: *\nAllow: /\n\nSitemap: {BASE}sitemap.xml\n"


def test_a_preview_lets_robots_see_its_noindex_and_offers_no_sitemap(tmp_path: Path) -> None:
    assert text(made(tmp_path, noindex=True), "robots.txt") == "User-agent: *\nAllow: /\n"

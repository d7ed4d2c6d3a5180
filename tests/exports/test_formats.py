"""Atom, JSON Feed, the feed of corrections and OPML: the same items in other words."""

import json
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from site_builder.output.output import Output
from tests.exports.making import AUTHORITY, BASE, data, make, record, text

ATOM = "{http://www.w3.org/2005/Atom}"
FIX = {"date": "2026-02-01", "field": "impact", "was": "10", "now": "12", "why": "Misread."}
HOSTILE = "Ends ]]> <b>bold</b> & \"quoted\" {{ 7 }} 'so'"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Output]:
    records = {
        "fixed": record(corrections=[FIX], tags=["breach", "outage"]),
        "gone": record(title=HOSTILE, withdrawn={"date": "2026-03-01", "reason": "error"}, aliases=["before"]),
        "new": record(added="2026-02-20"),
    }
    return make(tmp_path_factory.mktemp("formats"), records)


def rss_items(outputs: dict[str, Output], path: str = "feed.xml") -> list[Any]:
    return list(etree.fromstring(outputs[path].make()).iter("item"))


def entries(outputs: dict[str, Output]) -> list[Any]:
    return list(etree.fromstring(outputs["atom.xml"].make()).iter(f"{ATOM}entry"))


def test_the_three_main_feeds_hold_the_same_items_in_the_same_order(outputs: dict[str, Output]) -> None:
    ids = [item.findtext("guid") for item in rss_items(outputs)]
    assert ids[0] == f"tag:{AUTHORITY},2026-01-05:before:withdrawn"
    assert len(ids) == 5
    assert [entry.findtext(f"{ATOM}id") for entry in entries(outputs)] == ids
    assert [item["id"] for item in data(outputs, "feed.json")["items"]] == ids


def test_they_say_the_same(outputs: dict[str, Output]) -> None:
    html = "{http://purl.org/rss/1.0/modules/content/}encoded"
    found = zip(rss_items(outputs), entries(outputs), data(outputs, "feed.json")["items"], strict=True)
    for item, entry, made in found:
        title, link, content = (item.findtext(name) for name in ("title", "link", html))
        assert (entry.findtext(f"{ATOM}title"), made["title"]) == (title, title)
        assert (entry.find(f"{ATOM}link").get("href"), made["url"]) == (link, link)
        assert (entry.findtext(f"{ATOM}content"), made["content_html"]) == (content, content)
        names = [category.text for category in item.iter("category")]
        assert [category.get("label") for category in entry.iter(f"{ATOM}category")] == names
        assert made["tags"] == names


def test_an_entry_is_published_when_it_was_added_and_updated_when_it_was_corrected(
    outputs: dict[str, Output],
) -> None:
    days = {
        entry.findtext(f"{ATOM}id").rpartition("05:")[2]: (
            entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated"),
        )
        for entry in entries(outputs)
    }  # fmt: skip
    assert days["fixed"] == ("2026-01-05T00:00:00Z", "2026-02-01T00:00:00Z")
    assert days["fixed:correction:1"] == ("2026-02-01T00:00:00Z",) * 2
    assert days["before"] == ("2026-01-05T00:00:00Z", "2026-03-01T00:00:00Z")
    items = {item["id"].rpartition("05:")[2]: item for item in data(outputs, "feed.json")["items"]}
    assert items["fixed"]["date_published"] == "2026-01-05T00:00:00Z"
    assert items["fixed"]["date_modified"] == "2026-02-01T00:00:00Z"
    assert "date_modified" not in items["fixed:correction:1"]


def test_the_atom_feed_has_what_the_format_asks_for(outputs: dict[str, Output]) -> None:
    tree = etree.fromstring(outputs["atom.xml"].make())
    assert tree.findtext(f"{ATOM}updated") == "2026-03-01T00:00:00Z"
    assert AUTHORITY in tree.findtext(f"{ATOM}id")
    links = {link.get("rel"): link.get("href") for link in tree.findall(f"{ATOM}link")}
    assert links == {"self": f"{BASE}atom.xml", "alternate": BASE}
    assert tree.findtext(f"{ATOM}author/{ATOM}name") == "The editors"
    assert not feedparser.parse(outputs["atom.xml"].make()).bozo


def test_the_json_feed_has_what_the_format_asks_for(outputs: dict[str, Output]) -> None:
    feed = data(outputs, "feed.json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["home_page_url"], feed["feed_url"]) == (BASE, f"{BASE}feed.json")
    assert feed["authors"] == [{"name": "The editors"}]
    assert feed["icon"].startswith(f"{BASE}assets/")


def test_the_feed_of_corrections_holds_corrections_and_withdrawals_alone(outputs: dict[str, Output]) -> None:
    ids = [item.findtext("guid").rpartition("05:")[2] for item in rss_items(outputs, "corrections.xml")]
    assert ids == ["before:withdrawn", "fixed:correction:1"]
    channel = etree.fromstring(outputs["corrections.xml"].make()).find("channel")
    assert channel.findtext("link") == f"{BASE}corrections/"


def test_a_timeline_without_incidents_has_its_feeds(tmp_path: Path) -> None:
    outputs = make(tmp_path, {})
    assert data(outputs, "feed.json")["items"] == []
    assert etree.fromstring(outputs["atom.xml"].make()).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert rss_items(outputs, "corrections.xml") == []


def test_the_list_of_feeds_names_every_feed_and_only_those_that_exist(outputs: dict[str, Output]) -> None:
    tree = etree.fromstring(outputs["feeds.opml"].make())
    assert tree.get("version") == "2.0"
    listed = [outline.get("xmlUrl") for outline in tree.iter("outline") if outline.get("type") == "rss"]
    feeds = [path for path in outputs if path.endswith(("feed.xml", "feed.json"))]
    assert sorted(listed) == sorted(f"{BASE}{path}" for path in [*feeds, "atom.xml", "corrections.xml"])
    assert all(outline.get("text") for outline in tree.iter("outline"))


def test_hostile_words_stay_words(outputs: dict[str, Output]) -> None:
    title = f"Withdrawn: {HOSTILE}"
    assert entries(outputs)[0].findtext(f"{ATOM}title") == title
    assert data(outputs, "feed.json")["items"][0]["title"] == title


def test_the_web_manifest_names_icons_that_exist(outputs: dict[str, Output]) -> None:
    manifest = json.loads(text(outputs, "site.webmanifest"))
    assert manifest["start_url"] == manifest["scope"] == "/sub/"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert all(icon["src"].startswith("/sub/assets/") for icon in manifest["icons"])

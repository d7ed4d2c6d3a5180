"""The paragraph "Feeds" of the design, promise by promise."""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import feedparser
import html5lib
import pytest
from lxml import etree

from tests.exports.making import AUTHORITY, BASE, WIRE, make, record, text

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CORRECTION = {"date": "2026-02-01", "field": "impact", "was": "10", "now": "12", "why": "Misread."}


def day(number: int) -> str:
    return (date(2026, 1, 1) + timedelta(days=number)).isoformat()


def parsed(xml: str) -> Any:
    feed = feedparser.parse(xml)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def guids(xml: str) -> list[str]:
    return [entry.id for entry in parsed(xml).entries]


def slugs(xml: str) -> list[str]:
    return [guid.split(":")[-1] for guid in guids(xml)]


def content(xml: str, n: int = 0) -> Any:
    """The HTML of an item as a tree, parsed as strictly as the feed validator does."""
    item = etree.fromstring(xml.encode()).findall(".//item")[n]
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(item.findtext(CONTENT))


def test_items_go_by_the_day_they_were_added_and_not_by_the_incidents_date(tmp_path: Path) -> None:
    records = {
        "old-news": record(added="2026-03-01", dates={"occurred": "1999"}),
        "new-news": record(added="2026-02-01", dates={"occurred": "2026-01-30"}),
    }
    assert slugs(text(make(tmp_path, records), "feed.xml")) == ["old-news", "new-news"]


def test_items_of_one_day_stand_in_order_of_slug(tmp_path: Path) -> None:
    outputs = make(tmp_path, {slug: record() for slug in ("c", "a", "b")})
    for path in ("feed.xml", "tags/breach/feed.xml", "types/attack/feed.xml"):
        assert slugs(text(outputs, path)) == ["a", "b", "c"]


def test_the_main_feed_holds_fifty_items_and_a_terms_feed_twenty(tmp_path: Path) -> None:
    outputs = make(tmp_path, {f"r-{n:03}": record(added=day(n)) for n in range(60)})
    newest_first = [f"r-{n:03}" for n in reversed(range(60))]
    assert slugs(text(outputs, "feed.xml")) == newest_first[:50]
    assert slugs(text(outputs, "tags/breach/feed.xml")) == newest_first[:20]


def test_the_main_feed_holds_the_rest_of_the_last_day_too(tmp_path: Path) -> None:
    records = {f"new-{n:03}": record(added="2026-02-02") for n in range(45)}
    records |= {f"same-day-{n:03}": record(added="2026-02-01") for n in range(30)}
    records |= {"older": record(added="2026-01-31")}
    outputs = make(tmp_path, records)
    assert slugs(text(outputs, "feed.xml")) == [slug for slug in records if slug != "older"]
    assert len(slugs(text(outputs, "tags/breach/feed.xml"))) == 20


def test_the_main_feed_never_holds_more_than_five_hundred_items(tmp_path: Path) -> None:
    outputs = make(tmp_path, {f"r-{n:03}": record() for n in range(520)})
    assert slugs(text(outputs, "feed.xml")) == [f"r-{n:03}" for n in range(500)]


def test_an_id_is_made_of_the_authority_the_day_added_and_the_oldest_slug(tmp_path: Path) -> None:
    outputs = make(tmp_path, {"now": record(aliases=["first", "second"]), "plain": record()})
    assert guids(text(outputs, "feed.xml")) == [
        f"tag:{AUTHORITY},2026-01-05:first",
        f"tag:{AUTHORITY},2026-01-05:plain",
    ]


def test_an_id_is_no_address(tmp_path: Path) -> None:
    tree = etree.fromstring(text(make(tmp_path, {"a": record()}), "feed.xml").encode())
    assert [guid.get("isPermaLink") for guid in tree.iter("guid")] == ["false"]


def test_corrections_and_withdrawals_are_items_of_their_own_in_the_main_feed_only(tmp_path: Path) -> None:
    again = {**CORRECTION, "date": "2026-02-03"}
    withdrawn = {"date": "2026-03-01", "reason": "error"}
    outputs = make(tmp_path, {"a": record(corrections=[CORRECTION, again], withdrawn=withdrawn)})
    start = f"tag:{AUTHORITY},2026-01-05:a"
    found = parsed(text(outputs, "feed.xml")).entries
    assert [(entry.id, entry.published) for entry in found] == [
        (f"{start}:withdrawn", "Sun, 01 Mar 2026 00:00:00 GMT"),
        (f"{start}:correction:2", "Tue, 03 Feb 2026 00:00:00 GMT"),
        (f"{start}:correction:1", "Sun, 01 Feb 2026 00:00:00 GMT"),
        (start, "Mon, 05 Jan 2026 00:00:00 GMT"),
    ]
    assert guids(text(outputs, "tags/breach/feed.xml")) == [start]


def test_a_correction_says_what_it_was_what_it_is_and_why(tmp_path: Path) -> None:
    correction = {
        **CORRECTION,
        "was": "ten people",
        "now": "twelve people",
        "why": "Miscounted.",
        "cite": ["wire"],
    }
    xml = text(make(tmp_path, {"a": record(corrections=[correction])}), "feed.xml")
    first = content(xml).find("p")
    words = " ".join("".join(first.itertext()).split())
    assert all(part in words for part in ("1 February 2026", "figures", "ten people", "twelve people", "Miscounted."))
    assert first.find("a").get("href") == f"{BASE}incidents/a/#source-wire"
    assert parsed(xml).entries[0].title == "Correction: Something happened somewhere"


def test_a_withdrawn_record_stays_in_the_feed_and_says_that_it_no_longer_stands(tmp_path: Path) -> None:
    withdrawn = {"date": "2026-03-01", "reason": "duplicate", "successor": "former-b", "note": "See there."}
    records = {"a": record(withdrawn=withdrawn), "b": record(title="The other record", aliases=["former-b"])}
    outputs = make(tmp_path, records)
    for path, n in (("feed.xml", 0), ("feed.xml", 1), ("tags/breach/feed.xml", 0)):
        xml = text(outputs, path)
        assert parsed(xml).entries[n].title == "Withdrawn: Something happened somewhere"
        notice = content(xml, n).find("p")
        words = "".join(notice.itertext())
        assert "Withdrawn on 1 March 2026" in words
        assert "See there." in words
        assert [(link.get("href"), link.text) for link in notice.iter("a")] == [
            (f"{BASE}incidents/b/", "The other record")
        ]


def test_each_item_holds_the_full_text_and_its_sources(tmp_path: Path) -> None:
    made = record(
        status="disputed",
        severity="high",
        dates={"occurred": "2025-03~", "disclosed": "2025-04-02"},
        actors=[{"id": "acme", "role": "victim"}],
        systems=["engine"],
        impact=[{"what": "records", "amount": "195000000~", "unit": "rows", "cite": ["wire"]}],
        body="First paragraph [@wire, page 3].\n\n## A heading\n\n- An item",
        events=[{"date": "2025-03", "text": "An *event* [@blog]."}],
        disputes=[
            {
                "point": "Whether it did",
                "positions": [{"claim": "Yes.", "cite": ["wire"]}, {"claim": "No.", "cite": ["blog"]}],
            }
        ],
        sources=[
            {
                **WIRE,
                "author": ["A. One", "B. Two"],
                "publisher": "Wire",
                "published": "2025-04",
                "quote": "It did.",
            },
            {"key": "blog", "title": "A blog", "kind": "analysis", "via": "wire", "based_on": ["wire"]},
            {"key": "unused", "title": "Unused", "kind": "machine-generated", "url": "https://example.com/u"},
        ],
    )
    tree = content(text(make(tmp_path, {"a": made}), "feed.xml"))
    words = " ".join("".join(tree.itertext()).split())
    for expected in (
        "Something happened, says one report.",
        "Occurred: about March 2025 (its place on the timeline)",
        "Disclosed: 2 April 2025",
        "Type: Attack",
        "Status: Disputed",
        "Severity: High",
        "Acme (Victim)",
        "Systems: Engine",
        "about 195,000,000 rows: records [1]",
        "First paragraph [1, page 3].",
        "A heading",
        "An event [2].",
        "Whether it did",
        "No. [2]",
        "A report (A. One, B. Two, Wire, April 2025, Reporting)",
        "It did.",
        "A blog (Analysis); known only through [1]; rests on [1]",
        "Unused (Machine-generated)",
    ):
        assert expected in words, f"{expected!r} is not in {words!r}"
    links = [link.get("href") for link in tree.iter("a")]
    assert "https://example.com/a?b=1&c=2" in links
    assert links.count(f"{BASE}incidents/a/#source-wire") == 5
    assert tree.find(".//ol").findall("li")[1].find("a").get("href") == f"{BASE}incidents/a/#source-wire"


def test_no_date_is_more_precise_than_the_record(tmp_path: Path) -> None:
    made = record(
        dates={"occurred": "2025-03"},
        body="It happened.",
        events=[{"date": "2024", "text": "Before."}],
        sources=[{**WIRE, "published": "2025-05"}],
    )
    outputs = make(tmp_path, {"a": made})
    tree = etree.fromstring(text(outputs, "feed.xml").encode())
    for item in tree.iter("item"):
        item.remove(item.find("pubDate"))
        words = etree.tostring(item, encoding="unicode")
        assert re.findall(r"\b\d{1,2} (?:March|April|May|January) \d{4}", words) == []
        assert re.findall(r"202[45]-\d\d-\d\d", words) == []


def test_all_links_are_absolute(tmp_path: Path) -> None:
    body = "A [page](/about/), a [place](#source-wire), an [address](https://example.com/ä b), [@wire]."
    xml = text(make(tmp_path, {"a": record(body=body)}), "feed.xml")
    links = [link.get("href") for link in content(xml).iter("a")]
    assert f"{BASE}about/" in links
    assert links.count(f"{BASE}incidents/a/#source-wire") == 2
    assert all(re.match(r"https?://", link) for link in links)
    tree = etree.fromstring(xml.encode())
    addresses = [*(link.text for link in tree.iter("link")), *tree.xpath("//@href"), *tree.xpath("//@domain")]
    assert all(address.startswith("https://") for address in addresses)


def test_tags_are_categories_under_their_present_names(tmp_path: Path) -> None:
    outputs = make(tmp_path, {"a": record(tags=["leak", "outage", "breach"])})
    tree = etree.fromstring(text(outputs, "feed.xml").encode())
    assert [(found.text, found.get("domain")) for found in tree.iter("category")] == [
        ("Breach", f"{BASE}tags/breach/"),
        ("Outage & delay", f"{BASE}tags/outage/"),
    ]


@pytest.mark.parametrize("kind", ["tags", "actors", "systems", "types"])
def test_every_term_has_a_feed(tmp_path: Path, kind: str) -> None:
    outputs = make(tmp_path, {"a": record(actors=[{"id": "acme-inc", "role": "victim"}], systems=["engine"])})
    held = {"tags": "breach", "actors": "acme", "systems": "engine", "types": "attack"}
    assert slugs(text(outputs, f"{kind}/{held[kind]}/feed.xml")) == ["a"]


def test_a_term_without_incidents_has_an_empty_feed_that_never_was_built(tmp_path: Path) -> None:
    feed = parsed(text(make(tmp_path, {"a": record()}), "tags/unused/feed.xml"))
    assert feed.entries == []
    assert "updated" not in feed.feed


def test_a_timeline_without_incidents_has_a_feed(tmp_path: Path) -> None:
    (tmp_path / "content/incidents").mkdir(parents=True)
    feed = parsed(text(make(tmp_path, {}), "feed.xml"))
    assert (feed.entries, feed.feed.title) == ([], "Incidents & <Accidents>")


def test_days_are_given_as_midnight_utc_in_english(tmp_path: Path) -> None:
    tree = etree.fromstring(text(make(tmp_path, {"a": record()}), "feed.xml").encode())
    [published] = [found.text for found in tree.iter("pubDate")]
    assert published == "Mon, 05 Jan 2026 00:00:00 GMT"
    assert parsedate_to_datetime(published) == datetime(2026, 1, 5, tzinfo=UTC)


def test_the_build_date_is_the_newest_day_of_an_addition_correction_or_withdrawal(tmp_path: Path) -> None:
    def built(records: dict[str, Any], path: str) -> str | None:
        tree = etree.fromstring(text(make(tmp_path, records), path).encode())
        found: str | None = tree.findtext(".//lastBuildDate")
        return found

    records = {"a": record(added="2026-01-05"), "b": record(added="2026-01-07", tags=["outage"])}
    assert built(records, "feed.xml") == "Wed, 07 Jan 2026 00:00:00 GMT"
    assert built(records, "tags/breach/feed.xml") == "Mon, 05 Jan 2026 00:00:00 GMT"
    records["a"]["summary"] = "Another wording, which is no correction."
    assert built(records, "feed.xml") == "Wed, 07 Jan 2026 00:00:00 GMT"
    records["a"]["corrections"] = [CORRECTION]
    assert built(records, "feed.xml") == "Sun, 01 Feb 2026 00:00:00 GMT"
    assert built(records, "tags/breach/feed.xml") == "Sun, 01 Feb 2026 00:00:00 GMT"
    assert built(records, "tags/outage/feed.xml") == "Wed, 07 Jan 2026 00:00:00 GMT"
    records["a"]["withdrawn"] = {"date": "2026-02-09", "reason": "error"}
    assert built(records, "feed.xml") == "Mon, 09 Feb 2026 00:00:00 GMT"


def test_a_feed_says_what_it_is_and_where(tmp_path: Path) -> None:
    outputs = make(tmp_path, {"a": record()})
    main, tag = (parsed(text(outputs, path)).feed for path in ("feed.xml", "tags/outage/feed.xml"))
    assert (main.title, main.link, main.language) == ("Incidents & <Accidents>", BASE, "en")
    assert (tag.title, tag.link) == ("Outage & delay · Incidents & <Accidents>", f"{BASE}tags/outage/")
    assert tag.subtitle == "Something stopped."
    for feed, path in ((main, "feed.xml"), (tag, "tags/outage/feed.xml")):
        assert [link.href for link in feed.links if link.rel == "self"] == [f"{BASE}{path}"]


# The W3C feed validator (its validators.py) warns of elements and attributes beyond a list that holds these.
ELEMENTS = {
    "a",
    "blockquote",
    "br",
    "code",
    "dd",
    "dl",
    "dt",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
ATTRIBUTES = {"href", "hreflang", "lang", "rel", "scope", "start", "title"}


def test_the_html_is_such_as_the_feed_validator_accepts(tmp_path: Path) -> None:
    body = (
        "# One\n\n> quote\n\n1. a\n2. b\n\n```python\ndef f(): return '<x>'\n```\n\n"
        '| a | b |\n|---|--:|\n| 1 | [x](https://example.com "t") |\n\n---\n\n<b>raw</b> `code` **strong** ![i](https://e.org/i.png)'
    )
    xml = text(make(tmp_path, {"a": record(body=body)}), "feed.xml")
    for element in content(xml).iter():
        if element.tag != "DOCUMENT_FRAGMENT":
            assert element.tag in ELEMENTS
            assert set(element.attrib) <= ATTRIBUTES


def test_the_parts_of_a_channel_come_before_its_items(tmp_path: Path) -> None:
    channel = etree.fromstring(text(make(tmp_path, {"a": record()}), "feed.xml").encode()).find("channel")
    tags = [child.tag for child in channel]
    assert tags.index("item") == len(tags) - 1
    assert {"title", "link", "description", "language"} <= set(tags)

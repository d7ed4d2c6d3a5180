import locale
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from site_builder.exports.items import Category, Item
from site_builder.exports.rss import Channel, feed_xml, item_xml, rfc822

CHANNEL = Channel(
    "tag:e.org,2026:f", "t", "https://e.org/", "https://e.org/feed.xml", "d", "en", None,
    "a", None, "https://e.org/i", None,
)  # fmt: skip
FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_day_reads_back_as_its_midnight_in_utc(day: date) -> None:
    written = rfc822(day.isoformat())
    assert parsedate_to_datetime(written) == datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert written.startswith(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][day.weekday()])


def test_a_day_is_written_in_english_whatever_the_locale() -> None:
    before = locale.setlocale(locale.LC_TIME)
    try:
        for name in ("de_DE.UTF-8", "es_ES.UTF-8", "C.UTF-8"):
            try:
                locale.setlocale(locale.LC_TIME, name)
            except locale.Error:
                continue
            assert rfc822("2026-05-02") == "Sat, 02 May 2026 00:00:00 GMT"
    finally:
        locale.setlocale(locale.LC_TIME, before)


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("a ]]> b ]]]]>> <b>&amp;</b>\r\n\r")
def test_any_text_makes_a_feed_that_can_be_read_and_says_the_same(text: str) -> None:
    import re

    item = Item(
        "tag:e.org,2026:a",
        text,
        "https://e.org/",
        "2026-01-01",
        "2026-01-01",
        text,
        (Category("a", text, "https://e.org/"),),
        text,
    )
    tree = etree.fromstring(feed_xml(CHANNEL, [item_xml(item, text)]))
    expected = re.sub(FORBIDDEN, "\ufffd", text)

    def lines(html: str) -> str:
        """As HTML has it (section 13.2.3.5): a carriage return ends a line."""
        return html.replace("\r\n", "\n").replace("\r", "\n")

    found = tree.find(".//item")
    assert (found.findtext("title") or "") == expected
    assert (found.findtext("category") or "") == expected
    assert (found.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or "") == lines(expected)


def test_markup_in_a_title_is_written_as_the_best_practices_profile_asks() -> None:
    item = Item("tag:e.org,2026:a", "R&D <b>", "https://e.org/", "2026-01-01", "2026-01-01", "", (), "")
    assert "<title>R&#x26;D &#x3C;b&#x3E;</title>" in item_xml(item, None).decode()

"""What records say never becomes markup, code or a rule of anything that is exported."""

import json
import re
from pathlib import Path

import html5lib
import pytest
from lxml import etree

from tests.exports.making import WIRE, make, record, text
from tests.exports.test_feeds import CONTENT, ELEMENTS

HOSTILE = [
    "]]></content:encoded><item>",
    "<script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    'Ben & Jerry\'s "quoted" &amp; &lt;b&gt;',
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}",
    "שלום \u202ereversed\u202c العربية",
    "emoji 🧨 and \U0001f1f2\U0001f1fd",
    "=cmd|' /C calc'!A0",
    "\u00a0nbsp and \u200b zero width",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_comes_through_as_text(tmp_path: Path, hostile: str) -> None:
    long = f"Some words and {hostile}"
    made = record(
        title=long,
        summary=long,
        body=f"{hostile}\n\n[x](javascript:alert(1)) <javascript:alert(1)> [@wire, {hostile.strip(']')}]",
        impact=[{"what": long, "amount": "1", "unit": hostile, "cite": ["wire"]}],
        events=[{"date": "2025", "text": long}],
        sources=[{**WIRE, "title": long, "publisher": hostile, "author": hostile, "quote": long}],
        corrections=[{"date": "2026-02-01", "field": hostile, "was": long, "now": long, "why": long}],
        withdrawn={"date": "2026-02-02", "reason": "error", "note": long},
    )
    outputs = make(tmp_path, {"a": made}, title=long, description=long, author={"name": long})
    shown = " ".join(long.split())
    feed = etree.fromstring(text(outputs, "feed.xml").encode())
    assert feed.find("channel").findtext("title") == shown
    items = feed.findall(".//item")
    assert [item.findtext("title") for item in items] == [
        f"Withdrawn: {shown}",
        f"Correction: {shown}",
        f"Withdrawn: {shown}",
    ]
    for item in items:
        description = html5lib.parseFragment(item.findtext("description"), namespaceHTMLElements=False)
        assert ("".join(description.itertext()), len(description)) == (shown, 0)
        for element in html5lib.parseFragment(item.findtext(CONTENT), namespaceHTMLElements=False).iter():
            assert element.tag in ELEMENTS | {"DOCUMENT_FRAGMENT"}
            assert not any(name.startswith("on") for name in element.attrib)
            assert not element.get("href", "https:").startswith("javascript:")
    single = json.loads(text(outputs, "incidents/a.json"))
    assert (single["title"], single["sources"][0]["title"]) == (shown, shown)
    tags = re.findall(r"<([a-z0-9]+)", single["body_html"])
    assert set(tags) <= ELEMENTS
    assert 'href="javascript' not in single["body_html"]


def test_every_file_is_well_formed_and_ends_in_a_line_break(tmp_path: Path) -> None:
    for path, output in make(tmp_path, {"a": record(title=" ".join(HOSTILE)[:120])}).items():
        made = output.make()
        if path.endswith(".png"):
            continue
        assert made.endswith(b"\n")
        assert b"\r" not in (made.replace(b"\r\n", b"\n") if path.endswith(".csv") else made)
        if path.endswith(".xml"):
            etree.fromstring(made)
        if path.endswith(".json"):
            json.loads(made)

"""The real content/: what is published of it can be read by those it is meant for."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import feedparser
import html5lib
import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from site_builder.output.output import Output
from tests.exports.making import outputs_of, read_site
from tests.exports.test_feeds import ATTRIBUTES, CONTENT, ELEMENTS


@pytest.fixture(scope="module")
def timeline(root: Path) -> Mapping[str, Output]:
    return outputs_of(read_site(root), root, ("index.html", "about/index.html"))


def test_every_feed_can_be_read_and_its_html_is_accepted(timeline: Mapping[str, Output]) -> None:
    for path, output in timeline.items():
        if not path.endswith("feed.xml"):
            continue
        made = output.make()
        assert not feedparser.parse(made).bozo, path
        items = list(etree.fromstring(made).iter("item"))
        assert len({item.findtext("guid") for item in items}) == len(items)
        for item in items:
            parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
            for element in parser.parseFragment(item.findtext(CONTENT)).iter():
                assert element.tag in ELEMENTS | {"DOCUMENT_FRAGMENT"}
                assert set(element.attrib) <= ATTRIBUTES
                assert element.get("href", "https://").startswith(("https://", "http://", "mailto:"))


def test_all_data_validates_against_the_published_schema(timeline: Mapping[str, Output]) -> None:
    schema = json.loads(timeline["data/incidents.schema.json"].make())
    Draft202012Validator(schema).validate(json.loads(timeline["data/incidents.json"].make()))
    single = Draft202012Validator({"$ref": "#/$defs/incident", "$defs": schema["$defs"]})
    found = [output for path, output in timeline.items() if re.fullmatch("incidents/[^/]+[.]json", path)]
    assert found
    for output in found:
        single.validate(json.loads(output.make()))

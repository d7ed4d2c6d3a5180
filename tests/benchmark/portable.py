"""The records for other generators: plain values, with our citations turned into the numbered links we make of them."""

import re
from itertools import chain
from typing import Any

from tests.benchmark.timeline import Record

TAXONOMIES = ("tags", "actors", "systems", "types", "publishers", "years")
FEEDS = ("tags", "actors", "systems", "types")  # the taxonomies whose terms have a feed
LISTED, FED = 50, 20  # entries of a term's page, items of its feed
_CITATION = re.compile(r"\[(@[^\]]+)\]")
_KEY = re.compile(r"@([a-z0-9-]+)")


def plain(record: Record) -> dict[str, Any]:
    """Everything that our page of the record shows."""
    numbers = _numbers(record)
    sources = sorted(record.sources, key=lambda source: numbers[source.key])
    return {
        "slug": record.slug,
        "title": record.title,
        "summary": record.summary,
        "day": record.day.isoformat(),
        "dates": record.when,
        "added": record.added.isoformat(),
        "status": record.status,
        "severity": record.severity,
        "tags": [term.id for term in record.tags],
        "actors": [actor.id for actor, _ in record.actors],
        "systems": [term.id for term in record.systems],
        "types": [record.type],
        "publishers": list(dict.fromkeys(source.key for source in record.sources)),
        "years": [str(record.day.year)],
        "roles": [{"id": actor.id, "name": actor.name, "role": role} for actor, role in record.actors],
        "topics": [{"id": term.id, "name": term.name} for term in record.tags],
        "impact": [
            {"what": what, "amount": amount, "number": numbers[key], "key": key} for what, amount, key in record.impact
        ],
        "body": linked(record.body, numbers),
        "events": [{"date": day, "text": linked(text, numbers)} for day, text in record.events],
        "dispute": record.dispute and {"point": record.dispute[0], "claims": list(record.dispute[1:])},
        "sources": [
            {
                "key": source.key,
                "title": source.title,
                "url": source.url,
                "publisher": source.publisher,
                "kind": source.kind,
                "published": source.published,
                "author": source.author,
                "quote": source.quote,
            }
            for source in sources
        ],
        "related": list(record.related),
        "correction": record.correction and dict(zip(("date", "was", "now", "why"), record.correction, strict=True)),
    }


def _numbers(record: Record) -> dict[str, int]:
    """Sources are numbered in the order of first use: figures, body, events; then the others."""
    text = "\n".join((record.body, *(text for _, text in record.events)))
    cited = (key for citation in _CITATION.findall(text) for key in _KEY.findall(citation))
    keys = chain((key for _, _, key in record.impact), cited, (source.key for source in record.sources))
    return {key: number for number, key in enumerate(dict.fromkeys(keys), 1)}


def linked(markdown: str, numbers: dict[str, int]) -> str:
    def links(citation: re.Match[str]) -> str:
        return "[" + _KEY.sub(lambda key: f"[{numbers[key[1]]}](#source-{key[1]})", citation[1]) + "]"

    return _CITATION.sub(links, markdown)

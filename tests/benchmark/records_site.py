"""The synthetic timeline as a site in our own format: a file for each record, the vocabularies and site.yaml."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.benchmark.timeline import ROLES, TYPES, Record, Source, Term, records, terms
from tests.benchmark.words import slug

_SETTINGS = """\
title: Timeline of Works on Water
description: A synthetic timeline. Nothing in it has happened.
url: https://timeline.example/
language: en
author: {name: The benchmark}
feed_authority: timeline.example
license: {name: CC0, url: "https://creativecommons.org/publicdomain/zero/1.0/"}
navigation:
  - {title: About, page: about}
"""
_ABOUT = (
    "---\ntitle: About\ndescription: What this is.\n---\nA timeline made for measuring. Nothing in it has happened.\n"
)


def write_site(root: Path, size: int) -> None:
    """Write content/ into the folder `root`."""
    content = root / "content"
    (content / "pages").mkdir(parents=True)
    _write(content / "site.yaml", _SETTINGS)
    _write(content / "pages/about.md", _ABOUT)
    words = {"types": TYPES, "roles": ROLES}
    for kind, names in words.items():
        _write_terms(
            content / f"{kind}.yaml", (Term(slug(name), name, f"{name}, in the usual sense.") for name in names)
        )
    for kind in ("tags", "actors", "systems"):
        _write_terms(content / f"{kind}.yaml", terms(kind, size))
    for record in records(size):
        path = root / record_path(record)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, record_yaml(record))


def record_path(record: Record) -> str:
    return f"content/incidents/{record.day.year}/{record.slug}.yaml"


def record_yaml(record: Record) -> str:
    return "\n".join(_lines(record)) + "\n"


def _lines(record: Record) -> Iterator[str]:
    yield f"title: {_text(record.title)}"
    yield f"summary: {_text(record.summary)}"
    yield f"type: {record.type}"
    yield f"status: {record.status}"
    if record.severity:
        yield f"severity: {record.severity}"
    yield f"dates:\n  occurred: {_text(record.when)}"
    yield from _list("actors", (f"{{id: {actor.id}, role: {role}}}" for actor, role in record.actors))
    if record.systems:
        yield f"systems: {_ids(record.systems)}"
    yield f"tags: {_ids(record.tags)}"
    figures = (f"{{what: {_text(what)}, amount: {amount}, cite: [{key}]}}" for what, amount, key in record.impact)
    yield from _list("impact", figures)
    yield "body: |"
    yield from (f"  {line}" if line else "" for line in record.body.split("\n"))
    yield from _list("events", (f"{{date: {day}, text: {_text(text)}}}" for day, text in record.events))
    yield from _dispute(record)
    yield from _list("sources", ("\n    ".join(_source(source)) for source in record.sources))
    if record.related:
        yield f"related: [{', '.join(record.related)}]"
    yield f"added: {record.added}"
    if record.correction:
        day, was, now, why = record.correction
        texts = f"was: {_text(was)}, now: {_text(now)}, why: {_text(why)}"
        yield from _list("corrections", [f"{{date: {day}, field: impact, {texts}}}"])


def _list(name: str, items: Iterable[str]) -> Iterator[str]:
    """A block sequence; nothing where there are no items."""
    lines = [f"  - {item}" for item in items]
    yield from (f"{name}:", *lines) if lines else ()


def _dispute(record: Record) -> Iterator[str]:
    if record.dispute:
        point, *claims = record.dispute
        yield f"disputes:\n  - point: {_text(point)}\n    positions:"
        for claim, source in zip(claims, record.sources, strict=False):
            yield f"      - {{claim: {_text(claim)}, cite: [{source.key}]}}"


def _source(source: Source) -> Iterator[str]:
    yield f"key: {source.key}"
    yield f"title: {_text(source.title)}"
    yield f"url: {source.url}"
    yield f"publisher: {_text(source.publisher)}"
    if source.author:
        yield f"author: {_text(source.author)}"
    yield f"published: {source.published}"
    yield f"kind: {source.kind}"
    if source.based_on:
        yield f"based_on: [{source.based_on}]"
    if source.quote:
        yield f"quote: {_text(source.quote)}"


def _write_terms(path: Path, found: Iterable[Term]) -> None:
    lines = (
        f"{term.id}: {{name: {_text(term.name)}, description: {_text(term.description)}"
        + (f", kind: {term.kind}}}\n" if term.kind else "}\n")
        for term in found
    )
    _write(path, "".join(lines))


def _ids(found: Iterable[Term]) -> str:
    return f"[{', '.join(term.id for term in found)}]"


def _text(text: str) -> str:
    """A JSON string is a double-quoted YAML scalar."""
    return json.dumps(text, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")

"""One record's file, read by itself: what it says, and every problem that needs no other file to be seen.

A reading depends on nothing but the file's name and bytes, so it can be made in another process and kept in a cache.
What takes two files is checked by `load`; the record's Markdown is read by `prose.reading`, which adds its faults
before the reading is done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from site_builder.cache import digest_of
from site_builder.problems import Fault, Place, Problem
from site_builder.records import positions, rules
from site_builder.records.library import Incident, make_incident
from site_builder.records.model import Record
from site_builder.records.positions import Document
from site_builder.records.said import Said
from site_builder.records.validate import add_faults, validate, validate_document

# What rules between records look at; the rest of a record that is right need not be kept twice.
_SHARED = frozenset({"type", "tags", "systems", "actors", "external", "related", "withdrawn", "aliases"})


class Reading(NamedTuple):
    """`incident` is None where the file has an error; `said` is what it says all the same."""

    file: str
    slug: str
    incident: Incident | None
    said: Said
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class OpenRecord:
    """A record while it is read."""

    document: Document
    record: Record | None
    said: Said


def open_record(file: str, slug: str, data: bytes) -> OpenRecord:
    """The record in the bytes of a file, with the faults of the file and of its fields."""
    document = positions.read(file, data)
    if document.root is None:
        return OpenRecord(document, validate_document(Record, document), Said(slug, file, {}))
    value = document.root.plain()
    record, faults = validate(Record, value)
    add_faults(document, faults)
    moved = isinstance(value, dict) and ("aliases" in value or "withdrawn" in value)
    said = Said(slug, file, value, _meant(faults), moved)
    return OpenRecord(document, None if document.problems else record, said)


def close_record(opened: OpenRecord, data: bytes, faults: Iterable[Fault] = ()) -> Reading:
    """The reading, with the faults that the record alone shows, and those given."""
    document, said, record = opened.document, opened.said, opened.record
    add_faults(document, [*rules.own_faults(said), *faults])
    incident = None
    if record is not None and isinstance(said.value, dict):
        incident = make_incident(said.slug, said.file, digest_of(data), record)
        said = said._replace(value={key: said.value[key] for key in said.value.keys() & _SHARED})
    return Reading(said.file, said.slug, incident, said, tuple(document.problems))


def read_record(file: str, slug: str, data: bytes) -> Reading:
    """A reading without its Markdown."""
    return close_record(open_record(file, slug, data), data)


def _meant(faults: Iterable[Fault]) -> frozenset[Place]:
    """Where fields would stand if their keys were spelt rightly."""
    misspelt = (fault for fault in faults if fault.code == "field-unknown" and fault.suggestion)
    return frozenset((*fault.place[:-1], str(fault.suggestion)) for fault in misspelt)

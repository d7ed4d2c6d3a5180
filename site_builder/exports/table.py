"""Rows of `/data/incidents.csv` (RFC 4180, UTF-8, CRLF): what fits in a row of each incident. The file is made by
`incidents`.

Spreadsheets run cells that begin with = + - @, a tab or a carriage return as formulas, quoted or not. Such a cell, and
one that begins with apostrophes before such a sign, gets one apostrophe more in front, which spreadsheets show as text;
whoever reads the file with a program takes one off again (`plain_cell`), and no cell is damaged.
"""

import csv
import re
from collections.abc import Callable, Iterable
from io import StringIO
from typing import Final, NamedTuple

from site_builder import urls, words
from site_builder.exports.published import Published
from site_builder.records.dates import When
from site_builder.records.library import Incident
from site_builder.records.model import Record
from site_builder.sharing.dictionary import COLUMNS
from site_builder.site import term_ids

BETWEEN: Final = "; "

# The full-width signs are what some spreadsheets make of these.
_FORMULA = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")


class _Row(NamedTuple):
    """What the cells of a row are made from. The record is fetched once for all of them."""

    published: Published
    incident: Incident
    record: Record


Cell = Callable[[_Row], str]


def head() -> bytes:
    """The first row."""
    return _row(COLUMNS)


def row(published: Published, incident: Incident) -> bytes:
    """The row of an incident."""
    made_from = _Row(published, incident, incident.record)
    return _row(safe_cell(CELLS[name](made_from)) for name in COLUMNS)


def _row(cells: Iterable[str]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()


def safe_cell(text: str) -> str:
    """The text as a spreadsheet takes it for text."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain_cell(text: str) -> str:
    """What `safe_cell` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


# ---------------------------------------------------------------- cells
def _of_record(make: Callable[[Record], str | None]) -> Cell:
    return lambda row: make(row.record) or ""


def _date(name: str) -> Cell:
    def cell(row: _Row) -> str:
        when: When | None = getattr(row.record.dates, name)
        return when.edtf if when else ""

    return cell


def _joined(values: Iterable[str]) -> str:
    return BETWEEN.join(values)


def _actors(row: _Row) -> str:
    vocabularies = row.published.site.library.vocabularies
    return _joined(
        f"{vocabularies['actors'].current(a.id)} ({vocabularies['roles'].current(a.role)})" for a in row.record.actors
    )


def _impact(row: _Row) -> str:
    language = row.published.site.language
    amounts = ((words.amount(f.amount, language), f) for f in row.record.impact)
    return _joined(" ".join(filter(None, [amount, f.unit])) + f" {f.what}" for amount, f in amounts)


def _related(row: _Row) -> str:
    found = (row.published.present(slug) for slug in row.record.related)
    return _joined(dict.fromkeys(slug for slug in found if slug and slug != row.incident.slug))


CELLS: Final[dict[str, Cell]] = {
    "slug": lambda row: row.incident.slug,
    "url": lambda row: row.published.site.urls.absolute(urls.incident(row.incident.slug)),
    "title": _of_record(lambda r: r.title),
    "summary": _of_record(lambda r: r.summary),
    "type": lambda row: row.published.site.library.vocabularies["types"].current(row.incident.type),
    "status": _of_record(lambda r: r.status),
    "severity": _of_record(lambda r: r.severity),
    "basis": lambda row: row.incident.basis,
    "date": lambda row: row.incident.when.edtf,
    "earliest": lambda row: row.incident.when.earliest or "",
    "latest": lambda row: row.incident.when.latest or "",
    "occurred": _date("occurred"),
    "discovered": _date("discovered"),
    "disclosed": _date("disclosed"),
    "actors": _actors,
    "systems": lambda row: _joined(term_ids(row.published.site.library, row.incident, "systems")),
    "tags": lambda row: _joined(term_ids(row.published.site.library, row.incident, "tags")),
    "impact": _impact,
    "sources": _of_record(lambda r: str(len(r.sources))),
    "origins": lambda row: str(len(row.incident.origins)),
    "source_urls": _of_record(lambda r: " ".join(urls.outgoing(s.url) for s in r.sources if s.url)),
    "related": _related,
    "external": _of_record(lambda r: _joined(f"{name}:{id}" for name, ids in r.external.items() for id in ids)),
    "added": _of_record(lambda r: r.added),
    "changed": lambda row: row.incident.changed,
    "withdrawn": _of_record(lambda r: r.withdrawn.reason if r.withdrawn else None),
}
"""One for each of `COLUMNS`, which says what they hold."""

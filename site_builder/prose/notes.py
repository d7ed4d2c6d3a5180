"""The numbered sources of a record's page: which number each has, and every place that cites it.

Sources are numbered in the order of their first use on the page: figures, body, events, disputes,
corrections; then those that nothing cites. Each use has an id, so that the source can link back to it.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from site_builder.prose.citations import Citation
from site_builder.prose.render import Prose, compile_prose
from site_builder.records.model import Record, Source

# ("body",), ("events", n), ("impact", n), ("disputes", n, p) or ("corrections", n)
Part = tuple[str | int, ...]


class RecordProse(NamedTuple):
    """The Markdown of a record, compiled."""

    body: Prose
    events: tuple[Prose, ...]


class Whole(NamedTuple):
    """A record with its prose: all that its file says."""

    record: Record
    prose: RecordProse


class Use(NamedTuple):
    """One source in one citation: `id` is that of the link, `number` the source's on this page."""

    id: str
    key: str
    number: int
    locator: str


class Notes(NamedTuple):
    """`sources` in the order of their numbers, from 1. `uses[part]` holds, for each citation of the part, its
    uses.
    """

    sources: tuple[Source, ...]
    uses: Mapping[Part, tuple[tuple[Use, ...], ...]]
    backlinks: Mapping[str, tuple[str, ...]]  # key -> the ids of all places that cite it, in page order


def compile_record(record: Record) -> RecordProse:
    return RecordProse(compile_prose(record.body), tuple(compile_prose(event.text) for event in record.events))


def take_notes(record: Record, prose: RecordProse) -> Notes:
    by_key = {source.key: source for source in record.sources}
    numbers: dict[str, int] = {}
    places: dict[str, list[str]] = {key: [] for key in by_key}
    uses: dict[Part, tuple[tuple[Use, ...], ...]] = {}
    for part, citations in _cited(record, prose):
        group = []
        for references in citations:
            made = []
            for key, locator in references:
                if key in by_key:
                    number = numbers.setdefault(key, len(numbers) + 1)
                    places[key].append(f"cite-{key}-{len(places[key]) + 1}")
                    made.append(Use(places[key][-1], key, number, locator))
            group.append(tuple(made))
        uses[part] = tuple(group)
    ordered = [*numbers, *(key for key in by_key if key not in numbers)]
    return Notes(tuple(by_key[key] for key in ordered), uses, {key: tuple(ids) for key, ids in places.items()})


def _cited(record: Record, prose: RecordProse) -> Iterator[tuple[Part, list[list[tuple[str, str]]]]]:
    """Every part of the page that cites, in page order, with keys and locators of each citation."""
    for n, figure in enumerate(record.impact):
        yield ("impact", n), [[(key, "") for key in figure.cite]]
    yield ("body",), [_references(citation) for citation in prose.body.citations]
    for n, text in enumerate(prose.events):
        yield ("events", n), [_references(citation) for citation in text.citations]
    for n, dispute in enumerate(record.disputes):
        for p, position in enumerate(dispute.positions):
            yield ("disputes", n, p), [[(key, "") for key in position.cite]]
    for n, correction in enumerate(record.corrections):
        yield ("corrections", n), [[(key, "") for key in correction.cite or ()]]


def _references(citation: Citation) -> list[tuple[str, str]]:
    return [(reference.key, reference.locator) for reference in citation.references]

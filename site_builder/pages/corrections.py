"""All corrections and withdrawals, newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from site_builder import urls, words
from site_builder.output.family import Family, single
from site_builder.output.output import Output
from site_builder.pages.dates import Piece, day
from site_builder.pages.desk import Desk, Head, Link, page
from site_builder.records.library import Incident

TITLE = "Corrections"
INTRO = "Nothing that was published here is changed in silence. Every correction and withdrawal, newest first."


@dataclass(frozen=True, slots=True)
class Change:
    """A correction of an incident (`field` says of what), or its withdrawal (no field)."""

    day: str
    place: int  # in the record's list, from 1; a withdrawal comes after all corrections
    slug: str
    href: str
    title: str
    date: tuple[Piece, ...]
    field: str = ""
    was: str = ""
    now: str = ""
    why: str = ""
    sources: tuple[Link, ...] = ()
    reason: str = ""
    note: str = ""


def families(desk: Desk) -> Iterator[Family]:
    """`/corrections/`."""
    yield single(f"{urls.CORRECTIONS}index.html", lambda: _output(desk))


def _output(desk: Desk) -> Output:
    changed = [
        incident
        for incident in desk.site.incidents.values()
        if incident.record.corrections or incident.record.withdrawn
    ]
    head = Head(urls.CORRECTIONS, TITLE, INTRO, "corrections")
    made_from = [desk.site.digests[incident.slug] for incident in changed]

    def view() -> Mapping[str, object]:
        found = [change for incident in changed for change in _changes(desk, incident)]
        found.sort(key=lambda change: (change.slug, -change.place))
        return {"intro": INTRO, "changes": sorted(found, key=lambda change: change.day, reverse=True)}

    return page(desk, head, "pages/corrections.html", view, made_from)


def _changes(desk: Desk, incident: Incident) -> Iterator[Change]:
    record, slug = incident.record, incident.slug
    here = desk.link(urls.incident(slug))
    labels = {source.key: source.publisher or source.title for source in record.sources}
    for n, item in enumerate(record.corrections, 1):
        yield Change(
            item.date, n, slug, f"{here}#correction-{n}", record.title, day(item.date),
            field=words.FIELD.get(item.field, item.field), was=item.was, now=item.now, why=item.why,
            sources=tuple(
                Link(f"{here}#source-{key}", labels[key]) for key in item.cite or () if key in labels
            ),
        )  # fmt: skip
    if record.withdrawn:
        yield Change(
            record.withdrawn.date, len(record.corrections) + 1, slug, here, record.title,
            day(record.withdrawn.date), reason=words.REASON[record.withdrawn.reason],
            note=record.withdrawn.note or "",
        )  # fmt: skip

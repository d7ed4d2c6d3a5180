"""All corrections and withdrawals, newest first."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from site_builder import urls, words
from site_builder.language import msg
from site_builder.output.family import Family, folder_and_name
from site_builder.output.output import Output
from site_builder.pages.dates import Piece, day
from site_builder.pages.desk import Desk, Head, Link, page
from site_builder.pages.parts import Part, numbers, parts, size
from site_builder.records.library import Incident

TITLE = msg("Corrections")
INTRO = msg("Nothing that was published here is changed in silence. Every correction and withdrawal, newest first.")


class Change(NamedTuple):
    """A correction of an incident (`field` says of what), or its withdrawal (no field)."""

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


class Place(NamedTuple):
    """Where a change stands: the day, its incident, and its place in the record, from 1; a withdrawal comes
    after all corrections.
    """

    day: str
    incident: Incident
    number: int


def families(desk: Desk) -> Iterator[Family]:
    """`/corrections/`, in parts where they are many."""

    @cache
    def found() -> tuple[Output, ...]:
        return tuple(_outputs(desk))

    folder = urls.CORRECTIONS.rstrip("/")

    def names() -> list[str]:
        return [folder_and_name(output.path)[1] for output in found()]

    def touched(slugs: Collection[str]) -> list[str]:
        """All, and as many parts as there could be: other words may need more or fewer."""
        places = _all_places(desk)
        said = any(place.incident.slug in slugs for place in places)
        return ["index.html", *map(str, range(2, len(places) + 1))] if said else []

    def outputs(name: str) -> list[Output]:
        return [output for output in found() if folder_and_name(output.path)[1] == name]

    yield Family(folder, names, outputs, touched)


def _all_places(desk: Desk) -> list[Place]:
    return [place for incident in desk.site.incidents.values() for place in _places(incident)]


def _outputs(desk: Desk) -> Iterator[Output]:
    places = _all_places(desk)
    places.sort(key=lambda place: (place.incident.slug, -place.number))
    places.sort(key=lambda place: place.day, reverse=True)
    _ = desk.language.gettext
    head = Head(urls.CORRECTIONS, _(TITLE), _(INTRO), "corrections")
    for part in parts(desk.link, head, places, _weight, numbers):
        yield _page(desk, part)


def _places(incident: Incident) -> Iterator[Place]:
    for n, date in enumerate(incident.corrected, 1):
        yield Place(date, incident, n)
    if incident.withdrawn:
        yield Place(incident.withdrawn.date, incident, len(incident.corrected) + 1)


def _weight(place: Place) -> int:
    """About how many bytes a change takes."""
    record, said = place.incident.record, 0
    if place.number <= len(record.corrections):
        item = record.corrections[place.number - 1]
        said = sum(map(size, (item.was, item.now, item.why))) + 120 * len(item.cite or ())
    elif record.withdrawn:
        said = size(record.withdrawn.note or "")
    return 500 + len(place.incident.slug) + size(record.title) + said


def _page(desk: Desk, part: Part[Place]) -> Output:
    def view() -> Mapping[str, object]:
        changes = [_change(desk, place) for place in part.items]
        return {"intro": part.head.description, "changes": changes, "parts_of": part.links}

    made_from = [f"{place.number} {desk.site.digests[place.incident.slug]}" for place in part.items]
    return page(desk, part.head, "pages/corrections.html", view, (repr(part.links), *made_from))


def _change(desk: Desk, place: Place) -> Change:
    record, slug, n = place.incident.record, place.incident.slug, place.number
    here, language = desk.link(urls.incident(slug)), desk.language
    if n > len(record.corrections):
        assert record.withdrawn
        return Change(
            here, record.title, day(place.day, language.dates),
            reason=language.gettext(words.REASON[record.withdrawn.reason]), note=record.withdrawn.note or "",
        )  # fmt: skip
    item = record.corrections[n - 1]
    labels = {source.key: source.publisher or source.title for source in record.sources}
    cited = tuple(Link(f"{here}#source-{key}", labels[key]) for key in item.cite or () if key in labels)
    return Change(
        f"{here}#correction-{n}", record.title, day(place.day, language.dates),
        field=words.field(item.field, language), was=item.was, now=item.now, why=item.why, sources=cited,
    )  # fmt: skip

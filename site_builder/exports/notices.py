"""Notices: what feeds tell, one each: a record was added, corrected or withdrawn.

Owns which notices there are, their order, their ids, and how many a feed holds. They are cheap; what one
says is made by `items`.
"""

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Final, Literal, NamedTuple

from site_builder.records.library import Incident

What = Literal["added", "correction", "withdrawn"]
_ORDER: Final[tuple[What, ...]] = ("added", "correction", "withdrawn")

MAIN, MAIN_AT_MOST, TERM = 50, 500, 20

_SLUG, _ADDED = attrgetter("slug"), attrgetter("added")


class Notice(NamedTuple):
    """`day` is YYYY-MM-DD; `number` the place of a correction in its record's list, from 1, else 0."""

    day: str
    incident: Incident
    what: What
    number: int = 0

    def id(self, authority: str) -> str:
        """A tag URI (RFC 4151) that stays the same if the record is renamed or the site moves."""
        incident = self.incident
        oldest = incident.aliases[0] if incident.aliases else incident.slug
        ends = {"added": "", "correction": f":correction:{self.number}", "withdrawn": ":withdrawn"}
        return f"tag:{authority},{incident.added}:{oldest}{ends[self.what]}"


def additions(incidents: Iterable[Incident]) -> list[Notice]:
    """Newest first, one for each record that is published."""
    published = sorted((i for i in incidents if not i.draft), key=_SLUG)
    published.sort(key=_ADDED, reverse=True)  # stable: the order within a day stays
    return [Notice(i.added, i, "added") for i in published]


def notices(incidents: Iterable[Incident]) -> list[Notice]:
    """Newest first: additions, corrections and withdrawals of the records that are published."""
    return _ordered(notice for incident in incidents if not incident.draft for notice in _of(incident))


def newest(ordered: list[Notice], count: int = MAIN, at_most: int = MAIN_AT_MOST) -> list[Notice]:
    """The first `count`, and the others of the last one's day: who looks daily misses none."""
    if len(ordered) <= count:
        return ordered
    last = ordered[count - 1].day
    return ordered[:count] + [notice for notice in ordered[count:at_most] if notice.day == last]


def _of(incident: Incident) -> Iterator[Notice]:
    yield Notice(incident.added, incident, "added")
    for number, day in enumerate(incident.corrected, 1):
        yield Notice(day, incident, "correction", number)
    if incident.withdrawn:
        yield Notice(incident.withdrawn.date, incident, "withdrawn")


def _ordered(found: Iterable[Notice]) -> list[Notice]:
    ordered = sorted(found, key=lambda notice: (notice.incident.slug, _ORDER.index(notice.what), notice.number))
    return sorted(ordered, key=lambda notice: notice.day, reverse=True)  # stable: the order within a day stays

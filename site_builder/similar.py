"""Which incidents are like one: those added before it that share tags and actors with it, the rarer the more.

Owns the choice; who relates to whom by the records' own word is `site`'s. Only what was added earlier counts, in the
rarity of a term too: a new record changes no older page. Within a day the order is that of slugs, so a record can
change the pages of those that were added on the same day and come after it by their slugs, and of no others.
Drafts and withdrawn records are like nothing, and nothing is like them.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add, itemgetter
from typing import NamedTuple

from site_builder.records.library import Incident, Kind, Library

LATEST = 20
"""Of how many incidents of a term it is looked at whether they are alike: the latest. More would cost time and bring
little, since what a common term binds is decided by the rarer ones beside it.
"""

SHARED: tuple[Kind, ...] = ("tags", "actors")
"""What makes incidents alike."""

_ID = itemgetter(0)

FEW = 4
"""So many incidents are looked up one by one; for more, all are put in order at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """A tag or actor, and the places of its incidents in the order in which they were added."""

    kind: Kind
    id: str
    places: list[int]


class _Terms(dict[str, Shared]):
    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def __missing__(self, id: str) -> Shared:
        made = self[id] = Shared(self.kind, id, [])
        return made


class Likeness(NamedTuple):
    """An incident that is like another, and what they share, the rarest first."""

    incident: Incident
    shared: tuple[Shared, ...]


class Added(NamedTuple):
    """Incidents in the order in which they were added, their terms, and by slug the place of each among them and how
    many of the library were added before it.
    """

    incidents: tuple[Incident, ...]
    terms: tuple[tuple[Shared, ...], ...]
    places: Mapping[str, int]
    before: Mapping[str, int]


class Lookup:
    """What has been added, as far as `similar` needs it for one incident: `serve` asks for one, `build` for all."""

    def __init__(self, library: Library) -> None:
        self._library, self._asked = library, 0
        self._all: Added | None = None

    def of(self, incident: Incident) -> Added:
        """Holds the incident, and at least those that it can be like."""
        self._asked += 1
        if self._all is None and self._asked > FEW:
            self._all = in_order_of_adding(self._library)
        return self._all or added_before(self._library, incident)

    def with_changed(self, library: Library, changed: Mapping[str, Incident]) -> "Lookup":
        """The same for a library in which incidents have other texts, and all else is as it was."""
        other = Lookup(library)
        if self._all is not None:
            incidents = list(self._all.incidents)
            for slug, incident in changed.items():
                if slug in self._all.places:
                    incidents[self._all.places[slug]] = incident
            other._all = self._all._replace(incidents=tuple(incidents))
        return other

    def look_at_all(self) -> None:
        """Put all in order now."""
        self._all = self._all or in_order_of_adding(self._library)


def in_order_of_adding(library: Library) -> Added:
    """The incidents of a library that others can be like."""
    kept = [incident for incident in library.incidents if not (incident.draft or incident.withdrawn)]
    added = _added(library, kept)
    return added._replace(before=added.places)


def added_before(library: Library, incident: Incident) -> Added:
    """The incident, and those added before it that share a term with it."""
    tags = _names(library, "tags", incident.tags)
    actors = _names(library, "actors", [id for id, _ in incident.actors])
    day, slug, count, found = incident.added, incident.slug, 0, []
    for other in library.incidents:
        later = other.added > day or (other.added == day and other.slug > slug)
        if later or other.draft or other.withdrawn:
            continue
        count += 1
        if not tags.isdisjoint(other.tags) or not actors.isdisjoint(map(_ID, other.actors)):
            found.append(other)
    return _added(library, found)._replace(before={incident.slug: count - 1})


def _names(library: Library, kind: Kind, ids: Iterable[str]) -> set[str]:
    """The present and former ids of terms."""
    renamed = library.vocabularies[kind].renamed
    present = {renamed.get(id, id) for id in ids}
    return present | {former for former, id in renamed.items() if id in present}


def _added(library: Library, kept: Iterable[Incident]) -> Added:
    found = tuple(sorted(kept, key=lambda incident: (incident.added, incident.slug)))
    tags = _shared(library, "tags", (incident.tags for incident in found))
    actors = _shared(library, "actors", ([id for id, _ in incident.actors] for incident in found))
    places = {incident.slug: place for place, incident in enumerate(found)}
    return Added(found, tuple(map(add, tags, actors)), places, {})


def _shared(library: Library, kind: Kind, named: Iterable[Sequence[str]]) -> Iterator[tuple[Shared, ...]]:
    """For the ids that each incident names its terms, each once, former ids as what they are now."""
    renamed, terms = library.vocabularies[kind].renamed, _Terms(kind)
    for place, ids in enumerate(named):
        found = tuple(dict.fromkeys([terms[renamed.get(id, id)] for id in ids]))
        for term in found:
            term.places.append(place)
        yield found


def similar(added: Added, incident: Incident, most: int, without: Collection[str] = ()) -> tuple[Likeness, ...]:
    """At most `most` incidents that are like this one, the most alike first, none of the slugs `without`.

    A shared term weighs the more the fewer had it before. Both counts go in as their number of binary digits, so
    that weights stay what they are when one of them grows by one. Of equally like incidents the latest added is first.
    """
    own = added.places.get(incident.slug)
    if own is None or most <= 0:
        return ()
    before = added.before[incident.slug]
    had: dict[Shared, int] = {}
    ranks: dict[int, int] = {}  # of each place: what it weighs times `before`, and itself
    for term in added.terms[own]:
        if earlier := bisect_left(term.places, own):
            had[term] = earlier
            weight = (before.bit_length() - earlier.bit_length() + 1) * before
            for place in term.places[max(0, earlier - LATEST) : earlier]:
                ranks[place] = ranks.get(place, place) + weight
    for slug in without:
        ranks.pop(added.places.get(slug, -1), None)
    best = sorted(ranks.values())[: -most - 1 : -1]
    return tuple(_likeness(added, rank % before, had) for rank in best)


def _likeness(added: Added, place: int, had: Mapping[Shared, int]) -> Likeness:
    shared = [term for term in added.terms[place] if term in had]
    return Likeness(added.incidents[place], tuple(sorted(shared, key=had.__getitem__) if len(shared) > 1 else shared))

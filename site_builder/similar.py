"""Which incidents are like one: those added before it that share tags and actors with it, the rarer the more.

Owns the choice; who relates to whom by the records' own word is `site`'s. Only what was added earlier counts, in the
rarity of a term too: a new record changes no older page. Within a day the order is that of slugs, so a record can
change the pages of those that were added on the same day and come after it by their slugs, and of no others.
Drafts and withdrawn records are like nothing, and nothing is like them.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add

from site_builder.records.library import Incident, Kind, Library

LATEST = 20
"""Of how many incidents of a term it is looked at whether they are alike: the latest. More would cost time and bring
little, since what a common term binds is decided by the rarer ones beside it.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """A tag or actor, and the places of its incidents in the order in which they were added."""

    kind: Kind
    id: str
    places: list[int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """An incident that is like another, and what they share, the rarest first."""

    incident: Incident
    shared: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """Incidents in the order in which they were added, their terms, and the place of each by its slug."""

    incidents: tuple[Incident, ...]
    terms: tuple[tuple[Shared, ...], ...]
    places: Mapping[str, int]


def in_order_of_adding(library: Library) -> Added:
    """The incidents of a library that others can be like."""
    kept = (incident for incident in library.incidents if not (incident.record.draft or incident.record.withdrawn))
    found = tuple(sorted(kept, key=lambda incident: (incident.record.added, incident.slug)))
    records = [incident.record for incident in found]
    tags = _shared(library, "tags", (record.tags for record in records))
    actors = _shared(library, "actors", ([actor.id for actor in record.actors] for record in records))
    places = {incident.slug: place for place, incident in enumerate(found)}
    return Added(found, tuple(map(add, tags, actors)), places)


def _shared(library: Library, kind: Kind, named: Iterable[Sequence[str]]) -> Iterator[tuple[Shared, ...]]:
    """For the ids that each incident names its terms, each once, former ids as what they are now."""
    terms = {id: Shared(kind, id, []) for id in library.vocabularies[kind].terms}
    terms |= {former: terms[id] for former, id in library.vocabularies[kind].renamed.items()}
    for place, ids in enumerate(named):
        found = tuple(dict.fromkeys([terms[id] for id in ids]))
        for term in found:
            term.places.append(place)
        yield found


def similar(added: Added, incident: Incident, most: int, without: Collection[str] = ()) -> tuple[Likeness, ...]:
    """At most `most` incidents that are like this one, the most alike first, none of the slugs `without`.

    A shared term weighs the more the fewer had it before. Both counts go in as their number of binary digits, so
    that weights stay what they are when one of them grows by one. Of equally like incidents the latest added is first.
    """
    before = added.places.get(incident.slug)
    if before is None or most <= 0:
        return ()
    had: dict[Shared, int] = {}
    ranks: dict[int, int] = {}  # of each place: what it weighs times `before`, and itself
    for term in added.terms[before]:
        if earlier := bisect_left(term.places, before):
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

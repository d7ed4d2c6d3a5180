"""A synthetic timeline: any number of records, always the same ones, with tags, actors and publishers from a long tail.

Owns what the records say. `records_site` writes them in our format, `peers` in those of other generators. A timeline
of 100 records is the beginning of one of 1,000, and the number of different terms follows Heaps' law (K * n ** B),
fitted to a real collection of 1,918 records with 3,694 tags and 3,600 actors. Which terms are common comes from
drawing again what was drawn before (Simon 1955), which gives Zipf's law.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.benchmark import words

_REAL = 1918
_TERMS = {"tags": 3694, "actors": 3600, "publishers": 1400, "systems": 420}
_GROWTH = 0.85  # of different terms with the number of records

TYPES = ("Failure", "Accident", "Attack", "Leak", "Fraud", "Misuse", "Ruling", "Near miss")
ROLES = ("Operator", "Owner", "Affected", "Inspector", "Reporter", "Supplier", "Attacker")
SEVERITIES = ("low", "moderate", "high", "critical")
KINDS = ("primary", "official", "reporting", "reporting", "reporting", "analysis", "aggregator", "social")
_FIRST_DAY, _LAST_DAY = date(2009, 1, 1), date(2026, 10, 31)


@dataclass(frozen=True, slots=True)
class Term:
    id: str
    name: str
    description: str
    kind: str | None = None  # of an actor


@dataclass(frozen=True, slots=True)
class Source:
    key: str
    title: str
    url: str
    publisher: str
    kind: str
    published: str
    author: str | None
    based_on: str | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """One incident. Dates are in our format; `day` is the first possible day, for tools that know only days."""

    slug: str
    title: str
    summary: str
    type: str
    status: str
    severity: str | None
    when: str
    day: date
    added: date
    actors: tuple[tuple[Term, str], ...]  # with their roles
    systems: tuple[Term, ...]
    tags: tuple[Term, ...]
    impact: tuple[tuple[str, int, str], ...]  # what, amount, key of a source
    body: str
    events: tuple[tuple[str, str], ...]  # date, Markdown
    dispute: tuple[str, str, str] | None  # what about, one claim, the other
    sources: tuple[Source, ...]
    related: tuple[str, ...]
    correction: tuple[str, str, str, str] | None  # day, was, now, why


def terms(kind: str, size: int) -> Iterator[Term]:
    """The terms that the records of a timeline of this size use."""
    return (term(kind, number) for number in range(_known(kind, size)))


def term(kind: str, number: int) -> Term:
    actor_kind = None
    if kind == "actors":
        name, actor_kind = words.organisation(number)
    else:
        name = {"tags": words.topic, "publishers": words.publisher, "systems": words.system}[kind](number)
        name = name[0].upper() + name[1:]
    description = (
        f"Incidents in which {name} is named by the cited sources."
        if kind != "tags"
        else f"{name}, as the sources tell it."
    )
    return Term(words.slug(name), name, description, actor_kind)


def _known(kind: str, size: int) -> int:
    """How many different terms the first `size` records use."""
    return max(1, round(_TERMS[kind] * (size / _REAL) ** _GROWTH)) if size else 0


class _Urn:
    """Draws terms: each record brings those that are new with it, and the others by how often they were drawn."""

    def __init__(self, kind: str, dice: random.Random) -> None:
        self.kind, self.dice, self.drawn = kind, dice, list[int]()

    def draw(self, record: int, low: int, high: int) -> tuple[Term, ...]:
        new = range(_known(self.kind, record), _known(self.kind, record + 1))
        found = dict.fromkeys(new)
        wanted = self.dice.randint(low, high)
        for _ in range(8 * wanted):
            if len(found) >= wanted or not self.drawn:
                break
            found[self.drawn[int(self.dice.random() * len(self.drawn))]] = None
        self.drawn += found
        return tuple(term(self.kind, number) for number in found)


def records(size: int, seed: int = 1) -> Iterator[Record]:
    """The records, in an order that says nothing about their dates."""
    dice = random.Random(seed)
    urns = {kind: _Urn(kind, dice) for kind in _TERMS}
    slugs: list[str] = []
    for number in range(size):
        record = _record(number, dice, urns, slugs)
        slugs.append(record.slug)
        yield record


def _record(number: int, dice: random.Random, urns: dict[str, _Urn], slugs: list[str]) -> Record:
    title = words.title(dice)
    day = _FIRST_DAY + (_LAST_DAY - _FIRST_DAY) * (1 - dice.random() ** 2)  # more and more of them
    added = min(max(day, date(2022, 1, 1)) + timedelta(days=dice.randint(1, 500)), date(2026, 11, 20))
    sources = _sources(dice, urns["publishers"].draw(number, 3, 6), day)
    keys = [source.key for source in sources]
    status, dispute = _status(dice, sources)
    roles = tuple(role.lower() for role in ROLES)
    text, first_day = _date(dice, day)
    return Record(
        slug=f"{words.slug(title.replace('’', ''))[:60].strip('-')}-{number}",
        title=title,
        summary=f"{words.sentence(dice)}. {words.sentence(dice)}."[:320],
        type=words.slug(TYPES[min(int(dice.expovariate(0.5)), len(TYPES) - 1)]),
        status=status,
        severity=dice.choice(SEVERITIES) if dice.random() < 0.7 else None,
        when=text,
        day=first_day,
        added=added,
        actors=tuple((actor, dice.choice(roles)) for actor in urns["actors"].draw(number, 3, 6)),
        systems=urns["systems"].draw(number, 0, 2),
        tags=urns["tags"].draw(number, 4, 9),
        impact=tuple(
            (f"{place.lower()} affected", dice.randint(2, 90000), dice.choice(keys))
            for place in dice.sample(("Households", "Ships", "Workers", "Gauges"), dice.choice((0, 0, 1, 2)))
        ),
        body=words.body(dice, keys),
        events=tuple(
            (
                min(day + timedelta(days=days), date(2026, 11, 20)).isoformat(),
                f"{words.sentence(dice)} [@{dice.choice(keys)}].",
            )
            for days in sorted(dice.sample(range(400), dice.choice((0, 0, 1, 3))))
        ),
        dispute=dispute,
        sources=sources,
        related=tuple(dict.fromkeys(dice.choices(slugs, k=dice.choice((0, 0, 0, 1, 2))))) if slugs else (),
        correction=_correction(dice, added) if dice.random() < 0.05 else None,
    )


def _sources(dice: random.Random, publishers: tuple[Term, ...], day: date) -> tuple[Source, ...]:
    found: list[Source] = []
    for number, publisher in enumerate(publishers, 1):
        key = f"{publisher.id}"
        found.append(
            Source(
                key=key,
                title=words.title(dice),
                url=f"https://{publisher.id}.example/{day:%Y/%m}/{dice.randint(1, 10**6)}",
                publisher=publisher.name,
                kind=dice.choice(KINDS),
                published=min(day + timedelta(days=dice.randint(0, 60)), date(2026, 11, 20)).isoformat(),
                author=words.place(dice.randrange(9000)) if dice.random() < 0.4 else None,
                based_on=found[0].key if number > 1 and dice.random() < 0.3 else None,
                quote=f"{words.sentence(dice)}." if dice.random() < 0.25 else None,
            )
        )
    return tuple(found)


def _status(dice: random.Random, sources: tuple[Source, ...]) -> tuple[str, tuple[str, str, str] | None]:
    if dice.random() < 0.12:
        return "disputed", (words.title(dice), f"{words.sentence(dice)}.", f"{words.sentence(dice)}.")
    if any(source.kind in ("official", "primary") for source in sources):
        return "confirmed", None
    origins = [source for source in sources if source.based_on is None and source.kind != "aggregator"]
    return ("corroborated" if len(origins) > 1 else "reported"), None


def _correction(dice: random.Random, added: date) -> tuple[str, str, str, str]:
    day = min(added + timedelta(days=dice.randint(1, 200)), date(2026, 11, 20))
    return day.isoformat(), str(dice.randint(2, 90)), str(dice.randint(91, 900)), f"{words.sentence(dice)}."


def _date(dice: random.Random, day: date) -> tuple[str, date]:
    """A date of some precision, with its first possible day."""
    month, year = day.replace(day=1), day.replace(month=1, day=1)
    mark = dice.choices(("", "~", "?", "%"), (88, 8, 3, 1))[0]
    later = day + timedelta(days=dice.randint(1, 90))
    return dice.choices(
        (
            (f"{day}{mark}", day),
            (f"{day:%Y-%m}{mark}", month),
            (f"{day:%Y}{mark}", year),
            (f"{day}/{later}", day),
            (f"{day:%Y-%m}{mark}/{later:%Y-%m}", month),
            (f"{day}/..", day),
            (f"../{day:%Y-%m}", month),
        ),
        (62, 16, 5, 6, 5, 4, 2),
    )[0]

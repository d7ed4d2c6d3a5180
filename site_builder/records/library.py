"""The Library: all that content/ says, checked and frozen. What pages, feeds and data are made from.

Owns the values and how incidents are ordered and counted; `load` fills them, `rules` checks them against each other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Literal

from site_builder.records.dates import When, sort_key
from site_builder.records.model import Actor, Basis, PageHead, Record, Settings, Source, Term
from site_builder.records.pickling import by_position

Kind = Literal["tags", "actors", "systems", "types", "roles"]
KINDS: tuple[Kind, ...] = ("tags", "actors", "systems", "types", "roles")
# Sources of these kinds repeat what others found; they are never where a record comes from.
NEVER_ORIGINS = frozenset({"machine-generated", "aggregator"})


@by_position
@dataclass(frozen=True, slots=True)
class Incident:
    """A record with its identity.

    `slug` is the file's stem, `file` its path below the root, `digest` that of its bytes.
    """

    slug: str
    file: str
    digest: str
    record: Record
    origins: tuple[str, ...]
    basis: Basis
    when: When  # the date that places it
    order: tuple[int, int, int, int, str]  # its place on the timeline; see `dates.sort_key`

    @property
    def changed(self) -> str:
        """The newest added, correction or withdrawal day."""
        record = self.record
        days = [record.added, *(correction.date for correction in record.corrections)]
        return max([*days, record.withdrawn.date] if record.withdrawn else days)


@dataclass(frozen=True, slots=True)
class Page:
    """A free page: its head and its Markdown."""

    slug: str
    file: str
    digest: str
    head: PageHead
    text: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of one kind by id, and the ids that former ids have become."""

    kind: Kind
    terms: Mapping[str, Term]
    renamed: Mapping[str, str] = field(default_factory=dict)

    def get(self, id: str) -> Term:
        """The term of an id, a former one too."""
        return self.terms[self.renamed.get(id, id)]

    def current(self, id: str) -> str:
        return self.renamed.get(id, id)


@dataclass(frozen=True, slots=True)
class Library:
    settings: Settings
    vocabularies: Mapping[Kind, Vocabulary]
    incidents: tuple[Incident, ...]  # newest first; see `dates.sort_key`
    pages: tuple[Page, ...]  # by slug
    static: tuple[Path, ...] = ()  # files of content/static/, absolute, in order of path
    static_root: Path | None = None

    def actor(self, id: str) -> Actor:
        term = self.vocabularies["actors"].get(id)
        assert isinstance(term, Actor)
        return term

    def without_drafts(self) -> "Library":
        kept = tuple(incident for incident in self.incidents if not incident.record.draft)
        return Library(self.settings, self.vocabularies, kept, self.pages, self.static, self.static_root)


def make_incident(slug: str, file: str, digest: str, record: Record) -> Incident:
    """An incident, with all that its place on the timeline takes."""
    when = record.dates.placed
    return Incident(slug, file, digest, record, origins(record.sources), record.dates.basis, when, sort_key(when, slug))


def in_order(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    return tuple(sorted(incidents, key=attrgetter("order")))


def origins(sources: Iterable[Source]) -> tuple[str, ...]:
    """The keys of the sources on which a record rests in the end; see `origins_of`."""
    return origins_of((source.key, source.kind, source.based_on or ()) for source in sources)


def origins_of(sources: Iterable[tuple[str, str, Iterable[str]]]) -> tuple[str, ...]:
    """The ends of `based_on`, given key, kind and `based_on` of each source, in the order in which the record has them.

    `via` is no edge: it says how we know of a source, not what it rests on. What rests on nothing is its own origin,
    unless it is of a kind that never is one. Sources in a circle rest on each other and so on nothing (a circle is an
    error anyway).
    """
    known = list(sources)
    keys = {key for key, _, _ in known}
    return tuple(key for key, kind, based_on in known if kind not in NEVER_ORIGINS and not keys.intersection(based_on))

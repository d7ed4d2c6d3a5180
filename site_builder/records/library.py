"""The Library: all that content/ says, checked and frozen. What pages, feeds and data are made from.

Owns the values and how incidents are ordered and counted; `load` fills them, `rules` checks them against each other.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from sys import intern
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from site_builder.records.dates import When, sort_key
from site_builder.records.model import (
    Actor,
    Basis,
    Figure,
    PageHead,
    Record,
    Settings,
    Severity,
    Source,
    Status,
    Term,
    Withdrawn,
)
from site_builder.records.pickling import dumps, loads

Kind = Literal["tags", "actors", "systems", "types", "roles"]
KINDS: tuple[Kind, ...] = ("tags", "actors", "systems", "types", "roles")
# Sources of these kinds repeat what others found; they are never where a record comes from.
NEVER_ORIGINS = frozenset({"machine-generated", "aggregator"})


class Backing(NamedTuple):
    """A source as lists need it: its publisher (or else the host of its address), and the bytes that its words take."""

    publisher: str | None
    length: int


Fetch = Callable[["Incident"], Record]


def nowhere(incident: "Incident") -> Record:
    """The way to the record of an incident that has just come out of the cache."""
    raise LookupError(incident.slug)


class Incident(NamedTuple):
    """A record with its identity, as lists, counts and the order of a timeline need it. All that it says is fetched
    when it is asked for: of thousands of records only a few are in memory whole.

    `slug` is the file's stem, `file` its path below the root, `digest` that of its bytes. Fields of the record are
    under their own names.
    """

    slug: str
    file: str
    digest: str
    title: str
    summary: str
    type: str
    status: Status
    severity: Severity | None
    actors: tuple[tuple[str, str], ...]  # id and role
    systems: tuple[str, ...]
    tags: tuple[str, ...]
    related: tuple[str, ...]
    aliases: tuple[str, ...]
    added: str
    corrected: tuple[str, ...]  # the day of each correction
    withdrawn: Withdrawn | None
    draft: bool
    occurred: When | None
    disclosed: When | None
    figure: Figure | None  # the first one
    backing: tuple[Backing, ...]  # of each source
    packed: bytes  # the sources; see `sources`
    origins: tuple[str, ...]
    basis: Basis
    when: When  # the date that places it
    order: tuple[int, int, int, int, str]  # its place on the timeline; see `dates.sort_key`
    fetch: Fetch = nowhere

    def __reduce__(self) -> tuple[object, ...]:
        return Incident, self[:-1]  # by position, without `fetch`

    @property
    def record(self) -> Record:
        """All that its file states."""
        return self.fetch(self)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Those of the record. Publishers' pages want them of all records in no order, and nothing else of them."""
        found: tuple[Source, ...] = loads(self.packed)
        return found

    @property
    def changed(self) -> str:
        """The newest added, correction or withdrawal day."""
        days = [self.added, *self.corrected]
        return max([*days, self.withdrawn.date] if self.withdrawn else days)


class Page(NamedTuple):
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


class Library(NamedTuple):
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
        kept = tuple(incident for incident in self.incidents if not incident.draft)
        return Library(self.settings, self.vocabularies, kept, self.pages, self.static, self.static_root)


def make_incident(slug: str, file: str, digest: str, record: Record) -> Incident:
    """An incident that has its record at hand."""
    when = record.dates.placed
    return Incident(
        slug=slug,
        file=file,
        digest=digest,
        title=record.title,
        summary=record.summary,
        type=record.type,
        status=record.status,
        severity=record.severity,
        actors=tuple((actor.id, actor.role) for actor in record.actors),
        systems=record.systems,
        tags=record.tags,
        related=record.related,
        aliases=record.aliases,
        added=record.added,
        corrected=tuple(correction.date for correction in record.corrections),
        withdrawn=record.withdrawn,
        draft=record.draft,
        occurred=record.dates.occurred,
        disclosed=record.dates.disclosed,
        figure=record.impact[0] if record.impact else None,
        backing=tuple(Backing(publisher_name(source), _length(source)) for source in record.sources),
        packed=dumps(record.sources),
        origins=origins(record.sources),
        basis=record.dates.basis,
        when=when,
        order=sort_key(when, slug),
        fetch=lambda _: record,
    )


def attached(incident: Incident, fetch: Fetch) -> Incident:
    """The incident with another way to its record, and with the words that many have in common held once for all."""
    return incident._replace(
        type=intern(incident.type),
        actors=tuple((intern(id), intern(role)) for id, role in incident.actors),
        systems=tuple(map(intern, incident.systems)),
        tags=tuple(map(intern, incident.tags)),
        added=intern(incident.added),
        backing=tuple(Backing(name and intern(name), length) for name, length in incident.backing),
        fetch=fetch,
    )


def publisher_name(source: Source) -> str | None:
    """The publisher, or else the host of the address; what is known only through another source may have
    neither.
    """
    return source.publisher or (urlsplit(source.url).hostname if source.url else None)


def _length(source: Source) -> int:
    words = (source.title, source.url or "", *(source.author or ()), source.archived or "")
    return len("".join(words).encode())


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

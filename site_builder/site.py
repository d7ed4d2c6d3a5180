"""The Site: the Library with its prose, cross-references and counts, frozen, as pages and exports read it.

Owns what is derived once for all pages: who relates to whom, which incidents stand under which term, year and
publisher. How any of it looks is the templates' business; which pages and files there are is that of `pages`
and `exports`.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple, TypeVar

from site_builder.cache import digest_of
from site_builder.config import Config
from site_builder.language import ENGLISH, Language
from site_builder.prose.notes import Notes, RecordProse, take_notes
from site_builder.prose.render import Prose
from site_builder.records.fields import slugify
from site_builder.records.library import Incident, Kind, Library
from site_builder.records.model import Settings, Source
from site_builder.similar import Lookup
from site_builder.urls import Urls

# Types have pages like the other terms; roles only say how an actor took part.
TERM_KINDS: tuple[Kind, ...] = ("tags", "actors", "systems", "types")


class Publisher(NamedTuple):
    """All sources of one publisher in timeline order: the incident, and the place of the source in its record."""

    slug: str
    name: str
    sources: tuple[tuple[Incident, int], ...]


@dataclass(frozen=True)
class Site:
    """Everything is derived when first asked for: `serve` makes one page, which takes little of it. Nothing here leads
    back to the site, so that one which another takes the place of is gone at once: nobody looks for circles.
    """

    library: Library
    config: Config
    prose: Callable[[Incident], RecordProse]
    pages: Mapping[str, Prose]  # of free pages, by slug
    language: Language = ENGLISH

    @property
    def settings(self) -> Settings:
        """content/site.yaml."""
        return self.library.settings

    @cached_property
    def urls(self) -> Urls:
        """All addresses."""
        return Urls(self.config.base_url)

    @cached_property
    def incidents(self) -> Mapping[str, Incident]:
        """By slug, newest first."""
        return {incident.slug: incident for incident in self.library.incidents}

    @cached_property
    def by_term(self) -> Mapping[Kind, Mapping[str, tuple[Incident, ...]]]:
        """Every term, those without incidents too; the incidents of each newest first."""
        library = self.library
        return _Lazy(lambda kind: _by_term(library, kind), TERM_KINDS)

    @cached_property
    def by_year(self) -> Mapping[int, tuple[Incident, ...]]:
        """Newest year first."""
        return _by_year(self.library.incidents)

    @cached_property
    def related(self) -> Mapping[str, tuple[Incident, ...]]:
        """By slug; said on either side, shown on both."""
        sides, places, incidents = self.sides, self._places, self.incidents

        def related(slug: str) -> tuple[Incident, ...]:
            return tuple(incidents[other] for other in sorted(sides.get(slug, ()), key=places.__getitem__))

        return _Lazy(related, incidents)

    @cached_property
    def sides(self) -> Mapping[str, set[str]]:
        """`related` as slugs."""
        return _sides(self.incidents)

    @cached_property
    def added(self) -> Lookup:
        """Which incidents were added before another, for `similar`."""
        return Lookup(self.library)

    @cached_property
    def publishers(self) -> Mapping[str, Publisher]:
        """By slug."""
        return _publishers(self.library.incidents)

    @cached_property
    def updated(self) -> str | None:
        """The newest added, correction or withdrawal day."""
        return max((incident.changed for incident in self.library.incidents), default=None)

    @cached_property
    def digests(self) -> "_Lazy[str, str]":
        """By slug: of all that an incident's entry, page, item and data say of the incident itself."""
        library, incidents = self.library, self.incidents
        words = cache(lambda kind, id: f"{kind} {id} {vars(library.vocabularies[kind].terms[id])}")
        return _Lazy(lambda slug: _digest(library, words, incidents[slug]), incidents)

    @cached_property
    def frame(self) -> str:
        """The digest of the settings, the address and the language, which are on every page."""
        return digest_of(f"{self.settings!r}{self.config!r}{self.language.digest}".encode())

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {incident.slug: n for n, incident in enumerate(self.library.incidents)}

    def derive(self) -> None:
        """Derive what most pages take, for processes that are about to be forked: each would do so itself."""
        for kind in TERM_KINDS:
            self.by_term[kind]
        for slug in self.incidents:
            self.digests[slug]

    def neighbours(self, incident: Incident) -> tuple[Incident | None, Incident | None]:
        """The incidents that stand before and after it in time."""
        ordered, place = self.library.incidents, self._places[incident.slug]
        earlier = ordered[place + 1] if place + 1 < len(ordered) else None
        return earlier, ordered[place - 1] if place else None

    def terms_of(self, kind: Kind, slugs: Iterable[str]) -> set[str]:
        """The terms under which these incidents stand."""
        return {id for slug in slugs for id in term_ids(self.library, self.incidents[slug], kind)}

    def with_replaced(self, slugs: Collection[str]) -> set[str]:
        """These incidents, and the withdrawn ones whose place they have taken."""
        names = {name for slug in slugs for name in (slug, *self.incidents[slug].aliases)}
        gone = (incident for incident in self.incidents.values() if incident.withdrawn)
        return {*slugs, *(one.slug for one in gone if one.withdrawn and one.withdrawn.successor in names)}

    def notes(self, incident: Incident) -> Notes:
        """The numbered sources of an incident's page."""
        return take_notes(incident.record, self.prose(incident))


K = TypeVar("K")
V = TypeVar("V")


class _Lazy(Mapping[K, V]):
    """A mapping whose values are made when first asked for."""

    def __init__(self, make: Callable[[K], V], keys: Collection[K]) -> None:
        self._make, self._keys, self._made = make, keys, dict[K, V]()

    def know(self, values: Mapping[K, V]) -> None:
        """Values that need not be made."""
        self._made.update(values)

    def __getitem__(self, key: K) -> V:
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def make_site(
    library: Library,
    config: Config,
    prose: Callable[[Incident], RecordProse],
    pages: Mapping[str, Prose],
    language: Language = ENGLISH,
) -> Site:
    """The site of a library and its prose, with words in a language. Nothing is derived yet."""
    return Site(library, config, prose, pages, language)


def _digest(library: Library, words: Callable[[Kind, str], str], incident: Incident) -> str:
    """Of the record's bytes, and of its terms and their words, which a vocabulary may change."""
    terms = [words(kind, id) for kind in TERM_KINDS for id in term_ids(library, incident, kind)]
    roles = [words("roles", library.vocabularies["roles"].current(role)) for _, role in incident.actors]
    return digest_of("\0".join([incident.slug, incident.digest, *terms, *roles]).encode())


def term_ids(library: Library, incident: Incident, kind: Kind) -> tuple[str, ...]:
    """The ids under which an incident stands, each once, former ids as what they are now."""
    renamed, used = library.vocabularies[kind].renamed, _USED[kind](incident)
    return tuple(dict.fromkeys([renamed.get(id, id) for id in used] if renamed else used))


_USED: Mapping[Kind, Callable[[Incident], Iterable[str]]] = {
    "tags": lambda incident: incident.tags,
    "actors": lambda incident: [id for id, _ in incident.actors],
    "systems": lambda incident: incident.systems,
    "types": lambda incident: (incident.type,),
}


def _by_term(library: Library, kind: Kind) -> dict[str, tuple[Incident, ...]]:
    found: dict[str, list[Incident]] = {id: [] for id in library.vocabularies[kind].terms}
    for incident in library.incidents:
        for id in term_ids(library, incident, kind):
            found[id].append(incident)
    return {id: tuple(incidents) for id, incidents in found.items()}


def _by_year(incidents: Iterable[Incident]) -> dict[int, tuple[Incident, ...]]:
    found: defaultdict[int, list[Incident]] = defaultdict(list)
    for incident in incidents:
        found[incident.when.anchor.year].append(incident)
    return {year: tuple(found[year]) for year in sorted(found, reverse=True)}


def _sides(incidents: Mapping[str, Incident]) -> dict[str, set[str]]:
    """The slugs that are named with each slug, both ways; former slugs lead to their record, drafts left out to
    nothing.
    """
    # One look at each: there are thousands, and a save waits for it.
    found = [incident for incident in incidents.values() if incident.related or incident.aliases]
    renamed = {alias: incident.slug for incident in found for alias in incident.aliases}
    sides: dict[str, set[str]] = {}
    for incident in found:
        slug = incident.slug
        for named in incident.related:
            other = renamed.get(named, named)
            if other in incidents and other != slug:
                sides.setdefault(slug, set()).add(other)
                sides.setdefault(other, set()).add(slug)
    return sides


def title_language(source: Source) -> str | None:
    """The language of a source's title. A description in square brackets is in the site's own (None)."""
    described = source.title.startswith("[") and source.title.endswith("]")
    return None if described else source.language


def publisher_slug(name: str) -> str:
    return slugify(name, limit=200) or "p-" + hashlib.sha256(name.encode()).hexdigest()[:8]


def publisher_slugs(incidents: Iterable[Incident]) -> set[str]:
    """Of all publishers that these incidents rest on."""
    return {publisher_slug(name) for incident in incidents for name, _ in incident.backing if name is not None}


def _publishers(incidents: Iterable[Incident]) -> dict[str, Publisher]:
    """Names with one slug share a page, under the commonest writing (of equally common ones, the first in
    code point order).
    """
    found: defaultdict[str, list[tuple[Incident, int]]] = defaultdict(list)
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    slugs = cache(publisher_slug)  # a few names stand in most records
    for incident in incidents:
        for place, (name, _) in enumerate(incident.backing):
            if name is None:
                continue
            slug = slugs(name)
            found[slug].append((incident, place))
            names[slug][name] += 1
    common = {slug: min(counter, key=lambda name: (-counter[name], name)) for slug, counter in names.items()}
    return {slug: Publisher(slug, common[slug], tuple(found[slug])) for slug in sorted(found)}

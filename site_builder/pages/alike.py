"""The incidents that an incident's page suggests: those of `similar`, each in a line that says what they share."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from site_builder import urls, words
from site_builder.pages.dates import Piece, pieces
from site_builder.pages.desk import Desk
from site_builder.pages.entries import TypeMark
from site_builder.records.library import Incident
from site_builder.similar import SHARED, Likeness, Shared, similar
from site_builder.site import Site, term_ids

MOST = 5
"""How many incidents a page shows as related; those that the records name come first and are never left out."""

REASONS = 3
"""How many shared tags and actors a line names."""


class Alike(NamedTuple):
    """A suggested incident. It shows less than an entry, so that less of its record can change this page."""

    href: str
    title: str
    date: tuple[Piece, ...]
    type: TypeMark
    status: str
    shared: tuple[str, ...]  # names of tags and actors, the rarest first


def suggested(desk: Desk, incident: Incident, related: Iterable[Incident]) -> tuple[Likeness, ...]:
    """What the page of an incident suggests beside those it is related to."""
    named = [other.slug for other in related]
    return similar(desk.site.added.of(incident), incident, MOST - len(named), named)


def may_suggest(site: Site, incident: Incident) -> Iterator[Incident]:
    """Those whose pages may suggest the incident: added no earlier, and with a tag or actor of it."""
    for kind in SHARED:
        for id in term_ids(site.library, incident, kind):
            yield from (other for other in site.by_term[kind][id] if other.added >= incident.added)


def alike(desk: Desk, found: Likeness) -> Alike:
    """The line of a suggestion; `alike_text` belongs into the page's digest."""
    other = found.incident
    return Alike(
        href=desk.link(urls.incident(other.slug)),
        title=other.title,
        date=pieces(other.when, desk.language.dates),
        type=desk.entries.type_mark(other.type),
        status=desk.language.gettext(words.STATUS[other.status][0]),
        shared=tuple(_name(desk, term) for term in found.shared[:REASONS]),
    )


def alike_text(desk: Desk, found: Likeness) -> str:
    """All that the line of a suggestion shows, as text."""
    return "\0".join([desk.entries.line(found.incident), *(_name(desk, term) for term in found.shared[:REASONS])])


def _name(desk: Desk, term: Shared) -> str:
    return desk.site.library.vocabularies[term.kind].terms[term.id].name

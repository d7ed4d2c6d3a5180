"""An incident's entry in lists: one template, rendered once per build and used by every page that lists it.

What an entry shows is decided here; which entries a page lists is the page's business.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup

from site_builder import urls, words
from site_builder.charts.rail import rail_mark
from site_builder.language import Language
from site_builder.output.digest import digest
from site_builder.output.look import Look
from site_builder.output.packed import Packed
from site_builder.pages.dates import Piece, pieces
from site_builder.records.library import Incident
from site_builder.records.model import Figure
from site_builder.site import Site

MARKS = 8
"""How many marks (a shape in a colour) the style sheet knows for types; further types begin again."""


class TypeMark(NamedTuple):
    """The type of an incident and the number of its mark, from 1."""

    id: str
    name: str
    mark: int
    href: str


class Entry(NamedTuple):
    """What an entry shows. A withdrawn record is listed by its title alone: what it said no longer stands."""

    slug: str
    href: str
    title: str
    summary: str
    date: tuple[Piece, ...]
    basis: str
    type: TypeMark
    status: str
    status_name: str
    severity: str
    severity_name: str
    severity_text: str
    origins: int
    sources: int
    draft: bool
    withdrawn: str
    rail: str  # the mark of its date, as class names
    figure: tuple[str, str] | None  # the first figure: what is counted, and how many


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a site as HTML, made when first asked for."""

    site: Site
    look: Look
    marks: dict[str, int]
    legend: str  # all that pictures say of marks, as text
    _made: Packed[tuple[str, int]] = field(default_factory=Packed)
    _digests: dict[str, str] = field(default_factory=dict)
    _places: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    _lines: dict[str, str] = field(default_factory=dict)

    def html(self, incident: Incident, level: int) -> Markup:
        """The entry with its title as a heading of `level` (2 to 4)."""
        key = (incident.slug, level)
        made = self._made.get(key)
        if made is None:
            entry = make_entry(self, incident)
            made = self._made.put(key, self.look.render("partials/entry.html", entry=entry, level=level).encode())
        return Markup(made.decode())  # noqa: S704  a template's output

    def digest(self, incident: Incident) -> str:
        """Of all that the entry is made from, besides the look."""
        if incident.slug not in self._digests:
            mark = self.marks[self.site.library.vocabularies["types"].current(incident.type)]
            self._digests[incident.slug] = digest(self.site.digests[incident.slug], str(mark))
        return self._digests[incident.slug]

    def place(self, incident: Incident) -> tuple[int, int, int]:
        """Where it is counted in pictures: year, month (0: not known), and the mark of its type."""
        found = self._places.get(incident.slug)
        if found is None:
            anchor = incident.when.anchor
            mark = self.marks[self.site.library.vocabularies["types"].current(incident.type)]
            found = self._places[incident.slug] = (anchor.year, anchor.month or 0, mark)
        return found

    def line(self, incident: Incident) -> str:
        """All that a line about an incident shows of it, as text."""
        if incident.slug not in self._lines:
            type = self.type_mark(incident.type)
            shown = (incident.slug, incident.title, incident.when.edtf, type.name, str(type.mark), incident.status)
            self._lines[incident.slug] = "\0".join(shown)
        return self._lines[incident.slug]

    def type_mark(self, id: str) -> TypeMark:
        """The type of an id, a former one too."""
        vocabulary = self.site.library.vocabularies["types"]
        id = vocabulary.current(id)
        return TypeMark(id, vocabulary.terms[id].name, self.marks[id], self.site.urls.link(urls.term("types", id)))


def make_entries(site: Site, look: Look) -> Entries:
    """No entry is made yet. Marks go by a type's place in its vocabulary."""
    types = site.library.vocabularies["types"].terms
    marks = {id: n % MARKS + 1 for n, id in enumerate(types)}
    return Entries(site, look, marks, repr([(id, term.name) for id, term in types.items()]))


def make_entry(entries: Entries, incident: Incident) -> Entry:
    """What the entry of an incident shows."""
    language = entries.site.language
    _ = language.gettext
    return Entry(
        slug=incident.slug,
        href=entries.site.urls.link(urls.incident(incident.slug)),
        title=incident.title,
        summary=incident.summary,
        date=pieces(incident.when, language.dates),
        basis="" if incident.basis == "occurred" else _(words.BASIS_NOTE[incident.basis]),
        type=entries.type_mark(incident.type),
        status=incident.status,
        status_name=_(words.STATUS[incident.status][0]),
        severity=incident.severity or "",
        severity_name=_(words.SEVERITY[incident.severity]) if incident.severity else "",
        severity_text=_(words.SEVERITY_OF[incident.severity]) if incident.severity else "",
        origins=len(incident.origins),
        sources=len(incident.backing),
        draft=incident.draft,
        withdrawn=_(words.REASON[incident.withdrawn.reason]) if incident.withdrawn else "",
        rail=rail_mark(incident.when),
        figure=_figure(incident.figure, language) if incident.figure else None,
    )


def _figure(figure: Figure, language: Language) -> tuple[str, str]:
    number = words.amount(figure.amount, language)
    return figure.what, f"{number} {figure.unit}" if figure.unit else number

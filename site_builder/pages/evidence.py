"""The evidence of an incident's page: its citations as links, and its numbered sources that link back.

Which number a source has and where it is cited is `prose.notes`' business.
"""

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from site_builder.pages.desk import Desk, markup
from site_builder.pages.sources import SourceLine, source_line
from site_builder.prose.citations import Citation
from site_builder.prose.notes import Notes, Part, Use
from site_builder.prose.render import Prose, fill
from site_builder.records.library import Incident
from site_builder.records.model import Source
from site_builder.site import title_language


class Cite(NamedTuple):
    """One source in a citation: where its link stands, the source's number and key, its words for a reader
    who only hears the page, and where in the source to look.
    """

    id: str
    key: str
    number: int
    label: str
    locator: str


class Tie(NamedTuple):
    """What binds a source to another: a link to `href`, and the id of the place where the link stands. `lang` is that
    of a title in another language.
    """

    href: str
    number: int
    title: str
    id: str = ""
    lang: str = ""


class Numbered(NamedTuple):
    """A source in the list: its number, whether it is an origin, what it rests on (`via`: is known through),
    what rests on it (`witnesses`: is known through it), and every place of the page that cites it.
    """

    key: str
    number: int
    line: SourceLine
    origin: bool
    rests_on: tuple[Tie, ...]
    via: tuple[Tie, ...]
    carries: tuple[Tie, ...]
    witnesses: tuple[Tie, ...]
    backlinks: tuple[str, ...]


class Evidence(NamedTuple):
    """The notes of an incident, ready to be shown."""

    desk: Desk
    incident: Incident
    notes: Notes
    labels: dict[str, str]
    langs: dict[str, str]  # of labels that are titles in another language

    def citations(self, part: Part) -> tuple[Markup, ...]:
        """The citations of a part of the page."""
        return tuple(self._citation(uses) for uses in self.notes.uses.get(part, ()))

    def prose(self, part: Part, text: Prose) -> Markup:
        """The HTML of a text with its citations."""
        made = self.citations(part)

        def slot(_: Citation, number: int) -> str:
            return made[number]

        return markup(fill(text, slot, address=self._address, table=self.desk.language.gettext("Table")))

    def sources(self) -> tuple[Numbered, ...]:
        """The sources in the order of their numbers."""
        sources = self.notes.sources
        numbers = {source.key: n for n, source in enumerate(sources, 1)}
        return tuple(self._numbered(source, numbers, sources) for source in sources)

    def _citation(self, uses: Iterable[Use]) -> Markup:
        cites = [Cite(use.id, use.key, use.number, self.labels[use.key], use.locator) for use in uses]
        return markup(self.desk.look.render("partials/citation.html", cites=cites) if cites else "")

    def _address(self, href: str) -> str:
        return self.desk.link(href.removeprefix("/")) if href.startswith("/") else href

    def _numbered(self, source: Source, numbers: dict[str, int], sources: tuple[Source, ...]) -> Numbered:
        number = numbers[source.key]
        resting = [other for other in sources if source.key in (other.based_on or ())]
        told = [other for other in sources if other.via == source.key]
        return Numbered(
            key=source.key,
            number=number,
            line=source_line(self.desk, source),
            origin=source.key in self.incident.origins,
            rests_on=self._ties("rests", number, source.based_on or (), numbers),
            via=self._ties("via", number, (source.via,) if source.via else (), numbers),
            carries=self._ties_back("rests", number, resting, numbers),
            witnesses=self._ties_back("via", number, told, numbers),
            backlinks=self.notes.backlinks[source.key],
        )

    def _ties(self, name: str, number: int, keys: Iterable[str], numbers: dict[str, int]) -> tuple[Tie, ...]:
        return tuple(
            self._tie(f"#source-{key}", key, numbers, f"{name}-{number}-{numbers[key]}") for key in dict.fromkeys(keys)
        )

    def _ties_back(self, name: str, number: int, others: Iterable[Source], numbers: dict[str, int]) -> tuple[Tie, ...]:
        return tuple(self._tie(f"#{name}-{numbers[each.key]}-{number}", each.key, numbers) for each in others)

    def _tie(self, href: str, key: str, numbers: dict[str, int], id: str = "") -> Tie:
        return Tie(href, numbers[key], self.labels[key], id, self.langs.get(key, ""))


def gather(desk: Desk, incident: Incident) -> Evidence:
    """The evidence of an incident."""
    labels = {source.key: source.publisher or source.title for source in incident.record.sources}
    langs = {
        source.key: language
        for source in incident.record.sources
        if not source.publisher and (language := title_language(source)) and language != desk.language.tag
    }
    return Evidence(desk, incident, desk.site.notes(incident), labels, langs)

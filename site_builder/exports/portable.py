"""HTML that stands alone: record texts as feeds and data carry them, away from our pages.

Every address is absolute, a citation leads to its source on the incident's page, and what only our
stylesheet and scripts use (classes, roles) is left out. Owns that difference; Markdown is `prose`'s
business, what an item says that of `items`.
"""

import html
import re
from collections.abc import Iterable
from typing import NamedTuple

from site_builder import urls
from site_builder.prose.notes import Notes, Part, Use
from site_builder.prose.render import Prose, fill
from site_builder.records.library import Incident
from site_builder.site import Site

# nh3 writes attributes in double quotes and no bare < or > inside them (see `prose.dress`).
# A tag that has attributes or is dropped; all others stay as they are.
_TAG = re.compile(r'<(/?)(span|div|[a-z0-9]+(?= ))((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="[^"]*"')
_KEPT = frozenset({"href", "title", "rel", "start", "scope", "lang"})
_DROPPED = frozenset({"span", "div"})  # they carry colours and frames around tables, no meaning


class Portable(NamedTuple):
    """Texts of one incident, as HTML."""

    site: Site
    page: str  # the absolute address of the incident's page
    notes: Notes

    def prose(self, text: Prose, part: Part) -> str:
        """The Markdown that stands at `part` of the record."""
        groups = self.notes.uses[part]
        filled = fill(text, lambda _, n: self.cited(groups[n]), address=self._address)
        return _TAG.sub(_bare, filled)

    def cites(self, part: Part) -> str:
        """The sources of a plain text, such as a figure: "[1][3]" as links."""
        return "".join(self.cited(group) for group in self.notes.uses[part])

    def cited(self, group: Iterable[Use]) -> str:
        """One citation: each of its sources a link in brackets, with its locator."""
        return "".join(self.source(use.key, use.number, use.locator) for use in group)

    def source(self, key: str, number: int, locator: str = "") -> str:
        """A link to a source on the incident's page: "[2, in the third paragraph]"."""
        words = f"{number}, {html.escape(locator)}" if locator else str(number)
        return f'<a href="{html.escape(self.page)}#source-{key}">[{words}]</a>'

    def _address(self, written: str) -> str:
        if written.startswith("#"):
            return self.page + written
        return self.site.urls.absolute(written.removeprefix("/"))


def portable(site: Site, incident: Incident) -> Portable:
    return Portable(site, site.urls.absolute(urls.incident(incident.slug)), site.notes(incident))


def _bare(match: re.Match[str]) -> str:
    close, name, attributes = match.groups()
    if name in _DROPPED:
        return ""
    kept = "".join(found[0] for found in _ATTRIBUTE.finditer(attributes) if found[1] in _KEPT)
    return f"<{close}{name}{kept}>"

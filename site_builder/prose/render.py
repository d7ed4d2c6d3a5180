"""A text of a record or page, compiled once: HTML with slots for its citations and for its addresses in the
site.

The page, the JSON file and the feed fill the slots each in their way; nothing here knows of numbers of
sources, of the site's address or of positions in files.
"""

import html
import re
from collections.abc import Callable, Mapping
from itertools import groupby
from typing import NamedTuple, TypeVar
from xml.etree.ElementTree import Element

from site_builder.prose import fences, marks
from site_builder.prose.citations import Citation
from site_builder.prose.dress import dress
from site_builder.prose.plain import Paragraph, paragraphs
from site_builder.prose.settle import settle, states_figure, uncited
from site_builder.prose.tree import Parsed, parse

_SLOT = re.compile(f"([{marks.CITATION}{marks.ADDRESS}{marks.TABLE}])([0-9]+){marks.END}")
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_INLINE = {"a", "code", "em", "span", "strong"}
_EXCERPT = 60

K = TypeVar("K")


class SiteAddress(NamedTuple):
    """The address of a link within the site (``/...``) or the page (``#...``), as its author wrote it."""

    href: str


class TableName(NamedTuple):
    """Where a table says to those who cannot see it that it is one."""


class Uncited(NamedTuple):
    """A paragraph or list item with a figure and no citation.

    Attributes:
        offset: Where it begins in the text given, in characters from 0, line breaks counted as one. Exact
        unless the
            same line stands earlier in the text in code, a table or a link definition.
        text: Its first words, as written.
    """

    offset: int
    text: str


Part = str | Citation | SiteAddress | TableName


class Prose(NamedTuple):
    """A compiled text. Joined with all slots filled, ``parts`` are its HTML.

    Attributes:
        parts: HTML and slots in document order. No slot is escaped yet; a ``SiteAddress`` stands inside
        ``href="..."``. occurrences: For each of ``citations``, which of the ``[@`` in the text it is, from 0.
        uncited: What the rule ``claim-uncited`` is about, in document order.
        flattened: Whether the text was nested too deeply and is shown as plain paragraphs, without citations.
    """

    parts: tuple[Part, ...]
    occurrences: tuple[int, ...]
    uncited: tuple[Uncited, ...]
    flattened: bool

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations, in document order."""
        return tuple(part for part in self.parts if isinstance(part, Citation))

    @property
    def text(self) -> str:
        """The plain text, without citations, in single spaces."""
        written = "".join(part if isinstance(part, str) else "" for part in self.parts)
        spaced = _TAG.sub(lambda match: "" if match[2] in _INLINE else " ", written)
        return " ".join(html.unescape(spaced).split())


def compile_prose(text: str, *, heading_level: int = 3) -> Prose:
    """Compile Markdown. Any text is accepted; what is no Markdown of ours is shown as it was written.

    Args:
        text: The Markdown.
        heading_level: 1 to 6: what the author's highest heading becomes; the next is one below, and so on,
            down to 6. No level is left out: after ``#`` or at the beginning, ``###`` is as ``##``.
    """
    source = marks.clean(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " "))
    if plain := paragraphs(source):
        return _of_paragraphs(plain, source)
    document, blocks = fences.extract(marks.number_occurrences(source))
    parsed = parse(document, source)
    settled = settle(parsed.root, blocks, heading_level)
    claims = uncited(parsed.root)
    markup, addresses = dress(parsed.root, blocks)
    return Prose(
        parts=_parts(markup, settled.citations, addresses),
        occurrences=tuple(settled.occurrences),
        uncited=_located(claims, parsed, source) if claims else (),
        flattened=parsed.flat,
    )


def _of_paragraphs(plain: tuple[Paragraph, ...], source: str) -> Prose:
    pieces: list[str | Citation] = []
    for n, paragraph in enumerate(plain):
        pieces += ["</p>\n<p>" if n else "<p>", *paragraph]
    parts: list[str | Citation] = []
    for cited, group in groupby([*pieces, "</p>"], lambda piece: isinstance(piece, Citation)):
        together = list(group)
        parts += together if cited else ["".join(map(str, together))]
    written = ["".join(part.raw if isinstance(part, Citation) else part for part in paragraph) for paragraph in plain]
    claims = [
        n
        for n, paragraph in enumerate(plain)
        if not any(isinstance(part, Citation) for part in paragraph) and states_figure(written[n])
    ]
    places = _places(dict(enumerate(written)), source) if claims else {}
    return Prose(
        parts=tuple(parts),
        occurrences=tuple(range(sum(isinstance(part, Citation) for part in parts))),
        uncited=tuple(places[claim] for claim in claims),
        flattened=False,
    )


def fill(
    prose: Prose,
    slot: Callable[[Citation, int], str],
    *,
    address: Callable[[str], str] = str,
    table: str = "Table",
) -> str:
    """The HTML of a text.

    Args:
        prose: The compiled text.
        slot: Citation and its running number in this text, from 0 -> HTML for it (phrasing content, without
        ``<a>``
            around it).
        address: What a link within the site leads to here: adds the base path or makes it absolute. Escaped
        here.
        table: The name of a table, in the language of the site. Escaped here.
    """
    output = []
    number = 0
    for part in prose.parts:
        if isinstance(part, str):
            output.append(part)
        elif isinstance(part, Citation):
            output.append(slot(part, number))
            number += 1
        else:
            output.append(html.escape(table if isinstance(part, TableName) else address(part.href)))
    return "".join(output)


def _parts(markup: str, citations: list[Citation], addresses: list[str]) -> tuple[Part, ...]:
    parts: list[Part] = []
    pieces = _SLOT.split(markup)
    for position in range(0, len(pieces), 3):
        if pieces[position]:
            parts.append(pieces[position])
        if position + 2 < len(pieces):
            kind, number = pieces[position + 1], int(pieces[position + 2])
            parts.append(_slot(kind, number, citations, addresses))
    return tuple(parts)


def _slot(kind: str, number: int, citations: list[Citation], addresses: list[str]) -> Part:
    if kind == marks.TABLE:
        return TableName()
    return citations[number] if kind == marks.CITATION else SiteAddress(addresses[number])


def _located(claims: list[Element], parsed: Parsed, source: str) -> tuple[Uncited, ...]:
    places = _places(parsed.openings, source)
    # The text of a list item may stand in its first paragraph.
    return tuple(
        next((places[element] for element in (claim, *claim.iter("p")) if element in places), Uncited(0, ""))
        for claim in claims
    )


def _places(openings: Mapping[K, str], source: str) -> dict[K, Uncited]:
    """Find blocks in the source by walking all of them in order and looking for each one's first line."""
    places: dict[K, Uncited] = {}
    position = 0
    for block, opening in openings.items():
        line = opening.strip().partition("\n")[0].strip()
        if not line or marks.FENCE in line:
            continue
        start = next((at for part in (line, line.split()[0]) if (at := source.find(part, position)) >= 0), position)
        places[block] = Uncited(start, line[:_EXCERPT])
        position = min(start + len(line), len(source))
    return places

"""Inline Markdown as this project reads it: citations, and links that are safe or stay text.

Each class takes the place of one of Python-Markdown's inline processors (or block processors, for link
definitions). They differ in three ways. An address that ``addresses`` refuses makes no link, and what was
written stays readable. An image becomes a link. And a bracket is looked at only so far ahead, where the
originals read to the end of the block for each, which takes minutes for a line of brackets.
"""

# ruff: noqa: ARG002, N802, N815  (the names and arguments of overridden methods are Python-Markdown's)

import re
from collections.abc import Callable
from typing import ClassVar
from xml.etree.ElementTree import Element

from markdown import Markdown, treeprocessors, util
from markdown.blockprocessors import ReferenceProcessor
from markdown.inlinepatterns import (
    IMAGE_LINK_RE,
    LINK_RE,
    ImageInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)

from site_builder.prose import citations
from site_builder.prose.addresses import MAX_LENGTH, address
from site_builder.prose.marks import END, OCCURRENCE, decode, without_occurrences

CITATION_TAG = "cite"
"""The element that stands for a citation until settled; its ``occurrence`` attribute is its number."""

_BRACKET = re.compile(r"[\[\]]")
_ESCAPE = re.compile(f"{util.STX}([0-9]+){util.ETX}")
_MAX_LABEL = 2000
_MAX_DEPTH = 8

Match = tuple[Element | None, int | None, int | None]
_NO_MATCH: Match = (None, None, None)


class CitationProcessor(InlineProcessor):
    """Makes an element of every citation; whether it stands in a link is seen only in the finished tree.

    It runs after code and backslashes, which then are stashed, and before links, so that what follows the
    bracket still is as written.
    """

    PATTERN: ClassVar[str] = rf"\[@{OCCURRENCE}([0-9]+){END}([^\[\]]*)\](?![(\[])"

    def handleMatch(self, m: re.Match[str], data: str) -> Match:  # type: ignore[override]
        """Python-Markdown's hook: the element and the span that it replaces."""
        raw = f"[@{_as_written(self.md, m[2])}]"
        if citations.parse(raw) is None:
            return _NO_MATCH
        element = Element(CITATION_TAG, {"occurrence": m[1]})
        element.text = util.AtomicString(raw.replace("&", "&amp;"))
        return element, m.start(0), m.end(0)


class _Bounded(LinkInlineProcessor):
    """The part of Python-Markdown's link reading that reads ahead, with an end to it."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:
        """The text up to the closing bracket: (text, position behind the bracket, whether there is one)."""
        depth = 1
        for bracket in _BRACKET.finditer(data, index, index + _MAX_LABEL):
            depth += 1 if bracket[0] == "[" else -1
            if depth == 0:
                return data[index : bracket.start()], bracket.end(), True
            if depth > _MAX_DEPTH:
                break
        return "", index, False

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        """Address and title in parentheses: (address, title, position behind them, whether read)."""
        end = index + _MAX_LABEL + MAX_LENGTH
        if not data.startswith("(", index) or data.find(")", index, end) < 0:
            return "", None, index, False
        return super().getLink(data[:end], index)

    def link(self, href: str, title: str | None, text: str) -> Element | None:
        """The element for a link, or None if its address is refused."""
        allowed = address(plain(self, href))
        if allowed is None:
            return None
        element = Element("a", {"href": allowed})
        if title and title.strip():
            element.set("title", " ".join(plain(self, title).split()))
        element.text = text
        return element

    def image(self, src: str, alt: str) -> Element | None:
        """A link to the image: its text is the alternative text, else the address."""
        text = " ".join(plain(self, alt).split()) or plain(self, src)
        return self.link(src, None, util.AtomicString(text.replace("&", "&amp;")))


class LinkProcessor(_Bounded):
    """``[text](address "title")``."""

    def handleMatch(self, m: re.Match[str], data: str) -> Match:  # type: ignore[override]
        """Python-Markdown's hook."""
        return _inline(self, m, data, self.link)


class ImageProcessor(_Bounded, ImageInlineProcessor):
    """``![alt](address "title")``, as a link."""

    def handleMatch(self, m: re.Match[str], data: str) -> Match:  # type: ignore[override]
        """Python-Markdown's hook."""
        return _inline(self, m, data, lambda src, _, alt: self.image(src, alt))


class ReferenceLinkProcessor(_Bounded, ReferenceInlineProcessor):
    """``[text][label]``, with nothing between the two (CommonMark 0.31, "full reference link")."""

    RE_LINK = re.compile(r"\[([^\[\]]*)\]")

    def makeTag(self, href: str, title: str, text: str) -> Element:
        """Python-Markdown's hook; the definition's address was found good when it was read."""
        element = self.link(href, title, text)
        return Element("span") if element is None else element


class ShortReferenceLinkProcessor(ReferenceLinkProcessor, ShortReferenceInlineProcessor):
    """``[label]``."""

    evalId = ShortReferenceInlineProcessor.evalId


class ImageReferenceProcessor(ReferenceLinkProcessor):
    """``![alt][label]``, as a link."""

    def makeTag(self, href: str, title: str, text: str) -> Element:
        """Python-Markdown's hook."""
        element = self.image(href, text)
        return Element("span") if element is None else element


class ShortImageReferenceProcessor(ImageReferenceProcessor):
    """``![label]``."""

    evalId = ShortReferenceInlineProcessor.evalId


class AutolinkProcessor(_Bounded):
    """``<https://...>`` and ``<name@host>``; any other scheme stays text."""

    ADDRESS: ClassVar[str] = r"<((?:[Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:)[^<>\s]+)>"
    MAIL: ClassVar[str] = r"<()([A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)>"

    def handleMatch(self, m: re.Match[str], data: str) -> Match:  # type: ignore[override]
        """Python-Markdown's hook."""
        text = m[1] or m[2]
        element = self.link(m[1] or f"mailto:{m[2]}", None, util.AtomicString(text))
        return _NO_MATCH if element is None else (element, m.start(0), m.end(0))


class DefinitionProcessor(ReferenceProcessor):
    """``[label]: address "title"``; without a good address, or with ``@`` first, it stays text."""

    RE = re.compile(ReferenceProcessor.RE.pattern.replace(r"\[([^", r"\[(?!@)([^", 1), re.MULTILINE)

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Python-Markdown's hook: take the definitions out of the first block; False if it has none."""
        block = blocks.pop(0)
        rest, position = [], 0
        for match in self.RE.finditer(block):
            href = match[2].removeprefix("<").removesuffix(">")
            if address(decode(without_occurrences(href))) is None:
                continue
            self.parser.md.references[" ".join(match[1].lower().split())] = (href, match[5] or match[6] or "")
            rest.append(block[position : match.start()])
            position = match.end()
        found = position > 0
        rest.append(block[position:])
        blocks[:0] = [part.strip("\n") for part in rest if part.strip()] if found else [block]
        return found


# What must be in a text for a rule to find anything. A rule that is not named here always looks.
_SIGNS = {
    "backtick": "`", "escape": "\\", "citation": "[@", "reference": "[", "link": "[", "short_reference": "[",
    "image_link": "![", "image_reference": "![", "short_image_ref": "![", "autolink": "<", "automail": "<",
    "linebreak": "  \n",
}  # fmt: skip


class QuickInlineProcessor(treeprocessors.InlineProcessor):
    """Python-Markdown's, but a rule does not look where its sign is missing: there is little Markdown in most texts."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.signs = [""] * len(md.inlinePatterns)
        for name, sign in _SIGNS.items():
            self.signs[md.inlinePatterns.get_index_for_name(name)] = sign

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N803
        """The original's loop, which is private; under another name in a later version, it would do its work."""
        number, start = patternIndex, 0
        while number < len(self.signs) and not isinstance(data, util.AtomicString):
            matched = False
            if self.signs[number] in data:
                pattern = self.inlinePatterns[number]
                data, matched, start = self._InlineProcessor__applyPattern(pattern, data, number, start)  # type: ignore[attr-defined]
            if not matched:
                number, start = number + 1, 0
        return data


def _inline(
    processor: _Bounded, m: re.Match[str], data: str, make: Callable[[str, str | None, str], Element | None]
) -> Match:
    """A link or an image with its address in parentheses."""
    text, index, closed = processor.getText(data, m.end(0))
    if not closed:
        return _NO_MATCH
    href, title, index, read = processor.getLink(data, index)
    element = make(href, title, text) if read else None
    return _NO_MATCH if element is None else (element, m.start(0), index)


def plain(processor: InlineProcessor, text: str) -> str:
    """What is stashed put back, escapes and character references resolved, our marks gone."""
    unescaped = _ESCAPE.sub(lambda match: chr(int(match[1])), processor.unescape(text))
    return decode(without_occurrences(unescaped))


def _as_written(md: Markdown, text: str) -> str:
    """The source of a text in which code and backslash escapes are stashed."""
    inline = md.treeprocessors["inline"]
    assert isinstance(inline, treeprocessors.InlineProcessor)
    stash = inline.stashed_nodes

    def source(match: re.Match[str]) -> str:
        node = stash[match[1]]
        return node if isinstance(node, str) else f"`{decode(node.text or '')}`"

    unstashed = util.INLINE_PLACEHOLDER_RE.sub(source, text)
    return without_occurrences(_ESCAPE.sub(lambda match: "\\" + chr(int(match[1])), unstashed))


def install(md: Markdown) -> None:
    """Put these in the place of Python-Markdown's own, and take raw HTML out: it is text."""
    md.preprocessors.deregister("html_block")
    for name in ("html", "entity"):
        md.inlinePatterns.deregister(name)
    for name, processor, priority in (
        ("citation", CitationProcessor(CitationProcessor.PATTERN, md), 175),
        ("reference", ReferenceLinkProcessor(LINK_RE, md), 170),
        ("link", LinkProcessor(LINK_RE, md), 160),
        ("image_link", ImageProcessor(IMAGE_LINK_RE, md), 150),
        ("image_reference", ImageReferenceProcessor(IMAGE_LINK_RE, md), 140),
        ("short_reference", ShortReferenceLinkProcessor(LINK_RE, md), 130),
        ("short_image_ref", ShortImageReferenceProcessor(IMAGE_LINK_RE, md), 125),
        ("autolink", AutolinkProcessor(AutolinkProcessor.ADDRESS, md), 120),
        ("automail", AutolinkProcessor(AutolinkProcessor.MAIL, md), 110),
    ):
        md.inlinePatterns.register(processor, name, priority)
    md.treeprocessors.register(QuickInlineProcessor(md), "inline", 20)
    md.parser.blockprocessors.register(DefinitionProcessor(md.parser), "reference", 15)

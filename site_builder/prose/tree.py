"""Markdown text -> element tree, by Python-Markdown with tables, lists that keep their kind and number
("1986. A year" must not become item 1), and the inline rules of ``inline``.

What the tree becomes is decided in ``settle``. Text too deeply nested to be prose comes out as plain
paragraphs.
"""

from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension, TableProcessor

from site_builder.prose import inline
from site_builder.prose.marks import without_occurrences

# Python-Markdown recurses into quotes, lists and emphasis, and Python's stack ends somewhere: where, depends
# on who is calling. A fixed limit well before that makes the outcome a matter of the text alone.
MAX_DEPTH = 40
# Every row gets as many cells as the header: a wide header over many lines could ask for any amount of
# memory.
_MAX_COLUMNS = 32


class Parsed(NamedTuple):
    """A text as elements.

    Attributes:
        root: Holds the blocks.
        openings: For each block with text, that text before inline Markdown was read.
        flat: Whether the text was too deeply nested; then ``root`` holds plain paragraphs, without citations.
    """

    root: Element
    openings: dict[Element, str]
    flat: bool


def parse(document: str, source: str) -> Parsed:
    """Parse a document whose ``[@`` are numbered and fences replaced; ``source`` is the same before both."""
    try:
        root, openings = _blocks_and_inlines(document)
    except RecursionError:
        _markdown.cache_clear()  # its parser stopped halfway, with its state
        return _flat(source)
    return _flat(source) if _depth(root) > MAX_DEPTH else Parsed(root, openings, flat=False)


def _blocks_and_inlines(document: str) -> tuple[Element, dict[Element, str]]:
    """``Markdown.convert`` up to where it would write HTML, with a look at the blocks on the way."""
    md = _markdown().reset()
    lines = document.split("\n")
    for preprocessor in md.preprocessors:
        lines = preprocessor.run(lines)
    root = Element(md.doc_tag)
    md.parser.parseChunk(root, "\n".join(lines))
    openings = {element: without_occurrences(element.text) for element in root.iter() if element.text}
    if _depth(root) <= MAX_DEPTH:
        for treeprocessor in md.treeprocessors:
            treeprocessor.run(root)
    return root, openings


@lru_cache(maxsize=1)
def _markdown() -> Markdown:
    # Building the parser costs as much as several texts; reset() makes it as new.
    md = Markdown(extensions=[TableExtension(), SaneListExtension()], output_format="html")
    inline.install(md)
    md.parser.blockprocessors.register(_NarrowTableProcessor(md.parser, {"use_align_attribute": True}), "table", 75)
    return md


class _NarrowTableProcessor(TableProcessor):
    def test(self, parent: Element, block: str) -> bool:
        header = block.partition("\n")[0]
        return (
            header.count("|") <= 2 * _MAX_COLUMNS
            and super().test(parent, block)
            and len(self.separator) <= _MAX_COLUMNS
        )


def _depth(root: Element) -> int:
    depth, level = 0, list(root)
    while level and depth <= MAX_DEPTH:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth


def _flat(source: str) -> Parsed:
    root = Element("div")
    openings = {}
    for block in source.split("\n\n"):
        if block.strip():
            paragraph = SubElement(root, "p")
            paragraph.text = block.strip().replace("&", "&amp;")
            paragraph.tail = "\n"
            openings[paragraph] = block
    return Parsed(root, openings, flat=True)

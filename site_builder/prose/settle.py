"""The parsed tree made ready for HTML: headings moved, links unnested, code and citations replaced by marks.

The tree is changed in place. Every text in it is decoded once and written so that it means itself.
"""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from site_builder.prose import citations
from site_builder.prose.citations import Citation
from site_builder.prose.fences import Fence
from site_builder.prose.inline import CITATION_TAG
from site_builder.prose.marks import CITATION, FENCE, decode, mark, pattern, without_occurrences

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FENCE = pattern(FENCE)
# Not in the sanitiser's list, which takes such elements away and leaves what they hold.
_DISSOLVED = "span"
_LARGEST_START = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Settled:
    """What was found on the way, in document order; ``outline`` holds the levels of the open headings."""

    fences: list[Fence]
    heading_level: int
    citations: list[Citation] = field(default_factory=list)
    occurrences: list[int] = field(default_factory=list)
    outline: list[int] = field(default_factory=list)


def settle(root: Element, fences: list[Fence], heading_level: int) -> Settled:
    """Change the tree in place; return the citations that stand in it."""
    found = Settled(fences, heading_level)
    for child in root:
        _element(child, found, in_link=False)
    return found


def _element(element: Element, found: Settled, *, in_link: bool) -> None:
    if element.tag == CITATION_TAG and not in_link:
        _cut_slot(element, found)
    elif element.tag == "p" and not len(element) and _FENCE.fullmatch((element.text or "").strip()):
        _place_code(element)
    else:
        _rename(element, found, in_link=in_link)
        element.text = _text(element.text, found)
        for child in element:
            _element(child, found, in_link=in_link or element.tag == "a")
        _name(element)
    element.tail = _text(element.tail, found)


def _rename(element: Element, found: Settled, *, in_link: bool) -> None:
    """Bring tag and attributes to what the page can hold."""
    if element.tag in _HEADINGS:
        element.tag = f"h{_level(_HEADINGS[element.tag], found)}"
    elif element.tag == CITATION_TAG or (element.tag == "a" and in_link):
        element.tag = _DISSOLVED
    elif element.tag == "ol" and "start" in element.attrib:
        start = int(element.attrib.pop("start"))
        if 0 <= start <= _LARGEST_START:
            element.set("start", str(start))
    for name, value in element.items():
        element.set(name, value.replace("&", "&amp;"))


def _level(written: int, found: Settled) -> int:
    """Its depth in the author's outline, below the page's own; levels that the author skips are closed up."""
    while found.outline and found.outline[-1] >= written:
        found.outline.pop()
    found.outline.append(written)
    return min(found.heading_level + len(found.outline) - 1, 6)


def _name(element: Element) -> None:
    """Give a link without text its address, and take away a heading without: both must have a name."""
    if (element.tag == "a" or element.tag in _HEADINGS) and not "".join(element.itertext()).strip():
        element.text = element.get("href", "")
        element.tag = "a" if "href" in element.attrib else _DISSOLVED


def _cut_slot(element: Element, found: Settled) -> None:
    raw = (element.text or "").replace("&amp;", "&")
    citation = citations.parse(raw)
    assert citation is not None, raw
    element.text = mark(CITATION, len(found.citations))
    element.tag = _DISSOLVED
    found.citations.append(citation)
    found.occurrences.append(int(element.attrib.pop("occurrence")))


def _place_code(paragraph: Element) -> None:
    SubElement(paragraph, "code").text = (paragraph.text or "").strip()
    paragraph.tag, paragraph.text = "pre", None


def _text(text: str | None, found: Settled) -> str | None:
    if not text:
        return text
    plain = _FENCE.sub(lambda match: found.fences[int(match[1])].written, decode(without_occurrences(text)))
    return plain.replace("&", "&amp;")


_NOT_OWN = {"a", "blockquote", "code", "ol", "pre", "table", "ul", *_HEADINGS}
_ADDRESS = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]*://\S+|\bwww\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DIGIT = re.compile(r"\d")


def uncited(root: Element) -> list[Element]:
    """The paragraphs and list items of a settled tree that state a figure and cite nothing.

    A paragraph in a list item counts with its item, a sublist by itself. Digits in code, links and addresses
    are none.
    """
    inside = {paragraph for item in root.iter("li") for paragraph in item.findall("p")}
    claims = (element for element in root.iter() if element.tag in {"p", "li"} and element not in inside)
    return [claim for claim in claims if _is_uncited(_own_text(claim))]


def _is_uncited(text: str) -> bool:
    return CITATION not in text and states_figure(decode(text))


def states_figure(text: str) -> bool:
    """Whether there is a digit in a plain text, outside addresses."""
    return bool(_DIGIT.search(text)) and bool(_DIGIT.search(_ADDRESS.sub("", text)))


def _own_text(element: Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        pieces += ["" if child.tag in _NOT_OWN else _own_text(child), child.tail or ""]
    return "".join(pieces)

"""What a compiled text may consist of, looked up in the tree that a browser's parser makes of it."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

from site_builder.prose.citations import Citation
from site_builder.prose.render import Prose, compile_prose, fill

BLOCKS = {"p", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "div", "pre", "hr"}
PHRASING = {"a", "br", "code", "em", "span", "strong"}
# Tag -> the attributes it may have. No element may have any other.
ATTRIBUTES = {
    **dict.fromkeys(["blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "p"], frozenset[str]()),
    **dict.fromkeys(["strong", "table", "tbody", "thead", "tr", "ul"], frozenset[str]()),
    "a": {"href", "title", "rel"},
    "ol": {"start"},
    "pre": {"class", "tabindex"},
    "span": {"class"},
    "div": {"class", "role", "aria-label", "tabindex"},
    "td": {"class"},
    "th": {"class", "scope"},
}
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "table": {"thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    "pre": {"code"},
    "div": {"table"},
    "blockquote": BLOCKS,
    "li": BLOCKS | PHRASING,
    "a": PHRASING - {"a"},
    "code": {"span"},
    "span": frozenset[str](),
    **dict.fromkeys(["p", "h3", "h4", "h5", "h6", "td", "th", "em", "strong"], PHRASING),
}


def mark_slot(citation: Citation, number: int) -> str:
    """A slot that shows where a citation stands."""
    return f"⟦{number}⟧"


def rendered(text: str) -> str:
    """The HTML of a Markdown text with numbered marks for its citations."""
    return fill(compile_prose(text), mark_slot)


def raws(prose: Prose) -> list[str]:
    """The citations of a text as written."""
    return [citation.raw for citation in prose.citations]


def elements(markup: str) -> list[Element]:
    """The top elements of a piece of HTML, as a browser reads it."""
    root = html5lib.parseFragment(markup, treebuilder="etree", namespaceHTMLElements=False)
    return list(root)


def check_inert(markup: str) -> None:
    """Fail for anything but the elements, attributes and addresses that records may lead to."""
    for element in elements(markup):
        assert element.tag in BLOCKS, element.tag
        for inner in _checked(element):
            if inner.tag == "a" and "href" in inner.attrib:
                _check_address(inner)


def _checked(element: Element) -> Iterator[Element]:
    assert set(element.attrib) <= ATTRIBUTES[element.tag], (element.tag, element.attrib)
    yield element
    for child in element:
        assert child.tag in CHILDREN[element.tag], (element.tag, child.tag)
        yield from _checked(child)


def _check_address(link: Element) -> None:
    href = link.attrib["href"]
    assert href.isprintable(), ascii(href)
    assert " " not in href, href
    assert "\\" not in href, href
    if href.startswith(("http://", "https://")):
        assert urlsplit(href).hostname, href
        assert link.attrib.get("rel") == "noopener noreferrer", href
    else:
        assert href.startswith(("/", "#", "mailto:")), href
        assert not href.startswith("//"), href
        assert "rel" not in link.attrib, href

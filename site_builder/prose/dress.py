"""Tree -> HTML: sanitised by nh3, then dressed with what is ours: classes, ``rel``, frames around tables,
colours.

nh3 writes every attribute in double quotes and no bare ``<`` in text or attributes, so a tag of its output
can be told from text by a regular expression.
"""

import html
import re
from functools import lru_cache
from xml.etree.ElementTree import Element

import nh3
from markdown.serializers import to_html_string

from site_builder.prose.addresses import is_external, is_internal
from site_builder.prose.fences import Fence
from site_builder.prose.highlight import BLOCK_CLASS, coloured
from site_builder.prose.marks import ADDRESS, FENCE, TABLE, mark, pattern

_TAGS = frozenset(
    [
        "a",
        "blockquote",
        "br",
        "code",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_ALIGNMENTS = {"align": {"left", "center", "right"}}

_TAG = re.compile(r'<(?P<close>/?)(?P<name>[a-z0-9]+)(?P<attributes>(?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_FENCE = re.compile(rf'<pre tabindex="0"><code>{pattern(FENCE).pattern}</code></pre>')

# What scrolls must be reachable by keyboard.
_TABLE_FRAME = f'<div class="table-scroll" role="group" aria-label="{mark(TABLE, 0)}" tabindex="0">'


def dress(root: Element, fences: list[Fence]) -> tuple[str, list[str]]:
    """The HTML of a settled tree, with marks for citations and site addresses, and those addresses."""
    clean = _cleaner().clean(to_html_string(root)).strip()
    addresses: list[str] = []
    dressed = _TAG.sub(lambda match: _tag(match, addresses), clean)
    return _FENCE.sub(lambda match: _code(fences[int(match[1])]), dressed), addresses


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values={"td": _ALIGNMENTS, "th": _ALIGNMENTS},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _tag(match: re.Match[str], addresses: list[str]) -> str:
    name = match["name"]
    if match["close"]:
        return "</table></div>" if name == "table" else match[0]
    attributes = dict(_ATTRIBUTE.findall(match["attributes"]))
    if name == "a":
        _dress_link(attributes, addresses)
    elif name == "pre":
        attributes["tabindex"] = "0"
    elif name in {"td", "th"}:
        attributes = {"scope": "col"} if name == "th" else {}
        if aligned := re.search(r'align="([a-z]+)"', match["attributes"]):
            attributes["class"] = f"align-{aligned[1]}"
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"{_TABLE_FRAME if name == 'table' else ''}<{name}{written}>"


def _dress_link(attributes: dict[str, str], addresses: list[str]) -> None:
    href = html.unescape(attributes.get("href", ""))
    if is_external(href):
        attributes["rel"] = "noopener noreferrer"
    elif is_internal(href):
        attributes["href"] = mark(ADDRESS, len(addresses))
        addresses.append(href)


def _code(fence: Fence) -> str:
    inner = coloured(fence.code, fence.language)
    if inner is None:
        return f'<pre tabindex="0"><code>{html.escape(fence.code)}</code></pre>'
    return f'<pre class="{BLOCK_CLASS}" tabindex="0"><code>{inner}</code></pre>'

"""RSS 2.0, as the RSS Advisory Board's specification and best practices profile have it: one rendering of
items.

Owns XML. The texts of an RSS title, category or description of a channel are plain; the profile writes &
and < in them as `&#x26;` and `&#x3C;`, which readers that take them for HTML survive. An item's description
is HTML.
"""

import html
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import NamedTuple

from site_builder.exports.items import Item

# What XML 1.0 (section 2.2) forbids. Records hold none of it; should some come through, the feed must still
# be read.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN = str.maketrans({"&": "&#x26;", "<": "&#x3C;", ">": "&#x3E;", '"': "&#x22;", "\r": "&#xD;"})

_NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


class Channel(NamedTuple):
    """What a feed says of itself. Addresses are absolute, `updated` is YYYY-MM-DD, or None without items."""

    id: str
    title: str
    link: str
    self_link: str
    description: str
    language: str
    rights: str | None
    author: str
    author_url: str | None
    icon: str
    updated: str | None


def item_xml(item: Item, author: str | None) -> bytes:
    """The element of one item."""
    lines = [
        f"<title>{plain(item.title)}</title>",
        f"<link>{escaped(item.link)}</link>",
        f'<guid isPermaLink="false">{escaped(item.id)}</guid>',
        f"<pubDate>{rfc822(item.day)}</pubDate>",
        *([f"<dc:creator>{escaped(author)}</dc:creator>"] if author else []),
        *(f'<category domain="{escaped(c.url)}">{plain(c.name)}</category>' for c in item.categories),
        f"<description>{escaped(html.escape(item.summary, quote=False))}</description>",
        f"<content:encoded>{_as_it_is(item.html)}</content:encoded>",
    ]
    return "\n".join(["<item>", *lines, "</item>\n"]).encode()


def feed_xml(channel: Channel, items: Iterable[bytes]) -> bytes:
    """A whole feed of finished `item_xml`."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<rss version="2.0" {_NAMESPACES}>',
        "<channel>",
        f"<title>{plain(channel.title)}</title>",
        f"<link>{escaped(channel.link)}</link>",
        f"<description>{plain(channel.description)}</description>",
        f"<language>{escaped(channel.language)}</language>",
        *([f"<copyright>{plain(channel.rights)}</copyright>"] if channel.rights else []),
        *([f"<lastBuildDate>{rfc822(channel.updated)}</lastBuildDate>"] if channel.updated else []),
        "<docs>https://www.rssboard.org/rss-specification</docs>",
        f'<atom:link href="{escaped(channel.self_link)}" rel="self" type="application/rss+xml"/>',
    ]
    return b"\n".join(["\n".join(lines).encode(), *items, b"</channel>\n</rss>\n"])


def rfc822(day: str) -> str:
    """A day (YYYY-MM-DD) at 00:00 UTC as RFC 822 has it, in English whatever the locale."""
    return format_datetime(datetime.fromisoformat(day).replace(tzinfo=UTC), usegmt=True)


def escaped(text: str) -> str:
    """Text for an element or an attribute in double quotes."""
    return html.escape(_FORBIDDEN.sub("\ufffd", text), quote=True).replace("\r", "&#xD;")


def _as_it_is(html: str) -> str:
    """HTML in a CDATA section (XML 1.0, section 2.7): thousands of feeds hold it, and escaped it takes a third more."""
    return f"<![CDATA[{_FORBIDDEN.sub(chr(0xFFFD), html).replace(']]>', ']]]]><![CDATA[>')}]]>"


def plain(text: str) -> str:
    """Plain text where readers may expect HTML."""
    return _FORBIDDEN.sub("\ufffd", text).translate(_PLAIN)

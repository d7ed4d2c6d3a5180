"""Atom (RFC 4287): one rendering of items. XML is escaped as `rss` does it.

Texts are plain text constructs, but for the content, which is HTML; an entry's `published` is the day of what it
tells, its `updated` the newest on which that was corrected or withdrawn.
"""

from collections.abc import Iterable

from site_builder.exports.items import Item
from site_builder.exports.rss import Channel, escaped

NEVER = "1970-01-01"
"""`updated` of a feed without entries, which must have one: nothing but records moves it."""


def entry_xml(item: Item) -> str:
    """The element of one entry."""
    lines = [
        f"<title>{escaped(item.title)}</title>",
        f'<link rel="alternate" type="text/html" href="{escaped(item.link)}"/>',
        f"<id>{escaped(item.id)}</id>",
        f"<published>{instant(item.day)}</published>",
        f"<updated>{instant(item.updated)}</updated>",
        *(_category(c.id, c.url.removesuffix(f"{c.id}/"), c.name) for c in item.categories),
        f"<summary>{escaped(item.summary)}</summary>",
        f'<content type="html">{escaped(item.html)}</content>',
    ]
    return "\n".join(["<entry>", *lines, "</entry>\n"])


def feed_xml(channel: Channel, entries: Iterable[str]) -> str:
    """A whole feed of finished `entry_xml`."""
    uri = f"<uri>{escaped(channel.author_url)}</uri>" if channel.author_url else ""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escaped(channel.language)}">',
        f"<title>{escaped(channel.title)}</title>",
        f"<subtitle>{escaped(channel.description)}</subtitle>",
        f"<id>{escaped(channel.id)}</id>",
        f'<link rel="self" type="application/atom+xml" href="{escaped(channel.self_link)}"/>',
        f'<link rel="alternate" type="text/html" href="{escaped(channel.link)}"/>',
        f"<updated>{instant(channel.updated or NEVER)}</updated>",
        f"<author><name>{escaped(channel.author)}</name>{uri}</author>",
        f"<icon>{escaped(channel.icon)}</icon>",
        *([f"<rights>{escaped(channel.rights)}</rights>"] if channel.rights else []),
    ]
    return "\n".join([*lines, *entries, "</feed>\n"])


def _category(term: str, scheme: str, label: str) -> str:
    return f'<category term="{escaped(term)}" scheme="{escaped(scheme)}" label="{escaped(label)}"/>'


def instant(day: str) -> str:
    """A day (YYYY-MM-DD) at 00:00 UTC, by RFC 3339."""
    return f"{day}T00:00:00Z"

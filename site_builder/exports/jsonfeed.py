"""JSON Feed 1.1 (jsonfeed.org): one rendering of items."""

import json
from collections.abc import Iterable

from site_builder.exports.atom import instant
from site_builder.exports.items import Item
from site_builder.exports.rss import Channel

VERSION = "https://jsonfeed.org/version/1.1"


def feed_json(channel: Channel, items: Iterable[Item]) -> str:
    """A whole feed."""
    author = {"name": channel.author, **({"url": channel.author_url} if channel.author_url else {})}
    feed = {
        "version": VERSION,
        "title": channel.title,
        "home_page_url": channel.link,
        "feed_url": channel.self_link,
        "description": channel.description,
        "icon": channel.icon,
        "language": channel.language,
        "authors": [author],
        "items": [_item(item) for item in items],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _item(item: Item) -> dict[str, object]:
    # A correction has been modified on the day it was made, and not since: only what differs is said.
    changed = {"date_modified": instant(item.updated)} if item.updated != item.day else {}
    return {
        "id": item.id,
        "url": item.link,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html,
        "date_published": instant(item.day),
        **changed,
        "tags": [category.name for category in item.categories],
    }

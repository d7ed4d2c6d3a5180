"""Places inside a record's text that can be linked to: its headings and paragraphs, with a link beside each.

A heading's id is made of its words, a paragraph's of its number; ids of other parts of the page stand in their
templates. Ids here begin with `part-` and `p-`, as no other does.
"""

import re
from collections import Counter
from collections.abc import Callable
from html import unescape

from site_builder.records.fields import slugify

_PLACE = re.compile(r"<(?P<tag>h[2-6]|p)>(?P<inside>.*?)</(?P=tag)>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")


def with_places(html: str, link: Callable[[str], str]) -> str:
    """The HTML of a text (`prose.render`: elements without attributes) with ids, and after each the `link` to it."""
    seen: Counter[str] = Counter()

    def place(match: re.Match[str]) -> str:
        tag, inside = match["tag"], match["inside"]
        if tag == "p":
            seen["p"] += 1
            id = f"p-{seen['p']}"
            return f'<p id="{id}">{inside}{link(id)}</p>'
        name = slugify(unescape(_MARKUP.sub("", inside)), limit=60) or "heading"
        seen[name] += 1
        id = f"part-{name}" if seen[name] == 1 else f"part-{name}-{seen[name]}"
        return f'<{tag} id="{id}">{inside}</{tag}>{link(id)}'

    return _PLACE.sub(place, html)

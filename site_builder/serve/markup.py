"""The HTML of a page as live reload sees it: what it loads, what is content, and the tag that is added.

Nothing else is changed: less the tag, a page is what `build` writes.
"""

import hashlib
import html
import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

LIVE = "/_timeline/"
"""The prefix of the server's own addresses; no path of a site begins so."""

SCRIPT = f"{LIVE}live.js"

VALUE = r"""\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"'>]+))"""
LINK = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
STYLESHEET = re.compile(r"""\brel\s*=\s*["']?[^"'>]*\bstylesheet\b""", re.IGNORECASE)
HREF = re.compile(rf"\bhref{VALUE}", re.IGNORECASE)
SRC = re.compile(rf"<(?:script|img|source|video|audio|track|iframe|embed|input)\b[^>]*?\ssrc{VALUE}", re.IGNORECASE)
HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)
BODY_END = re.compile(rb"</body\s*>", re.IGNORECASE)

Digest = Callable[[str], str | None]


class Page(NamedTuple):
    """A page with the addresses, as they stand there, of its stylesheets and of what else it loads."""

    body: bytes
    styles: tuple[str, ...]
    loads: tuple[str, ...]
    rest: str  # digest of the page without the addresses of its stylesheets


def read(body: bytes) -> Page:
    text = body.decode("utf-8", "replace")
    styles: list[str] = []

    def without_address(link: re.Match[str]) -> str:
        found = HREF.search(link[0])
        if not found or not STYLESHEET.search(link[0]):
            return link[0]
        styles.append(_value(found))
        return f"{link[0][: found.start()]}{link[0][found.end() :]}"

    rest = LINK.sub(without_address, text)
    loads = tuple(dict.fromkeys(_value(found) for found in SRC.finditer(text)))
    return Page(body, tuple(styles), loads, short_digest(rest))


def _value(found: re.Match[str]) -> str:
    return html.unescape(found["a"] or found["b"] or found["c"] or "")


def site_path(address: str, page: str, prefix: str) -> str | None:
    """The path in the site of what the page at the path `page` loads from `address`; None if elsewhere."""
    parts = urlsplit(urljoin(f"http://here{page}", address))
    if parts.netloc != "here" or not parts.path.startswith(prefix):
        return None
    return unquote(parts.path[len(prefix) :])


def short_digest(*parts: str | None) -> str:
    return hashlib.sha256("\0".join(part or "" for part in parts).encode()).hexdigest()[:16]


def with_script(body: bytes, **data: str) -> bytes:
    """The page with the script of live reload, its `data` as data attributes, at the end of its head."""
    attributes = "".join(f' data-{name}="{html.escape(value)}"' for name, value in data.items())
    tag = f'<script src="{SCRIPT}" defer{attributes}></script>'.encode()
    place = HEAD_END.search(body)
    ends = list(BODY_END.finditer(body)) if place is None else []
    at = place.start() if place else ends[-1].start() if ends else len(body)
    return body[:at] + tag + body[at:]

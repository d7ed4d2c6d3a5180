"""Every address of the site, made in one place.

Paths are relative to the site (`tags/x/`); `Urls` puts the base address before them. Links inside pages are
root-relative and carry the base address's path, so that a site can live below `/timeline/`; absolute
addresses are for canonical links, feeds and data.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

if TYPE_CHECKING:
    from site_builder.records.library import Kind

# Nearly every path: slugs and years, in which nothing needs to be escaped.
_PLAIN = re.compile(r"[A-Za-z0-9/._-]*", re.ASCII)


@dataclass(frozen=True)
class Urls:
    """The addresses of a site whose base address is `base` (http(s), ending in a slash)."""

    base: str

    @cached_property
    def prefix(self) -> str:
        """The path of the base address: `/`, or `/timeline/`."""
        return urlsplit(self.base).path

    @cached_property
    def root(self) -> str:
        """The base address without its path: `https://example.org`."""
        return self.base[: len(self.base) - len(self.prefix)]

    def link(self, path: str = "") -> str:
        """A root-relative link to a path of the site."""
        if _PLAIN.fullmatch(path):
            return self.prefix + path
        return self.prefix + quote(path, safe="/#?=&;,:@!$'()*+~%")

    def absolute(self, path: str = "") -> str:
        return self.root + self.link(path)


def base_of(url: str) -> str:
    """An address as a base: with a path that ends in a slash, without query and fragment."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + "/", "", ""))


def file_of(path: str) -> str:
    """The file that a path is served from: `tags/x/` -> `tags/x/index.html`."""
    return path + "index.html" if not path or path.endswith("/") else path


def year(number: int) -> str:
    return f"years/{number:04}/"


def month(year_number: int, number: int) -> str:
    return f"years/{year_number:04}/{number:02}/"


def incident(slug: str) -> str:
    return f"incidents/{slug}/"


def incident_data(slug: str) -> str:
    return f"incidents/{slug}.json"


def terms(kind: "Kind") -> str:
    return f"{kind}/"


def terms_by(kind: "Kind", letter: str) -> str:
    return f"{kind}/by/{letter}/"


def term(kind: "Kind", id: str) -> str:
    return f"{kind}/{id}/"


def term_year(kind: "Kind", id: str, number: int) -> str:
    return f"{kind}/{id}/{number:04}/"


def term_feed(kind: "Kind", id: str) -> str:
    return f"{kind}/{id}/feed.xml"


def publisher(slug: str) -> str:
    return f"sources/{slug}/"


def publisher_year(slug: str, number: int) -> str:
    return f"sources/{slug}/{number:04}/"


def page(slug: str) -> str:
    return f"{slug}/"


SOURCES = "sources/"
YEARS = "years/"
CORRECTIONS = "corrections/"
SEARCH = "search/"
PAGEFIND = "pagefind/"
FOLLOW = "follow/"
DATA = "data/"
FEED = "feed.xml"
ATOM = "atom.xml"
JSON_FEED = "feed.json"
CORRECTIONS_FEED = "corrections.xml"
OPML = "feeds.opml"
MANIFEST = "site.webmanifest"

# RFC 3986: what may stand in an address unescaped. A percent sign is kept where two hex digits follow.
_NOT_IN_URL = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")

# Most addresses are written so already; to take them apart costs ten times as much as to see it.
_AS_WRITTEN = re.compile(
    r"https?://[a-z0-9.-]+(?:/[A-Za-z0-9\-._~:/@!$&'()*+,;=]*)?"
    r"(?:\?[A-Za-z0-9\-._~:/?@!$&'()*+,;=]+)?(?:#[A-Za-z0-9\-._~:/?@!$&'()*+,;=]+)?"
)


def outgoing(url: str) -> str:
    """An address of another host as RFC 3986 writes it: other characters percent-encoded, the host in ASCII
    (RFC 3490).
    """
    return url if _AS_WRITTEN.fullmatch(url) else _written(url)


def _written(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    rest = (_escape(part).replace("[", "%5B").replace("]", "%5D") for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, host, *(part.replace("#", "%23") for part in rest)))


def _escape(text: str) -> str:
    return _NOT_IN_URL.sub(lambda match: quote(match[0], safe=""), text)

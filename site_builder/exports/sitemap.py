"""`/sitemap.xml` (sitemaps.org, protocol 0.9) and `/robots.txt` (RFC 9309).

Owns which pages search engines are told of, and the day on which each last changed as far as records tell.
Which pages exist is known to `pages`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Final

from site_builder import urls
from site_builder.exports.published import Published
from site_builder.exports.rss import escaped
from site_builder.output.digest import digest, package_digest
from site_builder.output.family import Family, single
from site_builder.output.output import Output, from_bytes
from site_builder.records.library import Incident

SITEMAP, ROBOTS = "sitemap.xml", "robots.txt"
AT_MOST: Final = 50_000
"""Addresses in one file, by the protocol."""

_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

Entry = tuple[str, str | None]  # absolute address, day of the last change


def family(published: Published, page_paths: Callable[[], Iterable[str]]) -> Family:
    """The sitemap. Of `page_paths` only those that end in index.html are listed."""

    @cache
    def maps() -> dict[str, Output]:
        return {output.path: output for output in _sitemap(published, page_paths())}

    def asked(name: str) -> list[Output]:
        return [maps()[name]] if name.startswith("sitemap") and name in maps() else []

    return Family("", maps, asked)


def robots(published: Published) -> Family:
    """robots.txt."""
    return single(ROBOTS, lambda: from_bytes(ROBOTS, _robots(published).encode()))


def _sitemap(published: Published, page_paths: Iterable[str]) -> Iterator[Output]:
    entries = _entries(published, page_paths)
    parts = [entries[start : start + AT_MOST] for start in range(0, len(entries), AT_MOST)]
    if len(parts) <= 1:
        yield _output(SITEMAP, "urlset", "url", entries)
    else:
        index: list[Entry] = []
        for number, part in enumerate(parts, 1):
            path = f"sitemap-{number}.xml"
            index.append((published.site.urls.absolute(path), max((day for _, day in part if day), default=None)))
            yield _output(path, "urlset", "url", part)
        yield _output(SITEMAP, "sitemapindex", "sitemap", index)


def _output(path: str, root: str, element: str, entries: Sequence[Entry]) -> Output:
    made_from = digest(package_digest(), root, *(f"{address} {day}" for address, day in entries))
    return Output(path, made_from, partial(_make, root, element, entries))


def _make(root: str, element: str, entries: Sequence[Entry]) -> bytes:
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<{root} {_XMLNS}>"]
    for address, day in entries:
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<{element}><loc>{escaped(address)}</loc>{changed}</{element}>")
    return "\n".join([*lines, f"</{root}>\n"]).encode()


def _robots(published: Published) -> str:
    """Previews are open too: a crawler that may not read a page does not see its `noindex`."""
    rules = "User-agent: *\nAllow: /\n"
    if published.site.config.noindex:
        return rules
    return f"{rules}\nSitemap: {published.site.urls.absolute(SITEMAP)}\n"


def _entries(published: Published, page_paths: Iterable[str]) -> list[Entry]:
    drafts = {urls.incident(slug) for slug, found in published.site.incidents.items() if found.draft}
    pages = {path.removesuffix("index.html") for path in page_paths if f"/{path}".endswith("/index.html")}
    changed = _changed(published)
    return [(published.site.urls.absolute(page), changed.get(page)) for page in sorted(pages - drafts)]


def _changed(published: Published) -> Mapping[str, str]:
    """Page -> the newest added, correction or withdrawal day of the records on it; pages of other kinds are
    left out.
    """
    site, changed = published.site, published.changed
    on_page: list[tuple[str, Iterable[Incident]]] = [
        ("", published.incidents),
        (urls.YEARS, published.incidents),
        (urls.CORRECTIONS, published.incidents),
    ]
    on_page += [(urls.incident(incident.slug), (incident,)) for incident in published.incidents]
    on_page += [(urls.year(number), incidents) for number, incidents in site.by_year.items()]
    for kind, terms in site.by_term.items():
        on_page += [(urls.term(kind, id), incidents) for id, incidents in terms.items()]
    newest = {
        page: max((changed[i.slug] for i in incidents if i.slug in changed), default=None)
        for page, incidents in on_page
    }
    return {page: day for page, day in newest.items() if day}

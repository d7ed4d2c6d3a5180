"""Sources by publisher: an index, a page of each publisher, and its years where many incidents rest on it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from site_builder import urls
from site_builder.language import msg
from site_builder.output.family import Family
from site_builder.output.output import Output
from site_builder.pages import letters
from site_builder.pages.dates import Piece, pieces
from site_builder.pages.desk import Desk, Head, Link, page
from site_builder.pages.parts import Part, numbers, parts, size
from site_builder.pages.periods import NEWEST, count_by_year
from site_builder.pages.sources import SourceLine, source_line
from site_builder.records.library import Incident
from site_builder.site import Publisher, publisher_slugs

INTRO = msg("Everything that the records rest on, by who published it.")

Pair = tuple[Incident, int]
"""An incident, and the place of a source in its record."""

Pairs = tuple[Pair, ...]


class Mention(NamedTuple):
    """An incident that rests on a source, in a line."""

    href: str
    title: str
    date: tuple[Piece, ...]
    withdrawn: bool


class Cited(NamedTuple):
    """A source and the incidents that rest on it."""

    source: SourceLine
    mentions: tuple[Mention, ...]


def families(desk: Desk) -> Iterator[Family]:
    """`/sources/`, `/sources/by/<letter>/`, `/sources/<publisher>/`, `/sources/<publisher>/<yyyy>/`."""
    site = desk.site
    yield letters.family(desk, lambda: _index(desk), "sources")
    yield Family(
        "sources",
        lambda: site.publishers,
        lambda slug: _publisher(desk, site.publishers[slug]) if slug in site.publishers else (),
        lambda slugs: publisher_slugs(map(site.incidents.__getitem__, slugs)),
    )


def _index(desk: Desk) -> letters.Index:
    rows = [
        letters.Row(slug, each.name, desk.link(urls.publisher(slug)), len(_incidents(each.sources)))
        for slug, each in desk.site.publishers.items()
    ]
    _ = desk.language.gettext
    head = Head(urls.SOURCES, _("Sources"), _(INTRO), "sources")
    return letters.Index(head, head.description, rows, lambda letter: f"{urls.SOURCES}by/{letter}/")


def _publisher(desk: Desk, publisher: Publisher) -> Iterator[Output]:
    incidents = _incidents(publisher.sources)
    many = len(incidents) > NEWEST
    counts = count_by_year(incidents) if many else ()
    years = [Link(desk.link(urls.publisher_year(publisher.slug, year)), str(year), n) for year, n in counts]
    _, name = desk.language.gettext, publisher.name
    description = _("Sources published by {name}, and the incidents that rest on them.", name=name)
    head = Head(urls.publisher(publisher.slug), _("Sources from {name}", name=name), description, "sources")
    newest = {incident.slug for incident in incidents[:NEWEST]}
    pairs = tuple(pair for pair in publisher.sources if pair[0].slug in newest)
    extra = (str(len(incidents)), repr(counts))
    yield from _pages(desk, head, publisher, pairs, {"total": len(incidents), "years": years, "year": ""}, extra)
    for year, count in counts:
        title = _("Sources from {name}, {year}", name=name, year=year)
        head = Head(urls.publisher_year(publisher.slug, year), title, f"{title}. {description}", "sources")
        pairs = tuple(pair for pair in publisher.sources if pair[0].when.anchor.year == year)
        yield from _pages(desk, head, publisher, pairs, {"total": count, "years": (), "year": str(year)}, ())


def _pages(
    desk: Desk,
    head: Head,
    publisher: Publisher,
    pairs: Pairs,
    facts: Mapping[str, object],
    extra: Sequence[str],
) -> Iterator[Output]:
    for part in parts(desk.link, head, pairs, _weight, numbers):
        yield _page(desk, publisher, part, facts, extra)


def _weight(pair: Pair) -> int:
    """About how many bytes a source takes with its mention of an incident."""
    incident, place = pair
    return 600 + len(incident.slug) + size(incident.title) + incident.backing[place].length


def _page(
    desk: Desk,
    publisher: Publisher,
    part: Part[Pair],
    facts: Mapping[str, object],
    extra: Sequence[str],
) -> Output:
    def view() -> Mapping[str, object]:
        return {
            **facts,
            "all_sources": desk.link(urls.SOURCES),
            "name": publisher.name,
            "href": desk.link(urls.publisher(publisher.slug)),
            "sources": _cited(desk, part.items),
            "parts_of": part.links,
        }

    # The digest of the whole record rather than a text of the source: there are tens of thousands of them.
    shown = [f"{incident.slug} {place} {incident.digest}" for incident, place in part.items]
    made_from = (publisher.name, repr(part.links), *extra, *shown)
    return page(desk, part.head, "pages/publisher.html", view, made_from)


def _cited(desk: Desk, pairs: Iterable[Pair]) -> tuple[Cited, ...]:
    """The sources, each once (by address, or else by title), in the order of the newest incident of each."""
    found: dict[str, tuple[SourceLine, dict[str, Mention]]] = {}
    for incident, place in pairs:
        source = incident.sources[place]
        _, mentions = found.setdefault(source.url or source.title, (source_line(desk, source), {}))
        mentions.setdefault(
            incident.slug,
            Mention(
                desk.link(urls.incident(incident.slug)), incident.title, pieces(incident.when, desk.language.dates),
                incident.withdrawn is not None,
            ),
        )  # fmt: skip
    return tuple(Cited(line, tuple(mentions.values())) for line, mentions in found.values())


def _incidents(pairs: Pairs) -> tuple[Incident, ...]:
    """The incidents of the pairs, each once, in timeline order."""
    return tuple({incident.slug: incident for incident, _ in pairs}.values())

"""The home page: the newest incidents, and the ways to all others."""

from collections.abc import Iterator, Mapping

from site_builder import urls
from site_builder.output.family import Family, single
from site_builder.output.output import Output
from site_builder.pages.dates import day
from site_builder.pages.desk import Desk, Head, page
from site_builder.pages.periods import NEWEST, year_links, years_and_months
from site_builder.pages.pictures import density, density_text


def families(desk: Desk) -> Iterator[Family]:
    """`/`."""
    newest = {incident.slug for incident in desk.site.library.incidents[:NEWEST]}
    path = "index.html"
    yield single(path, lambda: _home(desk), lambda slugs: () if newest.isdisjoint(slugs) else (path,))


def _home(desk: Desk) -> Output:
    site = desk.site
    head = Head("", site.settings.title, site.settings.description, "timeline")
    counts = [f"{year}:{len(inside)}" for year, inside in site.by_year.items()]
    types = [f"{id}:{len(site.by_term['types'][id])}:{term!r}" for id, term in _types(desk)]
    newest = tuple(site.incidents.values())[:NEWEST]
    counts.append(density_text(desk, site.incidents.values()))
    made_from = (*counts, "types", *types, site.updated or "", desk.shown(newest))
    return page(desk, head, "pages/home.html", lambda: _view(desk), made_from)


def _view(desk: Desk) -> Mapping[str, object]:
    site = desk.site
    incidents = tuple(site.incidents.values())
    used = [(id, len(site.by_term["types"][id])) for id, _ in _types(desk)]
    return {
        "years": year_links(desk, ((year, len(inside)) for year, inside in site.by_year.items())),
        "types": tuple((desk.entries.type_mark(id), count) for id, count in used if count),
        "periods": years_and_months(desk, incidents[:NEWEST]),
        "total": len(incidents),
        "more": len(incidents) > NEWEST,
        "shown": NEWEST,
        "all_years": desk.link(urls.YEARS),
        "density": density(desk, incidents),
        "updated": day(site.updated, desk.language.dates) if site.updated else (),
    }


def _types(desk: Desk) -> list[tuple[str, object]]:
    return list(desk.site.library.vocabularies["types"].terms.items())

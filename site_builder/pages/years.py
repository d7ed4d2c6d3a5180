"""All years, each year, and each month.

A year lists all of its incidents up to `WHOLE_YEAR`, else the newest and its months; a month lists all, in parts
where they are many.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby

from site_builder import urls, words
from site_builder.language import capitalised
from site_builder.output.family import Family, single, untouched
from site_builder.output.output import Output
from site_builder.pages.desk import Desk, Head, Link, page
from site_builder.pages.parts import Part, entry_weight, numbers, parts
from site_builder.pages.periods import NEWEST, Period, month, months, year_links
from site_builder.pages.pictures import density, density_text
from site_builder.records.dates import Point, core_wording
from site_builder.records.library import Incident

WHOLE_YEAR = 200
YEARS_WITH_MONTHS = 100
"""The list of all years shows the months of each only where the years are no more than this."""

Incidents = tuple[Incident, ...]


def families(desk: Desk) -> Iterator[Family]:
    """`/years/`, `/years/<yyyy>/`, `/years/<yyyy>/<mm>/`."""
    yield single(f"{urls.YEARS}index.html", lambda: _index(desk), untouched)

    def numbers() -> dict[str, int]:
        return {f"{number:04}": number for number in desk.site.by_year}

    def outputs(name: str) -> Iterator[Output]:
        if (number := numbers().get(name)) is not None:
            inside = desk.site.by_year[number]
            yield _year(desk, number, inside)
            yield from _months(desk, number, inside)

    def touched(slugs: Collection[str]) -> set[str]:
        return {f"{desk.site.incidents[slug].when.anchor.year:04}" for slug in slugs}

    yield Family("years", numbers, outputs, touched)


def _index(desk: Desk) -> Output:
    by_year = desk.site.by_year
    _ = desk.language.gettext
    description = _("The incidents of {title}, by year.", title=desk.site.settings.title)
    head = Head(urls.YEARS, _("All years"), description, "years")
    counts = [f"{year}:{len(inside)}:{_months_text(inside)}" for year, inside in by_year.items()]
    return page(desk, head, "pages/years.html", lambda: _all_years(desk), counts)


def _all_years(desk: Desk) -> Mapping[str, object]:
    rows = []
    for number, inside in desk.site.by_year.items():
        (link,) = year_links(desk, [(number, len(inside))])
        with_months = len(desk.site.by_year) <= YEARS_WITH_MONTHS
        name = desk.language.gettext("Months of {year}", year=number)
        rows.append((link, _month_links(desk, number, inside) if with_months else (), name))
    return {"years": rows}


def _year(desk: Desk, number: int, inside: Incidents) -> Output:
    ordered = list(desk.site.by_year)
    place = ordered.index(number)
    near = tuple(ordered[max(place - 1, 0) : place + 2])
    shown = inside if len(inside) <= WHOLE_YEAR else inside[:NEWEST]
    description = desk.language.ngettext(
        "{n} incident of {year}, by month.", "{n} incidents of {year}, by month.", len(inside), year=number
    )
    head = Head(urls.year(number), str(number), description, "years")

    def view() -> Mapping[str, object]:
        return {
            "total": len(inside),
            "shown": len(shown),
            "all_years": desk.link(urls.YEARS),
            "complete": len(shown) == len(inside),
            "months": _month_links(desk, number, inside),
            "periods": months(desk, shown, 3),
            "density": density(desk, inside, of_year=True),
            "near": year_links(desk, ((year, 0) for year in near)),
        }

    made_from = (*map(str, near), _months_text(inside), density_text(desk, inside), desk.shown(shown))
    return page(desk, head, "pages/year.html", view, made_from)


def _months(desk: Desk, year: int, inside: Incidents) -> Iterator[Output]:
    for number, incidents in _by_month(inside):
        if number:
            title = capitalised(core_wording(Point(year, number), desk.language.dates))
            yield from _month(desk, title, urls.month(year, number), year, incidents)
        elif _needs_page(inside, incidents):
            title = f"{year}, {desk.language.gettext(words.MONTH_NOT_KNOWN)}"
            yield from _month(desk, title, urls.month(year, 0), year, incidents)


def _month(desk: Desk, title: str, path: str, year: int, incidents: Incidents) -> Iterator[Output]:
    count = len(incidents)
    description = desk.language.ngettext("{n} incident: {period}.", "{n} incidents: {period}.", count, period=title)
    head = Head(path, title, description, "years")
    for part in parts(desk.link, head, incidents, entry_weight, numbers):

        def view(part: Part[Incident] = part) -> Mapping[str, object]:
            inside: Period = month(desk, part.items, 3, desk.language.gettext("Incidents"))
            year_link = year_links(desk, [(year, 0)])[0]
            return {"total": count, "period": inside, "year": year_link, "parts_of": part.links}

        yield page(desk, part.head, "pages/month.html", view, (repr(part.links), desk.shown(part.items)))


def _by_month(inside: Incidents) -> list[tuple[int, Incidents]]:
    """The months of a year in timeline order; 0 is the unknown one."""
    groups = groupby(inside, key=lambda incident: incident.when.anchor.month or 0)
    return [(number, tuple(group)) for number, group in groups]


def _needs_page(inside: Incidents, unknown: Incidents) -> bool:
    """Incidents without a month stand on the page of their year. Where that lists only the newest and they
    are too many for it, they have a page like a month's, `00`: none may be lost.
    """
    return len(inside) > WHOLE_YEAR and len(unknown) > NEWEST


def _months_text(inside: Incidents) -> str:
    return ",".join(f"{number}:{len(incidents)}" for number, incidents in _by_month(inside))


def _month_links(desk: Desk, year: int, inside: Incidents) -> tuple[Link, ...]:
    """Links to the months of a year; the unknown one has an address only where it has a page."""
    return tuple(
        Link(
            desk.link(urls.month(year, number)) if number or _needs_page(inside, incidents) else "",
            desk.language.dates.headings[number - 1] if number else desk.language.gettext(words.MONTH_NOT_KNOWN),
            len(incidents),
        )
        for number, incidents in _by_month(inside)
    )

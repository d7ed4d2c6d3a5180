"""Incidents under headings of years and months, in timeline order.

What is not known comes before what is (`records.dates.sort_key`), under a label that says so.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from site_builder import urls, words
from site_builder.pages.desk import Desk, Link
from site_builder.records.library import Incident

NEWEST = 50
"""How many incidents a list shows that has more on pages of their own."""


class Period(NamedTuple):
    """A year or month: `undated` entries under `label` first, then `entries`, or the periods inside it.

    `href` is empty where the period has no page (or is the page).
    """

    heading: str
    href: str
    label: str = ""
    undated: tuple[Markup, ...] = ()
    entries: tuple[Markup, ...] = ()
    periods: tuple["Period", ...] = ()


def years_and_months(desk: Desk, incidents: Sequence[Incident]) -> tuple[Period, ...]:
    """Years that hold months; entries are headings of level 4."""
    return tuple(
        Period(str(year), desk.link(urls.year(year)), periods=months(desk, inside, 4))
        for year, inside in _by_year(incidents)
    )


def years(desk: Desk, incidents: Sequence[Incident]) -> tuple[Period, ...]:
    """Years that hold entries, those without a month first; entries are headings of level 3."""
    found = []
    label = desk.language.gettext(words.MONTH_NOT_KNOWN)
    for year, inside in _by_year(incidents):
        undated = [incident for incident in inside if incident.when.anchor.month is None]
        known = [incident for incident in inside if incident.when.anchor.month is not None]
        found.append(
            Period(
                str(year), desk.link(urls.year(year)), label,
                _entries(desk, undated, 3), _entries(desk, known, 3),
            )
        )  # fmt: skip
    return tuple(found)


def months(desk: Desk, incidents: Sequence[Incident], level: int) -> tuple[Period, ...]:
    """The months of one year, "month not known" first; entries are headings of `level`."""
    found = []
    for number, group in groupby(incidents, key=lambda incident: incident.when.anchor.month):
        inside = tuple(group)
        if number is None:
            found.append(
                Period(desk.language.gettext(words.MONTH_NOT_KNOWN), "", entries=_entries(desk, inside, level))
            )
        else:
            href = desk.link(urls.month(inside[0].when.anchor.year, number))
            found.append(month(desk, inside, level, desk.language.dates.headings[number - 1], href))
    return tuple(found)


def month(desk: Desk, incidents: Sequence[Incident], level: int, heading: str, href: str = "") -> Period:
    """The incidents of one month, those without a day first."""
    undated = [incident for incident in incidents if incident.when.anchor.day is None]
    known = [incident for incident in incidents if incident.when.anchor.day is not None]
    label = desk.language.gettext(words.DAY_NOT_KNOWN)
    return Period(heading, href, label, _entries(desk, undated, level), _entries(desk, known, level))


def year_links(desk: Desk, counts: Iterable[tuple[int, int]]) -> tuple[Link, ...]:
    """Links to years of the timeline with their counts."""
    return tuple(Link(desk.link(urls.year(year)), str(year), count) for year, count in counts)


def count_by_year(incidents: Iterable[Incident]) -> tuple[tuple[int, int], ...]:
    """(year, how many), newest first."""
    return tuple((year, len(inside)) for year, inside in _by_year(incidents))


def _by_year(incidents: Iterable[Incident]) -> list[tuple[int, tuple[Incident, ...]]]:
    groups = groupby(incidents, key=lambda incident: incident.when.anchor.year)
    return [(year, tuple(group)) for year, group in groups]


def _entries(desk: Desk, incidents: Iterable[Incident], level: int) -> tuple[Markup, ...]:
    return tuple(desk.entries.html(incident, level) for incident in incidents)

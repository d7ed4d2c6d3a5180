"""The pictures of pages: what charts draw, named and linked.

Geometry is `charts`' business, the look that of `templates/partials/charts/`.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from site_builder import urls, words
from site_builder.charts import chronology as line
from site_builder.charts.density import SLOT, Calendar, Layer, Spark, Stretch, Tally, calendar, spark, tally
from site_builder.charts.lag import LAG_GROUPS, lag
from site_builder.charts.provenance import MIDDLE, Given, Provenance, provenance
from site_builder.charts.totals import Share, lag_groups, shares
from site_builder.language import msg
from site_builder.pages.dates import Piece, pieces
from site_builder.pages.desk import Desk, Link
from site_builder.pages.entries import MARKS, TypeMark
from site_builder.pages.evidence import Numbered
from site_builder.pages.lags import lag_words
from site_builder.records.dates import Point, core_wording
from site_builder.records.library import Incident
from site_builder.records.model import BASES

FEWEST = 3
"""Fewer incidents than this need no picture."""
SMALL_WIDTH, SMALL_BAR = 384, 24
"""How many pixels a small picture and each of its bars may be wide."""

LAG_NAME = {
    "same-day": msg("On the same day"),
    "week": msg("Within a week"),
    "month": msg("Within a month"),
    "quarter": msg("Within three months"),
    "year": msg("Within a year"),
    "longer": msg("Later than that"),
    "unclear": msg("Dates too coarse to tell, or unknown"),
}
NOT_RATED = msg("Not rated")


def _tally(desk: Desk, incidents: Iterable[Incident]) -> Tally:
    """The counts that a density picture of incidents is made from; withdrawn records stand for nothing."""
    place = desk.entries.place
    return tally((place(incident) for incident in incidents if incident.withdrawn is None), MARKS)


# ------------------------------------------------------------------------------------------------ density
class Bar(NamedTuple):
    """A bar's words, and where it leads."""

    name: str
    href: str
    total: int
    counts: tuple[int, ...]  # by mark, of those that are used


class Row(NamedTuple):
    """A row's heading, where it leads (empty: nowhere), its slots with or without a bar, and what has no bar."""

    name: str
    href: str
    total: int
    slots: tuple[Bar | None, ...]
    layers: tuple[Layer, ...]
    undated: int
    undated_counts: tuple[int, ...]

    @property
    def bars(self) -> tuple[Bar, ...]:
        """From the first to the last."""
        return tuple(bar for bar in self.slots if bar)


class Density(NamedTuple):
    """A calendar with names and links; `types` are those that occur, in the order in which they are stacked."""

    unit: str
    width: int
    slots: tuple[str, ...]
    top: int
    rows: tuple[Row, ...]
    types: tuple[TypeMark, ...]
    earlier: Link | None


def density(desk: Desk, incidents: Iterable[Incident], *, of_year: bool = False) -> Density | None:
    """The density picture of all incidents, or of one year on that year's own page."""
    counted = _tally(desk, incidents)
    made = calendar(counted)
    if made is None or sum(map(sum, counted.values())) < FEWEST:
        return None
    used = _used(counted)
    earlier = Link(desk.link(urls.YEARS), "", made.earlier) if made.earlier else None
    rows = tuple(_rows(desk, made, used, linked=not of_year))
    return Density(made.unit, made.width, _slots(desk, made), made.top, rows, _types(desk, used), earlier)


def density_text(desk: Desk, incidents: Iterable[Incident]) -> str:
    """All that a density picture of incidents shows, as text."""
    place = desk.entries.place
    return f"{[place(incident) for incident in incidents if incident.withdrawn is None]}{desk.entries.legend}"


def _used(counted: Tally) -> tuple[int, ...]:
    """Which marks are counted, from 0."""
    return tuple(n for n in range(MARKS) if any(counts[n] for counts in counted.values()))


def _types(desk: Desk, used: Iterable[int]) -> tuple[TypeMark, ...]:
    """The first type of each mark."""
    by_mark = {mark: id for id, mark in reversed(desk.entries.marks.items())}
    return tuple(desk.entries.type_mark(by_mark[n + 1]) for n in used)


def _slots(desk: Desk, made: Calendar) -> tuple[str, ...]:
    """The words below the bars."""
    if made.unit == "month":
        return desk.language.dates.short
    if len(made.rows) == 1:
        return tuple(str(made.rows[0].first + n) for n in range(made.slots))
    return tuple(f"…{n}" for n in range(made.slots))


def _rows(desk: Desk, made: Calendar, used: Sequence[int], *, linked: bool) -> Iterable[Row]:
    for row in made.rows:
        bars = {
            bar.x // SLOT: Bar(
                core_wording(Point(bar.year, bar.month or None), desk.language.dates),
                desk.link(urls.month(bar.year, bar.month) if bar.month else urls.year(bar.year)),
                bar.total,
                tuple(bar.counts[n] for n in used),
            )
            for bar in row.bars
        }
        slots = tuple(bars.get(n) for n in range(made.slots))
        by_month = made.unit == "month"
        name = str(row.first) if by_month else f"{row.first}–{row.first + made.slots - 1}"
        undated = tuple(row.undated[n] for n in used) if row.undated else ()
        href = desk.link(urls.year(row.first)) if linked and by_month and row.total else ""
        yield Row(name, href, row.total, slots, row.layers, sum(undated), undated)


class Small(NamedTuple):
    """A small picture, `width` pixels wide, and its table: `rows` are the words of a bar and its counts by type."""

    chart: Spark
    width: int
    types: tuple[TypeMark, ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]


def small(desk: Desk, incidents: Iterable[Incident]) -> Small | None:
    """The small picture of a term's incidents; `density_text` belongs into the page's digest."""
    counted = _tally(desk, incidents)
    if sum(map(sum, counted.values())) < FEWEST:
        return None
    made = spark(counted)
    if made is None:
        return None
    used = _used(counted)
    rows = tuple((_stretch(desk, bar), tuple(bar.counts[n] for n in used), bar.total) for bar in made.bars)
    return Small(made, min(SMALL_WIDTH, made.slots * SMALL_BAR), _types(desk, used), rows)


def _stretch(desk: Desk, bar: Stretch) -> str:
    if bar.month:
        return core_wording(Point(bar.first, bar.month), desk.language.dates)
    return str(bar.first) if bar.first == bar.last else f"{bar.first}–{bar.last}"


# ------------------------------------------------------------------------------------------------ an incident
class Moments(NamedTuple):
    """The chronology of an incident; `dates` and `events` give the wordings of its bands, in their order."""

    chart: line.Chronology
    dates: tuple[tuple[str, tuple[Piece, ...]], ...]
    events: tuple[tuple[Piece, ...], ...]


def moments(desk: Desk, incident: Incident) -> Moments | None:
    """The picture of an incident's dates and events; None where there is nothing to compare."""
    record, words_of_dates, _ = incident.record, desk.language.dates, desk.language.gettext
    dates = [(_(words.BASIS[name]), when) for name in BASES if (when := getattr(record.dates, name)) is not None]
    events = [event.date for event in record.events]
    mirrored = desk.language.direction == "rtl"
    made = line.chronology(dates, events, words_of_dates, mirrored=mirrored) if len(dates) + len(events) > 1 else None
    if made is None:
        return None
    named = tuple((name, pieces(when, words_of_dates)) for name, when in dates)
    return Moments(made, named, tuple(pieces(when, words_of_dates) for when in events))


def disclosed(desk: Desk, incident: Incident) -> str:
    """How long after it occurred an incident was disclosed, in words; empty where that cannot be said."""
    found = lag(incident.occurred, incident.disclosed)
    return lag_words(found, desk.language) if found else ""


class Web(NamedTuple):
    """Which source rests on which: the drawing, and the sources in the order of its rows."""

    chart: Provenance
    middle: int
    sources: tuple[Numbered, ...]


def web(incident: Incident, sources: Sequence[Numbered]) -> Web | None:
    """The drawing of numbered sources; None where none rests on another."""
    record = {source.key: source for source in incident.record.sources}
    given = [Given(item.key, tuple(record[item.key].based_on or ()), record[item.key].via) for item in sources]
    made = provenance(given)
    if made is None:
        return None
    by_key = {item.key: item for item in sources}
    return Web(made, MIDDLE, tuple(by_key[node.key] for node in made.nodes))


# ------------------------------------------------------------------------------------------------ totals
class Total(NamedTuple):
    """A row of a table with bars."""

    share: Share
    name: str
    href: str = ""
    mark: int = 0


class Totals(NamedTuple):
    """Counts over the whole timeline, for `partials/charts/totals.html`."""

    types: tuple[Total, ...]
    status: tuple[Total, ...]
    severity: tuple[Total, ...]
    lag: tuple[Total, ...]


def totals(desk: Desk) -> Totals:
    """All totals. Withdrawn records stand for nothing. `totals_text` belongs into the page's digest."""
    incidents = [incident for incident in desk.site.incidents.values() if incident.withdrawn is None]
    vocabulary = desk.site.library.vocabularies["types"]
    ids = [vocabulary.current(incident.type) for incident in incidents]
    types = [desk.entries.type_mark(id) for id in vocabulary.terms]
    severities = [incident.severity or "" for incident in incidents]
    _ = desk.language.gettext
    rated = [*((str(id), name) for id, name in words.SEVERITY.items()), ("", NOT_RATED)]
    by_type = zip(shares(ids, list(vocabulary.terms)), types, strict=True)
    status = shares((incident.status for incident in incidents), list(words.STATUS))
    return Totals(
        types=tuple(Total(share, type.name, type.href, type.mark) for share, type in by_type if share.count),
        status=tuple(
            Total(share, _(word)) for share, (word, _meaning) in zip(status, words.STATUS.values(), strict=True)
        ),
        severity=tuple(
            Total(share, _(name))
            for share, (_id, name) in zip(shares(severities, [id for id, _ in rated]), rated, strict=True)
        ),
        lag=tuple(Total(share, _(LAG_NAME[share.id])) for share in shares(lag_groups(incidents), LAG_GROUPS)),
    )


def totals_text(desk: Desk) -> str:
    """All that the totals show, as text."""
    return repr(totals(desk))

"""How many incidents there were when, stacked by type.

Two forms: `calendar` has a bar for each month (or year) in rows of at most twelve, wide enough to be touched;
`spark` is one small row without links. A month that is not known has no bar: it is counted in words beside its
year, for a bar at any month would say more than the record does.

Coordinates are those of a viewBox of `SLOT` units for a bar and `HEIGHT` units up; the picture is stretched to
the width of its place, so it holds no text.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from site_builder.charts.scale import short

SLOT: Final = 10
HEIGHT: Final = 40
_GAP: Final = 1  # on either side of a bar

YEARS_BY_MONTH: Final = 4
"""A calendar of at most so many years goes by month, a longer one by year."""
_YEARS_IN_ROW: Final = 12
_MOST_ROWS: Final = 10
_SPARK_YEARS_BY_MONTH: Final = 4
_SPARK_BARS: Final = 60

Counts = tuple[int, ...]
"""How many incidents of each mark, from mark 1."""
Tally = Mapping[tuple[int, int], Counts]
"""(year, month or 0) -> counts."""


def tally(found: Iterable[tuple[int, int, int]], marks: int) -> dict[tuple[int, int], Counts]:
    """Count (year, month or 0, mark from 1), the newest period first."""
    counted: dict[tuple[int, int], list[int]] = {}
    for year, month, mark in found:
        key = (year, month)
        if key not in counted:
            counted[key] = [0] * marks
        counted[key][mark - 1] += 1
    return {key: tuple(counted[key]) for key in sorted(counted, reverse=True)}


class Layer(NamedTuple):
    """All segments of one mark, as the path of an SVG."""

    mark: int
    path: str


class Bar(NamedTuple):
    """The place of a period (month 0: the whole year) in its row, and its incidents. `x` is its slot's left."""

    year: int
    month: int
    x: int
    counts: Counts

    @property
    def total(self) -> int:
        return sum(self.counts)


class Row(NamedTuple):
    """Bars beside each other. `first` is the row's first year; `undated` counts its incidents without a month."""

    first: int
    bars: tuple[Bar, ...]
    layers: tuple[Layer, ...]
    undated: Counts = ()

    @property
    def total(self) -> int:
        return sum(bar.total for bar in self.bars) + sum(self.undated)


class Calendar(NamedTuple):
    """Rows, the newest first. `unit` is what a bar stands for; `top` the number that fills the height;
    `earlier` counts incidents before the first row.
    """

    unit: str
    slots: int
    top: int
    rows: tuple[Row, ...]
    earlier: int = 0

    @property
    def width(self) -> int:
        return self.slots * SLOT


def calendar(counted: Tally) -> Calendar | None:
    """The calendar of a tally; None where nothing is counted."""
    if not counted:
        return None
    years = sorted({year for year, _ in counted})
    if years[-1] - years[0] < YEARS_BY_MONTH:
        return _by_month(counted, range(years[-1], years[0] - 1, -1))
    return _by_year(_years(counted))


def _by_month(counted: Tally, years: Iterable[int]) -> Calendar:
    top = max((sum(counts) for (_, month), counts in counted.items() if month), default=1)
    rows = []
    for year in years:
        bars = [
            Bar(year, month, (month - 1) * SLOT, counted[year, month])
            for month in range(1, 13)
            if (year, month) in counted
        ]
        rows.append(Row(year, tuple(bars), _layers(bars, top), counted.get((year, 0), ())))
    return Calendar("month", 12, top, tuple(rows))


def _by_year(counted: Mapping[int, Counts]) -> Calendar:
    first, last = min(counted), max(counted)
    top = max(map(sum, counted.values()))
    if last - first < _YEARS_IN_ROW:
        return Calendar("year", last - first + 1, top, (_row_of_years(counted, first, last, top),))
    decades = sorted({year // 10 * 10 for year in counted}, reverse=True)
    shown, rest = decades[:_MOST_ROWS], decades[_MOST_ROWS:]
    rows = tuple(_row_of_years(counted, decade, decade + 9, top) for decade in shown)
    earlier = sum(sum(counts) for year, counts in counted.items() if year // 10 * 10 in rest)
    return Calendar("year", 10, top, rows, earlier)


def _row_of_years(counted: Mapping[int, Counts], first: int, last: int, top: int) -> Row:
    bars = [Bar(year, 0, (year - first) * SLOT, counted[year]) for year in range(first, last + 1) if year in counted]
    return Row(first, tuple(bars), _layers(bars, top))


def _years(counted: Tally) -> dict[int, Counts]:
    found: dict[int, Counts] = {}
    for (year, _), counts in counted.items():
        found[year] = tuple(map(sum, zip(found[year], counts, strict=True))) if year in found else counts
    return found


def _layers(bars: Iterable[Bar], top: int) -> tuple[Layer, ...]:
    """Segments from the bottom up, in order of marks. Each ends where the next begins, whatever is rounded."""
    paths: dict[int, list[str]] = {}
    for bar in bars:
        below = 0
        for mark, count in enumerate(bar.counts, 1):
            if count:
                low, high = HEIGHT * (1 - below / top), HEIGHT * (1 - (below + count) / top)
                width = SLOT - 2 * _GAP
                path = f"M{bar.x + _GAP} {short(high)}h{width}V{short(low)}h-{width}z"
                paths.setdefault(mark, []).append(path)
                below += count
    return tuple(Layer(mark, "".join(paths[mark])) for mark in sorted(paths))


class Stretch(NamedTuple):
    """What a bar of a small picture stands for: a month, or (month 0) the years from `first` to `last`."""

    first: int
    last: int
    month: int
    counts: Counts

    @property
    def total(self) -> int:
        return sum(self.counts)


class Spark(NamedTuple):
    """A small row of bars from the year `first` to `last`, `slots` of them side by side; `bars` are those that are
    not empty, the newest first, for those who cannot see them.
    """

    unit: str
    first: int
    last: int
    slots: int
    top: int
    layers: tuple[Layer, ...]
    bars: tuple[Stretch, ...]

    @property
    def width(self) -> int:
        return self.slots * SLOT


def spark(counted: Tally) -> Spark | None:
    """The small picture of a tally; None where all of it would stand in one bar.

    It goes by month where that is known of all and the years are few, else by year, else by spans of years.
    """
    years = _years(counted)
    if not years:
        return None
    first, last = min(years), max(years)
    slots: dict[int, Stretch] = {}
    if last - first < _SPARK_YEARS_BY_MONTH and all(month for _, month in counted):
        unit, number = "month", (last - first + 1) * 12
        for (year, month), counts in counted.items():
            slots[(year - first) * 12 + month - 1] = Stretch(year, year, month, counts)
    else:
        step = (last - first) // _SPARK_BARS + 1
        unit, number = "year", (last - first) // step + 1
        for year, counts in years.items():
            slot = (year - first) // step
            begins = first + slot * step
            known = slots[slot].counts if slot in slots else (0,) * len(counts)
            both = tuple(map(sum, zip(known, counts, strict=True)))
            slots[slot] = Stretch(begins, min(begins + step - 1, last), 0, both)
    if len(slots) < 2:
        return None
    top = max(stretch.total for stretch in slots.values())
    layers = _layers([Bar(first, 0, slot * SLOT, slots[slot].counts) for slot in sorted(slots)], top)
    return Spark(unit, first, last, number, top, layers, tuple(slots[slot] for slot in sorted(slots, reverse=True)))

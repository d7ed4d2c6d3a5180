"""Scales: from counts and days to places in a picture."""

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal, NamedTuple

from site_builder.records.dates import DateWords


def short(number: float) -> str:
    """A coordinate as text, at most two decimals: 12.5, 0.33, 4."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def ordinal(day: str) -> int:
    """The number of an ISO day, counted from 0001-01-01."""
    return date.fromisoformat(day).toordinal()


class Scale(NamedTuple):
    """Days from `first` to `last` (ordinals) onto `left` to `right` (percent of the width)."""

    first: int
    last: int
    left: float = 3
    right: float = 97

    def at(self, day: int) -> float:
        share = (day - self.first) / (self.last - self.first) if self.last > self.first else 0.5
        return self.left + share * (self.right - self.left)


class Tick(NamedTuple):
    """A mark on an axis: where, its words, and the class of how they stand to it (after, over it, before it)."""

    x: float
    text: str
    anchor: str = ""


Unit = Literal["day", "month", "year"]
UNITS: Final[tuple[Unit, ...]] = ("day", "month", "year")

# (unit, how many of it between two ticks), the finest first; the first with few enough ticks is taken.
_COUNTS: Final[dict[Unit, tuple[int, ...]]] = {
    "day": (1, 2, 7, 14),
    "month": (1, 2, 3, 6),
    "year": (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000),
}
_STEPS: Final[tuple[tuple[Unit, int], ...]] = tuple((unit, n) for unit in UNITS for n in _COUNTS[unit])
_MOST_TICKS: Final = 4


def ticks(scale: Scale, words: DateWords, finest: Unit = "day") -> tuple[Tick, ...]:
    """The beginnings of days, months or years on a scale, as many as can be read on a narrow screen.

    None is of a finer unit than `finest`.

    Ticks are the calendar's, not the record's: they state no date of any incident.
    """
    for unit, step in (step for step in _STEPS if UNITS.index(step[0]) >= UNITS.index(finest)):
        if (scale.last - scale.first) / (step * _LENGTH[unit]) <= _MOST_TICKS:
            break
    days = [day for day in _calendar(scale, unit, step) if scale.first <= day.toordinal() <= scale.last]
    years = {day.year for day in days}
    return tuple(
        Tick(x := scale.at(day.toordinal()), _worded(day, unit, words, named=len(years) > 1 or n == 0), _anchor(x))
        for n, day in enumerate(days)
    )


def _anchor(x: float) -> str:
    """So that words stay inside the picture."""
    return " ends" if x > 80 else " mid" if x > 15 else ""


_LENGTH: Final[dict[Unit, float]] = {"day": 1, "month": 30.44, "year": 365.24}


def _calendar(scale: Scale, unit: str, step: int) -> Iterator[date]:
    if unit == "day":
        yield from (date.fromordinal(n) for n in range(scale.first, scale.last + 1, step))
        return
    first, last = date.fromordinal(scale.first), date.fromordinal(scale.last)
    for year in range(first.year, last.year + 1):
        if unit == "month":
            yield from (date(year, month, 1) for month in range(1, 13, step))
        elif year % step == 0:
            yield date(year, 1, 1)


def _worded(day: date, unit: str, words: DateWords, *, named: bool) -> str:
    """`2026`, `Mar 2026`, `24 Feb`."""
    month = day.month - 1
    if unit == "year":
        return words.year.format(year=day.year)
    if unit == "month":
        return words.ticks["month"][month].format(year=day.year) if named else words.short[month]
    return words.ticks["day" if named else "day of year"][month].format(day=day.day, year=day.year)

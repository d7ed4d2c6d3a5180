"""When the parts of an incident happened, on a scaled line.

Places across are percent of the width, so that marks and words keep their size on a narrow screen; places down
are pixels. Time runs as the language does: `mirrored` has places from the right, where its words begin. A line with
round ends is a dot for a day, and a band for what is known less precisely or lasted.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from site_builder.charts.scale import Scale, Tick, Unit, ordinal, ticks
from site_builder.records.dates import DateWords, When

DATE_ROW: Final = 34
EVENT_ROW: Final = 24
_APART: Final = 8.0
"""How far apart two numbers of a row must be, in percent: what a number takes on the narrowest screen."""
_AXIS: Final = 26
_SIDE: Final = 55  # a band that begins further right has its words before its end


class Band(NamedTuple):
    """A date from `x1` to `x2`. `edges` are class names of what is special about its ends.

    `number` is an event's place in the list, 0 for a date of the incident, which has a `name`.
    """

    name: str
    number: int
    x1: float
    x2: float
    y: int
    edges: str
    before: bool  # whether its words end where it ends, since there is no room behind its beginning

    @property
    def middle(self) -> float:
        return (self.x1 + self.x2) / 2


class Chronology(NamedTuple):
    """A picture of `height` pixels; the axis is at `axis`, beneath the events and dates."""

    height: int
    axis: int
    dates: tuple[Band, ...]
    events: tuple[Band, ...]
    ticks: tuple[Tick, ...]


def chronology(
    dates: Sequence[tuple[str, When]], events: Sequence[When], words: DateWords, *, mirrored: bool = False
) -> Chronology | None:
    """The picture of an incident's dates (with their names) and its events; None if all is one day. `words`
    are those of its axis.
    """
    every = [when for _, when in dates] + list(events)
    days = [ordinal(day) for when in every for day in (when.earliest, when.latest) if day]
    if not days or min(days) == max(days):
        return None
    scale = Scale(min(days), max(days))
    top = DATE_ROW // 2 + 8
    bands = tuple(_band(scale, when, name, 0, top + n * DATE_ROW) for n, (name, when) in enumerate(dates))
    below = len(dates) * DATE_ROW + EVENT_ROW // 2 + 4
    placed = tuple(_events(scale, events, below))
    rows = {band.y for band in placed}
    axis = len(dates) * DATE_ROW + len(rows) * EVENT_ROW + 12
    made = Chronology(axis + _AXIS, axis, bands, placed, ticks(scale, words, _finest(every)))
    return _mirrored(made) if mirrored else made


def _mirrored(made: Chronology) -> Chronology:
    def turned(band: Band) -> Band:
        return band._replace(x1=round(100 - band.x1, 2), x2=round(100 - band.x2, 2))

    return made._replace(
        dates=tuple(map(turned, made.dates)),
        events=tuple(map(turned, made.events)),
        ticks=tuple(tick._replace(x=100 - tick.x) for tick in made.ticks),
    )


def _finest(dates: Sequence[When]) -> Unit:
    """The unit of the least precise date: ticks beside it that were finer would look like days it states."""
    points = [point for when in dates for point in (when.start, when.end) if point]
    if any(point.month is None for point in points):
        return "year"
    return "month" if any(point.day is None for point in points) else "day"


def _band(scale: Scale, when: When, name: str, number: int, y: int) -> Band:
    x1 = scale.at(ordinal(when.earliest)) if when.earliest else 0
    x2 = scale.at(ordinal(when.latest)) if when.latest else 100
    return Band(name, number, round(x1, 2), round(x2, 2), y, " ".join(_edges(when)), round(x1, 2) > _SIDE)


def _edges(when: When) -> Iterable[str]:
    if when.earliest is None or when.latest is None:
        yield "open"
    if any(side and (side.approximate or side.uncertain) for side in (when.start, when.end)):
        yield "soft"


def _events(scale: Scale, events: Sequence[When], top: int) -> Iterable[Band]:
    """Each in the first row where its number and its band touch no other."""
    rows: list[list[tuple[float, float]]] = []
    for number, when in enumerate(events, 1):
        band = _band(scale, when, "", number, 0)
        left, right = min(band.x1, band.middle - _APART / 2), max(band.x2, band.middle + _APART / 2)
        row = next((n for n, taken in enumerate(rows) if all(right <= a or left >= b for a, b in taken)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append((left, right))
        yield band._replace(y=top + row * EVENT_ROW)

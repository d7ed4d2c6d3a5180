"""How long after an incident it was disclosed, no more precisely than its dates say."""

from math import ceil, floor
from typing import Final, Literal, NamedTuple

from site_builder.charts.scale import ordinal
from site_builder.records.dates import When


class Lag(NamedTuple):
    """Days from the occurrence to the disclosure: at least `least`, at most `most` (None: no bound).

    `about` where a date is qualified; `during` where it was disclosed while it still went on.
    """

    least: int
    most: int | None
    about: bool = False
    during: bool = False


def lag(occurred: When | None, disclosed: When | None) -> Lag | None:
    """The lag between two dates; None where it cannot be said.

    Nothing is known of where in a month, a year or an interval something happened: the bounds are those of
    all days that the dates allow. What has not happened cannot be disclosed, so none is below 0.
    """
    if not occurred or not disclosed or occurred.earliest is None or disclosed.earliest is None:
        return None
    if disclosed.latest is not None and disclosed.latest < occurred.earliest:
        return None  # disclosed before it happened: a plan, or a fault
    started, known = ordinal(occurred.earliest), ordinal(disclosed.earliest)
    least = max(0, known - ordinal(occurred.latest)) if occurred.latest else 0
    most = ordinal(disclosed.latest) - started if disclosed.latest else None
    inside = disclosed.latest is not None and (occurred.latest is None or disclosed.latest <= occurred.latest)
    sides = (occurred.start, occurred.end, disclosed.start, disclosed.end)
    about = any(side and (side.approximate or side.uncertain) for side in sides)
    return Lag(least, most, about, occurred.interval and inside and known >= started)


Unit = Literal["day", "month", "year"]

# Above so many days a range is told in ...; rounded outwards, so that it still holds.
_UNITS: Final[tuple[tuple[int, Unit, float], ...]] = ((1095, "year", 365.24), (119, "month", 30.44), (0, "day", 1.0))


def span(value: Lag) -> tuple[Unit, int, int]:
    """The bounds of a lag that has both, in the unit that suits them: at least and at most so many. One that is
    known to the day is told in days.
    """
    assert value.most is not None
    if value.least == value.most:
        return "day", value.least, value.most
    unit, days = next((unit, days) for above, unit, days in _UNITS if value.most > above)
    return unit, floor(value.least / days), ceil(value.most / days)


_GROUPS: Final = ((0, "same-day"), (7, "week"), (31, "month"), (92, "quarter"), (366, "year"))
LAG_GROUPS: Final = (*(name for _, name in _GROUPS), "longer", "unclear")
"""The classes of `lag_group`, the shortest first."""


def lag_group(value: Lag | None) -> str:
    """The class that a lag falls into wholly; `unclear` where the dates are too coarse to tell."""
    if value is None or value.most is None:
        return "unclear"
    low, high = _group(value.least), _group(value.most)
    return low if low == high else "unclear"


def _group(days: int) -> str:
    return next((name for most, name in _GROUPS if days <= most), "longer")

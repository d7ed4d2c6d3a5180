"""The mark of a date on the rail: how precise it is and how long it lasted, as names of shapes.

A list runs from the newest down, so later is higher: the end of an interval is the top of its mark.
"""

from functools import lru_cache
from typing import Final

from site_builder.charts.scale import ordinal
from site_builder.records.dates import Point, When

# An interval that lasted at most so many days is drawn as ...
_LENGTHS: Final = ((31, "span-days"), (366, "span-months"))


@lru_cache(maxsize=4096)
def rail_mark(when: When) -> str:
    """Class names: one shape (`at-day`, `at-month`, `at-year`, `at-span` with its length), then what is
    special about its edges (`soft-start`, `soft-end`: about; `open-start`, `open-end`) and `unsure`.
    """
    names = [_shape(when)]
    if when.interval:
        names += _edge(when.start, "start") + _edge(when.end, "end")
    elif when.anchor.approximate:
        names += ["soft-start", "soft-end"]
    if any(side and side.uncertain for side in (when.start, when.end)):
        names.append("unsure")
    return " ".join(names)


def _shape(when: When) -> str:
    if not when.interval:
        return "at-day" if when.anchor.day else "at-month" if when.anchor.month else "at-year"
    if when.earliest is None or when.latest is None:
        return "at-span span-months"
    days = ordinal(when.latest) - ordinal(when.earliest) + 1
    return "at-span " + next((name for most, name in _LENGTHS if days <= most), "span-years")


def _edge(side: Point | None, name: str) -> list[str]:
    if side is None:
        return [f"open-{name}"]
    return [f"soft-{name}"] if side.approximate else []

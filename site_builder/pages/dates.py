"""Dates as pages show them: the wording of `records.dates`, with <time> around each point in it.

What a date means and how it is worded is `records.dates`' business.
"""

from functools import lru_cache
from typing import NamedTuple

from site_builder.records.dates import DateWords, Point, When, core_wording, match_date, wording

_PLACE = "\0"
"""Stands where a point goes in the wording while its pieces are found; no word holds it."""


class Piece(NamedTuple):
    """A stretch of a date's wording; `datetime` (no qualifier, empty for words between) if it is a point in
    time.
    """

    text: str
    datetime: str


@lru_cache(maxsize=4096)
def pieces(when: When, words: DateWords) -> tuple[Piece, ...]:
    """The wording of a date in pieces: "about ", <2025-12> "December 2025", " to ", <2026-01> "January 2026".

    Joined, the texts are the wording; the values of `datetime` are those of `When.points()`.
    """
    points: list[Point] = []

    def place(point: Point) -> str:
        points.append(point)
        return f"{_PLACE}{len(points) - 1}{_PLACE}"

    found = []
    for n, part in enumerate(wording(when, words, place).split(_PLACE)):
        if n % 2:
            point = points[int(part)]
            found.append(Piece(core_wording(point, words), point.plain))
        elif part:
            found.append(Piece(part, ""))
    return tuple(found)


@lru_cache(maxsize=4096)
def day(text: str, words: DateWords) -> tuple[Piece, ...]:
    """The same for a full day that is no date of an incident (`added`, the day of a correction)."""
    when = match_date(text)
    if when is None:
        message = f"not a day: {text!r}; the model lets no such value through"
        raise ValueError(message)
    return pieces(when, words)

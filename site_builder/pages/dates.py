"""Dates as pages show them: the wording of `records.dates`, with <time> around each point in it.

What a date means and how it is worded is `records.dates`' business.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from site_builder.records.dates import When, match_date, point_wording, wording


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a date's wording; `datetime` (no qualifier, empty for words between) if it is a point in
    time.
    """

    text: str
    datetime: str


@lru_cache(maxsize=4096)
def pieces(when: When) -> tuple[Piece, ...]:
    """The wording of a date in pieces: "about ", <2025-12> "December 2025", " to ", <2026-01> "January 2026".

    Joined, the texts are the wording; the values of `datetime` are those of `When.points()`.
    """
    text, position, found = wording(when), 0, []
    sides = (when.start, when.end) if when.interval else (when.start,)
    for side in sides:
        if side is None:
            continue
        core = point_wording(replace(side, approximate=False, uncertain=False))
        start = text.index(core, position)
        if start > position:
            found.append(Piece(text[position:start], ""))
        found.append(Piece(core, side.plain))
        position = start + len(core)
    if position < len(text):
        found.append(Piece(text[position:], ""))
    return tuple(found)


@lru_cache(maxsize=4096)
def day(text: str) -> tuple[Piece, ...]:
    """The same for a full day that is no date of an incident (`added`, the day of a correction)."""
    when = match_date(text)
    if when is None:
        message = f"not a day: {text!r}; the model lets no such value through"
        raise ValueError(message)
    return pieces(when)

"""Dates of incidents: a subset of EDTF (ISO 8601-2:2019, levels 0 and 1) with bounds, order and wording.

    2025   2025-07   2025-07-18      each with an optional ~ (about), ? (uncertain) or % (both)
    2025-12/2026-01~   2025/..   ../2026-01      intervals; ".." is open or unknown

This module owns what a date means. What is wrong with a text that is none, and what it may mean, is said by
`read_date`; which fields hold dates is the business of `model`.

Days are ISO texts (`YYYY-MM-DD`, proleptic Gregorian, years 0001-9999), which compare as the days do.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

_YEAR = "(?!0000)[0-9]{4}"
_DAY = "(?:0[1-9]|[12][0-9]|3[01])"
_POINT = f"({_YEAR})(?:-(0[1-9]|1[0-2])(?:-({_DAY}))?)?([~?%]?)"

PATTERN: Final = rf"^(?:{_POINT}|(?!\.\.$)\.\.(?!/\.\.))(?:/(?:{_POINT}|\.\.))?$"
"""What `parse` accepts, but for days past a month's end and the order of sides; good for JSON Schema too."""
FULL_DAY_PATTERN: Final = f"^{_YEAR}-(?:0[1-9]|1[0-2])-{_DAY}$"
"""What `parse_full_day` accepts, but for days past the end of a month."""

_QUALIFIERS = {"": (False, False), "~": (True, False), "?": (False, True), "%": (True, True)}
SIGNS = {flags: sign for sign, flags in _QUALIFIERS.items()}


class Point(NamedTuple):
    """A year, month or day as precisely as it is known; month 1-12, day 1-31, None where not known."""

    year: int
    month: int | None = None
    day: int | None = None
    approximate: bool = False
    uncertain: bool = False

    @property
    def plain(self) -> str:
        """`2025-07`: no qualifier; a valid `datetime` of HTML's <time>."""
        return "-".join([f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part])

    @property
    def edtf(self) -> str:
        """`2025-07~`: as it is written in records."""
        return self.plain + SIGNS[self.approximate, self.uncertain]

    @property
    def earliest(self) -> str:
        """The first possible day, qualifier ignored."""
        return f"{self.year:04}-{self.month or 1:02}-{self.day or 1:02}"

    @property
    def latest(self) -> str:
        """The last possible day, qualifier ignored."""
        month = self.month or 12
        return f"{self.year:04}-{month:02}-{self.day or monthrange(self.year, month)[1]:02}"


class When(NamedTuple):
    """A date (start and end are the same) or an interval (a side that is None is open; never both)."""

    start: Point | None
    end: Point | None
    interval: bool

    @property
    def edtf(self) -> str:
        """The text that this was parsed from."""
        sides = [side.edtf if side else ".." for side in (self.start, self.end)]
        return "/".join(sides if self.interval else sides[:1])

    @property
    def earliest(self) -> str | None:
        """The first possible day, qualifiers ignored."""
        return self.start.earliest if self.start else None

    @property
    def latest(self) -> str | None:
        """The last possible day, qualifiers ignored."""
        return self.end.latest if self.end else None

    @property
    def anchor(self) -> Point:
        """Where it stands on a timeline."""
        point = self.start or self.end
        if point is None:
            raise ValueError("an interval must not be open on both sides; parse() makes no such value")
        return point

    def points(self) -> tuple[str, ...]:
        """The values for <time datetime>, no qualifiers: two for a closed interval, else one."""
        known = tuple(side.plain for side in (self.start, self.end) if side)
        return known if self.interval else known[:1]


def sort_key(when: When, slug: str) -> tuple[int, int, int, int, str]:
    """Newest first by anchor, the unknown before the known; then the later last day, then the slug."""
    at = when.anchor
    last = int(when.latest.replace("-", "")) if when.latest else 9999_99_99
    return -at.year, -(at.month or 13), -(at.day or 32), -last, slug


# Wording

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

Precision = Literal["day", "more"]
"""What a phrase may have to agree with: whether a date is a day, or a month or year."""

PRECISIONS: Final[tuple[Precision, ...]] = ("day", "more")


@dataclass(frozen=True, slots=True, eq=False)
class DateWords:
    """How dates are worded in one language.

    `days` and `months` have a pattern for each month, with `{day}` and `{year}`; `year` is one with `{year}`. `phrases`
    are by name and by the precision of what they hold: `{date}`, or `{start}` and `{end}`. `headings` and `short` are
    the months standing alone, in full and as they fit below a narrow bar. `ticks` are short patterns for an axis, for
    each month: "day", "day of year" (without its year), "month".
    """

    days: tuple[str, ...]
    months: tuple[str, ...]
    year: str
    phrases: Mapping[tuple[str, ...], str]
    headings: tuple[str, ...]
    short: tuple[str, ...]
    ticks: Mapping[str, tuple[str, ...]]


_ENGLISH: Final = {"~": "about {date}", "?": "{date} (uncertain)", "%": "about {date} (uncertain)"} | {
    "since": "since {date}",
    "by": "by {date}",
}
ENGLISH_PHRASES: Final[Mapping[tuple[str, ...], str]] = {
    **{(name, side): text for name, text in _ENGLISH.items() for side in PRECISIONS},
    **{("between", start, end): "{start} to {end}" for start in PRECISIONS for end in PRECISIONS},
}
ENGLISH_DATES: Final = DateWords(
    days=tuple(f"{{day}} {month} {{year}}" for month in MONTHS),
    months=tuple(f"{month} {{year}}" for month in MONTHS),
    year="{year}",
    phrases=ENGLISH_PHRASES,
    headings=MONTHS,
    short=tuple(month[:3] for month in MONTHS),
    ticks={
        "day": tuple(f"{{day}} {month[:3]} {{year}}" for month in MONTHS),
        "day of year": tuple(f"{{day}} {month[:3]}" for month in MONTHS),
        "month": tuple(f"{month[:3]} {{year}}" for month in MONTHS),
    },
)


def wording(when: When, words: DateWords = ENGLISH_DATES, core: Callable[[Point], str] | None = None) -> str:
    """The date in words: "about December 2025 to January 2026". `core` words a point without its qualifier."""
    start, end = when.start, when.end
    if not when.interval:
        return point_wording(when.anchor, words, core)
    if start and end:
        phrase = words.phrases["between", _precision(start), _precision(end)]
        return phrase.format(start=point_wording(start, words, core), end=point_wording(end, words, core))
    at = when.anchor
    return words.phrases["since" if start else "by", _precision(at)].format(date=point_wording(at, words, core))


def point_wording(point: Point, words: DateWords = ENGLISH_DATES, core: Callable[[Point], str] | None = None) -> str:
    """One side in words: "February 2026 (uncertain)"."""
    text = core(point) if core else core_wording(point, words)
    sign = SIGNS[point.approximate, point.uncertain]
    return words.phrases[sign, _precision(point, qualified=False)].format(date=text) if sign else text


def core_wording(point: Point, words: DateWords = ENGLISH_DATES) -> str:
    """A point in words without its qualifier: "February 2026"."""
    if point.day and point.month:
        return words.days[point.month - 1].format(day=point.day, year=point.year)
    return (words.months[point.month - 1] if point.month else words.year).format(year=point.year)


def _precision(point: Point, *, qualified: bool = True) -> Precision:
    """A day that has words before it ("about") is not one that an article may stand before."""
    return "day" if point.day and not (qualified and point.approximate) else "more"


# Reading

_DATE = re.compile(PATTERN)


def match_date(text: str) -> When | None:
    """The value of a well-formed text whose days exist; its sides may be in the wrong order."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    groups = match.groups()
    start, end = _point(*groups[:4]), _point(*groups[4:])
    for side in (start, end):
        if side and side.month and side.day and side.day > monthrange(side.year, side.month)[1]:
            return None
    interval = "/" in text
    return When(start, end if interval else start, interval)


def _point(year: str | None, month: str | None, day: str | None, sign: str | None) -> Point | None:
    if year is None:
        return None
    approximate, uncertain = _QUALIFIERS[sign or ""]
    return Point(int(year), int(month) if month else None, int(day) if day else None, approximate, uncertain)


def reversed_sides(when: When) -> tuple[Point, Point] | None:
    """Start and end, if the last possible day is before the first possible one."""
    start, end = when.start, when.end
    return (start, end) if start and end and end.latest < start.earliest else None

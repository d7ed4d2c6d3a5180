"""Text -> date, or what is wrong with it, how to write it, and what it means where that is certain.

Owns the reading of texts that are no dates: other orders and separators, English words, misplaced qualifiers. What a
date means is `dates`' business.
"""

import difflib
import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from functools import lru_cache
from typing import Final, Literal

from site_builder.problems import ContentError
from site_builder.records.dates import (
    FULL_DAY_PATTERN,
    MONTHS,
    SIGNS,
    When,
    match_date,
    point_wording,
    reversed_sides,
    wording,
)

Code = Literal["date-invalid", "date-order"]  # of the problem that becomes of it


class DateError(ContentError):
    """A text that is no date."""

    def __init__(self, code: Code, message: str, hint: str, suggestion: str | None = None) -> None:
        super().__init__(code, message, hint, suggestion)


@lru_cache(maxsize=16384)
def parse(text: str) -> When:
    """The date that `text` states; raises DateError."""
    when = match_date(text)
    if when is None:
        raise _invalid(text)
    if sides := reversed_sides(when):
        first, last = (point_wording(side) for side in sides)
        swapped = When(when.end, when.start, when.interval)
        message = f"{_quote(text)} ends before it begins: {last} is before {first}"
        raise DateError("date-order", message, _write(swapped), swapped.edtf)
    return when


def parse_full_day(text: str) -> str:
    """`text` itself if it is a whole day without qualifier (YYYY-MM-DD); raises DateError."""
    message = f"{_quote(text)} is not a full day: write YYYY-MM-DD"
    try:
        meant: str | None = parse(text).edtf
    except DateError as error:
        meant = error.suggestion
        if error.code == "date-invalid":
            message = error.message
    if meant == text and re.fullmatch(FULL_DAY_PATTERN, text):
        return text
    day = meant.rstrip("~?%") if meant else ""
    if re.fullmatch(FULL_DAY_PATTERN, day):
        raise DateError("date-invalid", message, _write(parse(day)), day)
    raise DateError("date-invalid", message, _HINT_FULL_DAY)


# What is wrong with a text that is no date

_HINT = 'write 2025, 2025-07, 2025-07-18, or 2025-07~ for "about July 2025"'
_HINT_INTERVAL = "write 2025-12/2026-01, or 2025-12/.. or ../2026-01 where a side is open or unknown"
_HINT_VAGUE = "write the year, or the months that it may mean as an interval: 2025-01/2025-04"
_HINT_FULL_DAY = "write the year, month and day: 2025-07-18"
_MONTH_WORD = "(?:" + "|".join(name[:3].lower() for name in MONTHS) + ")[a-z]*"
_VAGUE = r"\b(?:early|mid|late|end|beginning|spring|summer|autumn|fall|winter)\b"

# The first that is found in the text says what is wrong with it.
_REASONS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), reason, hint)
    for pattern, reason, hint in (
        (r"\A\s*\Z", "it is empty", _HINT),
        (r"(?![0-9])\d", "its digits must be 0 to 9", _HINT),
        (r"\A\s|\s\Z", "there is a space before or after it", _HINT),
        (r"\d(?:T|,? )\d\d?:\d\d|\dT\d\d", "it must not have a time of day", _HINT),
        (r"\b\d*-?[XU]+\b|-\?\?", "a digit, month or day that is not known is left out", _HINT),
        (_VAGUE, "it has words that stand for no certain days", _HINT_VAGUE),
        (r"\A\.\.+\Z|\A\.*/\.*\Z", "an interval must have a date on one side at least", _HINT_INTERVAL),
        (
            r"[\u2010-\u2015\u2212]",
            'only a plain "-" joins the parts of a date, and "/" the sides of an interval',
            _HINT_INTERVAL,
        ),
        (r"\s/|/\s", 'there must be no space beside the "/"', _HINT_INTERVAL),
        (r"\A/|/\Z|/(?:open|present|now|\?)", 'an open side is written ".."', _HINT_INTERVAL),
        (r"\A\d{4}-\d\d?(?:-\d\d?)?[~?%]?(?:/\d{4}|\Z)", "the month and the day must have two digits", _HINT),
        (r"\A\d\d?-\d\d?-\d\d?\Z", "the year must have four digits", _HINT),
        (r"\A\d+([-/. _])\d{1,2}\1\d+[~?%]?\Z", "it must be year, month and day, joined by -", _HINT),
        (r"\A(?:\d\d?[-/. _]\d{4}|\d{4}[. _]\d\d?)[~?%]?\Z", "it must be year and month, joined by -", _HINT),
        (r"\A\d{8}\Z", "the year, month and day are joined by -", _HINT),
        (r"/.*/", "an interval has two sides", _HINT_INTERVAL),
        (
            r"--| - |\b(?:to|until|through|since|by)\b|\d\.\.|\.\.\d|\A\d{4}-\d{4}\Z",
            'an interval is written with "/", and ".." for an open side',
            _HINT_INTERVAL,
        ),
        (r"[a-z]", "it must be written in digits, the year first", _HINT),
        (r"~\?|\?~", '"~" and "?" together are written "%"', _HINT),
        (r"[~?%]{2}", "one of ~, ? and % is enough", _HINT),
        (r"[~?%](?!\Z|/)", "~, ? or % stands at the end of the date", _HINT),
        (r"-\d(?!\d)", "the month and the day must have two digits", _HINT),
        (r"/\d{1,2}[~?%]?\Z", '"/" stands between two dates, each with its year', _HINT),
        (r"\d{5}|(?:\A|/)(?:-|\d{1,3}(?:-|\Z))", "the year must have four digits, 0001 to 9999", _HINT),
    )
)


def _invalid(text: str) -> DateError:
    meant = _meant(text)
    reason, hint = _reason(text[:200])
    message = f"{_quote(text)} is not a date: {reason}"
    if meant:
        return DateError("date-invalid", message, _write(meant), meant.edtf)
    return DateError("date-invalid", message, hint)


def _reason(text: str) -> tuple[str, str]:
    """What is wrong, and how to write it if nothing better can be said."""
    sides = text.split("/")
    for side in sides if len(sides) < 3 else ():
        if fault := _out_of_range(side):
            return (f"in {_quote(side)}, {fault}" if len(sides) > 1 else fault), _HINT
    for pattern, reason, hint in _REASONS:
        if pattern.search(text):
            return reason, hint
    return "it must have the form YYYY, YYYY-MM or YYYY-MM-DD", _HINT


def _out_of_range(side: str) -> str | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?[~?%]?", side, re.ASCII)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year:
        return "the year must be 0001 to 9999"
    if month is not None and not 1 <= month <= 12:
        seasons = ", and seasons are not allowed" if 21 <= month <= 41 and day is None else ""
        return f"the month must be 01 to 12{seasons}"
    if month is None or day is None:
        return None
    days = monthrange(year, month)[1]
    if 1 <= day <= days:
        return None
    leap = ", as it is not a leap year" if (month, day) == (2, 29) else ""
    return f"the day must be 01 to {days}: {MONTHS[month - 1]} {year} has {days} days{leap}"


def _quote(text: str) -> str:
    shown = text if len(text) <= 60 else text[:59] + "…"
    return '"' + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shown) + '"'


def _write(when: When) -> str:
    return f'write {when.edtf} for "{wording(when)}"'


# What its author meant by it

_DASH = "\N{EN DASH}"
_ABOUT = re.compile(r"[~≈]|\b(?:about|around|approximately|approx|circa|ca|c)\b\.?|\bc(?=\d)")
_UNCERTAIN = re.compile(r"\?|\(?\buncertain\b\)?|\b(?:probably|possibly|perhaps|maybe)\b")
_OPEN = re.compile(r"\.*|\?|\*|open|unknown|present|now|today|ongoing")
_NOISE: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=\d)t\d.*|[ ,]+\d{1,2}:\d\d.*", ""),  # a time of day
        (r"-\?\?", "-xx"),
        (r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:on|in|of|the)\b", " "),
        (r"(?<=\d)(?:st|nd|rd|th)\b|,|\.(?= |$)", " "),
    )
)
_UNKNOWN = re.compile(r"(?:-(?:xx|uu|00))+$")
_PARTS = {"y": r"(?P<y>\d{4})", "m": rf"(?P<m>\d\d?|{_MONTH_WORD}|[a-z]{{6,10}})", "d": r"(?P<d>\d\d?)"}


def _shape(order: str) -> re.Pattern[str]:
    """Year, month (a number or a name) and day in this order, all joined by the same separator."""
    separators = ["", "(?P<s>[-/._ ])", "(?P=s)"]
    return re.compile("".join(separators[i] + _PARTS[part] for i, part in enumerate(order)), re.ASCII)


# The first line on which all shapes that give a date give the same one: 07/08/2025 has no suggestion.
_SHAPES: Final = tuple(tuple(_shape(order) for order in orders.split()) for orders in ("y ym ymd", "ydm", "my dmy mdy"))
_SPANS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    (re.compile(r"(\d{3})(?:[xu]|0s)", re.ASCII), lambda m: f"{m[1]}0/{m[1]}9"),
    (re.compile(r"(\d\d)(?:xx|uu)", re.ASCII), lambda m: f"{m[1]}00/{m[1]}99"),
    (re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII), lambda m: f"{m[1]}-{m[2]}-{m[3]}"),
)
_INTERVALS: Final = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"([^/]*)/([^/]*)",
        rf"(?:(?:from|between) )?(.+?)(?: ?{_DASH} ?| to | and | until | till | through | - |--)(.+)",
        r"(.*?)\.{2,}(.*)",
        r"(\d{4})-(\d{4})",
        r"(?:since|from) (.+)()",
        r"()(?:by|until|till|up to) (.+)",
    )
)


def _meant(text: str) -> When | None:
    """The one date that `text` can stand for; None if there is none, or more than one."""
    if len(text) > 80:
        return None
    plain = _plain(text)
    candidates = [] if "-" in plain and _DASH in plain else [_side(plain.replace(_DASH, "-"))]
    candidates += [make(match) for pattern, make in _SPANS if (match := pattern.fullmatch(plain))]
    candidates += [_interval(*match.groups()) for each in _INTERVALS if (match := each.fullmatch(plain))]
    for candidate in candidates:
        when = match_date(candidate) if candidate else None
        if when and not reversed_sides(when):
            return when
    return None


def _plain(text: str) -> str:
    """Lower case, ASCII digits, "-" for hyphens, _DASH for dashes, single spaces, none beside a slash."""
    folded = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in folded)
    dashes = re.sub(r"[\u2012-\u2015]", _DASH, re.sub(r"[\u2010\u2011\u2212]", "-", digits))
    return re.sub(r" ?/ ?", "/", " ".join(dashes.lower().split()))


def _side(text: str) -> str | None:
    for pattern, replacement in _NOISE:
        text = pattern.sub(replacement, text)
    bare = _UNCERTAIN.sub(" ", _ABOUT.sub(" ", text.replace("%", " ")))
    # "2025 ~-07" leaves a space beside the hyphen
    date = _UNKNOWN.sub("", re.sub(r" ?- ?", "-", " ".join(bare.split())))
    sign = SIGNS[bool(_ABOUT.search(text)) or "%" in text, bool(_UNCERTAIN.search(text)) or "%" in text]
    for shapes in _SHAPES:
        readings = {_reading(match) for shape in shapes if (match := shape.fullmatch(date))} - {None}
        if readings:
            return f"{readings.pop()}{sign}" if len(readings) == 1 else None
    return None


def _reading(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    month = parts.get("m", "")
    if month.isalpha():
        names = [name for name in MONTHS if name.lower().startswith(month)]
        names = names or difflib.get_close_matches(month.capitalize(), MONTHS, 1, 0.8)
        month = str(MONTHS.index(names[0]) + 1) if names else "00"
    edtf = "-".join([parts["y"]] + [part.zfill(2) for part in (month, parts.get("d", "")) if part])
    return edtf if match_date(edtf) else None


def _interval(first: str, last: str) -> str | None:
    """Two sides in EDTF; a side takes what it leaves out from the other: 2025-07-18/20, May to July 2025."""
    start, end = (".." if _OPEN.fullmatch(side) else _side(side) for side in (first.strip(), last.strip()))
    if start and not end and re.fullmatch(r"\d\d?[~?%]?", last, re.ASCII):
        known = start.rstrip("~?%")
        end = (known[:2] if len(known) == 4 else known[:-2]) + last.rjust(2 + (not last[-1].isdigit()), "0")
    if end and not start:
        start = _side(f"{first} {end[:4]}") or _side(f"{end[:8]}{first}")
    return f"{start}/{end}" if start and end else None

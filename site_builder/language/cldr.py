"""What Unicode's CLDR knows of a language, by way of Babel: patterns of dates, months, signs in figures, names of
languages.

Days and years are in Western digits and the Gregorian calendar in every language, as the addresses and the data are.
"""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, Final, NamedTuple

from site_builder.language.tags import NAMES, wider
from site_builder.language.values import ENGLISH_NUMBERS, Numbers, Words, capitalised
from site_builder.records.dates import ENGLISH_DATES, ENGLISH_PHRASES, DateWords

MONTHS: Final = range(1, 13)

SHORT: Final = 5
"""What fits below a bar of 24 pixels; longer abbreviations give way to CLDR's narrow forms."""

# A field of a pattern (UTS 35, part 4), a quoted text, or any other character.
_FIELD: Final = re.compile(r"(?P<field>y+|M+|L+|d+|G+)|'(?P<quoted>(?:[^']|'')*)'|(?P<other>.)", re.DOTALL)

# CLDR's minimumGroupingDigits, which Babel leaves out: here four digits stand together.
_FOUR_TOGETHER: Final = frozenset({"bg", "es", "et", "ka", "lv", "pl", "pt-PT"})

# By name and precision -> the context in which translators see the phrase.
_CONTEXTS: Final = {"day": "a day", "more": "a month or year"}


class Conventions(NamedTuple):
    """How a language writes dates and figures, and what it calls languages."""

    dates: DateWords = ENGLISH_DATES
    numbers: Numbers = ENGLISH_NUMBERS
    names: Mapping[str, str] | None = None
    territory: str = ""


def date_messages() -> Iterable[tuple[tuple[str, ...], str, str]]:
    """Every phrase of dates: its key, context and message."""
    for key, message in ENGLISH_PHRASES.items():
        yield key, " to ".join(_CONTEXTS[side] for side in key[1:]), message


def conventions(tag: str, words: Words) -> Conventions:
    """Those of a language; English's where CLDR does not know it."""
    phrases = {key: words.forms(context, message)[0] for key, context, message in date_messages()}
    found = _data(tag)
    if found is None:
        return Conventions(_with_phrases(ENGLISH_DATES, phrases))
    name, data = found
    names = {tag: capitalised(name) for tag, name in data["languages"].items()}
    return Conventions(_dates(data, phrases), _numbers(data, tag), NAMES | names, _territory(name))


Data = Mapping[str, Any]

_PARTS: Final = (
    "months",
    "eras",
    "date_formats",
    "datetime_skeletons",
    "decimal_formats",
    "number_symbols",
    "languages",
)


def _data(tag: str) -> tuple[str, Data] | None:
    """The name of the closest locale there is, and its data.

    A copy: Babel's values share parts among languages and write into them what stands for another part, so that the
    months of one language would turn up in the next one that a process asks for.
    """
    from babel import localedata

    for each in wider(tag):
        name = each.replace("-", "_")
        if localedata.exists(name):
            data = localedata.load(name)
            return name, localedata.LocaleDataDict(deepcopy({part: data[part] for part in _PARTS}))
    return None


def _territory(name: str) -> str:
    from babel.core import get_global

    likely = get_global("likely_subtags").get(name, "")
    parts = [*name.split("_")[1:], *likely.split("_")[1:]]
    return next((part for part in parts if re.fullmatch("[A-Z]{2}", part)), "")


# ---------------------------------------------------------------- dates
def _dates(data: Data, phrases: Mapping[tuple[str, ...], str]) -> DateWords:
    alone = data["months"]["stand-alone"]
    short = [alone["abbreviated"][n] for n in MONTHS]
    if max(map(len, short)) > SHORT:
        short = [alone["narrow"][n] for n in MONTHS]
    skeletons = {name: data["datetime_skeletons"][name].pattern for name in ("yMMMM", "y", "yMMMd", "MMMd", "yMMM")}
    return DateWords(
        days=_patterns(data, data["date_formats"]["long"].pattern),
        months=_patterns(data, skeletons["yMMMM"]),
        year=_patterns(data, skeletons["y"])[0],
        phrases=phrases,
        headings=tuple(alone["wide"][n] for n in MONTHS),
        short=tuple(short),
        ticks={
            "day": _patterns(data, skeletons["yMMMd"]),
            "day of year": _patterns(data, skeletons["MMMd"]),
            "month": _patterns(data, skeletons["yMMM"]),
        },
    )


def _patterns(data: Data, pattern: str) -> tuple[str, ...]:
    """A pattern of CLDR for each month, with `{day}` and `{year}`."""
    return tuple("".join(_written(data, match, month) for match in _FIELD.finditer(pattern)) for month in MONTHS)


def _written(data: Data, match: re.Match[str], month: int) -> str:
    if match["field"] is None:
        text = match["other"] if match["quoted"] is None else match["quoted"].replace("''", "'") or "'"
        return text.replace("{", "{{").replace("}", "}}")
    kind, width = match["field"][0], len(match["field"])
    if kind in "yd":
        return "{year}" if kind == "y" else "{day}"
    if kind == "G":
        return str(data["eras"]["abbreviated"][1])
    if width < 3:
        return f"{month:0{width}}"
    names = data["months"]["stand-alone" if kind == "L" else "format"]
    return str(names["abbreviated" if width == 3 else "wide"][month])


def _with_phrases(dates: DateWords, phrases: Mapping[tuple[str, ...], str]) -> DateWords:
    return DateWords(dates.days, dates.months, dates.year, phrases, dates.headings, dates.short, dates.ticks)


# ---------------------------------------------------------------- figures
def _numbers(data: Data, tag: str) -> Numbers:
    signs = data["number_symbols"]["latn"]
    last, other = data["decimal_formats"][None].grouping
    least = 2 if _FOUR_TOGETHER.intersection(wider(tag)) else 1
    return Numbers(signs["decimal"], signs["group"], last, other, least)

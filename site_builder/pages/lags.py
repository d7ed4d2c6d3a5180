"""How long after an incident it was disclosed, in words: `25 days later`, `25 to 86 days later`, `within 24 days`."""

from collections.abc import Mapping
from typing import Final

from site_builder.charts.lag import Lag, Unit, span
from site_builder.language import Language, msg, nmsg

Plural = tuple[str, str]

SAME_DAY: Final = msg("on the same day")
FIRST_DAY: Final = msg("on the day it began")
DURING: Final = msg("while it went on")
SOME_TIME: Final = msg("some time later")
ABOUT: Final = msg("{lag}, by dates that are themselves uncertain")
EXACT: Final = nmsg("{n} day later", "{n} days later")
AT_LEAST: Final = nmsg("at least {n} day later", "at least {n} days later")
WITHIN: Final[Mapping[Unit, Plural]] = {
    "day": nmsg("within {n} day", "within {n} days"),
    "month": nmsg("within {n} month", "within {n} months"),
    "year": nmsg("within {n} year", "within {n} years"),
}
BETWEEN: Final[Mapping[Unit, Plural]] = {
    "day": nmsg("{least} to {n} day later", "{least} to {n} days later"),
    "month": nmsg("{least} to {n} month later", "{least} to {n} months later"),
    "year": nmsg("{least} to {n} year later", "{least} to {n} years later"),
}


def lag_words(value: Lag, language: Language) -> str:
    """A lag, as precisely as it is known."""
    words = _while_it_lasted(value, language) if value.during else _later(value, language)
    return language.gettext(ABOUT, lag=words) if value.about else words


def _while_it_lasted(value: Lag, language: Language) -> str:
    return language.gettext(FIRST_DAY if value.most == 0 else DURING)


def _later(value: Lag, language: Language) -> str:
    if value.most is None:
        return language.ngettext(*AT_LEAST, value.least) if value.least else language.gettext(SOME_TIME)
    unit, least, most = span(value)
    if least == most == 0:
        return language.gettext(SAME_DAY)
    if least == most:
        return language.ngettext(*EXACT, most)
    if least == 0:
        return language.ngettext(*WITHIN[unit], most)
    return language.ngettext(*BETWEEN[unit], most, least=least)

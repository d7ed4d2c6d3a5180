"""The values: a catalogue of words, how numbers are written, and the language that has both.

Where they come from is `catalogue`'s business (words) and `cldr`'s (dates, numbers, names of languages).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from gettext import c2py
from typing import Final, NamedTuple, Protocol

from site_builder.language.tags import NAMES, Direction, direction
from site_builder.records.dates import ENGLISH_DATES, DateWords

TWO_FORMS: Final = "(n != 1)"
"""The plural of English and most of its neighbours, in the notation of gettext's `Plural-Forms`."""


def msg(message: str) -> str:
    """The message itself: marks it for the catalogue where there is no language yet."""
    return message


def nmsg(message: str, plural: str) -> tuple[str, str]:
    """The same of a message with a plural."""
    return message, plural


def capitalised(text: str) -> str:
    """The text as a title begins: "Febrero de 2026"."""
    return text[:1].upper() + text[1:]


class Words(Protocol):
    """Where messages are looked up."""

    @property
    def plural(self) -> str:
        """Which form a number `n` takes, as gettext's `Plural-Forms` has it."""

    def forms(self, context: str | None, message: str, plural: str | None = None) -> tuple[str, ...]:
        """The message in this language; of one with a plural every form."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Translations by context and message. What has none stays English, with English's two forms."""

    texts: Mapping[tuple[str | None, str], tuple[str, ...]] = field(default_factory=dict)
    plural: str = TWO_FORMS

    def forms(self, context: str | None, message: str, plural: str | None = None) -> tuple[str, ...]:
        if found := self.texts.get((context, message)):
            return found
        if plural is None:
            return (message,)
        # English's forms at the places of this language's: the first where that has the form of 1.
        if self.plural == TWO_FORMS:
            return message, plural
        one = plural_rule(self.plural)(1)
        return tuple(message if n == one else plural for n in range(count_of(self.plural)))


@cache
def plural_rule(plural: str) -> Callable[[int], int]:
    """The number of the form that a number takes. Raises ValueError for what is no rule."""
    return c2py(plural)


@cache
def count_of(plural: str) -> int:
    """How many forms a rule tells apart."""
    rule = plural_rule(plural)
    return max(rule(n) for n in range(1001)) + 1


class Numbers(NamedTuple):
    """How figures are written: the signs, how many digits the last and each other group has, and how many digits must
    stand before the last group for there to be groups at all.
    """

    decimal: str = "."
    group: str = ","
    last: int = 3
    other: int = 3
    least: int = 1

    def written(self, digits: str) -> str:
        """`1234567.50` -> "1,234,567.50": the fraction stays as written, its zeros are part of how precise it is."""
        whole, point, fraction = digits.partition(".")
        return f"{self._grouped(str(int(whole)))}{self.decimal if point else ''}{fraction}"

    def _grouped(self, whole: str) -> str:
        if len(whole) < self.last + self.least:
            return whole
        if self.last == self.other == 3:
            return f"{int(whole):,}".replace(",", self.group)
        groups, rest = [whole[-self.last :]], whole[: -self.last]
        while rest:
            groups.append(rest[-self.other :])
            rest = rest[: -self.other]
        return self.group.join(reversed(groups))


ENGLISH_NUMBERS: Final = Numbers()


@dataclass(frozen=True, eq=False)
class Language:
    """A language by its tag. Messages are in English; `{name}` in them stands for a value.

    `digest` stands for every word, pattern and sign; two languages are the same only if they are one value.
    """

    tag: str
    direction: Direction = "ltr"
    words: Words = field(default_factory=Catalogue)
    dates: DateWords = ENGLISH_DATES
    numbers: Numbers = ENGLISH_NUMBERS
    names: Mapping[str, str] = field(default_factory=lambda: NAMES)  # of languages, by tag or by its first part
    territory: str = ""  # where it is spoken by default, for `og:locale`
    digest: str = ""
    _said: dict[str | tuple[str, str], str] = field(init=False, default_factory=dict, repr=False)  # looked up before

    def gettext(self, message: str, /, **values: object) -> str:
        """The message with its values."""
        text = self._said.get(message)
        if text is None:
            text = self._said[message] = self.words.forms(None, message)[0]
        return text.format(**values) if values else text

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        """The message as it is meant in a context."""
        key = (context, message)
        text = self._said.get(key)
        if text is None:
            text = self._said[key] = self.words.forms(context, message)[0]
        return text.format(**values) if values else text

    def ngettext(self, message: str, plural: str, n: int, /, **values: object) -> str:
        """The message in the form of a number, which is the value `{n}`."""
        return self.words.forms(None, message, plural)[self.form(n)].format(n=n, **values)

    def other_direction(self, tag: str) -> str:
        """The direction of another language where it is not this one's, else nothing."""
        found = direction(tag)
        return found if found != self.direction else ""

    @property
    def locale(self) -> str:
        """`es_ES`, as share tags have it; empty where that is their default or is not known."""
        territory = next(
            (part for part in self.tag.split("-")[1:] if re.fullmatch("[A-Za-z]{2}", part)), self.territory
        )
        return f"{self.tag.partition('-')[0].lower()}_{territory.upper()}" if territory else ""

    @cached_property
    def form(self) -> Callable[[int], int]:
        """Which of the forms of a message a number takes."""
        return plural_rule(self.words.plural)

    def name_of(self, tag: str) -> str:
        """The name of a language, or else its tag: `es` -> "Spanish", `pt-BR` -> "Portuguese (pt-BR)"."""
        name = self.names.get(tag.partition("-")[0].lower())
        if name is None:
            return tag
        return name if "-" not in tag else f"{name} ({tag})"


ENGLISH: Final = Language("en")

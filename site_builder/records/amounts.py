"""Amounts: figures no more precise than their source.

    150   1.5   150~ (about)   {min: 20}   {max: 30}   {min: 20, max: 30}

Owns what an amount is, what is wrong with one, and what was probably meant.
"""

import re
from decimal import Decimal
from typing import Any, NamedTuple

from site_builder.problems import ContentError, quoted, suggest


class Amount(NamedTuple):
    """A value, exact or about, or bounds. Numbers are kept as written."""

    value: str | None = None
    min: str | None = None
    max: str | None = None
    approximate: bool = False

    def as_data(self) -> dict[str, int | float | bool]:
        """`value` or `min` and `max`, as numbers, and `approximate`."""
        given = ((name, getattr(self, name)) for name in ("value", "min", "max"))
        return {
            **{name: number(text) for name, text in given if text is not None},
            "approximate": self.approximate,
        }


NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_NUMBER = re.compile(NUMBER)
_MAX_DIGITS = 300  # no float holds more, and Python reads no longer integer than 4,300
_HINT = "write 150, 1.5, 150~ for about, or {min: 20}, {max: 30}, {min: 20, max: 30}"
_POWERS = {"thousand": 3, "k": 3, "million": 6, "m": 6, "billion": 9, "bn": 9, "trillion": 12}


def number(text: str) -> int | float:
    """The number that digits with an optional decimal fraction state."""
    return float(text) if "." in text else int(text)


def amount(value: Any) -> Amount:
    """The amount that a text or a mapping of bounds states; raises ContentError."""
    if isinstance(value, dict):
        return _bounds(value)
    if not isinstance(value, str):
        raise ContentError("field-type", "this is a list where an amount belongs", _HINT)
    text = value.strip()
    digits = _digits(text.removesuffix("~"), text)
    return Amount(value=digits, approximate=text.endswith("~"))


def _digits(digits: str, text: str, bound: str | None = None) -> str:
    if len(digits) > _MAX_DIGITS:
        raise ContentError("field-type", f"an amount has at most {_MAX_DIGITS} digits", inside=bound)
    if not _NUMBER.fullmatch(digits):
        near = nearest_amount(text, NUMBER if bound else None)
        raise ContentError("field-type", f"{quoted(text)} is not an amount", _HINT, near, bound)
    return digits


def _bounds(value: dict[str, Any]) -> Amount:
    given: dict[str, str] = {}
    for name, bound in value.items():
        if name not in ("min", "max"):
            near = suggest(name, ("min", "max"))
            raise ContentError("field-unknown", f"{quoted(name)} is not a bound of an amount", _HINT, near, name)
        if not isinstance(bound, str):
            raise ContentError("field-type", "a bound of an amount is a number", _HINT, inside=name)
        given[name] = _digits(bound.strip(), bound, name)
    low, high = given.get("min"), given.get("max")
    if low and high and Decimal(low) > Decimal(high):
        message = f"the minimum {low} is above the maximum {high}"
        raise ContentError("amount-order", message, "exchange them", f"{{min: {high}, max: {low}}}")
    return Amount(min=low, max=high)


_FIGURE = r"(?P<{0}>[0-9]+(?:\.[0-9]+)?)(?P<{0}_power>thousand|million|billion|trillion|bn|k|m)?"
# What people write for an amount -> how it is written here.
_WRITINGS = (
    (rf"{_FIGURE.format('a')}(?:-|–|—|to|\.\.\.?){_FIGURE.format('b')}", "{{min: {a}, max: {b}}}"),
    (rf"(?:>=?|≥|over|morethan|atleast|min\.?){_FIGURE.format('a')}", "{{min: {a}}}"),
    (rf"{_FIGURE.format('a')}(?:\+|ormore)", "{{min: {a}}}"),
    (rf"(?:<=?|≤|under|lessthan|atmost|upto|max\.?){_FIGURE.format('a')}", "{{max: {a}}}"),
    (rf"(?:about|around|approximately|approx\.?|circa|ca\.?|c\.|~|≈){_FIGURE.format('a')}", "{a}~"),
    (rf"{_FIGURE.format('a')}~", "{a}~"),
    (_FIGURE.format("a"), "{a}"),
)
_NOISE = re.compile(r"[\s_'’$€£¥\"“”]|(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")


def nearest_amount(text: str, form: str | None = None) -> str | None:
    """How the amount is written that was probably meant, if it has the form asked for; None if that is not certain."""
    plain = _NOISE.sub("", text[:80].casefold())
    for pattern, written in _WRITINGS:
        if match := re.fullmatch(pattern, plain):
            found = match.groupdict()
            parts = {name: _full(found[name], found[f"{name}_power"]) for name in ("a", "b") if name in found}
            made = written.format(**parts)
            return made if form is None or re.fullmatch(form, made) else None
    return None


def _full(digits: str, power: str | None) -> str:
    """Without its power of ten: 1.5 million is 1500000."""
    if power is None:
        return digits
    return format(Decimal(digits).scaleb(_POWERS[power]).normalize(), "f")

"""Our own marks inside a text on its way to HTML, and the cleaning that makes them unforgeable.

A mark is a kind, a number and ``END``, where kinds and ``END`` are Unicode noncharacters. ``clean`` takes
noncharacters out of everything an author writes, before and after character references are resolved, so that
every one that is found later is ours.
"""

import html
import re
from html.entities import html5

OCCURRENCE = "\ufdd0"
"""Stands behind every ``[@`` of the source and counts them."""
CITATION = "\ufdd1"
FENCE = "\ufdd2"
ADDRESS = "\ufdd3"
"""The address of a link within the site."""
END = "\ufdd4"
TABLE = "\ufdd5"
"""What a table is called in the site's language."""

_PLANES = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
# What HTML forbids in text (controls, noncharacters) and UTF-8 cannot carry (surrogates).
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANES}]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]*);")
_OCCURRENCE = re.compile(f"{OCCURRENCE}[0-9]+{END}")


def mark(kind: str, number: int) -> str:
    """The mark of one kind with one number."""
    return f"{kind}{number}{END}"


def pattern(kind: str) -> re.Pattern[str]:
    """Finds the marks of one kind; group 1 is the number."""
    return re.compile(f"{kind}([0-9]+){END}")


# The first byte of every forbidden character in UTF-8; others begin so, too. To look for bytes takes a thirtieth of the
# time in which a regular expression looks for characters.
_SUSPECT = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xC2, 0xED, 0xEF, *range(0xF0, 0xF5))
_INNOCENT = bytes(set(range(0x100)).difference(_SUSPECT))


def clean(text: str) -> str:
    """Replace every forbidden character by U+FFFD, so that positions stay."""
    if not text.encode("utf-8", "surrogatepass").translate(None, _INNOCENT):
        return text
    return _FORBIDDEN.sub("\ufffd", text)


def number_occurrences(text: str) -> str:
    """Put a mark behind every ``[@``: it goes where its text goes, into code, links and tables."""
    head, *rest = text.split("[@")
    return "".join([head, *(f"[@{mark(OCCURRENCE, n)}{part}" for n, part in enumerate(rest))])


def without_occurrences(text: str) -> str:
    """The text as its author wrote it, after ``number_occurrences``."""
    return _OCCURRENCE.sub("", text) if OCCURRENCE in text else text


def decode(text: str) -> str:
    """Resolve character references that end in a semicolon and that HTML knows; the others are text."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    reference = match.group()
    known = reference[1] == "#" or reference[1:] in html5
    return clean(html.unescape(reference)).replace("\r", " ") if known else reference

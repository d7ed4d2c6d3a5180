"""The grammar of a citation: ``[@key]``, ``[@a; @b]``, ``[@a, a locator; @b]``.

Where a citation may stand in a text (not in code, not in a link) is settled by ``inline``; which source a key
names, and its number, by the page.
"""

import re
from typing import NamedTuple

_KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"
# A locator is plain text; a bracket in it needs a backslash, as everywhere in Markdown. A semicolon belongs
# to the locator unless "@" follows it.
_LOCATOR = r"(?:\\[\[\]\\]|\\(?![\[\]\\]|\Z)|[^\[\];\\]|;(?!\s*@))+"
# A lookahead gives nothing back, as a possessive group would not; those go wrong before Python 3.11.5 (gh-106052).
_REFERENCE = rf"@(?P<key>{_KEY})\s*+(?:,(?=(?P<locator>{_LOCATOR}))(?P=locator))?"
_NEXT = re.compile(rf"\s*+{_REFERENCE}\s*+(?P<more>;|\Z)")
_ESCAPED = re.compile(r"\\([\[\]\\])")


class Reference(NamedTuple):
    """One source named by a citation.

    Attributes:
        key: The source's key in its record, a slug.
        locator: Where in the source, as plain text with single spaces; empty if the author names none.
    """

    key: str
    locator: str


class Citation(NamedTuple):
    """One pair of brackets.

    Attributes:
        references: What it names, in the author's order; at least one.
        raw: The citation as written, brackets included.
    """

    references: tuple[Reference, ...]
    raw: str


def parse(raw: str) -> Citation | None:
    """Read a citation as written, brackets included; None for anything else, which is plain text."""
    if not (raw.startswith("[@") and raw.endswith("]")):
        return None
    references: list[Reference] = []
    position = 1
    more = True
    while more:
        match = _NEXT.match(raw, position, len(raw) - 1)
        reference = _reference(match["key"], match["locator"]) if match else None
        if match is None or reference is None:
            return None
        references.append(reference)
        position, more = match.end(), match["more"] == ";"
    return Citation(tuple(references), raw)


def _reference(key: str, locator: str | None) -> Reference | None:
    if locator is None:
        return Reference(key, "")
    text = " ".join(_ESCAPED.sub(r"\1", locator).split())
    return Reference(key, text) if text else None

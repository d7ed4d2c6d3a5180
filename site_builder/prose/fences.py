"""Fenced code blocks, taken out of the text before Markdown sees them.

Python-Markdown's own extension knows them only at the left margin and turns them into HTML at once; records
quote code inside lists and quotes too, and colouring comes after sanitising. So the block becomes a paragraph
that holds a mark.
"""

import re
from typing import NamedTuple

from site_builder.prose.marks import FENCE, mark, without_occurrences

_OPENING = re.compile(r"(?P<prefix>(?:[ \t]*>)*[ \t]*)(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)")
_LANGUAGE = re.compile(r"\s*\{?\s*\.?(?P<name>[\w#+.-]*)")


class Fence(NamedTuple):
    """A fenced block: language ('' if none), code, and the lines as written (for where it is no block)."""

    language: str
    code: str
    written: str


def extract(text: str) -> tuple[str, list[Fence]]:
    """Replace every closed fenced block by the mark of its place in the list returned beside the text."""
    lines = text.split("\n")
    output: list[str] = []
    fences: list[Fence] = []
    unclosed: set[tuple[str, str]] = set()  # so that many openings without an end are not searched again and again
    number = 0
    while number < len(lines):
        opening = _OPENING.fullmatch(lines[number])
        end = _closing(lines, number, opening, unclosed) if opening else None
        if opening is None or end is None:
            output.append(lines[number])
            number += 1
            continue
        prefix = opening["prefix"]
        output += [prefix.rstrip(), prefix + mark(FENCE, len(fences)), prefix.rstrip()]
        fences.append(_fence(opening, lines[number : end + 1]))
        number = end + 1
    return "\n".join(output), fences


def _closing(lines: list[str], start: int, opening: re.Match[str], unclosed: set[tuple[str, str]]) -> int | None:
    """The number of the line that closes the block, if one does before its list or quote ends."""
    prefix, fence, info = opening["prefix"], opening["fence"], opening["info"]
    if (prefix, fence) in unclosed or ("`" in info and fence[0] == "`"):
        return None
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if not line.startswith(prefix):
            if line.strip(" \t>") or (">" in prefix and ">" not in line):
                return None
            continue
        rest = line[len(prefix) :].strip(" \t")
        if len(rest) >= len(fence) and not rest.strip(fence[0]):
            return number
    unclosed.add((prefix, fence))
    return None


def _fence(opening: re.Match[str], lines: list[str]) -> Fence:
    prefix = opening["prefix"]
    inner = [line[len(prefix) :] if line.startswith(prefix) else "" for line in lines]
    language = _LANGUAGE.match(without_occurrences(opening["info"]))
    code = "".join(f"{line}\n" for line in inner[1:-1])
    return Fence(language["name"] if language else "", without_occurrences(code), without_occurrences("\n".join(inner)))

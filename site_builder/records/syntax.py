"""What is wrong with a text that is not YAML, where a person made the mistake, and what to do about it.

Owns the reading of libyaml's errors. libyaml says where it could not go on, which may be far below the mistake: an
unclosed quotation mark is noticed at the next one.
"""

import re
from typing import NamedTuple

import yaml

from site_builder.problems import quoted
from site_builder.records.nodes import Mark, indent_of


class TextFault(NamedTuple):
    """A fault by its place in the text; lines and columns count from 0, the end is the first one after it."""

    code: str
    start: Mark
    end: Mark
    message: str
    hint: str | None = None
    suggestion: str | None = None


_INDENT = "check the indentation, and put text in quotes if more follows a closing quote or bracket"
# What libyaml says -> what a person can do about it; the first that fits.
_HINTS = (
    ("mapping values are not allowed", 'put the text in quotes if it holds ": "'),
    (
        "cannot start any token",
        "put the text in quotes: it begins with a character that means something else in YAML",
    ),
    ("could not find expected ':'", "write a key, a colon and a space"),
    ("escape", "write \\\\ for a backslash in double quotes, or use single quotes"),
    ("quoted scalar", "close the quotation mark"),
    ("flow sequence", "close the list with ]"),
    ("flow mapping", "close the mapping with }"),
    (
        "block sequence entries are not allowed",
        "begin the list on a line of its own, or put the text in quotes",
    ),
    ("expected <block end>", _INDENT),
    ("did not find expected key", _INDENT),
    ("document start", "begin the first line without spaces, and check the indentation"),
    ("did not find expected '-'", "align it with the other entries of the list"),
    ("tab character", "indent with spaces, not tabs"),
)


def syntax_fault(text: str, lines: list[str], error: yaml.MarkedYAMLError) -> TextFault:
    """The fault of a text that libyaml could not read."""
    what = " ".join(part for part in (error.problem, error.context) if part)
    mark = _mark(error.problem_mark or error.context_mark)
    began = _mark(error.context_mark or error.problem_mark)
    if "alias" in what or "anchor" in what or "tag" in what.split():
        return _marker(lines, began, what)
    start, what = _where(text, lines, mark, began, what)
    line = min(start[0], len(lines) - 1)
    column = min(start[1], len(lines[line]))
    before = lines[line][: column + 1]
    tab = ("\t" in before and not before.strip()) or lines[line].lstrip(" ").startswith("\t")
    hint = "indent with spaces, not tabs" if tab else next((hint for words, hint in _HINTS if words in what), None)
    said = f"not YAML: {error.problem}" + (f" ({error.context})" if error.context else "")
    end = max(len(lines[line].rstrip()), column + 1)
    return TextFault("yaml-syntax", (line, column), (line, end), said, hint)


def _mark(mark: yaml.Mark | None) -> Mark:
    return (mark.line, mark.column) if mark else (0, 0)


def _marker(lines: list[str], start: Mark, what: str) -> TextFault:
    """A text that begins with `*`, `&` or `!`, which libyaml cannot read as alias, anchor or tag."""
    word = (lines[start[0]][start[1] :].split(maxsplit=1) or [""])[0] if start[0] < len(lines) else ""
    end = (start[0], start[1] + max(len(word), 1))
    if len(word) < 2:
        message = f"not YAML: {quoted(word)} cannot begin a text"
        return TextFault("yaml-syntax", start, end, message, "put the text in quotes")
    code, name = (
        ("yaml-tag", "tag") if "tag" in what.split() else ("yaml-anchor", "alias" if word[0] == "*" else "anchor")
    )
    message = f"the {name} {quoted(word)} is not allowed in records"
    return TextFault(code, start, end, message, f"put the text in quotes if it begins with {word[0]}")


def _where(text: str, lines: list[str], mark: Mark, began: Mark, what: str) -> tuple[Mark, str]:
    """Where the mistake was made, and what libyaml says of it or should have said."""
    if "quoted scalar" in what:
        return (mark if "escape" in what else began), what
    if quote := _quote_that_ran_on(text, mark):
        return quote, "quoted scalar"
    if "simple key" in what:
        return began, what
    if not any(line.strip() for line in lines[mark[0] :]):  # the end of the file
        opened = "flow" in what and began[0] < mark[0] and bool(lines[began[0]].strip())
        return (began if opened else _last(lines)), what
    if "flow" in what:
        return _in_flow(lines, mark, began), what
    first = next((n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), 0)
    if "document start" in what and indent_of(lines[first]):
        return (first, indent_of(lines[first])), what
    if odd := _oddly_indented(lines, mark[0]):
        return odd, what
    if "mapping values are not allowed" in what:
        return _where_the_colon_fails(lines, mark), what
    return mark, what


def _last(lines: list[str]) -> Mark:
    """The last line that says something."""
    line = max((n for n, line in enumerate(lines) if line.strip()), default=0)
    return line, indent_of(lines[line])


def _quote_that_ran_on(text: str, mark: Mark) -> Mark | None:
    """Where the quoted text begins that ends on the line of the error and began on one above."""
    found = None
    try:
        for token in yaml.scan(text, Loader=yaml.CLoader):
            if token.start_mark.line > mark[0]:
                break
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                start, end = _mark(token.start_mark), _mark(token.end_mark)
                if start[0] < end[0] and end[0] == mark[0] and end <= mark:
                    found = start
    except yaml.YAMLError:
        pass
    return found


def _in_flow(lines: list[str], mark: Mark, began: Mark) -> Mark:
    """In [...] or {...}: where it opens if it was never closed, else where libyaml stopped."""
    if mark[0] == began[0]:
        return mark
    outside = any(
        line.strip() and indent_of(line) <= indent_of(lines[began[0]]) for line in lines[began[0] + 1 : mark[0] + 1]
    )
    return began if outside else mark


def _oddly_indented(lines: list[str], line: int) -> Mark | None:
    """The line above if it is the first of its block and not indented like this one, by an odd number of spaces.

    libyaml takes the first line of a block for the measure of the others; people indent by two or four.
    """
    rows = [n for n in range(line, -1, -1) if lines[n].strip() and not lines[n].lstrip().startswith("#")][:3]
    if len(rows) < 3 or rows[0] != line:
        return None
    here, above, opening = (indent_of(lines[n]) for n in rows)
    opens = re.search(r":\s*(#.*)?$", lines[rows[2]])
    return (rows[1], above) if opens and above > opening and above % 2 and not here % 2 else None


def _where_the_colon_fails(lines: list[str], mark: Mark) -> Mark:
    """The place of a colon that libyaml cannot use.

    It is the second one of its line, or its line is indented too far, or the line above lacks its `: ` and libyaml read
    on into this one.
    """
    line, column = mark
    if re.search(r":\s|^\s*-\s.*:\s", lines[line][:column]):
        return mark
    above = max((n for n in range(line) if lines[n].strip()), default=line)
    dash = re.match(r" *(?:- +)*", lines[above])
    if above == line or indent_of(lines[line]) > (dash.end() if dash else 0):
        return line, indent_of(lines[line])
    return above, indent_of(lines[above])

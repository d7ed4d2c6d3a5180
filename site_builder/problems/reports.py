"""The renderings of problems: text for people, JSON for programs, annotations and a step summary for GitHub.

Whatever a record, a file name or a template says stays text in all of them: it moves no cursor, forges no annotation
and is no Markdown.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from functools import lru_cache

from site_builder.problems.values import Problem

# What could move the cursor, hide text or turn its direction in a terminal or a log.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def printable(text: str) -> str:
    """The text with control and direction characters written as escapes, safe to print in a terminal."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}" if match[0] != "\t" else " ", text)


def quoted(text: str, limit: int = 60) -> str:
    """The text in double quotes on one line, cut to `limit` characters, as messages quote a value."""
    flat = " ".join(text.split())
    return f'"{flat if len(flat) <= limit else flat[: limit - 1] + "…"}"'


Lines = Callable[[str], Sequence[str]]


def as_text(problems: Iterable[Problem], lines: Lines) -> str:
    """The report for people: a line per problem, the source line with a caret below it, and the way out.

    `lines(file)` gives the lines of a file, empty where it cannot be read.
    """
    read = lru_cache(maxsize=8)(lines)
    return "\n".join("\n".join(_block(problem, read(problem.file))) for problem in problems)


def _block(problem: Problem, lines: Sequence[str]) -> list[str]:
    head = f"{problem.file}:{problem.line}:{problem.column}: {problem.severity}: {problem.message} [{problem.code}]"
    block = [printable(head)]
    if 0 < problem.line <= len(lines) and (source := lines[problem.line - 1]).strip():
        text, indent, width = _snippet(problem, source)
        block += [f"{problem.line:>4} | {text}", f"     | {' ' * indent}{'^' * width}"]
    ways = [problem.hint] if problem.hint else []
    if problem.suggestion and problem.suggestion not in (problem.hint or ""):
        ways.append(f"did you mean {quoted(problem.suggestion)}?")
    return block + [f"     = {printable(way)}" for way in ways]


def _snippet(problem: Problem, source: str, limit: int = 120) -> tuple[str, int, int]:
    """The part of the line around the fault, the cells before the caret and the caret's width."""
    start = min(problem.column - 1, len(source))
    end = problem.end_column - 1 if problem.end_line == problem.line else len(source)
    end = max(min(end, len(source)), start)
    skip = max(0, start - 60) if len(source) > limit else 0
    shown = source[skip : skip + limit]
    before, marked = printable(source[skip:start]), printable(source[start : min(end, skip + limit)])
    return printable(shown), _cells(before), max(_cells(marked), 1)


def _cells(text: str) -> int:
    """Width in terminal cells: East Asian wide characters take two, combining marks none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def as_json(problems: Iterable[Problem]) -> str:
    """The report for programs: `{"version": 1, "problems": [...]}`, null where there is no hint or suggestion."""
    text = json.dumps({"version": 1, "problems": [asdict(p) for p in problems]}, ensure_ascii=False, indent=2)
    # Escapes of JSON say the same and are safe in a terminal; lone surrogates (of file names) could not be encoded.
    return _UNSAFE.sub(lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", text)


def as_annotations(problems: Iterable[Problem]) -> str:
    """GitHub workflow commands, one per problem.

    Format: "Workflow commands for GitHub Actions", `::error file={name},line={line},...::{message}`.
    """
    return "\n".join(
        f"::{p.severity} file={_property(p.file)},line={p.line},col={p.column},endLine={p.end_line},"
        f"endColumn={p.end_column},title={_property(p.code)}::"
        + _data(printable(p.message) + (f"\n{printable(p.hint)}" if p.hint else "") + _also(p))
        for p in problems
    )


def as_github(problems: Sequence[Problem], lines: Lines) -> str:
    """Annotations, then the text report, in which the runner looks for no commands.

    Format: "Workflow commands for GitHub Actions", stopping and starting workflow commands. What stops them also starts
    them again, so it must not stand in the report: it is a digest of it.
    """
    if not problems:
        return ""
    report = as_text(problems, lines)
    token = hashlib.sha256(report.encode("utf-8", "backslashreplace")).hexdigest()
    return f"{as_annotations(problems)}\n::stop-commands::{token}\n{report}\n::{token}::"


def _also(problem: Problem) -> str:
    return f"\ndid you mean {quoted(printable(problem.suggestion))}?" if problem.suggestion else ""


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")


def as_summary(problems: Sequence[Problem]) -> str:
    """The step summary in Markdown: all problems in one table, since GitHub shows only ten annotations a step."""
    if not problems:
        return "### Timeline check\n\nNo problems.\n"
    rows = [
        f"| {_cell(f'{p.file}:{p.line}:{p.column}')} | {p.severity} | {_cell(p.message)} | `{p.code}` |"
        for p in problems[:_MAX_ROWS]
    ]
    if len(problems) > _MAX_ROWS:
        rows.append(f"| and {len(problems) - _MAX_ROWS} more | | see the log | |")
    table = ["| where | | what | code |", "|---|---|---|---|", *rows]
    return "\n".join(["### Timeline check", "", f"{counts(problems)}.", "", *table, ""])


_MAX_ROWS = 1000  # GitHub takes a summary of at most 1 MiB


def _cell(text: str) -> str:
    """Text from a record inside a table cell: as code, in which nothing is Markdown, HTML, a link or a mention."""
    shown = printable(text if len(text) <= 500 else f"{text[:500]}…").replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    pad = " " if "`" in shown else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def counts(problems: Sequence[Problem]) -> str:
    """How many there are: `3 errors, 1 warning in 2 files`."""
    errors = sum(p.severity == "error" for p in problems)
    parts = [_plural(n, word) for n, word in ((errors, "error"), (len(problems) - errors, "warning")) if n]
    return f"{', '.join(parts) or 'no problems'} in {_plural(len({p.file for p in problems}), 'file')}"


def _plural(n: int, word: str) -> str:
    return f"{n} {word}{'' if n == 1 else 's'}"

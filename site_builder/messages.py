"""What commands say, and how: results on standard output, all else on standard error. Only `cli` uses it.

A problem's wording is the business of `problems`.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from site_builder.problems import Problem, as_github, as_summary, as_text, counts, has_errors, printable

if TYPE_CHECKING:
    from site_builder.build import Built

DONE, PROBLEMS, USAGE = 0, 1, 2
"""Exit status."""


def fail(message: str, hint: str | None = None, status: int = USAGE) -> NoReturn:
    click.echo(f"timeline: {printable(message)}", err=True)
    if hint:
        click.echo(f"  = {printable(hint)}", err=True)
    sys.exit(status)


def note(text: str) -> None:
    """Say why it takes longer."""
    click.echo(f"timeline: {printable(text)}", err=True)


def report(problems: Sequence[Problem]) -> None:
    if problems:
        click.echo(as_text(problems, lines_of), err=True)
        click.echo(f"{counts(problems)}.", err=True)


def from_here(root: Path, problems: Sequence[Problem]) -> list[Problem]:
    """The problems with their paths relative to the working directory."""
    return [replace(problem, file=Path(os.path.relpath(root / problem.file)).as_posix()) for problem in problems]


def lines_of(file: str) -> Sequence[str]:
    from site_builder.records.files import source_lines

    return source_lines(file)


def tell(built: "Built", root: Path, out: Path, seconds: float) -> int:
    """Say what a build did, and return the exit status."""
    report(from_here(root, built.problems))
    if built.written is None:
        click.echo(f"Nothing was written; {out} is as it was.", err=True)
        return PROBLEMS
    written = built.written
    click.echo(
        f"{built.incidents} incidents; {len(written.written)} files written, {written.unchanged} unchanged, "
        f"{len(written.removed)} removed in {seconds:.1f} s."
    )
    click.echo(f"The site is in {out}; look at it with: timeline serve")
    return DONE


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error for builds that take long; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Rendering"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # No refreshing thread: workers are forked, and threads do not survive that.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=None, visible=False)

        def show(done: int, total: int) -> None:
            often = done % 100 == 0
            bar.update(task, completed=done, total=total, visible=total > 200, refresh=often)

        yield show


def verdict(problems: Sequence[Problem], incidents: int, *, strict: bool) -> str:
    if not problems:
        return f"No problems in {incidents} incidents."
    return f"{counts(problems)}." + (" Warnings fail with --strict." if strict and not has_errors(problems) else "")


def annotate(problems: Sequence[Problem]) -> None:
    """GitHub: annotations, and all problems in the step summary, since it shows only ten of a kind."""
    if problems:
        click.echo(as_github(problems, lines_of))
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(as_summary(problems))

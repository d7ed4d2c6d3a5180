"""The `timeline` command: options in, messages and exit status out. It and `messages` alone print.

Exit status: 0 done (warnings too, unless --strict), 1 problems in content or templates, 2 wrong usage. What
the commands do is `build`, `records.scaffold`, `records.rename` and `exports.schema`; they are imported where
they are used, so that `--version` and `--help` answer at once.
"""

import gc
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import click

from site_builder import __version__
from site_builder.interrupts import ctrl_c_waits
from site_builder.messages import (
    DONE,
    PROBLEMS,
    annotate,
    fail,
    from_here,
    lines_of,
    note,
    progress_bar,
    tell,
    verdict,
)  # fmt: skip
from site_builder.problems import Problem, as_json, as_text, has_errors, printable


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The folder of the site, which holds content/ (default: here).",
)
@click.version_option(__version__, prog_name="timeline")
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Make a static timeline of incidents from YAML records."""
    # Our values hold no circles, and to look for some among a million of them took a third of a build.
    gc.set_threshold(200_000, 30, 30)
    context.obj = root.absolute()
    if context.invoked_subcommand != "schema" and not (root / "content").is_dir():
        fail(
            f"there is no folder content/ in {root.absolute()}",
            "name the site's folder: timeline --root DIR …",
        )


# ---------------------------------------------------------------- build
@main.command()
@click.option("--out", type=click.Path(path_type=Path), help="The output folder (default: public/ in the root).")
@click.option("--base-url", help="The public address of the site; overrides content/site.yaml and Netlify's.")
@click.option("--jobs", type=click.IntRange(min=1), help="How many processes may work (default: all cores).")
@click.option("--no-search", is_flag=True, help="Do without the search index.")
@click.option("--no-images", is_flag=True, help="Do without the images that are shown where a page is shared.")
@click.option("--watch", is_flag=True, help="Build again at each change, until Ctrl-C.")
@click.pass_obj
def build(
    root: Path,
    *,
    out: Path | None,
    base_url: str | None,
    jobs: int | None,
    no_search: bool,
    no_images: bool,
    watch: bool,
) -> None:
    """Render the site into a folder. With any error in content or templates, the last good site stays."""
    from site_builder.build import build as build_site
    from site_builder.config import BadBaseUrlError
    from site_builder.output.folder import OutputRefusedError
    from site_builder.output.processes import WorkerDiedError
    from site_builder.search.index import SearchError

    out = out or Path(os.path.relpath(root / "public"))

    def once() -> int:
        started = time.monotonic()
        try:
            with progress_bar() as progress:
                built = build_site(
                    root,
                    out,
                    base_url=base_url,
                    environ=os.environ,
                    jobs=jobs,
                    search=not no_search,
                    images=not no_images,
                    progress=progress,
                    waiting=cache(note),  # once, though it may wait several times
                )
        except OutputRefusedError as error:
            fail(str(error), error.hint)
        except BadBaseUrlError as error:
            fail(str(error), "give an address such as https://timeline.example.org/")
        except WorkerDiedError as error:
            fail(str(error), "nothing was changed", PROBLEMS)
        except SearchError as error:
            fail(f"the site is written, but has no search: {error}", error.hint, PROBLEMS)
        except OSError as error:
            fail(f"cannot write {error.filename or out}: {error.strerror}", "nothing was changed", PROBLEMS)
        return tell(built, root, out, time.monotonic() - started)

    status = once()
    if watch:
        from site_builder.serve.again import build_again

        build_again(root, once, click.echo)
    else:
        sys.exit(status)


# ---------------------------------------------------------------- check
@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="How to report.",
)
@click.option("--strict", is_flag=True, help="Let warnings fail, too.")
@click.option("--against", metavar="GIT_REF", help="Compare with what was published (not there yet).")
@click.option("--base-url", hidden=True)
@click.pass_obj
def check(
    root: Path,
    *,
    paths: tuple[Path, ...],
    format_: str,
    strict: bool,
    against: str | None,
    base_url: str | None,
) -> None:
    """Report every problem in content and templates. PATHS only narrow what is reported."""
    if against is not None:
        fail("check --against is not there yet", "run timeline check without it")
    with ctrl_c_waits():
        from site_builder.config import BadBaseUrlError
        from site_builder.prepare import check as check_site

    try:
        prepared = check_site(root, base_url=base_url, environ=os.environ)
    except BadBaseUrlError as error:
        fail(str(error), "give an address such as https://timeline.example.org/")
    problems = [problem for problem in from_here(root, prepared.problems) if _below(problem, paths)]
    failed = has_errors(problems, strict=strict)
    if format_ == "json":
        click.echo(as_json(problems))
    else:
        if format_ == "github":
            annotate(problems)
        elif problems:
            click.echo(as_text(problems, lines_of))
        click.echo(verdict(problems, len(prepared.site.incidents), strict=strict))
    sys.exit(PROBLEMS if failed else DONE)


def _below(problem: Problem, paths: Sequence[Path]) -> bool:
    file = Path(problem.file).absolute()
    return not paths or any(file.is_relative_to(path.absolute()) for path in paths)


# ---------------------------------------------------------------- new
@main.command()
@click.argument("title")
@click.option("--occurred", metavar="DATE", help="When it happened, such as 2025-12/2026-01 or 2025-07~.")
@click.option("--discovered", metavar="DATE", help="When somebody noticed it.")
@click.option("--disclosed", metavar="DATE", help="When it became public.")
@click.option("--type", "type_", metavar="ID", help="An id from content/types.yaml.")
@click.option("--status", metavar="WORD", help="reported, corroborated, confirmed or disputed.")
@click.option("--severity", metavar="WORD", help="low, moderate, high or critical.")
@click.option("--summary", metavar="TEXT", help="Plain text of at most 320 characters.")
@click.option("--tag", "tags", metavar="ID", multiple=True, help="An id from content/tags.yaml; may be repeated.")
@click.option(
    "--system",
    "systems",
    metavar="ID",
    multiple=True,
    help="An id from content/systems.yaml; may be repeated.",
)
@click.option("--actor", "actors", metavar="ID:ROLE", multiple=True, help="An actor with its role; may be repeated.")
@click.option("--source", metavar="URL", help="The address of the first source.")
@click.option("--slug", help="The record's name in addresses (default: made from the title).")
@click.pass_obj
def new(root: Path, /, title: str, slug: str | None, **given: str | tuple[str, ...] | None) -> None:
    """Begin a record: asks for the rest on a terminal, never overwrites, prints the path."""
    from site_builder.commands import BadValueError, new_record

    given["type"] = given.pop("type_")
    ask = _ask if sys.stdin.isatty() and sys.stderr.isatty() else None
    try:
        path = new_record(root, title, slug, given, today=time.strftime("%Y-%m-%d"), ask=ask)
    except BadValueError as error:
        fail(str(error), error.hint)
    click.echo(os.path.relpath(path))
    click.echo("Fill in what stands there as a comment, then run: timeline check", err=True)


def _ask(question: str, check_: Callable[[str], object]) -> str:
    """Ask on standard error until the answer is good or empty."""
    from site_builder.commands import BadValueError

    while True:
        answer: str = click.prompt(question, default="", show_default=False, err=True).strip()
        if not answer:
            return ""
        try:
            check_(answer)
        except BadValueError as error:
            click.echo(f"  {printable(str(error))}" + (f"; {printable(error.hint)}" if error.hint else ""), err=True)
        else:
            return answer


# ---------------------------------------------------------------- rename, schema, serve
@main.command()
@click.argument("old")
@click.argument("new")
@click.pass_obj
def rename(root: Path, old: str, new: str) -> None:
    """Give a record another slug: moves the file, keeps the old slug as an alias, mends what refers to it."""
    from site_builder.commands import rename_record
    from site_builder.records.rename import RenameRefusedError

    try:
        renaming = rename_record(root, old, new)
    except RenameRefusedError as error:
        fail(str(error), "nothing was changed")
    click.echo(f"{os.path.relpath(root / renaming.source)} -> {os.path.relpath(root / renaming.target)}")
    for file in sorted(set(renaming.texts) - {renaming.target}):
        click.echo(f"mended {os.path.relpath(root / file)}")


@main.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    import json

    from site_builder.exports.schema import record_schema

    click.echo(json.dumps(record_schema(), indent=2, ensure_ascii=False))


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="The port (default: 8000; 0: any).")
@click.option("--base-url", help="The public address of the site, as for build; it is served below its path.")
@click.option("--open", "open_", is_flag=True, help="Open the browser.")
@click.option("--poll", is_flag=True, help="Look for changes instead of waiting for events.")
@click.pass_obj
def serve(root: Path, *, port: int, base_url: str | None, open_: bool, poll: bool) -> None:
    """Serve the site on this machine, and show each change as it is saved."""
    from site_builder.cache import FOLDER, attach
    from site_builder.config import BadBaseUrlError
    from site_builder.serve.run import PortError
    from site_builder.serve.run import serve as run
    from site_builder.serve.watch import WatchError
    from site_builder.serve.workspace import SiteInMemory, watched

    def make_workspace() -> SiteInMemory:
        return SiteInMemory(root, base_url=base_url, environ=os.environ, cache=attach(root / FOLDER))

    try:
        status = run(
            make_workspace, root=root, places=watched(root), say=click.echo, port=port, open_browser=open_, poll=poll
        )
    except (PortError, WatchError) as error:
        fail(str(error), error.hint)
    except BadBaseUrlError as error:
        fail(str(error), "give an address such as https://timeline.example.org/")
    sys.exit(status)

"""The pipeline: content -> Library -> prose -> Site -> outputs -> folder. `build()` is its table of contents.

What it takes to know that nothing has changed is imported at once; all else when it is needed, and while other
processes are at work. What is printed is `cli`'s business.
"""

import gc
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from site_builder import unchanged
from site_builder.cache import FOLDER as CACHE
from site_builder.cache import Cache, opened
from site_builder.interrupts import ctrl_c_waits
from site_builder.output import manifest
from site_builder.output.folder import Waiting, check_folder, locked
from site_builder.output.lookup import template_folders
from site_builder.output.making import Maker, maker
from site_builder.output.names import MANIFEST
from site_builder.output.processes import may_share
from site_builder.output.staging import recover
from site_builder.output.standing import Standing, looking
from site_builder.output.write import CollisionError, OvertakenError, Written, write
from site_builder.problems import Problem, has_errors
from site_builder.unchanged import Outcome

if TYPE_CHECKING:
    from site_builder.language import Language
    from site_builder.prepare import Prepared

SITE = "content/site.yaml"

TRIES = 3
"""So often a build begins anew where it was overtaken; then somebody saves all the time."""

Progress = Callable[[int, int], None]


class Built(NamedTuple):
    """`written` is None where problems kept the last good site."""

    problems: tuple[Problem, ...]
    written: Written | None = None
    incidents: int = 0


def build(
    root: Path,
    out: Path,
    *,
    base_url: str | None = None,
    environ: Mapping[str, str],
    jobs: int | None = None,
    search: bool = True,
    images: bool = True,
    progress: Progress | None = None,
    waiting: Waiting | None = None,
) -> Built:
    """Make the folder `out` hold the site at `root`. With any error nothing in it changes.

    Raises OutputRefusedError, BadBaseUrlError, WorkerDiedError, SearchError and OSError.
    """
    once = partial(
        _build, root, out, base_url=base_url, environ=environ, jobs=jobs, search=search, images=images,
        progress=progress, waiting=waiting,
    )  # fmt: skip
    for _ in range(TRIES):
        with suppress(OvertakenError):
            return once(whole=True)
    return once(whole=False)


def _build(
    root: Path,
    out: Path,
    *,
    base_url: str | None,
    environ: Mapping[str, str],
    jobs: int | None,
    search: bool,
    images: bool,
    progress: Progress | None,
    waiting: Waiting | None,
    whole: bool,
) -> Built:
    """With `whole`, raises OvertakenError where a template, or a file that is copied, was saved meanwhile: they are
    read while others are made, and every later build would take pages of two states for those of one.
    """
    folder = check_folder(out, root=root, protected=protected_folders(root))
    if folder.is_dir():
        recover(folder, waiting)
    with opened(root / CACHE) as cache:
        standing = looking(folder, cache, jobs)
        options = [f"{base_url}", f"{images}"]
        going_in = root, input_folders(root), environ, options, cache
        before = unchanged.inputs(*going_in)
        built = _as_before(before, standing, cache)
        if built is None:
            with ctrl_c_waits():
                make = _maker(root, folder, jobs)
                from site_builder.output.compiled import keep
                from site_builder.prepare import prepare
            prepared = prepare(root, base_url=base_url, environ=environ, cache=cache, jobs=jobs, images=images)
            keep()
            made_from = before if unchanged.inputs(*going_in) == before else None  # None: somebody has just saved
            changed = unchanged.changed(made_from, prepared.site, prepared.reader.before, folder, standing, cache)

            def overtaken() -> bool:
                return before is not None and unchanged.inputs_but_records(*going_in) != before.but_records

            writing = partial(
                write, out=out, root=root, protected=protected_folders(root), progress=progress, maker=make,
                cache=cache, standing=standing, waiting=waiting, changed=changed,
                overtaken=overtaken if whole else None,
            )  # fmt: skip
            built = _written(prepared, root, writing)
            if built.written is None:
                return built
            if made_from and whole:
                files = len(built.written.written) + built.written.unchanged
                outcome = Outcome(built.problems, built.incidents, files, built.written.manifest)
                unchanged.keep(made_from, outcome, prepared.site, folder, cache)
            cache.flush(only_used=True)
    from site_builder.search.index import inputs_digest, make_index, remove_index

    with locked(folder, waiting=waiting) as lock:
        if search:
            indexed = inputs_digest((path, entry.content) for path, entry in (manifest.read(out) or {}).items())
            make_index(out, indexed, lock.descriptor)
        else:
            remove_index(out)  # one of other pages would mislead
    return built


def _as_before(inputs: unchanged.Inputs | None, standing: Callable[[], Standing], cache: Cache) -> Built | None:
    """What the last build came to, if nothing has changed since."""
    known = unchanged.outcome(inputs, standing, cache)
    return Built(known.problems, Written((), known.files, (), known.manifest), known.incidents) if known else None


def _written(prepared: "Prepared", root: Path, writing: Callable[..., Written]) -> Built:
    from site_builder.authored import path_problems
    from site_builder.output.faults import TemplateError
    from site_builder.prepare import sitemap_of, template_problem

    if has_errors(prepared.problems):
        return Built(prepared.problems)
    site = prepared.site
    site.derive()  # once, before there are workers
    gc.freeze()  # all of it stays: to look for circles in it would take a twentieth of a build after a small change
    try:
        written = writing(prepared.families, last=lambda paths: [sitemap_of(site, lambda: paths)])
    except TemplateError as error:
        return Built((*prepared.problems, template_problem(root, error.fault)))
    except CollisionError as error:
        return Built((*prepared.problems, *path_problems(root, error.collected)))
    return Built(prepared.problems, written, len(site.incidents))


def _maker(root: Path, folder: Path, jobs: int | None) -> Maker:
    """Who makes the outputs, when templates are compiled. Of a first build this process compiles them while others read
    the records; later there are few records to read.
    """
    if not may_share(jobs) or not (folder / MANIFEST).exists():
        return maker(jobs)
    from site_builder.output.templates import compiling

    return maker(jobs, compiling(template_folders(root), partial(_language, root)))


def _language(root: Path) -> "Language":
    """The language that templates will be compiled for, if there is nothing wrong with it."""
    from site_builder.language.catalogue import read_language
    from site_builder.records import positions

    site = positions.read(SITE, (root / SITE).read_bytes()).root
    said = site.plain() if site else None
    if not isinstance(said, dict) or not isinstance(tag := said["language"], str):
        raise TypeError(SITE)
    return read_language(tag, template_folders(root))[0]


def protected_folders(root: Path) -> tuple[Path, ...]:
    return root / "content", root / "templates"


def input_folders(root: Path) -> tuple[Path, ...]:
    """All that a site is made from."""
    return root / "content", *template_folders(root)

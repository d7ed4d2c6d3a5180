"""Writing the site: only what has changed, all of it or nothing.

`write` decides which outputs are made, staged, left alone and removed; `standing` has seen which files are as they
were left, `staging` carries out what is decided, `manifest` remembers.
"""

import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from site_builder.cache import Cache
from site_builder.output import manifest, obstacles, staging
from site_builder.output.digest import content_digest
from site_builder.output.family import Changed, Family, Member, every, members, touched
from site_builder.output.folder import WAIT, OutputRefusedError, Waiting, check_folder, kind, locked
from site_builder.output.job import Before, Target, before_update, make_and_stage
from site_builder.output.making import Job, Made, Maker, Result, make_in_turn
from site_builder.output.manifest import Entry
from site_builder.output.names import MANIFEST
from site_builder.output.output import Collected, Named, collect
from site_builder.output.rows import Rows, cut
from site_builder.output.standing import Standing, look


class Written(NamedTuple):
    """What became of the folder: paths written and removed, in order, and how many stayed as they were; the digest of
    the manifest that says so.
    """

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    manifest: str | None


class CollisionError(Exception):
    """Outputs that cannot stand beside each other, or whose path cannot be made. Nothing has changed."""

    def __init__(self, collected: Collected) -> None:
        super().__init__("outputs that collide or have an unusable path")
        self.collected = collected


class OvertakenError(Exception):
    """What outputs are made from has changed while they were made. Nothing has changed in the folder."""


Last = Callable[[Iterable[str]], Iterable[Family]]
"""Families that take the paths of all others to be named, such as a sitemap."""


def _quiet(done: int, total: int, /) -> None:
    pass


def _nothing(paths: Iterable[str], /) -> tuple[Family, ...]:
    del paths
    return ()


def write(
    families: Iterable[Family],
    out: Path,
    *,
    root: Path,
    protected: Sequence[Path],
    last: Last = _nothing,
    progress: Callable[[int, int], None] | None = None,
    maker: Maker = make_in_turn,
    wait: float = WAIT,
    cache: Cache | None = None,
    standing: Callable[[], Standing] | None = None,
    waiting: Waiting | None = None,
    changed: Changed | None = None,
    overtaken: Callable[[], bool] | None = None,
) -> Written:
    """Make the folder `out` hold the outputs of these families, and no other file that an earlier build has put there.

    Outputs whose digest the manifest knows and whose file is intact are not made; files whose bytes are the same are
    not touched. `progress` gets the number of members done and of all. The `cache` knows files that have not changed
    since without reading them; `standing` tells what a look at the folder has found; of what is not touched by what has
    `changed`, not even the names are asked for. Raises OutputRefusedError (see `check_folder`; a folder with other
    people's files and no manifest; a foreign file in the way), CollisionError, OvertakenError where all have been made
    and `overtaken`, OutputBusyError after `wait` seconds, OSError, and what `make` raises: then nothing has changed.
    """
    folder = check_folder(out, root=root, protected=protected)
    with locked(folder, wait, waiting):
        staging.recover_locked(folder)
        cache = cache or Cache()
        found = _looked(folder, cache, standing)
        given = tuple(families)
        update = partial(_update, progress=progress or _quiet, maker=maker, cache=cache, overtaken=overtaken)
        if changed and changed.manifest == found.manifest and (rows := cut((folder / MANIFEST).read_bytes())):
            few = touched(given, changed.slugs, found.changed)
            cache.keep_files(f"{folder}/{path}" for path in rows.paths())
            with suppress(_OtherFilesError):
                return update(
                    _Todo(given, few.members, rows, None), before_update(folder, found, rows.among(few.paths()))
                )
        known = manifest.read(folder)
        if known is None and any(folder.iterdir()):
            raise OutputRefusedError(
                f"the output folder {out} is not empty and was not written by this program",
                "empty it, or name another with --out; files of yours are copied from content/static",
            )
        cache.keep_files(f"{folder}/{path}" for path in known or ())
        return update(_Todo(given, members(given), None, last), before_update(folder, found, known or {}))


def _looked(folder: Path, cache: Cache, standing: Callable[[], Standing] | None) -> Standing:
    """What a look at the folder finds; a look before another build has written does not count."""
    found = standing() if standing else None
    return found if found and found.manifest == staging.manifest_digest(folder) else look(folder, cache)


class _Todo(NamedTuple):
    """All families but the last, and those of their members that are made; the manifest in which their files are
    others, None for a new one; the last families, None where they are as they were if all paths are.
    """

    families: tuple[Family, ...]
    members: Sequence[Member]
    rows: Rows | None
    last: Last | None


class _OtherFilesError(Exception):
    """A site of other words has other files: the last families are not as they were."""


def _update(
    todo: _Todo,
    before: Before,
    progress: Callable[[int, int], None],
    maker: Maker,
    cache: Cache,
    overtaken: Callable[[], bool] | None,
) -> Written:
    folder, ours = before.folder, before.ours
    filled = any(folder.iterdir())
    stage = staging.open_staging(folder)
    try:
        job = partial(make_and_stage, Target(before, stage, filled), cache)
        results = [*_heard(folder, cache, _made(todo.members, job, maker, progress))]
        ends = tuple(todo.last(map(_path, results))) if todo.last else ()
        results += _heard(folder, cache, _made(members(ends), job, make_in_turn, _quiet))
        entries = _entries(results, ours, (*todo.families, *ends))
        if todo.last is None and entries.keys() != ours.keys():
            raise _OtherFilesError
        if overtaken and overtaken():
            raise OvertakenError
        made = [result for result in results if isinstance(result, Made)]
        removed = tuple(sorted(path for path in ours if path not in entries))
        written = tuple(sorted(one.path for one in made if one.how == "staged"))
        told = before.manifest
        changed = bool(made or removed or told is None)
        if changed:
            aside = _aside(entries, [one.path for one in made], written, before, filled=filled)
            new = todo.rows.encode(entries) if todo.rows else manifest.encode(entries)
            told = content_digest(new)
            # What was respelt has been set aside; to remove it by its old name could hit the new file.
            goes = tuple(path for path in removed if path not in aside)
            staging.decide(stage, staging.Journal(before.manifest, told, aside, goes), new)
    except BaseException:
        staging.discard(stage)
        raise
    if changed:
        staging.switch(folder, stage)
    else:
        staging.discard(stage)
    cache.forget_files(str(folder / path) for path in removed)
    count = len(todo.rows.rows if todo.rows else entries)
    return Written(written, count - len(written), removed, told)


def _aside(
    entries: Mapping[str, Entry],
    todo: Sequence[str],
    written: Sequence[str],
    before: Before,
    *,
    filled: bool,
) -> tuple[str, ...]:
    """What is set aside to make room for what was made. Raises OutputRefusedError for what is not ours."""
    folder, ours = before.folder, before.ours
    if not filled and not any(folder.iterdir()):
        return ()  # nothing can stand in the way in a folder that was and is empty
    respelt = obstacles.respelt(entries, folder, ours)
    aside = (*obstacles.make_room(todo, folder, ours), *sorted(respelt.values()))
    strangers = (path for path in written if path not in ours and path not in respelt)
    obstacles.refuse_foreign(folder, [path for path in strangers if kind(folder / path) == stat.S_IFREG])
    return aside


def _made(todo: Sequence[Member], job: Job, maker: Maker, progress: Callable[[int, int], None]) -> Iterator[Result]:
    """What the maker yields, held to its promise: each member once and no other."""
    done = 0
    for done, outputs in enumerate(maker(todo, job), start=1):
        yield from outputs
        progress(done, len(todo))
    if done != len(todo):
        raise RuntimeError(f"{done} of {len(todo)} members were made")


def _heard(folder: Path, cache: Cache, results: Iterable[Result]) -> Iterator[Result]:
    """Tell the cache what workers learned: theirs end with them. It goes by the status of a file, so what is noted of
    one that is never renamed into the folder is never used.
    """
    for result in results:
        if isinstance(result, str):
            yield result
            continue
        path, how, entry, status, told = result
        if told:
            cache.hear(told)
        if entry and status:
            cache.note(f"{folder}/{path}", status, entry.content)
        yield Made(path, how, entry)


def _path(result: Result) -> str:
    return result if isinstance(result, str) else result.path


def _entries(results: Sequence[Result], ours: Mapping[str, Entry], families: Iterable[Family]) -> dict[str, Entry]:
    """By path. Raises CollisionError."""
    entries = {
        path: entry
        for path, entry in ((one, ours.get(one)) if isinstance(one, str) else (one.path, one.entry) for one in results)
        if entry
    }
    if len(results) == len(entries) and entries.keys() <= ours.keys():
        return entries  # they stood beside each other before
    collected = collect(map(Named, map(_path, results)))
    if collected.collisions or collected.faults:
        raise CollisionError(collect(Named(out.path, out.origin) for out in every(families)))
    if len(results) != len(entries):
        raise RuntimeError("something else writes to the staging folder")
    return entries

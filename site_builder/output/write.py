"""Writing the site: only what has changed, all of it or nothing.

`write` decides which outputs are made, staged, left alone and removed; `staging` carries it out;
`manifest` remembers.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from site_builder.cache import Cache
from site_builder.output import manifest, staging
from site_builder.output.digest import content_digest, file_digest
from site_builder.output.folder import WAIT, OutputRefusedError, check_folder, kind, locked
from site_builder.output.making import Job, Made, Maker, make_in_turn
from site_builder.output.manifest import Entry
from site_builder.output.output import Output, ancestors, collect

NAMED = 10
"""How many files in the way a message names."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the folder: paths written and removed, in order, and how many stayed as they were."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]


def write(
    outputs: Mapping[str, Output],
    out: Path,
    *,
    root: Path,
    protected: Sequence[Path],
    progress: Callable[[int, int], None] | None = None,
    maker: Maker = make_in_turn,
    wait: float = WAIT,
    cache: Cache | None = None,
) -> Written:
    """Make the folder `out` hold these outputs, and no other file that an earlier build has put there.

    Outputs whose digest the manifest knows and whose file is intact are not made; files whose bytes are
    the same are not touched. `progress` gets the number made and the number to make. The `cache` knows
    files that have not changed since without reading them. Raises
    OutputRefusedError (see `check_folder`; a folder with other people's files and no manifest; a foreign
    file in the way), OutputBusyError after `wait` seconds, OSError, and what `make` raises: then nothing
    has changed.
    """
    collected = collect(outputs.values())
    if collected.collisions or collected.faults or collected.outputs.keys() != outputs.keys():
        raise ValueError("outputs that collide or have an unusable path cannot be written")
    folder = check_folder(out, root=root, protected=protected)
    with locked(folder, wait):
        staging.recover_locked(folder)
        known = manifest.read(folder)
        if known is None and any(folder.iterdir()):
            raise OutputRefusedError(
                f"the output folder {out} is not empty and was not written by this program",
                "empty it, or name another with --out; files of yours are copied from content/static",
            )
        return _update(collected.outputs, folder, known, progress or _quiet, maker, cache or Cache())


def _quiet(done: int, total: int, /) -> None:
    pass


def _update(
    outputs: Mapping[str, Output],
    folder: Path,
    known: Mapping[str, Entry] | None,
    progress: Callable[[int, int], None],
    maker: Maker,
    cache: Cache,
) -> Written:
    ours = known or {}
    current = partial(_is_current, folder, cache)
    entries = {path: ours[path] for path, output in outputs.items() if current(output, ours.get(path))}
    todo = [output for path, output in outputs.items() if path not in entries]
    respelt = _respelt(outputs, folder, ours)
    # Nothing can stand in the way in a folder that is empty.
    aside = (*_make_room(todo, folder, ours), *sorted(respelt.values())) if any(folder.iterdir()) else ()
    removed = tuple(sorted(path for path in ours if path not in outputs))
    if not todo and not removed and ours.keys() == entries.keys() and known is not None:
        return Written((), len(entries), ())
    stage = staging.open_staging(folder)
    try:
        written: list[str] = []
        job = partial(_make_and_stage, folder, stage, frozenset(respelt))
        for done, (path, entry, staged) in enumerate(_made(todo, job, maker), start=1):
            entries[path] = entry
            if staged:
                written.append(path)
            progress(done, len(todo))
        strangers = (path for path in written if path not in ours and path not in respelt)
        if any(folder.iterdir()):
            _refuse_foreign(folder, [path for path in strangers if kind(folder / path) == stat.S_IFREG])
        new = manifest.encode(entries)
        # What was respelt has been set aside; to remove it by its old name could hit the new file.
        goes = [path for path in removed if path not in respelt.values()]
        journal = staging.Journal(staging.manifest_digest(folder), content_digest(new), aside, tuple(goes))
        staging.decide(stage, journal, new)
    except BaseException:
        staging.discard(stage)
        raise
    staging.switch(folder, stage)
    for path in written:
        name = f"{folder}/{path}"
        cache.remember(name, os.stat(name), entries[path].content)  # noqa: PTH116  for each of 20,000 files
    cache.forget_files(str(folder / path) for path in removed)
    return Written(tuple(sorted(written)), len(outputs) - len(written), removed)


def _make_and_stage(folder: Path, stage: Path, respelt: frozenset[str], output: Output) -> Made:
    """Make an output and stage it, unless the very bytes stand in the folder. May run in another process."""
    data = output.make()
    entry = Entry(output.digest, content_digest(data), len(data))
    staged = output.path in respelt or not _holds(f"{folder}/{output.path}", entry)
    if staged:
        staging.stage_file(stage, output.path, data)
    return Made(output.path, entry, staged)


def _made(todo: Sequence[Output], job: Job, maker: Maker) -> Iterator[Made]:
    """What the maker yields, held to its promise: each output once and no other."""
    missing = {output.path for output in todo}
    for made in maker(todo, job):
        missing.remove(made.path)
        yield made
    if missing:
        raise RuntimeError(f"not made: {', '.join(sorted(missing))}")


def _is_current(folder: Path, cache: Cache, output: Output, entry: Entry | None) -> bool:
    """Whether the output need not be made."""
    return entry is not None and entry.input == output.digest and is_intact(f"{folder}/{output.path}", entry, cache)


def is_intact(path: str, entry: Entry, cache: Cache) -> bool:
    """Whether a file holds what the entry says. One of known status is not read again (git's rule; see `cache`)."""
    try:
        status = os.stat(path, follow_symlinks=False)  # noqa: PTH116  for each of 20,000 files
        if status.st_size != entry.size or not stat.S_ISREG(status.st_mode):
            return False
        content = cache.digest(path, status)
        if content is None:
            content = file_digest(Path(path))
            cache.remember(path, status, content)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False
    return content == entry.content


def _holds(path: str, entry: Entry) -> bool:
    """Whether the file at `path` holds what the entry says, by its size, then by its bytes.

    Comparing bytes is what lets us go without flushing each file (see `staging.decide`) and finds pages
    edited by hand.
    """
    try:
        size = os.stat(path, follow_symlinks=False).st_size  # noqa: PTH116  for each of 20,000 files
        return size == entry.size and file_digest(Path(path)) == entry.content
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _respelt(outputs: Mapping[str, Output], folder: Path, ours: Mapping[str, Entry]) -> dict[str, str]:
    """New path -> old path where only the case differs and the file system takes both for one file."""
    old = {path.casefold(): path for path in ours if path not in outputs}
    if not old:
        return {}
    pairs = {path: old[path.casefold()] for path in outputs if path not in ours and path.casefold() in old}
    return {
        new: old
        for new, old in pairs.items()
        if staging.is_real(folder, new) and staging.is_real(folder, old) and (folder / new).samefile(folder / old)
    }


def _make_room(outputs: Iterable[Output], folder: Path, ours: Mapping[str, Entry]) -> tuple[str, ...]:
    """What stands where one of these outputs needs a file or a folder and can be set aside, as all of it is ours.

    Raises OutputRefusedError, naming every foreign thing in the way, symbolic links among them.
    """
    aside: list[str] = []
    foreign: list[str] = []
    paths = [output.path for output in outputs]
    needed = {parent: stat.S_IFDIR for path in paths for parent in ancestors(path)}
    needed |= dict.fromkeys(paths, stat.S_IFREG)
    blocked: set[str] = set()
    for path in sorted(needed, key=lambda path: (path.count("/"), path)):
        found = None if path.rpartition("/")[0] in blocked else kind(folder / path)
        if found in (None, needed[path]):
            if path.rpartition("/")[0] in blocked:
                blocked.add(path)
            continue
        blocked.add(path)
        strangers = [path] if found not in (stat.S_IFREG, stat.S_IFDIR) else _strangers(folder, path, ours)
        foreign += strangers
        aside += [] if strangers else [path]
    _refuse_foreign(folder, foreign)
    return tuple(aside)


def _strangers(folder: Path, path: str, ours: Mapping[str, Entry]) -> list[str]:
    """The files at or below `path` that are not ours."""
    if kind(folder / path) == stat.S_IFREG:
        return [] if path in ours else [path]
    found = []
    for parent, folders, files in os.walk(folder / path):
        links = [name for name in folders if kind(Path(parent, name)) != stat.S_IFDIR]
        found += [Path(parent, name).relative_to(folder).as_posix() for name in files + links]
    return sorted(name for name in found if name not in ours or kind(folder / name) != stat.S_IFREG)


def _refuse_foreign(folder: Path, paths: Sequence[str]) -> None:
    if paths:
        ordered = sorted(paths)
        named = ", ".join(ordered[:NAMED]) + (f" and {len(paths) - NAMED} more" if len(paths) > NAMED else "")
        raise OutputRefusedError(
            f"in the way of the site in {folder}, and not written by this program: {named}",
            "move it out of the folder",
        )

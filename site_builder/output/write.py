"""Writing the site: only what has changed, all of it or nothing.

`write` decides which outputs are made, staged, left alone and removed; `staging` carries it out;
`manifest` remembers.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from site_builder.cache import Cache, Status
from site_builder.output import manifest, obstacles, staging
from site_builder.output.digest import content_digest, file_digest
from site_builder.output.family import Family, Member, members
from site_builder.output.folder import WAIT, OutputRefusedError, check_folder, kind, locked
from site_builder.output.making import Job, Made, Maker, make_in_turn
from site_builder.output.manifest import Entry
from site_builder.output.output import Collected, Named, Output, collect, path_fault


class Written(NamedTuple):
    """What became of the folder: paths written and removed, in order, and how many stayed as they were."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]


class CollisionError(Exception):
    """Outputs that cannot stand beside each other, or whose path cannot be made. Nothing has changed."""

    def __init__(self, collected: Collected) -> None:
        super().__init__("outputs that collide or have an unusable path")
        self.collected = collected


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
) -> Written:
    """Make the folder `out` hold the outputs of these families, and no other file that an earlier build has put there.

    Outputs whose digest the manifest knows and whose file is intact are not made; files whose bytes are
    the same are not touched. `progress` gets the number of members done and of all. The `cache` knows
    files that have not changed since without reading them. Raises
    OutputRefusedError (see `check_folder`; a folder with other people's files and no manifest; a foreign
    file in the way), CollisionError, OutputBusyError after `wait` seconds, OSError, and what `make` raises: then
    nothing has changed.
    """
    folder = check_folder(out, root=root, protected=protected)
    with locked(folder, wait):
        staging.recover_locked(folder)
        known = manifest.read(folder)
        if known is None and any(folder.iterdir()):
            raise OutputRefusedError(
                f"the output folder {out} is not empty and was not written by this program",
                "empty it, or name another with --out; files of yours are copied from content/static",
            )
        return _update(members(families), last, folder, known, progress or _quiet, maker, cache or Cache())


def _update(
    first: Sequence[Member],
    last: Last,
    folder: Path,
    known: Mapping[str, Entry] | None,
    progress: Callable[[int, int], None],
    maker: Maker,
    cache: Cache,
) -> Written:
    ours, filled = known or {}, any(folder.iterdir())
    stage = staging.open_staging(folder)
    try:
        spellings = frozenset(path.casefold() for path in ours)
        job = partial(_make_and_stage, _Target(folder, stage, ours, spellings, filled), cache)
        hear = partial(_heard, folder, ours, cache)
        made = list(hear(_made(first, job, maker, progress)))
        made += hear(_made(members(last(path for path, *_ in made)), job, make_in_turn, _quiet))
        entries = _entries(made, ours)
        removed = tuple(sorted(path for path in ours if path not in entries))
        written = tuple(sorted(one.path for one in made if one.how == "staged"))
        changed = bool(removed) or known is None or any(one.how != "kept" for one in made)
        if changed:
            todo = [one.path for one in made if one.how != "kept"]
            aside = _aside(entries, todo, written, folder, ours, filled=filled)
            _decide(folder, stage, manifest.encode(entries), aside, removed)
    except BaseException:
        staging.discard(stage)
        raise
    if changed:
        staging.switch(folder, stage)
    else:
        staging.discard(stage)
    cache.forget_files(str(folder / path) for path in removed)
    return Written(written, len(entries) - len(written), removed)


def _aside(
    entries: Mapping[str, Entry],
    todo: Sequence[str],
    written: Sequence[str],
    folder: Path,
    ours: Mapping[str, Entry],
    *,
    filled: bool,
) -> tuple[str, ...]:
    """What is set aside to make room for what was made. Raises OutputRefusedError for what is not ours."""
    if not filled and not any(folder.iterdir()):
        return ()  # nothing can stand in the way in a folder that was and is empty
    respelt = obstacles.respelt(entries, folder, ours)
    aside = (*obstacles.make_room(todo, folder, ours), *sorted(respelt.values()))
    strangers = (path for path in written if path not in ours and path not in respelt)
    obstacles.refuse_foreign(folder, [path for path in strangers if kind(folder / path) == stat.S_IFREG])
    return aside


def _decide(folder: Path, stage: Path, new: bytes, aside: tuple[str, ...], removed: tuple[str, ...]) -> None:
    # What was respelt has been set aside; to remove it by its old name could hit the new file.
    goes = tuple(path for path in removed if path not in aside)
    journal = staging.Journal(staging.manifest_digest(folder), content_digest(new), aside, goes)
    staging.decide(stage, journal, new)


def _made(todo: Sequence[Member], job: Job, maker: Maker, progress: Callable[[int, int], None]) -> Iterator[Made]:
    """What the maker yields, held to its promise: each member once and no other."""
    done = 0
    for done, outputs in enumerate(maker(todo, job), start=1):
        yield from outputs
        progress(done, len(todo))
    if done != len(todo):
        raise RuntimeError(f"{done} of {len(todo)} members were made")


def _heard(folder: Path, ours: Mapping[str, Entry], cache: Cache, made: Iterable[Made]) -> Iterator[Made]:
    """Tell the cache what workers learned: theirs end with them. It goes by the status of a file, so what is noted of
    one that is never renamed into the folder is never used. What a kept file holds is known here.
    """
    for one in made:
        path, origin, how, entry, status, told = one
        if how == "kept":
            entry = ours.get(path)
        if told:
            cache.hear(told)
        if entry and status:
            cache.note(f"{folder}/{path}", status, entry.content)
        else:
            cache.keep_file(f"{folder}/{path}")
        yield Made(path, origin, how, entry)


def _entries(made: Sequence[Made], ours: Mapping[str, Entry]) -> dict[str, Entry]:
    """By path. Raises CollisionError."""
    entries = {one.path: one.entry for one in made if one.entry}
    if len(made) == len(entries) and entries.keys() <= ours.keys():
        return entries  # they stood beside each other before
    collected = collect(Named(one.path, one.origin) for one in made)
    if collected.collisions or collected.faults:
        raise CollisionError(collected)
    if len(made) != len(entries):
        raise RuntimeError("something else writes to the staging folder")
    return entries


class _Target(NamedTuple):
    """The folder before the update: what is ours in it, that in lower case, and whether there is anything in it."""

    folder: Path
    stage: Path
    ours: Mapping[str, Entry]
    spellings: frozenset[str]
    filled: bool


def _make_and_stage(target: _Target, cache: Cache, output: Output) -> Made:
    """Make an output and stage it, unless the very bytes stand in the folder. May run in another process."""
    path, file = output.path, f"{target.folder}/{output.path}"
    if path_fault(path):
        return Made(path, output.origin, "kept", None)
    known = target.ours.get(path)
    if known is not None and known.input == output.digest and (status := _as_left(file, known, cache)):
        return Made(path, output.origin, "kept", None, status if status is not KNOWN else None)
    if output.pieces is not None:
        return _stage_pieces(target, cache, output, output.pieces())
    data = output.make()
    entry = Entry(output.digest, content_digest(data), len(data))
    if status := _stands(target, path, entry):
        return Made(path, output.origin, "same", entry, status, cache.tell())
    try:
        status = staging.stage_file(target.stage, path, (data,))
    except (FileExistsError, IsADirectoryError, NotADirectoryError):  # `collect` will say of which other output
        return Made(path, output.origin, "staged", None)
    return Made(path, output.origin, "staged", entry, status, cache.tell())


def _stage_pieces(target: _Target, cache: Cache, output: Output, pieces: Iterable[bytes]) -> Made:
    """The same for an output that is too large to be held: what it is, is known when it has been staged."""
    path, size, sha = output.path, 0, hashlib.sha256()

    def counted() -> Iterator[bytes]:
        nonlocal size
        for piece in pieces:
            sha.update(piece)
            size += len(piece)
            yield piece

    try:
        status = staging.stage_file(target.stage, path, counted())
    except (FileExistsError, IsADirectoryError, NotADirectoryError):
        return Made(path, output.origin, "staged", None)
    entry = Entry(output.digest, sha.hexdigest(), size)
    if found := _stands(target, path, entry):
        staging.take_back(target.stage, path)
        return Made(path, output.origin, "same", entry, found, cache.tell())
    return Made(path, output.origin, "staged", entry, status, cache.tell())


def _stands(target: _Target, path: str, entry: Entry) -> Status | None:
    """The status of the file that stands in the folder already with these very bytes."""
    # Where the case of letters does not matter, what stands there under another spelling is what will go.
    if not target.filled or (path not in target.ours and path.casefold() in target.spellings):
        return None
    return _holds(f"{target.folder}/{path}", entry)


KNOWN = Status(-1, -1, -1)
"""That of a file about which the cache knows already."""


def _as_left(path: str, entry: Entry, cache: Cache) -> Status | None:
    """The status of a file that holds what the entry says, by its status or by its bytes; None if it does not."""
    try:
        found = os.stat(path, follow_symlinks=False)  # noqa: PTH116  for each of 20,000 files
    except (FileNotFoundError, NotADirectoryError):
        return None
    content = cache.digest(path, found)
    if content is None:
        return _holds(path, entry)
    return KNOWN if content == entry.content and stat.S_ISREG(found.st_mode) else None


def is_intact(path: str, entry: Entry, cache: Cache) -> bool:
    """Whether a file holds what the entry says. One of known status is not read again (git's rule; see `cache`)."""
    status = _as_left(path, entry, cache)
    if status is not None and status is not KNOWN:
        cache.remember(path, status, entry.content)
    return status is not None


def _holds(path: str, entry: Entry) -> Status | None:
    """The status of the file at `path` if it holds what the entry says, by its size, then by its bytes.

    Comparing bytes is what lets us go without flushing each file (see `staging.decide`) and finds pages
    edited by hand.
    """
    try:
        found = os.stat(path, follow_symlinks=False)  # noqa: PTH116  for each of 20,000 files
        same = found.st_size == entry.size and stat.S_ISREG(found.st_mode) and file_digest(Path(path)) == entry.content
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    return Status(found.st_size, found.st_mtime_ns, found.st_ino) if same else None

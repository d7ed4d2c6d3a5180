"""The switch from one state of the output folder to the next: staging, journal, renames, removals, recovery.

Everything new is first written to a hidden staging folder that mirrors the site. When all of it is there,
a journal is put beside it: from then on the switch is decided, and whoever finds the journal finishes it.
The switch only renames from the staging folder into the site, then removes. Each step may be done twice,
so a switch that was killed anywhere can be run again from its start. What is staged and removed is decided
by `write`.
"""

import json
import os
import shutil
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from site_builder.cache import Status
from site_builder.output.digest import file_digest
from site_builder.output.folder import OutputRefusedError, Waiting, kind, locked
from site_builder.output.names import MANIFEST, PROBE, STAGING
from site_builder.output.output import ancestors, path_fault

VERSION = 1
FILES, ASIDE, JOURNAL = "files", "aside", "journal.json"


@dataclass(frozen=True, slots=True)
class Journal:
    """A decided switch: paths that make room first (renamed away), files that go at the end.

    `before` is the digest of the manifest that the switch starts from, `after` of the one it ends with;
    None: no file.
    """

    before: str | None
    after: str
    aside: tuple[str, ...]
    remove: tuple[str, ...]


def staging_places(folder: Path) -> tuple[Path, Path]:
    """Where staging may happen: beside the output folder, so that a leftover is not published; else inside.

    Inside is for output folders that are mount points, or whose parent may not be written.
    """
    return folder.with_name(f".{folder.name}{STAGING}"), folder / STAGING


def open_staging(folder: Path) -> Path:
    """A new, empty folder from which files can be renamed into `folder`. Raises OSError if there is none."""
    beside, inside = staging_places(folder)
    try:
        return _try_staging(beside, folder)
    except OSError:
        return _try_staging(inside, folder)


def _try_staging(place: Path, folder: Path) -> Path:
    place.mkdir(0o700)
    try:
        (place / ASIDE).mkdir(0o755)
        (place / FILES).mkdir(0o755)
        # Device numbers do not tell: a bind mount has the same one and still refuses renames. So try it.
        probe = (folder if place.parent != folder else place) / PROBE
        (place / FILES).replace(probe)
        probe.replace(place / FILES)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return place


def discard(stage: Path) -> None:
    """Remove a staging folder; the journal first, as what is left must not be taken for a decided switch."""
    (stage / JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(stage, ignore_errors=True)  # the next command throws away what cannot go now


def stage_file(stage: Path, path: str, pieces: Iterable[bytes]) -> Status:
    """Write one new file of the site to the staging folder."""
    target = f"{stage}/{FILES}/{path}"
    try:
        return _write(target, pieces)
    except FileNotFoundError:  # its folder is not there yet
        _make_folder(target.rpartition("/")[0])
        return _write(target, pieces)


def take_back(stage: Path, path: str) -> None:
    """Remove a staged file."""
    os.unlink(f"{stage}/{FILES}/{path}")  # noqa: PTH108  as it was written


def _make_folder(folder: str) -> None:
    with suppress(FileExistsError):  # another process may be faster
        try:
            os.mkdir(folder, 0o755)  # noqa: PTH102  for each of 10,000 folders
        except FileNotFoundError:
            _make_folder(folder.rpartition("/")[0])
            os.mkdir(folder, 0o755)  # noqa: PTH102


def decide(stage: Path, journal: Journal, manifest: bytes) -> None:
    """Stage the manifest and put the journal in place: the one rename that decides the switch.

    The journal and the manifest are flushed to the disk, the 20,000 pages are not: a killed process loses
    nothing that it wrote, and after a power cut the next build compares every file with the manifest and
    makes torn ones again.
    """
    _write(stage / MANIFEST, [manifest], flush=True)
    value = {"version": VERSION, **asdict(journal)}
    _write(stage / "journal.new", [json.dumps(value).encode()], flush=True)
    (stage / "journal.new").replace(stage / JOURNAL)
    _flush_folder(stage)


def switch(folder: Path, stage: Path) -> None:
    """Do what the journal in `stage` says, from the start or from wherever it was interrupted."""
    journal = _read_journal(stage)
    for number, path in enumerate(journal.aside):
        away = stage / ASIDE / str(number)
        if kind(away) is None and is_real(folder, path):
            (folder / path).replace(away)
    _merge(stage / FILES, folder)
    if kind(stage / MANIFEST) is not None:
        (stage / MANIFEST).replace(folder / MANIFEST)
        _flush_folder(folder)
    for path in journal.remove:
        if is_real(folder, path) and kind(folder / path) == stat.S_IFREG:
            (folder / path).unlink()
    _prune(folder, journal.remove)
    discard(stage)


def recover(folder: Path, waiting: Waiting | None = None) -> bool:
    """Finish the switch of a build that was killed, or throw away what it had staged; true if there was any.

    Call it at the start of every command that reads or writes the output folder; `write` does so itself.
    Raises OutputRefusedError if the leftovers cannot be understood.
    """
    folder = folder.resolve()
    if not folder.is_dir() or not any(kind(place) == stat.S_IFDIR for place in staging_places(folder)):
        return False
    with locked(folder, waiting=waiting):
        return recover_locked(folder)


def recover_locked(folder: Path) -> bool:
    """`recover` for one who holds the lock."""
    left = [place for place in staging_places(folder) if kind(place) == stat.S_IFDIR]
    if kind(probe := folder / PROBE) == stat.S_IFDIR:
        probe.rmdir()  # killed while trying whether renames work
    for stage in left:
        if kind(stage / JOURNAL) is None:
            discard(stage)
            continue
        journal = _read_journal(stage)
        # A folder that has been replaced since by another one is not what the switch was decided for.
        if manifest_digest(folder) in (journal.before, journal.after):
            switch(folder, stage)
        else:
            discard(stage)
    return bool(left)


def manifest_digest(folder: Path) -> str | None:
    """The digest of the folder's manifest as it stands there, None if it has none."""
    return file_digest(folder / MANIFEST) if kind(folder / MANIFEST) == stat.S_IFREG else None


def is_real(folder: Path, path: str) -> bool:
    """Whether `path` is there and reached through folders only: behind a symbolic link nothing is ours."""
    reached = all(kind(folder / parent) == stat.S_IFDIR for parent in ancestors(path))
    return reached and kind(folder / path) in (stat.S_IFREG, stat.S_IFDIR)


def _merge(source: Path, target: Path) -> None:
    """Rename what is in `source` into `target`: whole folders where there is none yet, else file by file."""
    for new in sorted(source.iterdir()):
        old = target / new.name
        types = kind(new), kind(old)
        if types == (stat.S_IFDIR, stat.S_IFDIR):
            _merge(new, old)
        elif types[1] is None or types == (stat.S_IFREG, stat.S_IFREG):
            new.replace(old)
        else:
            raise OutputRefusedError(f"{old} came in the way while the site was written", "remove it and build again")


def _prune(folder: Path, removed: Iterable[str]) -> None:
    """Remove the folders that the removed files have left empty, innermost first."""
    parents = {parent for path in removed for parent in ancestors(path)}
    for parent in sorted(parents, key=lambda parent: (-parent.count("/"), parent)):
        path = folder / parent
        if is_real(folder, parent) and kind(path) == stat.S_IFDIR and not any(path.iterdir()):
            path.rmdir()


def _read_journal(stage: Path) -> Journal:
    try:
        value = json.loads((stage / JOURNAL).read_bytes())
        if value["version"] != VERSION:
            raise ValueError(f"not of version {VERSION}")
        journal = Journal(value["before"], value["after"], _paths(value["aside"]), _paths(value["remove"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise OutputRefusedError(
            f"the journal of an unfinished build, {stage / JOURNAL}, cannot be read ({error})",
            f"delete {stage} and build again",
        ) from error
    return journal


def _paths(values: Sequence[str]) -> tuple[str, ...]:
    if wrong := next((path for path in values if path_fault(path)), None):
        raise ValueError(f"not a path in the site: {wrong!a}")
    return tuple(values)


def _write(path: Path | str, pieces: Iterable[bytes], *, flush: bool = False) -> Status:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    try:
        for piece in pieces:
            rest = memoryview(piece)
            while rest:  # a write may take a part only
                rest = rest[os.write(descriptor, rest) :]
        if flush:
            os.fsync(descriptor)
        status = os.fstat(descriptor)
        return Status(status.st_size, status.st_mtime_ns, status.st_ino)
    finally:
        os.close(descriptor)


def _flush_folder(folder: Path) -> None:
    """Make the names in `folder` durable; Windows has no such call."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

"""The output folder as a place: which folders are refused, and who may write into one at a time.

Owns refusal and locking. What is in the folder is `manifest`'s, how it changes is `staging`'s.
"""

import errno
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

WAIT = 900.0
"""Seconds to wait for another build of the same folder. Of 100,000 records a first one takes eight minutes."""

Waiting = Callable[[str], None]
"""Is told that there is another build to wait for, and what to do if there is none."""

PAUSE = 0.05

NO_LOCKS = (errno.ENOTSUP, errno.ENOLCK, errno.EBADF, errno.EINVAL)
"""What flock says of a folder on a network file system that cannot lock it."""

ANOTHER = "name another folder with --out; the usual one is public"


class OutputRefusedError(Exception):
    """We do not write there. `str()` says why, `hint` is a way out. Nothing has been changed."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class OutputBusyError(OutputRefusedError):
    """Another build is writing into the same folder."""


def check_folder(out: Path, *, root: Path, protected: Sequence[Path]) -> Path:
    """The real path of the output folder `out`, which need not exist.

    Raises OutputRefusedError if it is a file, is or holds the site's `root`, or is, holds or lies in one
    of the `protected` folders. Symbolic links are followed first. That it is empty or has a manifest is
    checked by `write`.
    """
    try:
        folder = out.resolve()
    except (OSError, RuntimeError) as error:  # a circle of symbolic links
        raise OutputRefusedError(f"the output folder {out} cannot be followed ({error})", ANOTHER) from error
    if folder.is_symlink():  # the same, from Python 3.13 on
        raise OutputRefusedError(f"the output folder {out} cannot be followed (a circle of links)", ANOTHER)
    if folder.exists() and not folder.is_dir():
        raise OutputRefusedError(f"the output folder {out} is a file", ANOTHER)
    if folder == folder.parent:
        raise OutputRefusedError(f"the output folder {out} is the root of the file system", ANOTHER)
    for other, inside_too in [(root, False), *((path, True) for path in protected)]:
        real = other.resolve()
        if relation := _relation(folder, real, inside_too=inside_too):
            raise OutputRefusedError(
                f"the output folder {out} {relation} {other}, which the site is made from", ANOTHER
            )
    return folder


def _relation(folder: Path, other: Path, *, inside_too: bool) -> str | None:
    if folder == other:
        return "is"
    if other.is_relative_to(folder):
        return "holds"
    return "lies in" if inside_too and folder.is_relative_to(other) else None


def kind(path: Path) -> int | None:
    """The file type of `path` itself as in `stat.S_IFMT`, links not followed; None if nothing is there."""
    try:
        return stat.S_IFMT(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return None


def make_folders(folder: Path, made: list[Path]) -> None:
    """Make `folder` and what it lies in, and add those that were missing to `made`, outermost first."""
    for path in (*reversed(folder.parents), folder):
        if not path.exists():
            path.mkdir(0o755, exist_ok=True)
            made.append(path)


class Lock(NamedTuple):
    """What ends it, and the descriptor that holds it: for as long as anybody has it open. None where a file does."""

    release: Callable[[], None]
    descriptor: int | None


@contextmanager
def locked(folder: Path, wait: float = WAIT, waiting: Waiting | None = None) -> Iterator[Lock]:
    """Hold `folder`, made if missing, against other builds. Raises OutputBusyError after `wait` seconds.

    Folders that were made are removed again if they cannot be used or the body fails.
    """
    made: list[Path] = []
    with ExitStack() as stack:
        try:
            lock = _lock(folder, time.monotonic() + wait, made, waiting)
            stack.callback(lock.release)
            yield lock
        except OutputBusyError:  # the other build is at work in them
            raise
        except BaseException:
            for path in reversed(made):
                with suppress(OSError):  # no longer empty: somebody uses it
                    path.rmdir()
            raise


def lock_file(folder: Path) -> Path:
    """The lock where the file system has no flock."""
    return folder.with_name(f".{folder.name}.timeline-lock")


def _lock(folder: Path, deadline: float, made: list[Path], waiting: Waiting | None) -> Lock:
    while True:
        make_folders(folder, made)
        if lock := _try_lock(folder):
            return lock
        stale = f"; if none is running, delete {lock_file(folder)}" if lock_file(folder).exists() else ""
        if waiting:
            waiting(f"another build is writing into {folder}: waiting until it has ended{stale}")
            waiting = None
        if time.monotonic() >= deadline:
            raise OutputBusyError(f"another build is writing into {folder}", f"wait until it has ended{stale}")
        time.sleep(PAUSE)


def _try_lock(folder: Path) -> Lock | None:
    """The lock, or None if another process has it.

    The folder itself is locked (flock(2)): the lock ends with the process, however it ends, and leaves no
    file behind.
    """
    if fcntl is None:
        return _try_lock_file(folder)
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:  # the other build failed and took the folder it had made with it
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(descriptor), folder.stat()):
            return Lock(partial(os.close, descriptor), descriptor)
    except OSError as error:
        if error.errno not in (*NO_LOCKS, errno.EAGAIN, errno.EACCES, errno.ENOENT):
            os.close(descriptor)
            raise
        if error.errno in NO_LOCKS:
            os.close(descriptor)
            return _try_lock_file(folder)
    os.close(descriptor)
    return None


def _try_lock_file(folder: Path) -> Lock | None:
    """The same with a file beside the folder: for Windows, where it ends with us, and some networks."""
    path = lock_file(folder)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_TEMPORARY", 0))
    except FileExistsError:
        return None

    def release() -> None:
        os.close(descriptor)
        path.unlink(missing_ok=True)

    return Lock(release, None)

"""Which files of an output folder stand there as they were left.

A look at each of tens of thousands, by its status or by its bytes. It takes nothing but the manifest, so another
process has it while this one reads the records. What is done about it is decided by `write` and `unchanged`.
"""

import functools
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from site_builder.cache import Cache, Status
from site_builder.output import manifest
from site_builder.output.digest import file_digest
from site_builder.output.manifest import Entry
from site_builder.output.names import MANIFEST
from site_builder.output.processes import beside, may_share
from site_builder.output.staging import manifest_digest


class Standing(NamedTuple):
    """`manifest` is the digest of the manifest by which the folder was looked at, None if there was none; `changed`
    are the paths in it whose file is gone or holds something else.
    """

    manifest: str | None
    changed: frozenset[str] = frozenset()


def look(folder: Path, cache: Cache) -> Standing:
    """Look at every file of the manifest. Raises OutputRefusedError if that cannot be read, and OSError."""
    # First the digest: if another build writes a new manifest now, what was found will count for neither.
    by = manifest_digest(folder)
    entries = manifest.read(folder) or {}
    cache.know(folder)
    return Standing(
        by, frozenset(path for path, entry in entries.items() if not _as_left(f"{folder}/{path}", entry, cache))
    )


def looking(folder: Path, cache: Cache, jobs: int | None = None) -> Callable[[], Standing]:
    """Begin to look, in another process where there may be one. What is given back waits for what was found."""
    if not (folder / MANIFEST).exists() or not may_share(jobs):
        return lambda: look(folder, cache)
    found = beside(lambda: (look(folder, cache), cache.new_files))

    def standing() -> Standing:
        if (told := found()) is None:
            return look(folder, cache)
        cache.hear_files(told[1])
        return told[0]

    return functools.cache(standing)


def holds(path: str, entry: Entry) -> Status | None:
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


def _as_left(path: str, entry: Entry, cache: Cache) -> bool:
    """Whether a file holds what the entry says. One of known status is not read again (git's rule; see `cache`)."""
    try:
        found = os.stat(path, follow_symlinks=False)  # noqa: PTH116  for each of 20,000 files
    except (FileNotFoundError, NotADirectoryError):
        return False
    content = cache.digest(path, found)
    if content is not None:
        return content == entry.content and stat.S_ISREG(found.st_mode)
    status = holds(path, entry)
    if status is not None:
        cache.remember(path, status, entry.content)
    return status is not None

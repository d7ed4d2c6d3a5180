"""Whether anything has changed since the last build: then there is nothing to read, to name or to write.

Owns the digest of all that a build is made from, and what is kept under it. It only ever saves work: where a file
cannot be read, or one of the site is not as it was left, the build goes its whole way.
"""

import os
import platform
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from site_builder.cache import Cache, digest_of
from site_builder.output.digest import digest, library_versions, package_digest
from site_builder.output.staging import manifest_digest
from site_builder.output.standing import Standing
from site_builder.problems import Problem
from site_builder.records.pickling import dumps, loads

KIND = "build"
VARIABLES = ("NETLIFY", "CONTEXT", "URL", "DEPLOY_PRIME_URL")
"""Of the environment, all that `config.configure` reads."""


class Outcome(NamedTuple):
    """What a build came to: its problems, and how many incidents and files there are."""

    problems: tuple[Problem, ...]
    incidents: int
    files: int


def inputs_key(folders: Sequence[Path], environ: Mapping[str, str], options: Sequence[str], cache: Cache) -> str | None:
    """The digest of all files in the folders, of the settings from outside and of this program; None if a file cannot
    be read.
    """
    outside = [f"{name}={environ.get(name)}" for name in VARIABLES]
    program = [package_digest(), platform.python_version(), *library_versions()]
    try:
        files = [part for folder in folders for part in _files(folder, cache)]
    except OSError:
        return None
    return digest(*program, *outside, *options, *files)


def _files(folder: Path, cache: Cache) -> Iterator[str]:
    """The name and the digest of every file below a folder, in order of path; of what is no plain file, what it is."""
    todo = [os.fspath(folder)] if folder.is_dir() else []
    while todo:
        yield todo[-1]
        with os.scandir(todo.pop()) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                todo.append(entry.path)
                continue
            status = entry.stat(follow_symlinks=False)
            yield entry.path
            yield _content(entry.path, status, cache) if stat.S_ISREG(status.st_mode) else oct(status.st_mode)


def _content(path: str, status: os.stat_result, cache: Cache) -> str:
    known = cache.digest(path, status)
    if known is None:
        known = digest_of(Path(path).read_bytes())  # as the reader of records has it
        cache.remember(path, status, known)
    return known


def outcome(key: str | None, standing: Callable[[], Standing], cache: Cache) -> Outcome | None:
    """What the last build from the same inputs came to, if the output folder still holds just that."""
    match loads(cache.get(KIND, key) or b"") if key else None:
        case [tuple(problems), int(incidents), int(files), str(written)]:
            found = standing()
            same = found.manifest == written and not found.changed
            return Outcome(problems, incidents, files) if same else None
        case _:
            return None


def keep(key: str | None, came_to: Outcome, out: Path, cache: Cache) -> None:
    """Keep what a build from these inputs came to."""
    if key:
        cache.put(KIND, key, dumps((*came_to, manifest_digest(out))))

"""What is done for each output: it is made and staged, unless its very bytes stand in the folder. May run in another
process. Which outputs there are, and what becomes of the rest, is decided by `write`.
"""

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from site_builder.cache import Cache, Status
from site_builder.output import staging
from site_builder.output.digest import content_digest
from site_builder.output.making import Made, Result
from site_builder.output.manifest import Entry
from site_builder.output.output import Output, path_fault
from site_builder.output.standing import Standing, holds


class Before(NamedTuple):
    """The folder before the update: the digest of its manifest (None: it is new to us), what in it is ours and may
    change, which of that is not as it was left, and what gives these paths in lower case.
    """

    folder: Path
    manifest: str | None
    ours: Mapping[str, Entry]
    changed: frozenset[str]
    spellings: Callable[[], frozenset[str]]


def before_update(folder: Path, found: Standing, ours: Mapping[str, Entry]) -> Before:
    spellings = functools.cache(lambda: frozenset(map(str.casefold, ours)))
    return Before(folder, found.manifest, ours, found.changed, spellings)


class Target(NamedTuple):
    """Where outputs go: a folder as it was, and where they wait. `filled`: whether there is anything in the folder."""

    before: Before
    stage: Path
    filled: bool


def make_and_stage(target: Target, cache: Cache, output: Output) -> Result:
    """Make an output and stage it, unless the very bytes stand in the folder. May run in another process."""
    path = output.path
    known = target.before.ours.get(path)
    if known is not None and known.input == output.digest and path not in target.before.changed:
        return path
    if path_fault(path):
        return Made(path, "staged", None)
    if output.pieces is not None:
        return _stage_pieces(target, cache, output, output.pieces())
    data = output.make()
    entry = Entry(output.digest, content_digest(data), len(data))
    if status := _stands(target, path, entry):
        return Made(path, "same", entry, status, cache.tell())
    try:
        status = staging.stage_file(target.stage, path, (data,))
    except (FileExistsError, IsADirectoryError, NotADirectoryError):  # `collect` will say of which other output
        return Made(path, "staged", None)
    return Made(path, "staged", entry, status, cache.tell())


def _stage_pieces(target: Target, cache: Cache, output: Output, pieces: Iterable[bytes]) -> Made:
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
        return Made(path, "staged", None)
    entry = Entry(output.digest, sha.hexdigest(), size)
    if found := _stands(target, path, entry):
        staging.take_back(target.stage, path)
        return Made(path, "same", entry, found, cache.tell())
    return Made(path, "staged", entry, status, cache.tell())


def _stands(target: Target, path: str, entry: Entry) -> Status | None:
    """The status of the file that stands in the folder already with these very bytes."""
    # Where the case of letters does not matter, what stands there under another spelling is what will go.
    before = target.before
    if not target.filled or (path not in before.ours and path.casefold() in before.spellings()):
        return None
    return holds(f"{before.folder}/{path}", entry)

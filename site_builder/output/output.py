"""The Output value: a path, a digest of what it is made from, and a function that yields its bytes.

Owns which paths may be made and which of them cannot stand beside each other. `write` puts outputs on
disk; who calls this turns collisions and faults into problems.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

from site_builder.output.digest import content_digest, file_digest
from site_builder.output.names import RESERVED


class Output(NamedTuple):
    """One file of the site that can be made.

    `path` is relative to the site, with forward slashes (`tags/x/index.html`); `digest` changes whenever
    the bytes may change; `make` may be called in another process, and not at all if the digest is known.
    `origin` names what it is made from, for messages (`content/static/robots.txt`). `pieces` gives the same bytes one
    part after another, where all of them together take much memory; `write` takes these.
    """

    path: str
    digest: str
    make: Callable[[], bytes]
    origin: str = ""
    pieces: Callable[[], Iterable[bytes]] | None = None


class Named(NamedTuple):
    """A path and what is made under it (see `Output.origin`)."""

    path: str
    origin: str = ""


class PathFault(NamedTuple):
    """A path that cannot be made, and why."""

    named: Named
    message: str


class Collected(NamedTuple):
    """The groups of paths that cannot stand beside each other, and the unusable ones. With any, nothing may be
    written.
    """

    collisions: tuple[tuple[Named, ...], ...]
    faults: tuple[PathFault, ...]


def in_pieces(path: str, digest: str, pieces: Callable[[], Iterable[bytes]]) -> Output:
    """An output that is written part by part; `make` joins them for who wants all at once."""
    return Output(path, digest, lambda: b"".join(pieces()), pieces=pieces)


def from_bytes(path: str, data: bytes, origin: str = "") -> Output:
    """An output whose bytes are at hand."""
    return Output(path, content_digest(data), partial(bytes, data), origin)


def from_file(path: str, source: Path) -> Output:
    """An output that is a copy of the file `source`. Raises OSError."""
    return Output(path, file_digest(source), source.read_bytes, source.as_posix())


# Nearly every path, and there are tens of thousands: nothing in it can be wrong, and its key is itself.
PLAIN: Final = re.compile(r"[a-z0-9_][a-z0-9_-]*(?:[.][a-z0-9_-]+)*(?:/[a-z0-9_-]+(?:[.][a-z0-9_-]+)*)*", re.ASCII)


def path_fault(path: str) -> str | None:
    """Why `path` cannot be made in a site, or None."""
    if PLAIN.fullmatch(path):
        return None
    parts = path.split("/")
    rules = (
        (not path, "the path is empty"),
        (path.startswith("/"), "the path is absolute"),
        ("\\" in path, "the path holds a backslash"),
        (
            any(unicodedata.category(char) in ("Cc", "Cs") for char in path),
            "the path holds a control character",
        ),
        ("" in parts, "the path has an empty segment"),
        ("." in parts or ".." in parts, "the path has a dot segment"),
        (":" in parts[0], "the path begins like a drive or a scheme"),
        (_key(parts[0]) in RESERVED, "the name is kept for the list of files written"),
    )
    return next((message for broken, message in rules if broken), None)


def collect(paths: Iterable[Named]) -> Collected:
    """Find the paths that would overwrite each other.

    That is: two that are one; two that differ only in case or Unicode normal form (one file on macOS and
    Windows), in their names or their folders' names; a file where another needs a folder. Every path
    concerned is named.
    """
    given = list(paths)
    if _apart([named.path for named in given]):
        return Collected((), ())
    ordered = sorted(given)
    found = [(named, path_fault(named.path)) for named in ordered]
    faults = tuple(PathFault(named, fault) for named, fault in found if fault)
    return Collected(tuple(_collisions([named for named, fault in found if not fault])), faults)


def ancestors(path: str) -> list[str]:
    """The folders that hold `path`, outermost first: `a/b/c` -> `a`, `a/b`."""
    return list(accumulate(path.split("/")[:-1], "{}/{}".format))


def _apart(paths: list[str]) -> bool:
    """Whether all paths are plain and stand beside each other, as those of nearly every site."""
    files, folders = set(paths), {path.rpartition("/")[0] for path in paths}
    todo = folders
    while todo := {folder.rpartition("/")[0] for folder in todo} - folders:
        folders |= todo
    return len(files) == len(paths) and files.isdisjoint(folders) and all(map(PLAIN.fullmatch, files))


def _collisions(sound: list[Named]) -> Iterator[tuple[Named, ...]]:
    files: dict[str, list[Named]] = {}
    folders: dict[str, set[str]] = {}
    seen: set[str] = set()
    for named in sound:
        files.setdefault(_key(named.path), []).append(named)
        folder = named.path.rpartition("/")[0]
        while folder and folder not in seen:
            seen.add(folder)
            folders.setdefault(_key(folder), set()).add(folder)
            folder = folder.rpartition("/")[0]
    yield from (tuple(group) for group in files.values() if len(group) > 1)
    for key, spellings in folders.items():
        inside = (
            {name: [n for n in sound if n.path.startswith(f"{name}/")] for name in sorted(spellings)}
            if (key in files or len(spellings) > 1)
            else {}
        )
        if key in files:
            yield tuple(files[key] + [named for group in inside.values() for named in group])
        elif inside:
            yield tuple(group[0] for group in inside.values())


def _key(path: str) -> str:
    """What a file system that ignores case takes the path for."""
    if PLAIN.fullmatch(path):
        return path
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())

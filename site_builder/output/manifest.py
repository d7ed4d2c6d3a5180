"""The manifest: which files of an output folder are ours, what they were made from, and what they hold.

Owns the file `.timeline-manifest.json` in the output folder: `{"version": 1, "files": {path: [input,
content, size]}}`, two SHA-256 digests in hex and a size in bytes. It is published with the site and so
holds nothing that differs between two builds of the same content: no times, no inodes. `write` decides
what to do with it.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from site_builder.output.folder import OutputRefusedError
from site_builder.output.names import MANIFEST
from site_builder.output.output import PLAIN, path_fault

VERSION = 1


class Entry(NamedTuple):
    """One file of ours: the digest of what it was made from, of what it holds, and its size in bytes."""

    input: str
    content: str
    size: int


def encode(entries: Mapping[str, Entry]) -> bytes:
    """The manifest's bytes; the same entries give the same bytes."""
    value = {"version": VERSION, "files": entries}
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def decode(data: bytes) -> dict[str, Entry]:
    """Entries by path. Raises ValueError for anything that `encode` does not write, other versions too."""
    try:
        value = json.loads(data)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(value, dict) or value.get("version") != VERSION or not isinstance(value.get("files"), dict):
        raise ValueError(f"not a manifest of version {VERSION}")
    files = value["files"]
    # There are tens of thousands: all are held against the rules at once, and one by one only to find the wrong one.
    if not _sound(files):
        raise ValueError(f"not an entry: {next(path for path in files if not _sound({path: files[path]}))!a}")
    return dict(zip(files, map(Entry._make, files.values()), strict=True))


def read(folder: Path) -> dict[str, Entry] | None:
    """The manifest of `folder`, None if it has none.

    Raises OutputRefusedError if there is one that cannot be understood: then nobody knows which files are
    ours, and to guess could delete somebody's own.
    """
    path = folder / MANIFEST
    if not path.is_symlink() and not path.exists():
        return None
    try:
        if path.is_symlink() or not path.is_file():
            raise ValueError("not a plain file")
        return decode(path.read_bytes())
    except ValueError as error:
        raise OutputRefusedError(
            f"the list of files written, {path}, cannot be read ({error})",
            "delete the output folder, or name another with --out",
        ) from error


def _sound(files: Mapping[str, object]) -> bool:
    """Whether all are entries under paths that can be made."""
    if not all(map(PLAIN.fullmatch, files)) and any(map(path_fault, files)):
        return False
    if {*map(type, files.values())} - {list}:
        return False
    found: Iterable[list[object]] = files.values()  # type: ignore[assignment]  # as has just been seen
    return not {*map(len, found)} - {3} and all(
        {*map(type, column)} == {kind} for column, kind in zip(zip(*found, strict=True), _KINDS, strict=False)
    )


_KINDS = (str, str, int)

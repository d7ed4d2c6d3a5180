"""What stands in the way of new files in the output folder: files of ours that make room, and those of others, which
nothing may touch. Which files are new is known to `write`.
"""

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from site_builder.output import staging
from site_builder.output.folder import OutputRefusedError, kind
from site_builder.output.manifest import Entry
from site_builder.output.output import ancestors

NAMED = 10
"""How many files in the way a message names."""


def respelt(paths: Mapping[str, Entry], folder: Path, ours: Mapping[str, Entry]) -> dict[str, str]:
    """New path -> old path where only the case differs and the file system takes both for one file."""
    old = {path.casefold(): path for path in ours if path not in paths}
    if not old:
        return {}
    pairs = {path: old[path.casefold()] for path in paths if path not in ours and path.casefold() in old}
    return {
        new: old
        for new, old in pairs.items()
        if staging.is_real(folder, new) and staging.is_real(folder, old) and (folder / new).samefile(folder / old)
    }


def make_room(paths: Sequence[str], folder: Path, ours: Mapping[str, Entry]) -> tuple[str, ...]:
    """What stands where one of these paths needs a file or a folder and can be set aside, as all of it is ours.

    Raises OutputRefusedError, naming every foreign thing in the way, symbolic links among them.
    """
    aside: list[str] = []
    foreign: list[str] = []
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
    refuse_foreign(folder, foreign)
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


def refuse_foreign(folder: Path, paths: Sequence[str]) -> None:
    """Raises OutputRefusedError if there are any."""
    if paths:
        ordered = sorted(paths)
        named = ", ".join(ordered[:NAMED]) + (f" and {len(paths) - NAMED} more" if len(paths) > NAMED else "")
        raise OutputRefusedError(
            f"in the way of the site in {folder}, and not written by this program: {named}",
            "move it out of the folder",
        )

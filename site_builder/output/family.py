"""Families of outputs: which files a site has, said so that one can be found without naming all.

A family owns the files below the folders of one kind (`tags/<id>/`). `build` goes through all of its names;
`serve` asks for the one that a path begins with. Both get the same `Output`: there is no other way to make a
file.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from site_builder.output.output import Output


class Family(NamedTuple):
    """Files whose path begins with `folder` (empty: at the top) and then one of `names`, a file's or a folder's.

    `outputs(name)` yields those of one name, and nothing for a name that is none.
    """

    folder: str
    names: Callable[[], Iterable[str]]
    outputs: Callable[[str], Iterable[Output]]


def single(path: str, make: Callable[[], Output]) -> Family:
    """The family of one file."""
    folder, name = folder_and_name(path)
    return Family(folder, lambda: (name,), lambda asked: [make()] if asked == name else [])


def folder_and_name(path: str) -> tuple[str, str]:
    """`tags/x/index.html` -> (`tags`, `x`); `tags/index.html` -> (`tags`, `index.html`).

    A file at the top has no folder: `feed.xml` -> (empty, `feed.xml`).
    """
    first, slash, rest = path.partition("/")
    return (first, rest.partition("/")[0]) if slash else ("", first)


class Member(NamedTuple):
    """A family's files of one name: what `build` makes at a time."""

    family: Family
    name: str

    def outputs(self) -> Iterable[Output]:
        """Those of this name, in their order."""
        return self.family.outputs(self.name)


def members(families: Iterable[Family]) -> list[Member]:
    """All members of all families. Which files each has is not looked at."""
    return [Member(family, name) for family in families for name in family.names()]


def every(families: Iterable[Family]) -> Iterator[Output]:
    """All outputs of all families."""
    for member in members(families):
        yield from member.outputs()


def find(families: Iterable[Family], path: str) -> Output | None:
    """The output of a path, or None."""
    folder, name = folder_and_name(path)
    asked = (family for family in families if family.folder == folder)
    return next((output for family in asked for output in family.outputs(name) if output.path == path), None)

"""Families of outputs: which files a site has, said so that one can be found without naming all.

A family owns the files below the folders of one kind (`tags/<id>/`). `build` goes through all of its names;
`serve` asks for the one that a path begins with. Both get the same `Output`: there is no other way to make a
file.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from site_builder.output.output import Output

Touches = Callable[[Collection[str]], Iterable[str]]


class Family(NamedTuple):
    """Files whose path begins with `folder` (empty: at the top) and then one of `names`, a file's or a folder's.

    `outputs(name)` yields those of one name, and nothing for a name that is none. `touched(slugs)` gives the names
    whose outputs may be others where these incidents' records have other words (see `unchanged`) and all else is as it
    was, those that it may come to have or to lose too. Without it, any may be, but the names are the same.
    """

    folder: str
    names: Callable[[], Iterable[str]]
    outputs: Callable[[str], Iterable[Output]]
    touched: Touches | None = None


def untouched(slugs: Collection[str]) -> tuple[str, ...]:
    """What is touched in a family where no record's words are shown: nothing."""
    del slugs
    return ()


def single(path: str, make: Callable[[], Output], touched: Touches | None = None) -> Family:
    """The family of one file."""
    folder, name = folder_and_name(path)
    return Family(folder, lambda: (name,), lambda asked: [make()] if asked == name else [], touched)


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


class Changed(NamedTuple):
    """How a site differs from the one that a manifest (its digest) tells of: in the words of these incidents' records,
    and in nothing else (see `unchanged`).
    """

    manifest: str
    slugs: frozenset[str]


class Touched(NamedTuple):
    """The members to be made, and their names by folder."""

    members: list[Member]
    names: dict[str, set[str]]

    def paths(self) -> Iterator[str]:
        """Of each such name the path of its file, or of the folder that all of its files are in."""
        return (f"{folder}/{name}" if folder else name for folder, names in self.names.items() for name in names)


def touched(families: Iterable[Family], slugs: Collection[str], paths: Iterable[str]) -> Touched:
    """What a change of these incidents' words may touch, and what these paths belong to.

    Where several families have files in one folder under one name, all of them are made or none.
    """
    given = [(family, set(family.touched(slugs) if family.touched else family.names())) for family in families]
    made: defaultdict[str, set[str]] = defaultdict(set)
    for folder, name in map(folder_and_name, paths):
        made[folder].add(name)
    for family, own in given:
        made[family.folder] |= own
    todo: list[Member] = []
    for family, own in given:
        more = made[family.folder] - own
        names = own | more.intersection(family.names()) if more else own  # all names of a family may be thousands
        todo += [Member(family, name) for name in sorted(names)]
    return Touched(todo, made)


def every(families: Iterable[Family]) -> Iterator[Output]:
    """All outputs of all families."""
    for member in members(families):
        yield from member.outputs()


def find(families: Iterable[Family], path: str) -> Output | None:
    """The output of a path, or None."""
    folder, name = folder_and_name(path)
    asked = (family for family in families if family.folder == folder)
    return next((output for family in asked for output in family.outputs(name) if output.path == path), None)

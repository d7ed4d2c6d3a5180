"""The tree of a YAML text: texts, lists and mappings, each with the place where it stands.

Owns the values that `positions` makes and `spans` searches. Lines and columns count from 0 here, in characters, as
libyaml counts them; a `Problem` counts from 1.
"""

import re
from dataclasses import dataclass

from site_builder.problems import Place

Value = str | list["Value"] | dict[str, "Value"]
Mark = tuple[int, int]  # line and column

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True, eq=False)
class Node:
    """A value with its place. `value` is text, a list of nodes, or a mapping of text to (key node, value node)."""

    start: Mark
    end: Mark
    value: "str | list[Node] | dict[str, tuple[Node, Node]]"
    style: str | None = None  # of a text: | > ' " or None; of a list or mapping: "flow" or None
    faulty: bool = False  # what it says cannot be told; it has its problem already

    def plain(self) -> Value:
        """The value without its places."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return {key: node.plain() for key, (_, node) in self.value.items()}


def lines_of(text: str) -> list[str]:
    """The lines of a text, without their ends (LF, CRLF or CR)."""
    return _LINE_BREAK.split(text)


def indent_of(line: str) -> int:
    """How many spaces the line begins with."""
    return len(line) - len(line.lstrip(" "))


def faulty_places(node: Node, place: Place = ()) -> list[Place]:
    """Where the values stand that have their problem already."""
    if node.faulty:
        return [place]
    if isinstance(node.value, list):
        inner: list[tuple[str | int, Node]] = list(enumerate(node.value))
    elif isinstance(node.value, dict):
        inner = [(key, value) for key, (_, value) in node.value.items()]
    else:
        return []
    return [found for step, value in inner for found in faulty_places(value, (*place, step))]

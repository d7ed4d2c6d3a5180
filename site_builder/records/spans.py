"""Where a fault stands: from its place in the data to lines and columns.

Owns the rules of what a problem points at; `positions` has the tree in which it looks.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from site_builder.problems import Fault
from site_builder.records.nodes import Mark, Node, indent_of

Span = tuple[Mark, Mark]


def span(lines: list[str], root: Node, fault: Fault, blocks: "dict[Node, Block]") -> Span:
    """The part of the text that the fault points at. `blocks` keeps what was found out about blocks of text."""
    key, node = _find(root, fault)
    if fault.at in ("citation", "paragraph"):
        if not isinstance(node.value, str) or node.style not in ("|", ">"):
            return node.start, _end(lines, node)
        block = blocks.get(node) or blocks.setdefault(node, Block(lines, node))
        found = block.citation(fault.occurrence) if fault.at == "citation" else block.paragraph(fault.occurrence)
        return found or (node.start, _end(lines, node))
    if fault.at == "first-key" and isinstance(node.value, dict) and node.value:
        node = next(iter(node.value.values()))[0]
    elif key is not None and (fault.at == "key" or node.start == node.end):  # an empty value is nowhere
        node = key
    return node.start, _end(lines, node)


def _find(root: Node, fault: Fault) -> tuple[Node | None, Node]:
    """The node at the fault's place, or as near as there is one, and its key."""
    key: Node | None = None
    node = root
    for step in fault.place:
        if isinstance(node.value, dict) and step in node.value:
            key, node = node.value[str(step)]
        elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
            key, node = None, node.value[step]
        else:
            break
    return key, node


def _end(lines: list[str], node: Node) -> Mark:
    """Where the mark ends. Blocks end far below; what is marked of them is their first line."""
    line, column = node.start
    if node.style in ("|", ">") or (not isinstance(node.value, str) and node.style != "flow"):
        return line, max(len(lines[line].rstrip()) if line < len(lines) else column, column)
    return node.end


@dataclass
class Block:
    """A literal or folded text (YAML 1.2.2, 8.1) and the lines that it was read from."""

    lines: list[str]
    node: Node

    @property
    def _rows(self) -> range:
        """The lines below the `|` or `>` that may belong to the text."""
        return range(self.node.start[0] + 1, min(self.node.end[0] + 1, len(self.lines)))

    @cached_property
    def _citations(self) -> list[Mark]:
        return [(row, m.start()) for row in self._rows for m in re.finditer(r"\[@", self.lines[row])]

    def citation(self, occurrence: int) -> Span | None:
        """The `occurrence`-th `[@`, up to the bracket that closes it on its line."""
        if occurrence >= len(self._citations):
            return None
        row, column = self._citations[occurrence]
        close = self.lines[row].find("]", column)
        return (row, column), (row, close + 1 if close >= 0 else len(self.lines[row].rstrip()))

    def paragraph(self, offset: int) -> Span | None:
        """The line that holds the character at `offset` of the text."""
        row = self._row_of(offset)
        if row is None:
            return None
        return (row, indent_of(self.lines[row])), (row, len(self.lines[row].rstrip()))

    def _row_of(self, offset: int) -> int | None:
        # Folding changes white space only, so the n-th other character of the text is the n-th of its lines.
        text = str(self.node.value)
        line = bisect_right(self._starts, offset) - 1
        before = text[self._starts[line] : offset]
        row = bisect_right(self._row_counts, self._text_counts[line] + _solid(before))
        return self._rows[row] if row < len(self._rows) else None

    @cached_property
    def _starts(self) -> list[int]:
        """Of each line of the text: the offset at which it begins."""
        lengths = (len(line) + 1 for line in str(self.node.value).split("\n"))
        return list(accumulate(lengths, initial=0))

    @cached_property
    def _text_counts(self) -> list[int]:
        """Of each line of the text: how many characters but white space stand before it."""
        return list(accumulate(map(_solid, str(self.node.value).split("\n")), initial=0))

    @cached_property
    def _row_counts(self) -> list[int]:
        """Of each row: how many characters but white space stand in it and those above."""
        return list(accumulate(_solid(self.lines[row]) for row in self._rows))


def _solid(text: str) -> int:
    return len("".join(text.split()))

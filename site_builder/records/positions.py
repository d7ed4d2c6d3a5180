"""YAML text -> a tree of texts, lists and mappings that knows where each of them stands.

Owns reading YAML (through libyaml's parser) and the faults of the file itself. What the values mean is `model`'s
business: every scalar is text here ("text first"), so `no`, `012` and `2026-02-25` stay what they are. `nodes` has the
tree, `syntax` the wording of syntax errors, `spans` the way from a fault to its lines.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

import yaml
from yaml import events

from site_builder.problems import Fault, Problem, quoted, severity_of
from site_builder.records.nodes import Mark, Node, Value, lines_of
from site_builder.records.spans import Block, span
from site_builder.records.syntax import TextFault, syntax_fault

MAX_DEPTH = 24
MAX_ENCODING_PROBLEMS = 100  # of one file: one that is not text at all would have millions
# Line breaks to libyaml that are none to editors, the byte order mark, and what XML and HTML cannot hold.
_PLANES = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufeff\ud800-\udfff{_PLANES}]")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass
class Document:
    """What a file says: its tree (None where it cannot be read as YAML), and the problems of the file itself."""

    file: str
    text: str
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    blocks: dict[Node, Block] = field(default_factory=dict, repr=False)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file, without their ends."""
        return lines_of(self.text)

    def locate(self, fault: Fault) -> Problem:
        """The fault with the line and column of what it points at."""
        where = ((0, 0), (0, 0)) if self.root is None else span(self.lines, self.root, fault, self.blocks)
        return self.problem(TextFault(fault.code, *where, fault.message, fault.hint, fault.suggestion))

    def problem(self, fault: TextFault) -> Problem:
        """The fault as a problem of this file, which counts from 1 and marks no more than there is."""
        line, column = self._within(fault.start)
        end_line, end_column = max(self._within(fault.end), (line, column))
        return Problem(
            self.file, line + 1, column + 1, end_line + 1, end_column + 1,
            severity_of(fault.code), fault.code, fault.message, fault.hint, fault.suggestion,
        )  # fmt: skip

    def _within(self, mark: Mark) -> Mark:
        line = min(mark[0], len(self.lines) - 1)
        return line, min(mark[1], len(self.lines[line])) if line == mark[0] else len(self.lines[line])

    def report(self, fault: TextFault) -> None:
        """Add a fault of the file itself."""
        self.problems.append(self.problem(fault))


def read(file: str, data: bytes) -> Document:
    """Parse the bytes of one YAML file. Never raises for what the bytes hold."""
    document = decode(file, data)
    if not document.problems:
        parse(document, document.text)
    return document


def decode(file: str, data: bytes) -> Document:
    """The text of a file, with a problem for each byte or character that it must not hold; nothing is parsed yet."""
    try:
        document = Document(file, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _undecodable(file, data, error)
    if document.text.replace("\n", "").isprintable():  # none of the forbidden ones is; this is the faster question
        return document
    found = list(islice(_FORBIDDEN.finditer(document.text), MAX_ENCODING_PROBLEMS))
    starts = [0, *(match.end() for match in _LINE_END.finditer(document.text))] if found else []
    for match in found:
        line = bisect_right(starts, match.start()) - 1
        at = (line, match.start() - starts[line])
        name = "a byte order mark" if match[0] == "\ufeff" else f"the character U+{ord(match[0]):04X}"
        hint = "remove it; most editors do not show it"
        document.report(TextFault("encoding", at, (at[0], at[1] + 1), f"{name} is not allowed here", hint))
    return document


def _undecodable(file: str, data: bytes, error: UnicodeDecodeError) -> Document:
    before = lines_of(data[: error.start].decode("utf-8"))
    at = (len(before) - 1, len(before[-1]))
    document = Document(file, data.decode("utf-8", "replace"))
    message = f"the byte 0x{data[error.start]:02x} is not UTF-8"
    document.report(TextFault("encoding", at, (at[0], at[1] + 1), message, "save the file as UTF-8"))
    return document


def parse(document: Document, text: str) -> None:
    """Read `text`, whose lines are numbered as the document's, into its `root`."""
    try:
        document.root = _build(document, yaml.CLoader(text))
    except yaml.MarkedYAMLError as error:
        fault = syntax_fault(text, lines_of(text), error)
        # What was read as an anchor, an alias or a tag is what went wrong on this line.
        if not any(problem.line == fault.start[0] + 1 for problem in document.problems):
            document.report(fault)
    except _UnusableError as error:
        document.report(error.fault)


class _UnusableError(Exception):
    """The text is YAML, but no tree can be made of it."""

    def __init__(self, fault: TextFault) -> None:
        super().__init__(fault.message)
        self.fault = fault


# ---------------------------------------------------------------- events -> tree
def _build(document: Document, parser: yaml.CLoader) -> Node | None:
    """The tree of the first document. Iterative: a hostile file may nest deeper than Python's stack."""
    root: Node | None = None
    stack: list[Node] = []
    keys: list[Node | None] = []  # of each open mapping: the key that waits for its value
    documents = 0
    next_event = parser.get_event
    event: Any = next_event()  # the stubs know less of events than there is
    while (kind := type(event)) is not events.StreamEndEvent:
        if kind is events.ScalarEvent:
            node = _text(document, event)
        elif kind is events.SequenceEndEvent or kind is events.MappingEndEvent:
            stack.pop().end = (event.end_mark.line, event.end_mark.column)
            keys.pop()
            event = next_event()
            continue
        elif isinstance(event, yaml.NodeEvent):
            node = _collection(document, event)
        else:
            documents += kind is events.DocumentStartEvent
            if documents > 1:
                document.report(_second_document(event))
                break
            event = next_event()
            continue
        if stack:
            _attach(document, stack[-1], keys, node)
        else:
            root = node
        if kind is events.SequenceStartEvent or kind is events.MappingStartEvent:
            stack.append(node)
            keys.append(None)
            if len(stack) > MAX_DEPTH:
                raise _unusable(node, f"nested more than {MAX_DEPTH} levels deep", "write it with fewer levels")
        event = next_event()
    return root


def _second_document(event: Any) -> TextFault:
    start, end = _marks(event)
    return TextFault(
        "yaml-documents", start, end, "a second YAML document begins here", "put it into a file of its own"
    )


def _unusable(node: Node, message: str, hint: str) -> _UnusableError:
    return _UnusableError(TextFault("yaml-syntax", node.start, node.end, message, hint))


def _marks(event: Any) -> tuple[Mark, Mark]:
    start, end = event.start_mark, event.end_mark
    return (start.line, start.column), (end.line, end.column)


def _text(document: Document, event: Any) -> Node:
    start, end = event.start_mark, event.end_mark
    node = Node((start.line, start.column), (end.line, end.column), event.value, event.style or None)
    if event.anchor is not None or event.tag is not None:
        _report_marker(document, event, node)
    if event.style == '"' and not event.value.isprintable() and (escape := _FORBIDDEN.search(event.value)):
        message = f"the character U+{ord(escape[0]):04X} is not allowed, written as an escape either"
        document.report(TextFault("encoding", node.start, node.end, message, "remove it"))
        node.faulty = True
    return node


def _collection(document: Document, event: Any) -> Node:
    """An empty list or mapping, or what stands for an alias."""
    start, end = _marks(event)
    if type(event) is events.AliasEvent:
        node = Node(start, end, "")
    else:
        style = "flow" if event.flow_style else None
        node = Node(start, end, [] if type(event) is events.SequenceStartEvent else {}, style)
    if event.anchor is not None or event.tag is not None:
        _report_marker(document, event, node)
    return node


def _report_marker(document: Document, event: Any, node: Node) -> None:
    """An anchor, an alias or a tag. What follows it may be half of a text, so nothing more is said about that."""
    node.faulty = True
    line, column = node.start
    words = document.lines[line][column:].split(maxsplit=2) or [""]
    if event.anchor is None:
        hint = "remove it, or put the text in quotes if it begins with !"
        fault = TextFault(
            "yaml-tag",
            node.start,
            (line, column + len(words[0])),
            f"the tag {quoted(words[0])} is not allowed in records",
            hint,
        )
    else:
        what, sign = ("alias", "*") if isinstance(event, yaml.AliasEvent) else ("anchor", "&")
        name = f"{sign}{event.anchor}"
        hint = f"write the value out, or put the text in quotes if it begins with {sign}"
        fault = TextFault(
            "yaml-anchor",
            node.start,
            (line, column + len(name)),
            f"the {what} {quoted(name)} is not allowed in records",
            hint,
        )
    document.report(fault)


def _attach(document: Document, parent: Node, keys: list[Node | None], node: Node) -> None:
    if isinstance(parent.value, list):
        parent.value.append(node)
        return
    key = keys[-1]
    if key is None:
        keys[-1] = _key(node)
        return
    keys[-1] = None
    name = str(key.value)
    if not isinstance(parent.value, dict) or name not in parent.value:
        parent.value[name] = (key, node)  # type: ignore[index]
        return
    first = parent.value[name][0].start[0] + 1
    message = f"the key {quoted(name)} stands here a second time; the first is on line {first}"
    document.report(TextFault("yaml-duplicate-key", key.start, key.end, message, "keep one of them"))


def _key(node: Node) -> Node:
    if not isinstance(node.value, str):
        raise _unusable(node, "a key must be text", "put the text in quotes if it begins with [ or {")
    if node.style is None and node.value[:1].isspace():
        hint = "indent with plain spaces; the one here is of another kind, such as a non-breaking one"
        fault = TextFault(
            "yaml-syntax", node.start, node.end, "not YAML: the line begins with a space that is none", hint
        )
        raise _UnusableError(fault)
    return node


__all__ = ["MAX_DEPTH", "Document", "Mark", "Node", "Value", "decode", "lines_of", "parse", "read"]

"""A new slug for a record: what `timeline rename` changes.

Owns finding every place that names the old slug and the edits that mend them, in the files' own text, so that
comments and layout stay. Nothing is written here: `rename` gives the new text of every file, and the caller
writes them.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from site_builder.records import positions
from site_builder.records.fields import slug_fault
from site_builder.records.library import Library
from site_builder.records.positions import Document, Node


class RenameRefusedError(ValueError):
    """Nothing was changed; the message says why."""


class Renaming(NamedTuple):
    """Paths below the root. `texts` holds the new text of every file that changes, the moved one under its
    new path.
    """

    source: str
    target: str
    texts: dict[str, str]


def rename(root: Path, library: Library, old: str, new: str) -> Renaming:
    """The changes that turn the slug `old` into `new`. Raises RenameRefusedError."""
    by_slug = {incident.slug: incident for incident in library.incidents}
    if old not in by_slug:
        raise RenameRefusedError(f'there is no record "{old}"')
    if fault := slug_fault(new):
        raise RenameRefusedError(fault[0] + (f'; write "{fault[2]}"' if fault[2] else ""))
    taken = {slug: slug for slug in by_slug}
    taken |= {alias: slug for slug, incident in by_slug.items() for alias in incident.aliases if slug != old}
    if new in taken:
        raise RenameRefusedError(
            f'"{new}" is {"the slug" if new in by_slug else "a former slug"} of the record "{taken[new]}"'
        )
    source = by_slug[old].file
    target = f"{source.rpartition('/')[0]}/{new}.yaml"
    if (root / target).exists():
        raise RenameRefusedError(f"{target} is already there")
    texts = {}
    for incident in library.incidents:
        text = (root / incident.file).read_bytes().decode()
        changed = _mend(incident.file, text, old, new)
        if incident.slug == old:
            texts[target] = _with_alias(incident.file, changed, old, new)
        elif changed != text:
            texts[incident.file] = changed
    for page in library.pages:
        text = (root / page.file).read_bytes().decode()
        if (changed := _mend_links(text, old, new)) != text:
            texts[page.file] = changed
    return Renaming(source, target, texts)


def _mend(file: str, text: str, old: str, new: str) -> str:
    """`related` and `successor` that name the old slug, and links to its page."""
    document = positions.read(file, text.encode())
    nodes = [node for node in _references(document) if node.value == old]
    for node in sorted(nodes, key=lambda node: node.start, reverse=True):
        text = _replace(text, node, new)
    return _mend_links(text, old, new)


def _mend_links(text: str, old: str, new: str) -> str:
    return re.sub(rf"(?<=/incidents/){re.escape(old)}(?=/|\.json\b)", new, text)


def _references(document: Document) -> Iterator[Node]:
    fields = document.root.value if document.root else {}
    if isinstance(fields, dict):
        related = fields["related"][1].value if "related" in fields else []
        yield from related if isinstance(related, list) else []
        withdrawn = fields["withdrawn"][1].value if "withdrawn" in fields else {}
        if isinstance(withdrawn, dict) and "successor" in withdrawn:
            yield withdrawn["successor"][1]


def _offset(text: str, mark: positions.Mark) -> int:
    """The index of a mark in the text."""
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: mark[0]])) + mark[1]


def _replace(text: str, node: Node, new: str) -> str:
    return text[: _offset(text, node.start)] + new + text[_offset(text, node.end) :]


def _with_alias(file: str, text: str, old: str, new: str) -> str:
    """The record with `old` among its former slugs, oldest first, and `new`, which may be one of them, no
    longer.
    """
    document = positions.read(file, text.encode())
    assert document.root is not None
    assert isinstance(document.root.value, dict)
    pair = document.root.value.get("aliases")
    if pair is None:
        return text + ("" if text.endswith("\n") else "\n") + f"aliases: [{old}]\n"
    listed = pair[1].value if isinstance(pair[1].value, list) else []
    aliases = [str(node.value) for node in listed if node.value != new] + [old]
    end = pair[1].end if pair[1].style == "flow" else listed[-1].end
    start, stop = _offset(text, pair[0].start), _offset(text, end)
    return text[:start] + f"aliases: [{', '.join(aliases)}]" + text[stop:]


def write(root: Path, renaming: Renaming, replace: Callable[[Path, str], None]) -> None:
    """Write every file, the new one before the old one goes: killed in between, nothing is lost and `check`
    tells.
    """
    for file, text in renaming.texts.items():
        replace(root / file, text)
    (root / renaming.source).unlink()

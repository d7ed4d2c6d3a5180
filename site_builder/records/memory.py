"""What has been read of content/, part by part, so that a change of one file takes reading one file again.

A part is a file or folder below the root. Nothing here decides what a part means; `load` does.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from site_builder.problems import Fault, Problem
from site_builder.records.reading import Reading
from site_builder.records.rules import Known
from site_builder.records.said import Said

T = TypeVar("T")


@dataclass(slots=True)
class Memory:
    """`changed` are the paths that may have changed since the last load; None: all of them may."""

    changed: frozenset[Path] | None = None
    parts: dict[str, tuple[Any, list[Problem]]] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)  # by file
    faults: dict[str, tuple[Said, list[Fault]]] = field(default_factory=dict)  # by file; what `known` decides
    known: Known | None = None

    def part(self, root: Path, name: str, problems: list[Problem], make: Callable[[list[Problem]], T]) -> T:
        """What `make` makes of the part, made again only if it was touched; its problems are appended."""
        if name not in self.parts or self.touches(root / name):
            found: list[Problem] = []
            self.parts[name] = (make(found), found)
        value, found = self.parts[name]
        problems += found
        made: T = value
        return made

    def touches(self, part: Path) -> bool:
        """Whether the part, something in it, or a folder that holds it may have changed."""
        if self.changed is None:
            return True
        name, inside = str(part), f"{part}/"
        return any(
            path == name or path.startswith(inside) or name.startswith(f"{path}/") for path in map(str, self.changed)
        )

    def touched(self, names: Iterable[str]) -> set[str]:
        """Those of many files, by their whole names, that may have changed."""
        known = set(names)
        if self.changed is None:
            return known
        found = {f"{path}" for path in self.changed}
        folders = tuple(f"{name}/" for name in found - known)
        return (found & known) | ({name for name in known if name.startswith(folders)} if folders else set())

    def rule_faults(self, said: Iterable[Said], known: Known, rule: Callable[[Said, Known], Iterable[Fault]]) -> None:
        """Bring `faults` up to date: all of them if what is known has changed, else those of changed records."""
        kept = self.faults if known == self.known else {}
        self.known = known
        self.faults = {
            record.file: old
            if (old := kept.get(record.file)) and old[0] is record
            else (record, list(rule(record, known)))
            for record in said
        }

"""What has been read of content/, part by part, so that a change of one file takes reading one file again.

A part is a file or folder below the root. Nothing here decides what a part means; `load` does.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from site_builder.problems import Fault, Problem
from site_builder.records.readings import Readings
from site_builder.records.rules import FileFault, Known, between_records, record_faults
from site_builder.records.said import Said

T = TypeVar("T")

Changed = Sequence[tuple[Said, Said]] | None
"""What changed records said and say."""


@dataclass(slots=True)
class Memory:
    """`changed` are the paths that may have changed since the last load; None: all of them may."""

    changed: frozenset[Path] | None = None
    parts: dict[str, tuple[Any, list[Problem]]] = field(default_factory=dict)
    readings: Readings | None = None
    faults: dict[str, tuple[Said, list[Fault]]] = field(default_factory=dict)  # by file; what `known` decides
    faulty: set[str] = field(default_factory=set)  # files with any of them
    between: tuple[FileFault, ...] = ()
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

    def touched(self, names: Collection[str]) -> set[str]:
        """Those of many files, by their whole names, that may have changed."""
        if self.changed is None:
            return set(names)
        found = {f"{path}" for path in self.changed}
        folders = tuple(f"{name}/" for name in found if name not in names)
        here = found.intersection(names) if folders else found
        return here | ({name for name in names if name.startswith(folders)} if folders else set())

    def rule_faults(self, said: Iterable[Said], changed: Changed, known: Known) -> Iterator[FileFault]:
        """What the rules find, where they are asked again: of all records if what is known has changed, else of changed
        ones (None: any may be).
        """
        same, self.known = known == self.known, known
        if not same or changed is None:
            kept = self.faults if same else {}
            self.faults = {
                record.file: old
                if (old := kept.get(record.file)) and old[0] is record
                else (record, list(record_faults(record, known)))
                for record in said
            }
            self.faulty = {file for file, (_, faults) in self.faults.items() if faults}
        else:
            for _, record in changed:
                self.faults[record.file] = record, (faults := list(record_faults(record, known)))
                (self.faulty.add if faults else self.faulty.discard)(record.file)
        if not same or changed is None or any(old.moved or new.moved for old, new in changed):
            self.between = tuple(between_records(said, known))
        yield from ((file, fault) for file in self.faulty for fault in self.faults[file][1])
        yield from self.between

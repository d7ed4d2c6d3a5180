"""The readings of all records as they were made last, so that a save costs what it changes and not what there is.

Owns which reading is whose, and the order of the timeline. When a file is read again is decided by `load`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import NamedTuple

from site_builder.problems import Problem
from site_builder.records.files import RecordFile
from site_builder.records.library import Incident, in_order
from site_builder.records.reading import Reading


class Readings(NamedTuple):
    """`files` are those that were found, `by_name` the readable ones, `by_file` their readings: all in order of path.
    `problems` are those of the files that have any. `incidents` are those that can be published, in the order of the
    timeline. `changed` are the readings that are others than before, each after what it was; None: any may be.
    """

    files: list[RecordFile]
    by_name: dict[str, RecordFile]
    slugs: frozenset[str]
    by_file: dict[str, Reading]
    problems: dict[str, tuple[Problem, ...]]
    incidents: tuple[Incident, ...]
    changed: tuple[tuple[Reading, Reading], ...] | None

    @property
    def complete(self) -> bool:
        """Whether every file that can be read has been."""
        return len(self.by_name) == len(self.by_file)


def readings_of(files: list[RecordFile], readings: Mapping[str, Reading]) -> Readings:
    """Of all files, with what was read of them by file."""
    by_name = {file.name: file for file in files if file.readable}
    by_file = {file.file: readings[file.file] for file in by_name.values() if file.file in readings}
    slugs = frozenset(file.slug for file in files)
    problems = {file: reading.problems for file, reading in by_file.items() if reading.problems}
    return Readings(files, by_name, slugs, by_file, problems, _incidents(files, by_file), None)


def read_again(before: Readings, files: Iterable[RecordFile], found: Mapping[str, Reading]) -> Readings:
    """What becomes of readings where some of their files have been read again; `before` is used up."""
    incidents, moved = list(before.incidents), False
    for file in files:
        old, new = before.by_file[file.file].incident, found[file.file].incident
        if file.sound and old and new and old.order == new.order:
            incidents[bisect_left(incidents, old.order, key=attrgetter("order"))] = new
        elif file.sound:
            moved = True
    changed = tuple((before.by_file[file], reading) for file, reading in found.items())
    before.by_file.update(found)
    problems = {file: reading.problems for file, reading in found.items() if reading.problems}
    others = {file: known for file, known in before.problems.items() if file not in found}
    ordered = _incidents(before.files, before.by_file) if moved else tuple(incidents)
    return before._replace(problems=others | problems, incidents=ordered, changed=changed)


def _incidents(files: Iterable[RecordFile], by_file: Mapping[str, Reading]) -> tuple[Incident, ...]:
    sound = {file.file for file in files if file.sound}
    return in_order(each.incident for each in by_file.values() if each.incident and each.file in sound)

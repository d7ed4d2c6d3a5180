"""Reading records and vocabularies: each once, from the cache where it is known, several at a time where that pays.

Owns what the cache keeps of them, and how. What a reading is, is said by `records.reading` and `prose.reading`.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from site_builder.cache import Cache, digest_of
from site_builder.output.digest import digest, library_versions, package_digest
from site_builder.output.processes import MOST, in_parallel, may_share, usable_cores
from site_builder.problems import Problem
from site_builder.prose.notes import RecordProse, Whole
from site_builder.prose.reading import read_record
from site_builder.records.files import RecordFile, read_bytes
from site_builder.records.library import Fetch, Incident, Kind, attached
from site_builder.records.model import Record
from site_builder.records.pickling import dumps, loads
from site_builder.records.reading import Reading
from site_builder.records.vocabularies import VocabularyReading, read_vocabulary

RECORD, WHOLE, VOCABULARY = "record", "whole", "vocabulary"
WORTH = 60  # from how many files on other processes help
CHUNK = 24
AT_ONCE = 500  # readings are fetched from the cache at a time
KEPT = 64  # whole records held as values: a page, its data and its feed item ask for the same one


class Found(NamedTuple):
    """What a file says, as the cache keeps it."""

    key: str
    reading: bytes
    whole: bytes


@dataclass(slots=True)
class Reader:
    """Reads the records below `root`. What their files say in full is fetched from the cache when it is asked for."""

    root: Path
    cache: Cache
    jobs: int | None = None
    kept: dict[tuple[str, str], Whole] = field(default_factory=dict)  # by slug and digest
    alone: dict[str, bytes] = field(default_factory=dict)  # by key, where there is no cache to keep it

    def read(self, files: Sequence[RecordFile], problems: list[Problem]) -> Callable[[], list[Reading]]:
        """What `records.load` asks for: what waits for the readings of these files, in their order."""
        self.cache.know(self.root / "content")
        made: dict[str, Reading] = {}
        todo: list[RecordFile] = []
        fetch = self.record  # one for all incidents
        for file, key, data in self._known(files, problems):
            reading = loads(data) if data is not None else None
            if isinstance(reading, Reading):
                self.cache.keep(WHOLE, key)
                made[file.file] = _with(fetch, reading)
            else:
                todo.append(file)
        being_read = self._read(todo)

        def readings() -> list[Reading]:
            for file, found in being_read:
                if found is None:  # gone meanwhile
                    read_bytes(self.root, file.path, problems)
                else:
                    made[file.file] = _with(fetch, self._kept(found))
            self.cache.flush()
            return [made[file.file] for file in files if file.file in made]

        return readings

    def _known(
        self, files: Sequence[RecordFile], problems: list[Problem]
    ) -> Iterator[tuple[RecordFile, str, bytes | None]]:
        """The files that can be read, each with its key and what the cache has under it."""
        for start in range(0, len(files), AT_ONCE):
            some = [(file, key) for file in files[start : start + AT_ONCE] if (key := self._key(file, problems))]
            known = self.cache.get_all(RECORD, [key for _, key in some])
            yield from ((file, key, known.get(key)) for file, key in some)

    def _kept(self, found: Found) -> Reading:
        key, reading, whole = found
        self.cache.put(RECORD, key, reading)
        self.cache.put(WHOLE, key, whole)
        if not self.cache.keeps:
            self.alone[key] = whole
        made: Reading = loads(reading)
        return made

    def vocabulary(self, kind: Kind, file: str, data: bytes) -> VocabularyReading:
        """What `records.load` asks for: the reading of a vocabulary."""
        key = digest(_made_with(), kind, file, data)
        known = self.cache.get(VOCABULARY, key)
        reading = loads(known) if known is not None else None
        if not isinstance(reading, VocabularyReading):
            reading = read_vocabulary(kind, file, data)
            self.cache.put(VOCABULARY, key, dumps(reading))
        return reading

    def _key(self, file: RecordFile, problems: list[Problem]) -> str:
        """The key of a file's reading; empty where it cannot be read."""
        name = file.name
        try:
            status = os.stat(name)  # noqa: PTH116  for each of thousands
        except OSError:
            status = None
        content = self.cache.digest(name, status) if status else None
        if content is None:
            if (data := read_bytes(self.root, file.path, problems)) is None:
                return ""
            content = digest_of(data)
            if status:
                self.cache.remember(name, status, content)
        return _key_of(file.file, file.slug, content)

    def _read(self, todo: list[RecordFile]) -> Iterator[tuple[RecordFile, Found | None]]:
        """What each file says; other processes begin at once."""
        size = max(CHUNK, len(todo) // MOST + 1)
        chunks = [todo[start : start + size] for start in range(0, len(todo), size)]
        if len(todo) < WORTH or not may_share(self.jobs):
            return ((file, _read_one(file)) for file in todo)
        done = in_parallel(_read_chunk, list(enumerate(chunks)), self.jobs or usable_cores(), here=False)
        return (pair for number, results in done for pair in zip(chunks[number], results, strict=True))

    def record(self, incident: Incident) -> Record:
        """All that the incident's file states."""
        return self._whole(incident).record

    def prose(self, incident: Incident) -> RecordProse:
        """Its Markdown, compiled."""
        return self._whole(incident).prose

    def before(self, incident: Incident, digest: str) -> Incident | None:
        """The incident as the same file stated it when it had another digest, if the cache still knows."""
        known = self.cache.get(RECORD, _key_of(incident.file, incident.slug, digest))
        reading = loads(known) if known is not None else None
        return reading.incident if isinstance(reading, Reading) else None

    def _whole(self, incident: Incident) -> Whole:
        if (found := self.kept.get((incident.slug, incident.digest))) is not None:
            return found
        key = _key_of(incident.file, incident.slug, incident.digest)
        data = self.alone.get(key) or self.cache.get(WHOLE, key)
        found = loads(data) if data is not None else None
        if not isinstance(found, Whole):  # the cache was taken away: make it again
            found = read_record(incident.file, incident.slug, (self.root / incident.file).read_bytes())[1]
            if found is None:
                raise LookupError(incident.file)
        if len(self.kept) >= KEPT:
            self.kept.clear()
        self.kept[incident.slug, incident.digest] = found
        return found


def _with(fetch: Fetch, reading: Reading) -> Reading:
    """The reading; by `fetch` its incident comes to its record."""
    if reading.incident is None:
        return reading
    return reading._replace(incident=attached(reading.incident, fetch))


def _read_chunk(task: tuple[int, list[RecordFile]]) -> tuple[int, list[Found | None]]:
    """In another process: only bytes travel back."""
    number, chunk = task
    return number, list(map(_read_one, chunk))


def _read_one(file: RecordFile) -> Found | None:
    """None where there is nothing to be read. The file may have changed since it was looked at: its key is of what was
    read.
    """
    try:
        data = file.path.read_bytes()
    except OSError:
        return None
    reading, whole = read_record(file.file, file.slug, data)
    return Found(_key_of(file.file, file.slug, digest_of(data)), dumps(reading), dumps(whole))


def _key_of(file: str, slug: str, content: str) -> str:
    return digest(_made_with(), file, slug, content)


def _made_with() -> str:
    """Code and libraries: what an upgrade makes another reading of."""
    global _stamp  # noqa: PLW0603  it cannot change while the program runs
    if _stamp is None:
        _stamp = digest(package_digest(), *library_versions())
    return _stamp


_stamp: str | None = None

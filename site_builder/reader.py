"""Reading records and vocabularies: each once, from the cache where it is known, several at a time where that pays.

Owns what the cache keeps of them, and how. What a reading is, is said by `records.reading` and `prose.reading`.
"""

import io
import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from site_builder.cache import Cache
from site_builder.output.digest import digest, package_digest
from site_builder.output.look import library_versions
from site_builder.output.processes import MOST, can_fork, in_parallel, usable_cores
from site_builder.problems import Problem
from site_builder.prose.notes import RecordProse
from site_builder.prose.reading import read_record
from site_builder.records.files import read_bytes
from site_builder.records.library import Kind
from site_builder.records.load import RecordFile
from site_builder.records.reading import Reading, digest_of
from site_builder.records.vocabularies import VocabularyReading, read_vocabulary

RECORD, PROSE, VOCABULARY = "record", "prose", "vocabulary"
WORTH = 60  # from how many files on other processes help
CHUNK = 24
FLUSH = 256  # how many readings wait in memory to be written
KEPT = 256  # texts held as values; a page, its data and its feed item ask for the same one

Todo = tuple[RecordFile, str, bytes]


@dataclass(slots=True)
class Reader:
    """Reads the records below `root`. `prose` holds that of every record read so far that is right, by slug."""

    root: Path
    cache: Cache
    jobs: int | None = None
    keys: dict[str, str] = field(default_factory=dict)  # slug -> key of its prose in the cache
    kept: dict[str, RecordProse] = field(default_factory=dict)
    alone: dict[str, bytes] = field(default_factory=dict)  # slug -> prose, where there is no cache to keep it

    def read(self, files: Sequence[RecordFile], problems: list[Problem]) -> list[Reading]:
        """What `records.load` asks for: the readings of these files, in their order."""
        made: dict[str, Reading] = {}
        todo: list[Todo] = []
        for file in files:
            key, data = self._key(file, problems)
            if not key:
                continue
            known = self.cache.get(RECORD, key)
            reading = loads(known) if known is not None else None
            if isinstance(reading, Reading):
                self.cache.keep(PROSE, key)
                made[file.file] = self._note(reading, key)
            elif data is not None or (data := read_bytes(self.root, file.path, problems)) is not None:
                todo.append((file, key, data))
        for number, (file, key, reading, prose) in enumerate(self._read(todo), 1):
            self.cache.put(RECORD, key, reading)
            self.cache.put(PROSE, key, prose)
            made[file.file] = self._note(loads(reading), key, b"" if self.cache.keeps else prose)
            if number % FLUSH == 0:
                self.cache.flush()
        self.cache.flush()
        return [made[file.file] for file in files if file.file in made]

    def vocabulary(self, kind: Kind, file: str, data: bytes) -> VocabularyReading:
        """What `records.load` asks for: the reading of a vocabulary."""
        key = digest(_made_with(), kind, file, data)
        known = self.cache.get(VOCABULARY, key)
        reading = loads(known) if known is not None else None
        if not isinstance(reading, VocabularyReading):
            reading = read_vocabulary(kind, file, data)
            self.cache.put(VOCABULARY, key, dumps(reading))
        return reading

    def _key(self, file: RecordFile, problems: list[Problem]) -> tuple[str, bytes | None]:
        """The key of a file's reading, and its bytes if they had to be read; empty where they cannot be."""
        name, data = file.name, None
        try:
            status = file.path.stat()
        except OSError:
            status = None
        content = self.cache.digest(name, status) if status else None
        if content is None:
            if (data := read_bytes(self.root, file.path, problems)) is None:
                return "", None
            content = digest_of(data)
            if status:
                self.cache.remember(name, status, content)
        return digest(_made_with(), file.file, file.slug, content), data

    def _note(self, reading: Reading, key: str, prose: bytes = b"") -> Reading:
        self.kept.pop(reading.slug, None)
        if reading.incident:
            self.keys[reading.slug], self.alone[reading.slug] = key, prose
        return reading

    def _read(self, todo: list[Todo]) -> Iterator[tuple[RecordFile, str, bytes, bytes]]:
        size = max(CHUNK, len(todo) // MOST + 1)
        chunks = [todo[start : start + size] for start in range(0, len(todo), size)]
        count = self.jobs or usable_cores()
        if len(todo) < WORTH or count == 1 or not can_fork():
            yield from (made for chunk in chunks for made in map(_read_one, chunk))
            return
        for number, results in in_parallel(_read_chunk, list(enumerate(chunks)), count, here=False):
            for (file, key, _), (reading, prose) in zip(chunks[number], results, strict=True):
                yield file, key, reading, prose

    def prose(self) -> Mapping[str, RecordProse]:
        """The prose of the records read, by slug; each is fetched when it is asked for."""
        return _Prose(self)

    def fetch(self, slug: str) -> RecordProse:
        """The prose of one record."""
        if slug not in self.kept:
            data = self.alone.get(slug) or self.cache.get(PROSE, self.keys[slug])
            found = loads(data) if data is not None else None
            if not isinstance(found, RecordProse):  # the cache was taken away: make it again
                found = self._again(slug)
            if len(self.kept) >= KEPT:
                self.kept.clear()
            self.kept[slug] = found
        return self.kept[slug]

    def _again(self, slug: str) -> RecordProse:
        path = next(self.root.glob(f"content/incidents/*/{slug}.yaml"))
        found = read_record(path.relative_to(self.root).as_posix(), slug, path.read_bytes())[1]
        if found is None:
            raise LookupError(slug)
        return found


def _read_chunk(task: tuple[int, list[Todo]]) -> tuple[int, list[tuple[bytes, bytes]]]:
    """In another process: only bytes travel back."""
    number, chunk = task
    return number, [_read_one(one)[2:] for one in chunk]


def _read_one(one: Todo) -> tuple[RecordFile, str, bytes, bytes]:
    file, key, data = one
    reading, prose = read_record(file.file, file.slug, data)
    return file, key, dumps(reading), dumps(prose)


class _Prose(Mapping[str, RecordProse]):
    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __getitem__(self, slug: str) -> RecordProse:
        return self._reader.fetch(slug)

    def __iter__(self) -> Iterator[str]:
        return iter(self._reader.keys)

    def __len__(self) -> int:
        return len(self._reader.keys)


def _made_with() -> str:
    """Code and libraries: what an upgrade makes another reading of."""
    global _stamp  # noqa: PLW0603  it cannot change while the program runs
    if _stamp is None:
        _stamp = digest(package_digest(), *library_versions())
    return _stamp


_stamp: str | None = None


# ---------------------------------------------------------------- values in the cache
def dumps(value: object) -> bytes:
    return pickle.dumps(value, protocol=5)


_CLASSES: dict[tuple[str, str], type] = {}


class _OurValues(pickle.Unpickler):
    """Only our own values are made from a cache: a file that somebody slipped in runs nothing."""

    def find_class(self, module: str, name: str) -> Any:
        return _CLASSES.get((module, name)) or self._find(module, name)

    def _find(self, module: str, name: str) -> Any:
        if module.startswith(("site_builder.records.", "site_builder.prose.", "site_builder.problems")):
            found = super().find_class(module, name)
            if isinstance(found, type):
                _CLASSES[module, name] = found
                return found
        if (module, name) in {("builtins", "frozenset"), ("builtins", "set")}:
            return frozenset if name == "frozenset" else set
        raise pickle.UnpicklingError(f"{module}.{name} is not one of our values")


def loads(data: bytes) -> Any:
    """The value, or None where the bytes hold none of ours."""
    try:
        return _OurValues(io.BytesIO(data)).load()
    except Exception:  # whatever a damaged file makes pickle raise: then the work is done again
        return None

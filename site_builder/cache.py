"""The cache under .cache/: what was made from which bytes, so that nothing unchanged is made again.

Owns values by key, and the index that tells an unchanged file by its status; the file they are in is `database`'s
business. What is kept, and under which key, is said by those who use it; every key holds a digest of all that its value
is made from, so a stale value is simply never asked for.

It may be deleted, cut off, half-written, shared by two builds or written by another version at any time: whatever goes
wrong, the work is done without it.
"""

import hashlib
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from site_builder.database import NAME, WAIT, files_in, open_database

FOLDER = ".cache"
"""Of a site, in its root."""

# A file changed within the tick in which it was looked at may change again and keep its time: git's "racy"
# rule. No file system in use has coarser times than FAT's two seconds.
TICK, COARSE_TICK = 20_000_000, 2_000_000_000
FILES_AT_ONCE = 4096
ASKED = 500  # values are asked for at a time (SQLite takes 999 parameters or more)
AT_ONCE = 256  # so many values wait in memory to be written
IN_A_WORKER = 1024  # of its own values a forked process has at hand
SPARE = 1.1  # how many values there may be for each that is in use


def digest_of(data: bytes) -> str:
    """The digest of what a file holds, as the cache records it, and of whatever else stays on this machine."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class Status(NamedTuple):
    """Of a file, what tells that it has not changed; named as in `os.stat_result`."""

    st_size: int
    st_mtime_ns: int
    st_ino: int


Told = tuple[str, str, bytes | None]
"""A kind and a key in use, and the value if it is new."""

_GET_ALL = "SELECT key, value FROM made WHERE kind = ? AND key IN"
_GET = "SELECT value FROM made WHERE kind = ? AND key = ?"


@dataclass(slots=True)
class Cache:
    """Values by kind and key. Reads see what was put before in this process; writes wait for `flush`."""

    database: sqlite3.Connection | None = None
    path: Path | None = None
    at_once: int = AT_ONCE
    forks: int = field(default_factory=lambda: _forks)
    reopened: bool = False  # in a forked process
    files: dict[str, tuple[int, int, int, int, str]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)  # folders
    new_files: dict[str, tuple[int, int, int, int, str]] = field(default_factory=dict)
    noted: dict[str, tuple[int, int, int, str]] = field(default_factory=dict)
    new_made: dict[tuple[str, str], bytes] = field(default_factory=dict)
    used: dict[str, set[str]] = field(default_factory=dict)
    news: list[Told] = field(default_factory=list)
    used_files: set[str] = field(default_factory=set)
    still_there: list[Iterable[str]] = field(default_factory=list)

    @property
    def keeps(self) -> bool:
        """Whether there is a file to keep values in."""
        return self.database is not None

    def know(self, folder: str | Path) -> None:
        """Have at hand what is recorded of the files below a folder. Of a folder that nobody names, nothing is known:
        an output folder has ten times as many files as the content, and not every process looks at it.
        """
        name = os.fspath(folder)
        if name in self.known:
            return
        self.known.add(name)
        if database := self._connection():
            with suppress(sqlite3.Error):
                self.files = files_in(database, name) | self.files

    def digest(self, name: str, status: os.stat_result | Status) -> str | None:
        """The digest of a file in a known folder that is certain not to have changed since it was recorded, or None."""
        self.used_files.add(name)
        known = self.files.get(name)
        if known is None or known[:3] != (status.st_size, status.st_mtime_ns, status.st_ino):
            return None
        tick = TICK if known[1] % 1_000_000 else COARSE_TICK
        return known[4] if known[1] + tick < known[3] else None

    def remember(self, name: str, status: os.stat_result | Status, digest: str) -> None:
        """Record a file's digest with the status it had before it was read."""
        self.used_files.add(name)
        entry = (status.st_size, status.st_mtime_ns, status.st_ino, time.time_ns(), digest)
        self.files[name] = self.new_files[name] = entry

    def get(self, kind: str, key: str) -> bytes | None:
        """The value, or None where there is none."""
        self.keep(kind, key)
        if (kind, key) in self.new_made:
            return self.new_made[kind, key]
        database = self._connection()
        if database is None:
            return None
        try:
            row = database.execute(_GET, (kind, key)).fetchone()
        except sqlite3.Error:
            return None
        return row[0] if row and isinstance(row[0], bytes) else None

    def get_all(self, kind: str, keys: Sequence[str]) -> dict[str, bytes]:
        """The values that there are, by key: faster than to ask for thousands one by one."""
        for key in keys:
            self.keep(kind, key)
        found = {key: value for key in keys if (value := self.new_made.get((kind, key))) is not None}
        database = self._connection()
        if database is None:
            return found
        with suppress(sqlite3.Error):
            for start in range(0, len(keys), ASKED):
                some = keys[start : start + ASKED]
                marks = ",".join("?" * len(some))
                rows = database.execute(f"{_GET_ALL} ({marks})", (kind, *some))
                found.update((key, value) for key, value in rows if isinstance(value, bytes) and key not in found)
        return found

    def _connection(self) -> sqlite3.Connection | None:
        """In a forked process another one: SQLite's connections may not be carried across a fork."""
        if self.forks == _forks or self.reopened:
            return self.database
        self.reopened = True
        _inherited.append(self.database)  # never closed here: that would release the parent's locks
        self.database = None
        if self.path is not None:
            with suppress(sqlite3.Error):
                self.database = sqlite3.connect(f"{self.path.as_uri()}?mode=ro", timeout=WAIT, uri=True)
        return self.database

    def note(self, name: str, status: Status, digest: str) -> None:
        """Record a file of ours, which nobody else has seen yet, for the next process: this one does not ask for it
        again, and there may be a million. It counts as seen when it is written down: made a moment ago, it would never
        be trusted.
        """
        self.files.pop(name, None)
        self.noted[name] = (*status, digest)
        if len(self.noted) >= FILES_AT_ONCE:
            self.flush()

    def keep_files(self, names: Iterable[str]) -> None:
        """Say that files are still there; their names are asked for when some are to be dropped."""
        self.still_there.append(names)

    def hear_files(self, known: Mapping[str, tuple[int, int, int, int, str]]) -> None:
        """Take in what another process has recorded of files (its `new_files`)."""
        self.files.update(known)
        self.new_files.update(known)

    def keep(self, kind: str, key: str) -> None:
        """Say that a value is in use, though nobody asks for it now."""
        used = self.used.setdefault(kind, set())
        if key not in used:
            used.add(key)
            if self.forks != _forks:
                self.news.append((kind, key, None))

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep a value."""
        self.keep(kind, key)
        if self.forks == _forks:
            self._add(kind, key, value)
            return
        self.news.append((kind, key, value))
        self.new_made[kind, key] = value  # until the owner of the file has written it
        if len(self.new_made) > IN_A_WORKER:
            del self.new_made[next(iter(self.new_made))]

    def _add(self, kind: str, key: str, value: bytes) -> None:
        self.new_made[kind, key] = value
        if len(self.new_made) >= self.at_once:
            self.flush()
            self.at_once = max(AT_ONCE, 2 * len(self.new_made))  # where nothing could be written, not again so soon

    def tell(self) -> tuple[Told, ...]:
        """In a forked process: what has been put and used since this was last asked, for `hear` in the one that owns
        the file. Nobody else writes it.
        """
        told, self.news = tuple(self.news), []
        return told

    def hear(self, told: Iterable[Told]) -> None:
        """Take in what the cache of a worker tells."""
        for kind, key, value in told:
            self.keep(kind, key)
            if value is not None:
                self._add(kind, key, value)

    def flush(self, *, only_used: bool = False) -> None:
        """Write what is new; with `only_used`, drop what nobody has asked for, so that the file does not grow
        for ever.
        """
        if self.database is None:
            return
        with suppress(sqlite3.Error), self.database:
            self.database.executemany(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
                ((name, *entry) for name, entry in self.new_files.items()),
            )
            seen = time.time_ns()
            self.database.executemany(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
                ((name, *status, seen, digest) for name, (*status, digest) in self.noted.items()),
            )
            self.database.executemany(
                "INSERT OR REPLACE INTO made VALUES (?, ?, ?)",
                ((kind, key, value) for (kind, key), value in self.new_made.items()),
            )
            if only_used:
                self._drop_unused()
            self.new_files, self.noted, self.new_made = {}, {}, {}

    def _drop_unused(self) -> None:
        assert self.database is not None
        count = self.database.execute("SELECT count(*) FROM made").fetchone()[0]
        if count <= SPARE * sum(map(len, self.used.values())):
            return
        rows = self.database.execute("SELECT kind, key FROM made").fetchall()
        gone = [(kind, key) for kind, key in rows if key not in self.used.get(kind, ())]
        self.database.executemany("DELETE FROM made WHERE kind = ? AND key = ?", gone)
        self.used_files.update(*self.still_there)
        self.still_there.clear()
        names = self.database.execute("SELECT name FROM files").fetchall()
        unused = [(name,) for (name,) in names if name not in self.used_files]
        self.database.executemany("DELETE FROM files WHERE name = ?", unused)

    def forget_files(self, names: Iterable[str]) -> None:
        """Forget files that are no longer there."""
        gone = [(name,) for name in names]
        if gone and self.database is not None:
            with suppress(sqlite3.Error), self.database:
                self.database.executemany("DELETE FROM files WHERE name = ?", gone)


_inherited: list[sqlite3.Connection | None] = []
_forks = 0


def _note_fork() -> None:
    global _forks  # noqa: PLW0603  each process has its own
    _forks += 1


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_note_fork)


@contextmanager
def opened(folder: Path) -> Iterator[Cache]:
    """The cache of a site, written when the body is done. Where it cannot be used, one that forgets."""
    cache = attach(folder)
    try:
        yield cache
        cache.flush()
    finally:
        if cache.database is not None:
            with suppress(sqlite3.Error):
                cache.database.close()


def attach(folder: Path) -> Cache:
    """The cache of a site for as long as the process lives, in the thread that asks for it."""
    database = open_database(folder)
    return Cache(database, folder.absolute() / NAME)

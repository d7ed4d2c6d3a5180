"""The SQLite file in which the cache keeps its values, and the index of files. What stands in it is `cache`'s business.

Where it cannot be used there is none; where it is not ours, or damaged, it is made anew. SQLite's own journal makes it
safe against being killed ("Atomic Commit In SQLite").
"""

import sqlite3
from contextlib import suppress
from pathlib import Path

VERSION = 1
NAME = "timeline.sqlite"
WAIT = 5.0  # seconds for another build to finish its write

_TABLES = (
    "CREATE TABLE files (name TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, inode INTEGER, seen INTEGER,"
    " digest TEXT) WITHOUT ROWID;"
    "CREATE TABLE made (kind TEXT, key TEXT, value BLOB, PRIMARY KEY (kind, key));"
)


def open_database(folder: Path) -> sqlite3.Connection | None:
    """The database of a site, None where there can be none. The caller closes it."""
    path = folder / NAME
    for _ in range(2):
        try:
            _make_folder(folder)
            database = sqlite3.connect(path, timeout=WAIT)
            try:
                _prepare(database)
            except BaseException:
                database.close()
                raise
        except sqlite3.OperationalError:  # read-only, full, or locked for too long: do without
            return None
        except sqlite3.DatabaseError:  # not ours, or damaged: begin anew
            with suppress(OSError):
                path.unlink()
        except OSError:
            return None
        else:
            return database
    return None


def _make_folder(folder: Path) -> None:
    """A folder that no version control and no backup takes along (Cache Directory Tagging Specification)."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        (folder / ".gitignore").write_text("*\n")
        (folder / "CACHEDIR.TAG").write_text("Signature: 8a477f597d28d172789f06886806bc55\n")


def _prepare(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA synchronous = OFF")  # a crash of the machine may cost the cache, never the site
    found = database.execute("PRAGMA user_version").fetchone()[0]
    tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if found == VERSION:
        database.execute("SELECT count(*) FROM (SELECT 1 FROM files, made LIMIT 1)").fetchone()
        return
    if tables:
        raise sqlite3.DatabaseError("written by another version")
    with database:
        database.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")


def files_in(database: sqlite3.Connection, folder: str) -> dict[str, tuple[int, int, int, int, str]]:
    """What is recorded of the files below a folder. Raises sqlite3.Error."""
    after = chr(ord("/") + 1)
    rows = database.execute(
        "SELECT name, size, mtime, inode, seen, digest FROM files WHERE name > ? AND name < ?",
        (f"{folder}/", f"{folder}{after}"),
    )
    return {name: (size, mtime, inode, seen, digest) for name, size, mtime, inode, seen, digest in rows}

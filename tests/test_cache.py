"""Promises of the cache: never wrong, never in the way."""

import ast
import os
import sqlite3
import subprocess
import sys
import textwrap
import time
from contextlib import closing
from pathlib import Path

import pytest

from site_builder import cache as caches
from site_builder import database
from site_builder.cache import opened

LONG_AGO = 1_000_000_000_000_000_000  # nanoseconds: 2001


def old_file(path: Path, text: str = "x") -> os.stat_result:
    path.write_text(text)
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    return path.stat()


def test_what_is_put_is_there_the_next_time(tmp_path: Path) -> None:
    with opened(tmp_path / "c") as cache:
        cache.put("prose", "k", b"v")
        assert cache.get("prose", "k") == b"v"
    with opened(tmp_path / "c") as cache:
        assert cache.get("prose", "k") == b"v"
        assert cache.get("record", "k") is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_what_a_worker_puts_and_uses_is_kept_once_it_has_told(tmp_path: Path) -> None:
    with opened(tmp_path / "c") as cache:
        cache.put("prose", "old", b"v")
        cache.flush()
    with opened(tmp_path / "c") as cache:
        reading, writing = os.pipe()
        if os.fork() == 0:
            cache.get("prose", "old")
            cache.put("prose", "new", b"w")
            os.write(writing, repr(cache.tell()).encode())
            os._exit(0 if cache.tell() == () else 1)
        os.close(writing)
        told = ast.literal_eval(os.read(reading, 1000).decode())
        os.close(reading)
        assert os.wait()[1] == 0
        cache.hear(told)
        cache.flush(only_used=True)
    with opened(tmp_path / "c") as cache:
        assert (cache.get("prose", "old"), cache.get("prose", "new")) == (b"v", b"w")


def test_many_values_do_not_wait_in_memory(tmp_path: Path) -> None:
    with opened(tmp_path / "c") as cache:
        for number in range(3 * caches.AT_ONCE + 1):
            cache.put("prose", str(number), b"v")
        assert len(cache.new_made) < caches.AT_ONCE
        assert cache.get("prose", "0") == b"v"


@pytest.mark.parametrize("count", [0, 1, 2 * caches.ASKED + 7])
def test_many_values_are_those_that_one_would_get_one_by_one(tmp_path: Path, count: int) -> None:
    with opened(tmp_path / "c") as cache:
        for number in range(0, count, 2):
            cache.put("prose", str(number), b"%d" % number)
        cache.put("other", "1", b"of another kind")
    with opened(tmp_path / "c") as cache:
        cache.put("prose", "1", b"not written yet")
        keys = [str(number) for number in range(count)]
        found = cache.get_all("prose", keys)
        assert {key: found.get(key) for key in keys} == {key: cache.get("prose", key) for key in keys}
        assert found.keys() <= set(keys)


def test_values_that_are_asked_for_together_are_in_use(tmp_path: Path) -> None:
    with opened(tmp_path / "c") as cache:
        for number in range(50):
            cache.put("prose", str(number), b"v")
    with opened(tmp_path / "c") as cache:
        cache.get_all("prose", ["1", "2"])
        cache.flush(only_used=True)
        assert [key for key in map(str, range(50)) if cache.get("prose", key)] == ["1", "2"]


def test_what_cannot_be_written_now_is_kept_and_not_tried_again_for_each_value(tmp_path: Path) -> None:
    with opened(tmp_path / "c") as cache:
        assert cache.database
        cache.database.execute("PRAGMA busy_timeout = 50")
        other = sqlite3.connect(tmp_path / "c" / database.NAME)
        with closing(other):
            other.execute("BEGIN EXCLUSIVE")
            started = time.monotonic()
            for number in range(8 * caches.AT_ONCE):
                cache.put("prose", str(number), b"v")
            assert time.monotonic() - started < 20 * 0.05
            assert cache.get("prose", "0") == b"v"
            other.rollback()
    with opened(tmp_path / "c") as cache:
        assert cache.get("prose", "0") == b"v"


def test_a_file_with_the_same_status_is_known_by_its_digest(tmp_path: Path) -> None:
    status = old_file(tmp_path / "f")
    with opened(tmp_path / "c") as cache:
        cache.remember("there/f", status, "d")
    with opened(tmp_path / "c") as cache:
        cache.know("there")
        assert cache.digest("there/f", status) == "d"


def test_of_files_in_folders_that_nobody_names_nothing_is_known(tmp_path: Path) -> None:
    status = old_file(tmp_path / "f")
    names = ["out/a/f", "out/f", "out", "out-2/f", "out0", "other/f"]
    with opened(tmp_path / "c") as cache:
        for name in names:
            cache.remember(name, status, name)
    with opened(tmp_path / "c") as cache:
        cache.know("out")
        assert [name for name in names if cache.digest(name, status)] == ["out/a/f", "out/f"]


def test_what_was_recorded_since_is_not_taken_back(tmp_path: Path) -> None:
    status = old_file(tmp_path / "f")
    with opened(tmp_path / "c") as cache:
        cache.remember("out/f", status, "old")
    with opened(tmp_path / "c") as cache:
        cache.remember("out/f", status, "new")
        cache.know("out")
        assert cache.digest("out/f", status) == "new"


def test_files_that_nobody_asks_for_are_dropped(tmp_path: Path) -> None:
    status = old_file(tmp_path / "f")
    with opened(tmp_path / "c") as cache:
        cache.put("a", "old", b"v")
        for name in ("x/asked", "x/told", "x/gone", "y/gone"):
            cache.remember(name, status, "d")
    with opened(tmp_path / "c") as cache:
        cache.know("x")
        cache.digest("x/asked", status)
        cache.keep_files(iter(["x/told"]))
        cache.flush(only_used=True)
    with opened(tmp_path / "c") as cache:
        cache.know("x")
        cache.know("y")
        assert sorted(cache.files) == ["x/asked", "x/told"]


def test_a_file_that_was_just_written_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    with opened(tmp_path / "c") as cache:
        cache.remember("f", (tmp_path / "f").stat(), "d")
        assert cache.digest("f", (tmp_path / "f").stat()) is None


def test_a_file_of_another_size_time_or_inode_is_not_trusted(tmp_path: Path) -> None:
    status = old_file(tmp_path / "f")
    with opened(tmp_path / "c") as cache:
        cache.remember("f", status, "d")
        assert cache.digest("f", old_file(tmp_path / "f", "xy")) is None
        (tmp_path / "g").write_text("x")
        os.utime(tmp_path / "g", ns=(LONG_AGO, LONG_AGO))
        assert cache.digest("f", (tmp_path / "g").stat()) is None
        os.utime(tmp_path / "f", ns=(LONG_AGO + 1, LONG_AGO + 1))
        assert cache.digest("f", (tmp_path / "f").stat()) is None


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    with opened(tmp_path) as cache:
        cache.put("a", "k", b"v")
    (tmp_path / "timeline.sqlite").write_bytes(damage)
    with opened(tmp_path) as cache:
        assert cache.get("a", "k") is None
        cache.put("a", "k", b"new")
    with opened(tmp_path) as cache:
        assert cache.get("a", "k") == b"new"


def test_a_cache_of_another_version_is_made_anew(tmp_path: Path) -> None:
    with opened(tmp_path) as cache:
        cache.put("a", "k", b"v")
    with closing(sqlite3.connect(tmp_path / "timeline.sqlite")) as other, other:
        other.execute(f"PRAGMA user_version = {database.VERSION + 1}")
    with opened(tmp_path) as cache:
        assert cache.get("a", "k") is None


def test_a_folder_that_cannot_be_made_means_work_without(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("a file in the way")
    with opened(tmp_path / "c") as cache:
        cache.put("a", "k", b"v")
        assert cache.get("a", "k") == b"v"
    assert (tmp_path / "c").read_text() == "a file in the way"


def test_another_build_that_holds_the_cache_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches, "WAIT", 0.1)
    with opened(tmp_path) as cache:
        cache.put("a", "k", b"v")
    other = sqlite3.connect(tmp_path / "timeline.sqlite")
    other.execute("BEGIN EXCLUSIVE")
    with opened(tmp_path) as cache:
        cache.put("a", "k", b"other")
        assert cache.get("a", "k") == b"other"
    other.rollback()
    other.close()
    with opened(tmp_path) as cache:
        assert cache.get("a", "k") == b"v"


def test_what_nobody_asks_for_is_dropped(tmp_path: Path) -> None:
    with opened(tmp_path) as cache:
        cache.put("a", "old", b"v")
        cache.put("b", "other", b"v")
    with opened(tmp_path) as cache:
        cache.put("a", "new", b"v")
        cache.flush(only_used=True)
    with opened(tmp_path) as cache:
        assert (cache.get("a", "old"), cache.get("a", "new")) == (None, b"v")
        assert cache.get("b", "other") is None


def test_killed_while_writing_it_is_whole(tmp_path: Path) -> None:
    with opened(tmp_path) as cache:
        cache.put("a", "k", b"v")
    program = """
        import os, signal, sys
        from pathlib import Path
        from site_builder.cache import opened
        with opened(Path(sys.argv[1])) as cache:
            cache.database.execute("INSERT INTO made VALUES ('a', 'torn', zeroblob(5000000))")
            cache.database.execute("DELETE FROM made WHERE key = 'k'")
            os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program), str(tmp_path)], check=False)
    with opened(tmp_path) as cache:
        assert (cache.get("a", "k"), cache.get("a", "torn")) == (b"v", None)

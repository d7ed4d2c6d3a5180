"""Promises of the look at an output folder."""

import os
from pathlib import Path

import pytest

from site_builder.cache import Cache
from site_builder.output import standing
from site_builder.output.output import from_bytes
from site_builder.output.standing import Standing, look, looking
from site_builder.output.write import write
from tests.output.helpers import families

MANY = [from_bytes(f"p/{n}.html", b"%d" % n) for n in range(20)]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write(families(MANY), tmp_path / "out", root=tmp_path, protected=[])
    return tmp_path / "out"


def test_what_was_left_stands() -> None:
    assert look(Path("/nowhere"), Cache()) == Standing(None)


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_that_are_gone_or_hold_something_else_are_found(out: Path, jobs: int) -> None:
    (out / "p/3.html").write_bytes(b"other")
    (out / "p/4.html").unlink()
    (out / "p/5.html").unlink()
    (out / "p/5.html").symlink_to("6.html")
    (out / "p/12.html").write_bytes(b"xx")  # as long as it was
    found = looking(out, Cache(), jobs)()
    assert found.changed == {"p/3.html", "p/4.html", "p/5.html", "p/12.html"}
    assert found.manifest


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_read_is_known_the_next_time(out: Path, jobs: int) -> None:
    for path in (out / "p").iterdir():
        os.utime(path, (1, 1))  # long ago: git's rule trusts it
    cache = Cache()
    looking(out, cache, jobs)()
    assert set(cache.files) == {f"{out}/p/{n}.html" for n in range(20)}
    assert all(cache.digest(name, os.stat(name)) for name in cache.files)  # noqa: PTH116


def test_a_look_before_another_build_has_written_does_not_count(out: Path, tmp_path: Path) -> None:
    before = looking(out, Cache(), 2)
    before()
    write(families([*MANY[:5], from_bytes("q.html", b"q")]), out, root=tmp_path, protected=[])
    (out / "p/2.html").write_bytes(b"edited")
    done = write(families(MANY[:5]), out, root=tmp_path, protected=[], standing=before)
    assert done.written == ("p/2.html",)
    assert done.removed == ("q.html",)


def test_where_the_other_process_dies_this_one_looks(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (out / "p/3.html").unlink()
    here, real = os.getpid(), standing.look

    def dies_elsewhere(folder: Path, cache: Cache) -> Standing:
        if os.getpid() != here:
            os._exit(1)
        return real(folder, cache)

    monkeypatch.setattr(standing, "look", dies_elsewhere)
    assert looking(out, Cache(), 2)().changed == {"p/3.html"}

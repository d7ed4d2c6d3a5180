"""Promises of whole builds: killed, run twice at once, without a cache, with another number of workers."""

import gc
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from site_builder.build import build
from site_builder.cache import opened
from site_builder.output import manifest
from site_builder.output.names import MANIFEST, STAGING
from site_builder.search.index import inputs_digest, is_stale
from tests.benchmark.records_site import write_site
from tests.conftest import clean_environment

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def big_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough records for several processes to share the work."""
    root = tmp_path_factory.mktemp("big")
    write_site(root, 80)
    return root


def files_in(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and STAGING not in path.parts
    }


@contextmanager
def building(
    root: Path, *options: str, search: bool = False, kill: Callable[[int, int], None] = os.killpg
) -> Iterator[subprocess.Popen[bytes]]:
    """A build in a process of its own, with children of its own; killed in the end with all of them, or alone."""
    process = subprocess.Popen(
        [sys.executable, "-m", "site_builder", "build", "--no-images", *(() if search else ("--no-search",)), *options],
        cwd=root,
        env={**clean_environment(), "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            kill(process.pid, signal.SIGKILL)
        process.wait()


def clean_build(root: Path, out: Path, jobs: int = 1) -> dict[str, bytes]:
    shutil.rmtree(root / ".cache", ignore_errors=True)
    assert build(root, out, environ={}, jobs=jobs, search=False, images=False).written
    return files_in(out)


def edit(root: Path, number: int) -> None:
    path = sorted(root.glob("content/incidents/*/*.yaml"))[number]
    lines = path.read_text().split("\n")
    path.write_text("\n".join(f"title: Another title {number}" if x.startswith("title:") else x for x in lines))


def test_one_worker_writes_the_same_bytes_as_many(big_site: Path, tmp_path: Path) -> None:
    assert clean_build(big_site, tmp_path / "one") == clean_build(big_site, tmp_path / "three", jobs=3)


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_it_leaves_whole_files_and_the_next_build_is_a_clean_one(
    big_site: Path, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    root = tmp_path / "site"
    shutil.copytree(big_site / "content", root / "content")
    before = clean_build(root, root / "public")
    edit(root, seed)
    after = clean_build(root, tmp_path / "wanted")
    shutil.rmtree(root / ".cache")
    for _ in range(6):
        with building(root, kill=dice.choice((os.kill, os.killpg))):
            time.sleep(dice.uniform(0.05, 1.5))
        found = files_in(root / "public")
        torn = [
            path for path, data in found.items() if data not in (before.get(path), after.get(path)) and path != MANIFEST
        ]
        assert torn == []
    assert build(root, root / "public", environ={}, jobs=1, search=False, images=False).written is not None
    assert files_in(root / "public") == after


def test_a_build_leaves_no_circles_of_our_values_behind(big_site: Path, tmp_path: Path) -> None:
    """They would stay for ever: nobody looks for circles where the same program builds again and again."""
    clean_build(big_site, tmp_path / "first")
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        clean_build(big_site, tmp_path / "second")
        gc.unfreeze()
        gc.collect()
        left = {type(value).__name__ for value in gc.garbage}
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    assert left.isdisjoint(
        {"Site", "Library", "Incident", "Reader", "Desk", "Cache", "Output", "Press", "Published"}
    ), left


def test_two_builds_at_once_end_as_one(big_site: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(big_site / "content", root / "content")
    with building(root) as first, building(root) as second:
        assert first.wait(120) == 0
        assert second.wait(120) == 0
    assert files_in(root / "public") == clean_build(root, tmp_path / "wanted")


@pytest.mark.parametrize("later", [0.2, 0.6, 1.0, 1.4])
def test_two_builds_at_once_make_one_search_index(big_site: Path, tmp_path: Path, later: float) -> None:
    root = tmp_path / "site"
    shutil.copytree(big_site / "content", root / "content")
    with building(root, search=True) as first:
        time.sleep(later)
        with building(root, search=True) as second:
            assert first.wait(120) == 0
            assert second.wait(120) == 0
    found = manifest.read(root / "public") or {}
    assert not is_stale(root / "public", inputs_digest((path, entry.content) for path, entry in found.items()))
    assert {path.name for path in (root / "public").glob("*pagefind*")} == {"pagefind"}


def test_without_a_place_for_the_cache_the_site_is_the_same(big_site: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(big_site / "content", root / "content")
    (root / ".cache").write_text("a file in the way")
    assert build(root, root / "public", environ={}, jobs=2, search=False, images=False).written
    assert files_in(root / "public") == clean_build(big_site, tmp_path / "wanted")


def test_a_cached_build_gives_the_bytes_of_a_cold_one(big_site: Path, tmp_path: Path) -> None:
    cold = clean_build(big_site, tmp_path / "cold", jobs=2)
    assert build(big_site, tmp_path / "cached", environ={}, jobs=2, search=False, images=False).written
    assert files_in(tmp_path / "cached") == cold


def test_a_cache_with_somebody_else_s_values_runs_nothing(big_site: Path, tmp_path: Path) -> None:
    import pickle
    import sqlite3

    class Hostile:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, (f"touch {tmp_path / 'pwned'}",)

    wanted = clean_build(big_site, tmp_path / "wanted")
    with closing(sqlite3.connect(big_site / ".cache/timeline.sqlite")) as database, database:
        database.execute("UPDATE made SET value = ?", (pickle.dumps(Hostile()),))
    assert build(big_site, tmp_path / "out", environ={}, jobs=1, search=False, images=False).written
    assert not (tmp_path / "pwned").exists()
    assert files_in(tmp_path / "out") == wanted


def test_what_was_just_written_is_not_read_again(big_site: Path, tmp_path: Path) -> None:
    build(big_site, tmp_path / "out", environ={}, jobs=2, search=False, images=False)
    with opened(big_site / ".cache") as cache:
        cache.know(tmp_path / "out")
        files = [path for path in (tmp_path / "out").rglob("*") if path.is_file() and path.name != MANIFEST]
        unknown = [path for path in files if cache.digest(str(path), path.stat()) is None]
    assert len(unknown) < len(files) / 5  # those of the last moment


def test_watching_builds_again_at_each_change_until_it_is_stopped(big_site: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(big_site / "content", root / "content")
    with building(root, "--watch") as process:
        _until((root / "public/index.html").is_file)
        time.sleep(1.5)  # it begins to watch after the first build
        edit(root, 1)
        wanted = clean_build(root, tmp_path / "wanted")
        _until(lambda: files_in(root / "public") == wanted)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="children of a process are told by Linux")
@pytest.mark.parametrize("group", [True, False])
@pytest.mark.parametrize("later", [0, 0.01, 0.05, 0.3])
def test_ctrl_c_ends_a_build_and_all_that_work_for_it_with_one_word(
    big_site: Path, tmp_path: Path, later: float, group: bool
) -> None:
    root = tmp_path / "site"
    shutil.copytree(big_site / "content", root / "content")
    command = [sys.executable, "-m", "site_builder", "build", "--no-search", "--jobs", "2"]
    env = {**clean_environment(), "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(
        command, cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509  no threads here
    ) as process:  # fmt: skip
        _until(lambda: bool(_children(process.pid)))
        time.sleep(later)
        (os.killpg if group else os.kill)(process.pid, signal.SIGINT)
        said = process.communicate(timeout=20)[0].decode().split()
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
    assert (process.returncode, said) == (1, ["Aborted!"])
    assert not (root / "public").exists() or files_in(root / "public") == {}


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")

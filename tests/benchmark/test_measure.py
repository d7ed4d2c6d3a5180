import sys
import time
from pathlib import Path

import pytest

from tests.benchmark.measure import (
    FailedError,
    digests,
    peak_memory,
    save_by_rename,
    save_in_place,
    seconds,
    seen,
    served,
)

SERVER = (sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--protocol", "HTTP/1.1", "{port}")


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(FailedError) as failed:
        seconds((sys.executable, "-c", "raise SystemExit(2)"), tmp_path, {})
    assert failed.value.status == 2


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="there is no /proc here")
def test_the_memory_of_children_counts(tmp_path: Path) -> None:
    hold = "import time; held = bytearray(b'x') * 60_000_000; time.sleep(1)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"
    peak = peak_memory((sys.executable, "-c", parent), tmp_path, {})
    assert peak is not None
    assert peak > 60_000_000


@pytest.mark.parametrize("save", [save_in_place, save_by_rename])
def test_a_save_is_seen_once_it_is_served(save: object, tmp_path: Path) -> None:
    page = tmp_path / "site/page.txt"
    page.parent.mkdir()
    page.write_text("before")
    assert callable(save)
    with served(SERVER, page.parent, {}) as (port, first):
        assert first > 0
        assert seen(port, "/page.txt", "after", save(page, "after")) > 0


def test_a_server_that_ends_at_once_is_no_measurement(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(FailedError) as failed, served((sys.executable, "-c", "raise SystemExit(2)"), tmp_path, {}):
        pass
    assert failed.value.status == 2
    assert time.monotonic() - started < 60


def test_digests_tell_which_files_changed(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    (tmp_path / "b").write_text("1")
    before = digests(tmp_path)
    (tmp_path / "a").write_text("2")
    after = digests(tmp_path)
    assert {path for path in after if before[path] != after[path]} == {"a"}

import subprocess
import sys
import time
from pathlib import Path

import pytest

from site_builder.output.folder import OutputBusyError, OutputRefusedError, check_folder, lock_file, locked

HOLD = """
import sys
from pathlib import Path
from site_builder.output.folder import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("content/incidents", "templates/pages"):
        (tmp_path / "sites/one" / name).mkdir(parents=True)
    return tmp_path / "sites/one"


def check(site: Path, out: Path) -> Path:
    return check_folder(out, root=site, protected=[site / "content", site / "templates"])


@pytest.mark.parametrize("out", ["public", "content-built", "build/deep/public", "../elsewhere", "content/../public"])
def test_a_folder_apart_from_the_sources_is_accepted(site: Path, out: str) -> None:
    assert check(site, site / out) == (site / out).resolve()


@pytest.mark.parametrize(
    ("out", "relation"),
    [
        (".", "is"),
        ("..", "holds"),
        ("../..", "holds"),
        ("content", "is"),
        ("content/static/new", "lies in"),
        ("templates", "is"),
        ("templates/pages", "lies in"),
        ("public/../content", "is"),
    ],
)
def test_a_folder_that_is_holds_or_lies_in_the_sources_is_refused(site: Path, out: str, relation: str) -> None:
    with pytest.raises(OutputRefusedError, match=rf"{relation} .*made from") as refused:
        check(site, site / out)
    assert "--out" in refused.value.hint


def test_a_folder_that_holds_content_from_elsewhere_is_refused(tmp_path: Path, site: Path) -> None:
    with pytest.raises(OutputRefusedError, match="holds"):
        check_folder(tmp_path / "other", root=site, protected=[tmp_path / "other/content"])


def test_symbolic_links_are_followed_before_judging(tmp_path: Path, site: Path) -> None:
    (site / "link").symlink_to(site / "content")
    (tmp_path / "alias").symlink_to(site)
    for out in (site / "link", site / "link/new", tmp_path / "alias", tmp_path / "alias/content"):
        with pytest.raises(OutputRefusedError):
            check(site, out)
    assert check(tmp_path / "alias", tmp_path / "alias/public") == site / "public"


def test_a_file_a_circle_of_links_and_the_root_of_the_file_system_are_refused(site: Path) -> None:
    (site / "file").write_text("mine")
    (site / "circle").symlink_to(site / "circle")
    for out in (site / "file", site / "circle", Path(site.anchor)):
        with pytest.raises(OutputRefusedError):
            check(site, out)


def test_a_second_build_waits_and_is_then_refused_and_the_folder_is_free_again_at_the_end(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "out")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        started = time.monotonic()
        with pytest.raises(OutputBusyError, match="another build"), locked(tmp_path / "out", wait=0.3):
            pytest.fail("two at once")
        assert time.monotonic() - started >= 0.3
        holder.kill()
    with locked(tmp_path / "out", wait=0):
        pass


def test_a_second_build_says_what_it_waits_for_and_goes_on_when_the_first_has_ended(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "out")]
    said: list[str] = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

        def waiting(text: str) -> None:
            said.append(text)
            holder.kill()

        with locked(tmp_path / "out", wait=60, waiting=waiting):
            pass
    assert said == [f"another build is writing into {tmp_path / 'out'}: waiting until it has ended"]


def test_who_inherits_the_descriptor_holds_the_lock_until_it_ends(tmp_path: Path) -> None:
    with locked(tmp_path / "out") as lock:
        assert lock.descriptor is not None
        heir = subprocess.Popen(["sleep", "60"], pass_fds=[lock.descriptor])
    with pytest.raises(OutputBusyError), locked(tmp_path / "out", wait=0.2):
        pytest.fail("two at once")
    heir.kill()
    heir.wait()
    with locked(tmp_path / "out", wait=10):
        pass


def test_without_flock_a_file_holds_the_lock_and_a_stale_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_builder.output.folder.fcntl", None)
    out = tmp_path / "out"
    with locked(out):
        assert lock_file(out).exists()
        with pytest.raises(OutputBusyError) as busy, locked(out, wait=0.1):
            pytest.fail("two at once")
        assert str(lock_file(out)) in busy.value.hint
    assert not lock_file(out).exists()


def test_folders_made_for_a_build_that_fails_are_removed_again(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "a/b/out"):
        raise ZeroDivisionError
    with pytest.raises(OSError, match="too long"), locked(tmp_path / "a/b" / ("x" * 300)):
        pytest.fail("no such folder can be made")
    assert list(tmp_path.iterdir()) == []

"""A build is killed at every single step that changes the disk."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from site_builder.output.folder import OutputRefusedError
from site_builder.output.names import MANIFEST
from site_builder.output.staging import FILES, JOURNAL, recover, staging_places
from tests.output.helpers import everything_in, files_in, put, write_tree

# Python reports every call that changes the file system; the process is killed before the n-th of them.
DRIVER = """
import json, os, signal, sys
from pathlib import Path
from tests.output.helpers import write_tree

out, left = Path(sys.argv[1]), int(sys.argv[2])
tree = {path: text.encode() for path, text in json.loads(sys.argv[3]).items()}
started = False

def kill_in_time(event, arguments):
    global left
    if not started:
        return
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if writes or event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(kill_in_time)
started = True
write_tree(tree, out)
"""

OLD = {"index.html": "old", "gone/deep/x": "x", "kept": "k", "folder": "file", "file/one": "1", "tags/a": "a"}
NEW = {"index.html": "new", "kept": "k", "folder/now/x": "y", "file": "now", "tags/a": "A", "tags/n/b": "b"}
FOREIGN = {"mine/note.txt": b"foreign"}

CASES = {
    "a changed site": (OLD, NEW),
    "a new site": ({}, {"index.html": "new", "a/b": "c"}),
    "an emptied site": (OLD, {}),
}


def encoded(tree: dict[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in tree.items()}


@pytest.mark.parametrize("inside", [False, True], ids=["staged beside", "staged inside"])
@pytest.mark.parametrize("case", CASES)
def test_a_build_killed_anywhere_leaves_whole_files_and_is_finished_by_the_next_command(
    tmp_path: Path, case: str, inside: bool
) -> None:
    old, new = map(encoded, CASES[case])
    start, out = tmp_path / "start/public", tmp_path / "work/public"
    if old:
        write_tree(old, start)
        put(start, FOREIGN)
    else:
        start.parent.mkdir()
    if inside:
        put(tmp_path / "start", {staging_places(start)[0].name: b"in the way"})
    foreign = FOREIGN if old else {}
    states = []
    for step in range(1, 200):
        shutil.rmtree(out.parent, ignore_errors=True)
        shutil.copytree(start.parent, out.parent)
        texts = {path: data.decode() for path, data in new.items()}
        done = subprocess.run([sys.executable, "-c", DRIVER, str(out), str(step), json.dumps(texts)], check=False)
        if done.returncode == 0:
            break
        assert done.returncode == -9

        found = {path: data for path, data in files_in(out).items() if not path.startswith(".timeline")}
        assert {path: data for path, data in found.items() if data not in (old.get(path), new.get(path))} == foreign
        assert old.keys() & new.keys() <= found.keys()
        recover(out)
        recovered = files_in(out)
        assert recovered in ({**old, **foreign}, {**new, **foreign})
        states.append(recovered == {**new, **foreign})
        write_tree(new, out)
        assert files_in(out) == {**new, **foreign}
        write_tree(new, tmp_path / f"clean{step}/public")
        if not foreign:
            assert everything_in(out) == everything_in(tmp_path / f"clean{step}/public")
        assert {path.name for path in out.parent.iterdir()} == {path.name for path in start.parent.iterdir()} | {
            "public"
        }
    assert states == sorted(states), "once decided, always finished"
    assert set(states) == {False, True}
    assert len(states) > 8


def leave_staging(out: Path, journal: bytes | None) -> Path:
    stage = staging_places(out)[0]
    put(stage / FILES, {"index.html": b"staged"})
    if journal is not None:
        (stage / JOURNAL).write_bytes(journal)
    return stage


def test_what_was_staged_and_not_decided_is_thrown_away(tmp_path: Path) -> None:
    out = tmp_path / "public"
    write_tree({"index.html": b"old"}, out)
    leave_staging(out, None)
    assert recover(out)
    assert files_in(tmp_path) == {
        "public/index.html": b"old",
        f"public/{MANIFEST}": (out / MANIFEST).read_bytes(),
    }
    assert not recover(out)


def test_a_switch_decided_for_another_folder_is_not_carried_out(tmp_path: Path) -> None:
    out = tmp_path / "public"
    write_tree({"index.html": b"old"}, out)
    journal = {"version": 1, "before": "0" * 64, "after": "1" * 64, "aside": [], "remove": ["index.html"]}
    leave_staging(out, json.dumps(journal).encode())
    recover(out)
    assert files_in(out) == {"index.html": b"old"}


@pytest.mark.parametrize(
    "journal",
    [
        b"",
        b"[]",
        b'{"version": 9}',
        b'{"version":1,"before":null,"after":"","aside":[],"remove":["../precious"]}',
        b'{"version":1,"before":null,"after":"","aside":["/precious"],"remove":[]}',
    ],
)
def test_a_journal_that_we_did_not_write_is_refused_with_a_way_out(tmp_path: Path, journal: bytes) -> None:
    out = tmp_path / "public"
    write_tree({"index.html": b"old"}, out)
    put(tmp_path, {"precious": b"mine"})
    stage = leave_staging(out, journal)
    before = everything_in(tmp_path)
    for command in (lambda: recover(out), lambda: write_tree({}, out)):
        with pytest.raises(OutputRefusedError, match="cannot be read") as refused:
            command()
        assert str(stage) in refused.value.hint
    assert everything_in(tmp_path) == before


def test_recovering_a_folder_that_is_not_there_makes_none(tmp_path: Path) -> None:
    assert not recover(tmp_path / "public")
    assert list(tmp_path.iterdir()) == []

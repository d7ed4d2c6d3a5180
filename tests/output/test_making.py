"""Promises of making outputs in several processes."""

import os
import signal
import time
from pathlib import Path

import pytest

from site_builder.output.digest import content_digest
from site_builder.output.family import members
from site_builder.output.making import WORTH, Made, maker
from site_builder.output.manifest import Entry
from site_builder.output.output import Output, from_bytes
from site_builder.output.processes import WorkerDiedError, can_fork
from site_builder.output.write import write
from tests.output.helpers import everything_in, families

pytestmark = pytest.mark.skipif(not can_fork(), reason="no fork here: one process makes everything")

MANY = [from_bytes(f"p/{n}/index.html", b"%d" % n) for n in range(2 * WORTH)]


def job(output: Output) -> Made:
    data = output.make()
    return Made(output.path, "staged", Entry(output.digest, content_digest(data), len(data)))


def test_one_worker_writes_the_same_bytes_as_many(tmp_path: Path) -> None:
    for jobs in (1, 2, 5):
        root = tmp_path / str(jobs)
        root.mkdir()
        write(families(MANY), root / "out", root=root, protected=[], maker=maker(jobs))
    assert everything_in(tmp_path / "1/out") == everything_in(tmp_path / "2/out") == everything_in(tmp_path / "5/out")


def test_an_error_in_a_worker_is_the_error_of_the_build_and_changes_nothing(tmp_path: Path) -> None:
    def fails() -> bytes:
        raise ZeroDivisionError

    broken = families([*MANY, Output("z", "d", fails)])
    with pytest.raises(ZeroDivisionError):
        write(broken, tmp_path / "out", root=tmp_path, protected=[], maker=maker(2))
    assert everything_in(tmp_path) == {}


def test_a_worker_that_dies_is_a_clear_error_and_changes_nothing(tmp_path: Path) -> None:
    here = os.getpid()

    def dies() -> bytes:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.001)
        return b""

    deadly = families(Output(one.path, "d", dies) for one in MANY)
    with pytest.raises(WorkerDiedError, match="--jobs 1"):
        write(deadly, tmp_path / "out", root=tmp_path, protected=[], maker=maker(2))
    assert everything_in(tmp_path) == {}


def test_few_outputs_are_made_without_workers() -> None:
    few = members(families(MANY[:10]))
    pids: list[int] = []

    def note(output: Output) -> Made:
        pids.append(os.getpid())
        return job(output)

    assert len(list(maker(8)(few, note))) == 10
    assert set(pids) == {os.getpid()}

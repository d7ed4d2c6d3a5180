"""Promises of work shared among processes."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.output.processes import MOST, WorkerDiedError, beside, can_fork, in_parallel, may_share

pytestmark = pytest.mark.skipif(not can_fork(), reason="no fork here: one process does everything")


@pytest.mark.parametrize("count", [2, 3, 7])
def test_each_task_is_done_once_and_all_processes_work(count: int, tmp_path: Path) -> None:
    def when_all_have_come(number: int) -> tuple[int, int]:
        (tmp_path / str(os.getpid())).touch()
        end = time.monotonic() + 60
        while len(list(tmp_path.iterdir())) < count:
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.001)
        return number, os.getpid()

    results = list(in_parallel(when_all_have_come, range(100), count))
    assert sorted(number for number, _ in results) == list(range(100))
    assert {pid for _, pid in results} == {int(path.name) for path in tmp_path.iterdir()}
    assert (tmp_path / str(os.getpid())).exists()


def test_work_and_tasks_need_not_be_picklable() -> None:
    tasks: list[Callable[[], int]] = [lambda n=n: n for n in range(10)]  # type: ignore[misc]
    assert sorted(in_parallel(lambda task: task(), tasks, 2)) == list(range(10))


def test_fewer_tasks_than_processes_are_done() -> None:
    assert list(in_parallel(abs, [-1], 4)) == [1]
    assert list(in_parallel(abs, list[int](), 2)) == []


def test_more_tasks_than_can_be_shared_are_refused() -> None:
    with pytest.raises(ValueError, match="tasks"):
        list(in_parallel(abs, range(MOST + 1), 2))


def test_a_worker_that_dies_is_a_clear_error() -> None:
    here = os.getpid()

    def dies(number: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.01)
        return number

    with pytest.raises(WorkerDiedError, match="--jobs 1"):
        list(in_parallel(dies, range(20), 2))


def test_what_work_raises_comes_out_wherever_it_was_done() -> None:
    def fails(number: int) -> int:
        time.sleep(0.001)
        if number in (3, 17):
            raise ZeroDivisionError
        return number

    with pytest.raises(ZeroDivisionError):
        list(in_parallel(fails, range(20), 2))


def test_one_piece_of_work_is_done_beside_this_process() -> None:
    result = beside(lambda: [os.getpid(), os.getppid()])
    found = result()
    assert found is not None
    assert found[0] != os.getpid() == found[1]


def test_work_beside_this_process_that_comes_to_nothing_is_none(capfd: pytest.CaptureFixture[str]) -> None:
    def dies() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def interrupted() -> None:
        os.kill(os.getpid(), signal.SIGINT)

    def fails() -> None:
        raise ZeroDivisionError

    for work in (dies, interrupted, fails):
        assert beside(work)() is None
    assert capfd.readouterr() == ("", "")


def test_a_result_may_be_larger_than_a_pipe() -> None:
    assert beside(lambda: b"x" * 5_000_000)() == b"x" * 5_000_000


KILLED = """
import time
from site_builder.output.processes import beside, in_parallel
beside(lambda: bytes(10_000_000))
for _ in in_parallel(lambda number: bytes(1_000_000), range(500), 3):
    print("at work", flush=True)
    time.sleep(60)
"""


def test_other_processes_end_when_this_one_is_killed() -> None:
    reading, writing = os.pipe()  # all of them have it open for writing
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, pass_fds=[writing]) as process:
        os.close(writing)
        assert process.stdout is not None
        assert process.stdout.readline() == b"at work\n"
        process.kill()
    assert select.select([reading], [], [], 30)[0], "somebody is left"
    assert os.read(reading, 1) == b""
    os.close(reading)


def test_nothing_is_shared_where_one_job_is_wanted() -> None:
    assert not may_share(1)
    assert may_share(2)

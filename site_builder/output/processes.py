"""Work shared among processes: this one and others forked from it.

Forked processes have in memory what this one has, so that nothing but results is sent; where there is no fork, one
process does it all. This process may work too: each more costs memory and a start. A worker that dies is an error that
says so, never a wait without end: `concurrent.futures` notices, and no lock is held that could die with it. If this
process dies, so do the others.
"""

import gc
import multiprocessing
import os
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection
from typing import Any, NamedTuple, TypeVar

from site_builder.interrupts import ctrl_c_waits

T = TypeVar("T")
R = TypeVar("R")

BATCH = 0.2
"""Seconds for which a worker does one task after another before it sends their results."""

MOST = 8000
"""Of tasks: their numbers must fit into a pipe (Linux: 64 KiB, other systems 16 or more)."""

AHEAD = 2
"""Batches asked of each worker at a time: it never waits for this process to finish a task and ask for the next."""

_NUMBER = struct.Struct("H")


class WorkerDiedError(RuntimeError):
    """A process that made pages is gone. Nothing has been changed."""


def usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """MacOS can fork, but its frameworks may crash in the child."""
    return "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"


def may_share(jobs: int | None) -> bool:
    """Whether work may be done by other processes too, where so many `jobs` are wanted (None: one for each core)."""
    return (jobs or usable_cores()) > 1 and can_fork()


class _Shared(NamedTuple):
    """What workers inherit. The last four are pipes: what is read from one is taken. There is a token for each task;
    who has taken one takes the next number, from the front or from the back, as its seat is even or odd: so the two
    ends never pass each other.
    """

    work: Callable[[Any], Any]
    tasks: Sequence[Any]
    seats: int
    tokens: int
    front: int
    back: int


_shared: _Shared | None = None
_seat = 0


def in_parallel(work: Callable[[T], R], tasks: Sequence[T], count: int, *, here: bool = True) -> Iterator[R]:
    """The results of `work` for each task, in any order. Work and tasks need not be picklable. Half of the processes
    begin with the first task, half with the last: what is kept for one may serve for its neighbours. `here`: this
    process is one of them; else its memory stays free of what the work leaves behind, and it may do other things before
    it asks for the first result: the others have begun. Raises WorkerDiedError, and what `work` raises.
    """
    results = _begun(work, tasks, count, here=here)
    next(results)
    return results


def _begun(work: Callable[[T], R], tasks: Sequence[T], count: int, *, here: bool) -> Iterator[Any]:
    """Yields something when the others have begun, and then the results."""
    global _shared  # noqa: PLW0603  what forked processes inherit
    if len(tasks) > MOST:
        raise ValueError(f"{len(tasks)} tasks; cut the work into at most {MOST}")
    numbers = range(len(tasks))
    with ExitStack() as stack:
        seats = _pipe(range(int(here), count), stack)
        tokens, front, back = (_pipe(each, stack) for each in (numbers, numbers, numbers[::-1]))
        _shared = _Shared(work, tasks, seats, tokens, front, back)
        gc.freeze()  # what is there now stays: collecting it in a child would copy its pages
        try:
            yield from _share(count - int(here), here=here)
        finally:
            gc.unfreeze()
            _shared = None


def _share(others: int, *, here: bool) -> Iterator[Any]:
    """Pass on what so many other processes send, and work beside them if wanted."""
    with ProcessPoolExecutor(others, multiprocessing.get_context("fork"), _sit_down) as pool:
        try:
            with ctrl_c_waits():
                sent = {pool.submit(_some) for _ in range(AHEAD * others)}
            yield
            while here and (number := _take(0)) is not None:
                yield _do(number)
                yield from _received(sent, pool, seconds=0)
            while sent:
                yield from _received(sent, pool, seconds=None)
        except BrokenProcessPool as error:
            raise WorkerDiedError("a worker process died (out of memory?); try --jobs 1") from error
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _received(sent: set[Future[list[Any]]], pool: ProcessPoolExecutor, *, seconds: float | None) -> Iterator[Any]:
    """What has been sent; whoever sent something is asked for more."""
    for future in wait(sent, seconds, FIRST_COMPLETED).done:
        sent.remove(future)
        results = future.result()
        if results:
            sent.add(pool.submit(_some))
        yield from results


def beside(work: Callable[[], R]) -> Callable[[], R | None]:
    """Begin with one piece of work in another process (see `may_share`). What is given back waits for its result, which
    travels back; None if there is none, for whatever reason: then the work is to be done here.
    """
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(here, there, work), daemon=True)
    with ctrl_c_waits():
        process.start()
    there.close()

    def result() -> R | None:
        found: R | None = None
        with here, suppress(EOFError, OSError):
            found = here.recv()
        process.join()
        return found

    return result


# ---------------------------------------------------------------- in a worker
def _end_with_parent() -> None:
    """End this process when the one that forked it has been killed: nobody would read what it sends, so it would wait
    for ever, and hold the lock of the output folder with what it has inherited.
    """
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _send(here: Connection, there: Connection, work: Callable[[], object]) -> None:
    """Whoever waits learns that the work has failed by the end of the pipe, and meets the fault itself."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends all of us; one message is enough
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    here.close()
    _end_with_parent()
    with there, suppress(Exception):
        there.send(work())


def _sit_down() -> None:
    """Before its first task."""
    global _seat  # noqa: PLW0603  each process has its own
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever has forked us hears of Ctrl-C, and says it once
    _end_with_parent()
    assert _shared is not None
    _seat = _read(_shared.seats) or 0


def _some() -> list[Any]:
    """The results of the next tasks; nothing if none are left."""
    results, until = [], time.monotonic() + BATCH
    while time.monotonic() < until and (number := _take(_seat)) is not None:
        results.append(_do(number))
    return results


def _do(number: int) -> Any:
    assert _shared is not None
    return _shared.work(_shared.tasks[number])


def _take(seat: int) -> int | None:
    """The next task; None if none are left."""
    assert _shared is not None
    if _read(_shared.tokens) is None:
        return None
    return _read(_shared.back if seat % 2 else _shared.front)


def _pipe(numbers: range, stack: ExitStack) -> int:
    """A pipe that holds these numbers and is closed for writing."""
    reading, writing = os.pipe()
    stack.callback(os.close, reading)
    os.write(writing, b"".join(map(_NUMBER.pack, numbers)))
    os.close(writing)
    return reading


def _read(pipe: int) -> int | None:
    data = os.read(pipe, _NUMBER.size)
    return int(_NUMBER.unpack(data)[0]) if data else None

"""Making outputs: one after another, or shared among processes. `write` says what becomes of each.

Processes are forked, so that they have the site in memory as it is; where there is no fork, one process does
it all. A worker that dies is an error that says so, never a wait without end: `concurrent.futures` notices.
"""

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from site_builder.output.manifest import Entry
from site_builder.output.output import Output

WORTH = 400
"""From how many outputs on a second process pays: starting one costs about as much as making a hundred."""
CHUNK = 64


T = TypeVar("T")
R = TypeVar("R")


class Made(NamedTuple):
    """An output that has been made: what the manifest will say of it, and whether it was staged or is in
    place already.
    """

    path: str
    entry: Entry
    staged: bool


Job = Callable[[Output], Made]
Maker = Callable[[Sequence[Output], Job], Iterable[Made]]
"""Does the job for every output it is given, in any order."""


class WorkerDiedError(RuntimeError):
    """A process that made pages is gone. Nothing has been changed."""


def make_in_turn(outputs: Sequence[Output], job: Job) -> Iterator[Made]:
    """The maker that needs no workers."""
    return map(job, outputs)


def maker(jobs: int | None) -> Maker:
    """A maker with so many processes; None: as many as this process may use."""
    count = jobs or usable_cores()
    if count == 1 or not can_fork():
        return make_in_turn
    return lambda outputs, job: make_in_parallel(outputs, job, count)


def usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """MacOS can fork, but its frameworks may crash in the child."""
    return "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"


def make_in_parallel(outputs: Sequence[Output], job: Job, count: int) -> Iterator[Made]:
    """Share the outputs among `count` processes. Raises WorkerDiedError, and whatever a job raises."""
    if len(outputs) < WORTH:
        yield from make_in_turn(outputs, job)
        return
    # Files of one suffix share what they are made of (pages their entries, feeds their items), and a worker keeps
    # to neighbours: so each worker makes the pieces of one kind and not those of all.
    alike = sorted(outputs, key=lambda output: output.path.rpartition(".")[2])
    chunks = [alike[start : start + CHUNK] for start in range(0, len(alike), CHUNK)]
    for made in in_parallel(lambda chunk: [job(output) for output in chunk], chunks, count):
        yield from made


class _Shared(NamedTuple):
    """What workers inherit. Each has a stretch of the tasks for its own: `bounds` holds first and last + 1 of each."""

    work: Callable[[Any], Any]
    tasks: Sequence[Any]
    seats: Any  # multiprocessing's Value: how many workers have taken theirs
    bounds: Any  # multiprocessing's Array


_shared: _Shared | None = None
_seat = 0


def in_parallel(work: Callable[[T], R], tasks: Sequence[T], count: int) -> Iterator[R]:
    """The results of `work` for each task, in any order. Work and tasks need not be picklable: processes
    inherit them. A worker does neighbouring tasks, so what it keeps for one may serve for the next.
    """
    global _shared  # noqa: PLW0603  what forked processes inherit
    context = multiprocessing.get_context("fork")
    edges = [len(tasks) * seat // count for seat in range(count + 1)]
    bounds = [edge for pair in pairwise(edges) for edge in pair]
    _shared = _Shared(work, tasks, context.Value("i", 0), context.Array("i", bounds))
    gc.collect()
    gc.freeze()  # what is there now stays: collecting it in a child would copy its pages
    try:
        with ProcessPoolExecutor(count, context, _sit_down) as pool:
            futures: list[Future[R]] = [pool.submit(_do_next) for _ in tasks]
            try:
                for future in as_completed(futures):
                    yield future.result()
            except BrokenProcessPool as error:
                raise WorkerDiedError("a worker process died (out of memory?); try --jobs 1") from error
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise
    finally:
        gc.unfreeze()
        _shared = None


def _sit_down() -> None:
    """In a worker, before its first task."""
    global _seat  # noqa: PLW0603  each process has its own
    assert _shared is not None
    with _shared.seats.get_lock():
        _seat = _shared.seats.value
        _shared.seats.value += 1


def _do_next() -> Any:
    assert _shared is not None
    return _shared.work(_shared.tasks[_take(_shared.bounds)])


def _take(bounds: Any) -> int:
    """The next task of one's own stretch, else the last of whoever has most left. There are as many calls as tasks."""
    with bounds.get_lock():
        left = [last - first for first, last in zip(bounds[::2], bounds[1::2], strict=True)]
        if left[_seat]:
            bounds[2 * _seat] += 1
            return int(bounds[2 * _seat]) - 1
        busiest = left.index(max(left))
        bounds[2 * busiest + 1] -= 1
        return int(bounds[2 * busiest + 1])

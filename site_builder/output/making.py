"""Making outputs: one after another, or shared among processes. `write` says what becomes of each, `processes` how
work is shared.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from site_builder.output.manifest import Entry
from site_builder.output.output import Output
from site_builder.output.processes import MOST, can_fork, in_parallel, usable_cores

WORTH = 400
"""From how many outputs on a second process pays: starting one costs about as much as making a hundred."""
CHUNK = 64


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


def make_in_turn(outputs: Sequence[Output], job: Job) -> Iterator[Made]:
    """The maker that needs no workers."""
    return map(job, outputs)


def maker(jobs: int | None) -> Maker:
    """A maker with so many processes; None: as many as this process may use."""
    count = jobs or usable_cores()
    if count == 1 or not can_fork():
        return make_in_turn
    return lambda outputs, job: make_in_parallel(outputs, job, count)


def make_in_parallel(outputs: Sequence[Output], job: Job, count: int) -> Iterator[Made]:
    """Share the outputs among `count` processes. Raises WorkerDiedError, and whatever a job raises."""
    if len(outputs) < WORTH:
        yield from make_in_turn(outputs, job)
        return
    # Files of one suffix share what they are made of (pages their entries, feeds their items), and a worker keeps
    # to neighbours: so each worker makes the pieces of one kind and not those of all.
    alike = sorted(outputs, key=lambda output: output.path.rpartition(".")[2])
    size = max(CHUNK, len(alike) // MOST + 1)
    chunks = [alike[start : start + size] for start in range(0, len(alike), size)]
    for made in in_parallel(lambda chunk: [job(output) for output in chunk], chunks, count):
        yield from made

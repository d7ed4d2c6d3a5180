"""Making the members of families: one after another, or shared among processes.

`write` says what becomes of each output, `processes` how work is shared. The outputs of a member are named where they
are made: naming those of 2,000 records takes a second, and what is named takes memory.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from site_builder.cache import Status, Told
from site_builder.output.family import Member
from site_builder.output.manifest import Entry
from site_builder.output.output import Output
from site_builder.output.processes import MOST, in_parallel, may_share, usable_cores

WORTH = 100
"""From how many members on a second process pays: after a small change there are few, but files of all records among
them.
"""
CHUNK, CHUNKS = 48, 100
"""At most so many members are given to a process at a time, and so many times where there are few."""


How = Literal["same", "staged"]
"""The folder has the same bytes, or they are staged."""


class Made(NamedTuple):
    """What became of an output that was made, what the manifest will say of it, and the status of its file. No entry
    where there is no place for it in a site with the others.
    """

    path: str
    how: How
    entry: Entry | None
    status: Status | None = None
    told: tuple[Told, ...] = ()  # by the cache of the process that made it


Result = Made | str
"""What became of an output. Of one that stays as it is, the path alone: there are tens of thousands."""

Job = Callable[[Output], Result]
Maker = Callable[[Sequence[Member], Job], Iterable[Sequence[Result]]]
"""Does the job for every output of every member, in any order; yields what became of the outputs of each."""


def make_in_turn(members: Sequence[Member], job: Job) -> Iterator[Sequence[Result]]:
    """The maker that needs no workers."""
    for member in members:
        yield [job(output) for output in member.outputs()]


def maker(jobs: int | None, ready: Callable[[], None] | None = None) -> Maker:
    """A maker with so many processes; None: as many as this process may use. `ready` waits for what they need."""
    if not may_share(jobs):
        return make_in_turn

    def make(members: Sequence[Member], job: Job) -> Iterator[Sequence[Result]]:
        if ready:
            ready()
        return make_in_parallel(members, job, jobs or usable_cores())

    return make


def make_in_parallel(members: Sequence[Member], job: Job, count: int) -> Iterator[Sequence[Result]]:
    """Share the members among `count` processes. Raises WorkerDiedError, and whatever a job raises."""
    if len(members) < WORTH:
        yield from make_in_turn(members, job)
        return
    # In the order of the families: who begins with the first makes the entries that pages share, who begins with the
    # last the items that feeds share, and in the middle are files that share nothing.
    size = max(min(CHUNK, len(members) // CHUNKS), len(members) // MOST + 1)
    chunks = [members[start : start + size] for start in range(0, len(members), size)]
    for made in in_parallel(lambda chunk: list(make_in_turn(chunk, job)), chunks, count):
        yield from made

"""What is measured, at one size.

All tools in turn, run after run, so that a slow minute of the machine slows them all.
"""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmark.measure import (
    FailedError,
    Save,
    digests,
    peak_memory,
    save_by_rename,
    save_in_place,
    seconds,
    seen,
    served,
)
from tests.benchmark.records_site import record_yaml
from tests.benchmark.results import Measured
from tests.benchmark.timeline import Record, records
from tests.benchmark.tools import Tool

_ENOUGH = 120.0  # seconds that the runs of one row may take a tool before it is not run again
_QUIET = 1.0  # seconds between two saves: what the last one set off shall be over
Say = Callable[[str], None]


@dataclass(slots=True)
class Case:
    """One tool's site of one size. `edits` makes each text that is put in a new one."""

    tool: Tool
    root: Path
    record: Record
    edits: int = 0

    @property
    def page(self) -> str:
        return f"/incidents/{self.record.slug}/"

    def wipe(self, *, output: bool) -> None:
        for name in (*self.tool.caches, *(("public",) if output else ())):
            path = self.root / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def time(self) -> float:
        assert self.tool.build
        return seconds(self.tool.build, self.root, self.tool.environment())

    def change_record(self, save: Save = save_in_place) -> tuple[str, float]:
        """Another title. What to look for, and when it was saved."""
        self.edits += 1
        path, new = self.root / self.tool.record_path(self.record), f"Edited title {self.edits} of the record"
        text = path.read_text(encoding="utf-8").replace(self.record.title, new, 1)
        self.record = replace(self.record, title=new)
        return new, save(path, text)

    def change_template(self) -> tuple[str, float]:
        """Another text at the foot of every page."""
        self.edits += 1
        path, new = self.root / self.tool.template, f"Edited foot {self.edits} of the page"
        head, mark, foot = path.read_text(encoding="utf-8").partition("</footer>")
        assert mark
        head = head.partition("<p>Edited foot")[0]
        return new, save_in_place(path, f"{head}<p>{new}</p>{mark}{foot}")


def measure(tools: Iterable[Tool], size: int, runs: int, work: Path, say: Say) -> Iterator[Measured]:
    """All rows, each as soon as it is known. `work` is made anew and removed."""
    cases = []
    for tool in tools:
        root = work / tool.id
        shutil.rmtree(root, ignore_errors=True)
        root.parent.mkdir(parents=True, exist_ok=True)
        tool.write(root, size)
        cases.append(Case(tool, root, next(records(1))))
    for row in (_cold, _unchanged, _record, _template):
        yield from _row(row.__name__.strip("_"), row, cases, size, runs, say)
        cases = [case for case in cases if (case.root / "public").is_dir()]
    for case in cases:
        yield from _serving(case, size, runs, say)
        yield from _memory(case, size, say)
        if case.tool.id == "timeline":
            yield _added(case, size)
    shutil.rmtree(work)


# ---------------------------------------------------------------- builds
def _cold(case: Case) -> float:
    case.wipe(output=True)
    return case.time()


def _unchanged(case: Case) -> float:
    return case.time()


def _record(case: Case) -> float:
    case.change_record()
    return case.time()


def _template(case: Case) -> float:
    case.change_template()
    return case.time()


def _row(
    name: str, run: Callable[[Case], float], cases: list[Case], size: int, runs: int, say: Say
) -> Iterator[Measured]:
    values: dict[str, list[float]] = {case.tool.id: [] for case in cases}
    notes: dict[str, str] = {}
    for _ in range(runs):
        for case in cases:
            found = values[case.tool.id]
            if case.tool.id in notes or sum(found) > _ENOUGH:
                continue
            try:
                found.append(run(case))
                say(f"{size} records, {name}, {case.tool.name}: {found[-1]:.3f} s")
            except FailedError as error:
                notes[case.tool.id] = _reason(error)
                say(f"{size} records, {name}, {case.tool.name}: {error}")
                if name == "cold":
                    case.wipe(output=True)  # so that the other rows leave it out
    for tool, found in values.items():
        yield Measured(size, name, tool, tuple(found), notes.get(tool))


def _reason(error: FailedError) -> str:
    """What a table can hold; the whole of it is said at once."""
    return f"failed with status {error.status}" if error.status else str(error)


def _memory(case: Case, size: int, say: Say) -> Iterator[Measured]:
    case.wipe(output=True)
    assert case.tool.build
    with suppress(FailedError):
        peak = peak_memory(case.tool.build, case.root, case.tool.environment())
        say(f"{size} records, memory, {case.tool.name}: {(peak or 0) / 1e6:.0f} MB")
        yield Measured(
            size, "memory", case.tool.id, (peak / 1e6,) if peak else (), None if peak else "there is no /proc here"
        )


# ---------------------------------------------------------------- serving
def _serving(case: Case, size: int, runs: int, say: Say) -> Iterator[Measured]:
    if case.tool.serve is None:
        return
    rows: dict[str, list[float]] = {name: [] for name in ("start cold", "start warm", *_SAVES)}
    note = None
    try:
        for _ in range(runs):
            case.wipe(output=False)
            for start in ("start cold", "start warm"):
                with served(case.tool.serve, case.root, case.tool.environment()) as (port, first):
                    rows[start].append(first)
                    if start == "start warm":
                        for name, change in _SAVES.items():
                            time.sleep(_QUIET)
                            rows[name].append(seen(port, case.page, *change(case)))
    except FailedError as error:
        note = "serve is not there yet" if error.status == 2 else _reason(error)
        say(f"{size} records, serve, {case.tool.name}: {error}")
    for name, values in rows.items():
        if values:
            say(f"{size} records, {name}, {case.tool.name}: {', '.join(f'{value:.3f}' for value in values)} s")
        yield Measured(size, name, case.tool.id, tuple(values), note)


_SAVES: dict[str, Callable[[Case], tuple[str, float]]] = {
    "save in place": lambda case: case.change_record(save_in_place),
    "save by rename": lambda case: case.change_record(save_by_rename),
    "save template": Case.change_template,
}


# ---------------------------------------------------------------- files
def _added(case: Case, size: int) -> Measured:
    """How many files one more record changes, beside those of its terms, publishers and related incidents."""
    case.time()
    before = digests(case.root / "public")
    found = list(records(size))[-1]
    new = replace(found, slug="one-more", title="One more record", correction=None)
    path = case.root / case.tool.record_path(new)
    path.write_text(record_yaml(new), encoding="utf-8", newline="\n")
    case.time()
    after = digests(case.root / "public")
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    apart = [path for path in changed if path.startswith(tuple(_apart(new)))]
    return Measured(size, "added", case.tool.id, (float(len(changed) - len(apart)),), f"{len(changed)} with them")


def _apart(record: Record) -> Iterator[str]:
    yield from (f"tags/{term.id}/" for term in record.tags)
    yield from (f"actors/{actor.id}/" for actor, _ in record.actors)
    yield from (f"systems/{term.id}/" for term in record.systems)
    yield f"types/{record.type}/"
    yield from (f"sources/{source.key}/" for source in record.sources)
    yield from (f"incidents/{slug}{end}" for slug in record.related for end in ("/", ".json"))

"""What was measured: values, their medians and ratios, the file they are kept in, and the tables they make."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

BEGIN, END = "<!-- benchmark: begin -->", "<!-- benchmark: end -->"
NAMES = {"timeline": "timeline", "hugo": "Hugo", "eleventy": "Eleventy", "pelican": "Pelican"}
ROWS = {
    "cold": "cold build",
    "unchanged": "nothing changed",
    "record": "one record changed",
    "template": "the template of all pages changed",
    "memory": "peak memory of a cold build",
    "start cold": "server: start to first page, no cache",
    "start warm": "server: start to first page, warm cache",
    "save in place": "server: record saved to seen, in place",
    "save by rename": "server: record saved to seen, renamed over",
    "save template": "server: template saved to seen",
    "added": "files changed by adding a record",
}
_UNITS = {"memory": "MB", "added": ""}


@dataclass(frozen=True, slots=True)
class Measured:
    """The values of one tool in one row: seconds, but for memory (MB) and added (files). Empty: see the note."""

    size: int
    row: str
    tool: str
    values: tuple[float, ...]
    note: str | None = None

    @property
    def median(self) -> float | None:
        return median(self.values) if self.values else None


@dataclass(frozen=True, slots=True)
class Results:
    """`about` says on what machine, with which versions and when."""

    about: dict[str, str]
    measured: tuple[Measured, ...]

    def find(self, size: int, row: str, tool: str) -> Measured | None:
        return next((m for m in self.measured if (m.size, m.row, m.tool) == (size, row, tool)), None)

    @property
    def sizes(self) -> list[int]:
        return sorted({measured.size for measured in self.measured})

    @property
    def tools(self) -> list[str]:
        return [tool for tool in NAMES if any(measured.tool == tool for measured in self.measured)]

    def with_(self, about: dict[str, str], more: Iterable[Measured]) -> "Results":
        """The newer of two measurements of the same stays."""
        found = {(m.size, m.row, m.tool): m for m in (*self.measured, *more)}
        return Results(self.about | about, tuple(found.values()))


def load(path: Path) -> Results:
    """The kept results; none where there is no file."""
    if not path.exists():
        return Results({}, ())
    kept = json.loads(path.read_text(encoding="utf-8"))
    found = (Measured(**{**one, "values": tuple(one["values"])}) for one in kept["measured"])
    return Results(kept["about"], tuple(found))


def save(results: Results, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(results), indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


# ---------------------------------------------------------------- tables
def tables(results: Results) -> str:
    """Markdown: a table for each size; beside each peer's median, ours as a part of it."""
    lines = [f"- {name}: {value}" for name, value in results.about.items()]
    for size in results.sizes:
        tools = [tool for tool in results.tools if any(m.size == size and m.tool == tool for m in results.measured)]
        lines += ["", f"| {size:,} records | " + " | ".join(NAMES[tool] for tool in tools) + " |"]
        lines += ["|---|" + "---:|" * len(tools)]
        for row, name in ROWS.items():
            cells = [_cell(results, size, row, tool) for tool in tools]
            if any(cells):
                lines += [f"| {name} | " + " | ".join(cells) + " |"]
    return "\n".join(lines)


def _cell(results: Results, size: int, row: str, tool: str) -> str:
    found, ours = results.find(size, row, tool), results.find(size, row, "timeline")
    if found is None:
        return ""
    if found.median is None:
        return (found.note or "").partition("\n")[0]
    text = amount(found.median, _UNITS.get(row, "s"))
    if tool != "timeline" and ours and (part := ratio(ours.median, found.median)) is not None:
        text += f" ({part:.2g})"
    return text


def ratio(ours: float | None, theirs: float | None) -> float | None:
    """Ours as a part of theirs: below 1 is faster than they are."""
    return ours / theirs if ours is not None and theirs else None


def amount(value: float, unit: str) -> str:
    """A value as precise as it is worth: three digits at most, milliseconds below a second."""
    if unit == "s" and value < 1:
        return f"{value * 1000:.0f} ms"
    digits = max(0, 2 - len(str(int(value)))) if unit == "s" else 0
    return f"{value:,.{digits}f} {unit}".strip()


def put_between(text: str, new: str, marks: Sequence[str] = (BEGIN, END)) -> str:
    """The text with all between the two marks replaced. Raises ValueError where one is missing."""
    begin, end = (text.index(mark) for mark in marks)
    return f"{text[: begin + len(marks[0])]}\n{new}\n{text[end:]}"

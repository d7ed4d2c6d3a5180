"""What is remembered of content/ and brought up to date is what reading all of it anew finds."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from site_builder.records.load import Loaded, begin, finish
from site_builder.records.memory import Memory
from tests.tied_site import MORE, WORDS, Records, records, written

Edit = Callable[[Path, random.Random, Records], list[Path]]


def _file(root: Path, dice: random.Random) -> Path:
    return dice.choice(sorted((root / "content/incidents").rglob("*.yaml")))


def _write(path: Path, text: str) -> list[Path]:
    path.unlink(missing_ok=True)  # it may be a link
    path.write_text(text)
    return [path]


def other_record(root: Path, dice: random.Random, made: Records) -> list[Path]:
    path = _file(root, dice)
    fields = dict(made[path.stem])
    dice.choice([*WORDS.values(), *MORE.values()])(fields)
    return _write(path, yaml.safe_dump({name: value for name, value in fields.items() if value is not None}))


def as_it_was(root: Path, dice: random.Random, made: Records) -> list[Path]:
    path = _file(root, dice)
    return _write(path, yaml.safe_dump(made[path.stem]))


def broken(root: Path, dice: random.Random, made: Records) -> list[Path]:
    path = _file(root, dice)
    wrong = ["tags: [nowhere]", "related: [nobody]", "stauts: x", "]", "type: [", "title: a\ntitle: b", "tags: [Tag-1]"]
    return _write(path, f"{yaml.safe_dump(made[path.stem])}\n{dice.choice(wrong)}\n")


def moved_names(root: Path, dice: random.Random, made: Records) -> list[Path]:
    path, slugs = _file(root, dice), sorted(made)
    fields = {**made[path.stem], "aliases": dice.sample([*slugs, "once", "before"], 2)}
    if dice.random() < 0.5:
        fields["withdrawn"] = {"date": "2026-01-01", "reason": "duplicate", "successor": dice.choice([*slugs, "once"])}
    return _write(path, yaml.safe_dump(fields))


def copied(root: Path, dice: random.Random, made: Records) -> list[Path]:
    path = _file(root, dice)
    to = root / "content/incidents" / dice.choice(["2024", "2026", "late"]) / path.name
    to.parent.mkdir(exist_ok=True)
    return _write(to, yaml.safe_dump(made[path.stem]))


def removed(root: Path, dice: random.Random, made: Records) -> list[Path]:
    path = _file(root, dice)
    path.unlink()
    return [path]


def linked(root: Path, dice: random.Random, made: Records) -> list[Path]:
    path = _file(root, dice)
    path.unlink()
    path.symlink_to(_file(root, dice))
    return [path]


def vocabulary(root: Path, dice: random.Random, made: Records) -> list[Path]:
    path = root / "content/tags.yaml"
    return _write(path, path.read_text().replace("tag-1:", "tag-11:") if dice.random() < 0.5 else path.read_text())


def several(root: Path, dice: random.Random, made: Records) -> list[Path]:
    return [path for _ in range(3) for path in dice.choice(EDITS)(root, dice, made)]


EDITS: list[Edit] = [
    other_record,
    as_it_was,
    as_it_was,
    broken,
    moved_names,
    copied,
    removed,
    linked,
    vocabulary,
]


def found(loaded: Loaded) -> tuple[object, ...]:
    library = loaded.library
    incidents = tuple(incident._replace(fetch=found) for incident in library.incidents)  # type: ignore[arg-type]
    return library._replace(incidents=incidents), loaded.problems


@pytest.mark.parametrize("seed", range(12))
def test_after_any_edits_memory_holds_what_reading_anew_finds(seed: int, tmp_path: Path) -> None:
    dice, memory = random.Random(seed), Memory()
    made = records(seed, 24)
    written(tmp_path, made)
    finish(begin(tmp_path, memory=memory))
    for _ in range(40):
        edit = dice.choice([*EDITS, other_record, other_record, several])
        memory.changed = frozenset(edit(tmp_path, dice, made))
        assert found(finish(begin(tmp_path, memory=memory))) == found(finish(begin(tmp_path))), edit.__name__


def test_a_circle_that_one_record_closes_and_opens_is_found_and_gone(tmp_path: Path) -> None:
    memory, made = Memory(), records(1, 8)
    written(tmp_path, made)
    finish(begin(tmp_path, memory=memory))
    circles = []
    for slug, successor in [("record-1", "record-2"), ("record-2", "record-1"), ("record-2", "record-3")]:
        path = tmp_path / f"content/incidents/2025/{slug}.yaml"
        withdrawn = {"date": "2026-01-01", "reason": "duplicate", "successor": successor}
        path.write_text(yaml.safe_dump({**made[slug], "withdrawn": withdrawn}))
        memory.changed = frozenset([path])
        loaded = finish(begin(tmp_path, memory=memory))
        assert found(loaded) == found(finish(begin(tmp_path)))
        circles.append("ref-circle" in {problem.code for problem in loaded.problems})
    assert circles == [False, True, False]

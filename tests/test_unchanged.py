"""After a change of words what shows them is named, and nothing else; after any other change, everything is."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from site_builder import prepare as preparing
from site_builder import unchanged
from site_builder.build import build, input_folders
from site_builder.cache import opened
from site_builder.output.family import Changed, members, touched
from site_builder.output.names import MANIFEST
from site_builder.prepare import Prepared, prepare
from tests.sites import record, source, write_site
from tests.test_build import files_in

Records = dict[str, dict[str, Any]]

TERMS: dict[str, Any] = {
    "tags": {f"tag-{n}": {"name": f"Tag {n}", "description": "A tag."} for n in range(8)},
    "actors": {f"actor-{n}": {"name": f"Actor {n}", "description": "One.", "kind": "company"} for n in range(6)},
}
FIXED: Records = {
    "gone": {
        "withdrawn": {"date": "2026-03-01", "reason": "duplicate", "successor": "formerly"},
        "dates": {"occurred": "2019-05"},
        "tags": ["tag-6"],
        "added": "2025-02-02",
    },
    "successor": {"aliases": ["formerly"], "related": ["record-3"], "tags": ["tag-1"], "added": "2025-02-03"},
}


def records(seed: int, count: int = 64) -> Records:
    """Tied to each other in all ways; the tag `theft` is on more than a page has room for."""
    dice = random.Random(seed)
    made: Records = {}
    for n in range(count):
        publishers = dice.sample(["Gazette", "Herald", "Post", "Wire"], 2)
        made[f"record-{n}"] = record(
            title=f"Record number {n} of many",
            dates={"occurred": f"{dice.choice([2021, 2022, 2023])}-{dice.randint(1, 12):02}"},
            tags=["theft", *dice.sample(list(TERMS["tags"]), dice.randint(0, 2))],
            actors=[{"id": dice.choice(list(TERMS["actors"])), "role": "victim"}] if n % 2 else None,
            type=dice.choice(["leak", "fraud"]),
            systems=["engine"] if n % 3 == 0 else None,
            related=[f"record-{dice.randrange(n)}"] if n and n % 7 == 0 else None,
            added=f"2025-0{dice.randint(1, 9)}-1{dice.randint(0, 9)}",
            sources=[
                source("paper", publisher=publishers[0]),
                source("second", publisher=publishers[1], kind="official"),
            ],
        )
    both = [source("paper"), source("second", kind="official")]
    return made | {slug: record(sources=deepcopy(both), **fields) for slug, fields in deepcopy(FIXED).items()}


WORDS: Mapping[str, Callable[[dict[str, Any]], object]] = {
    "title": lambda it: it.update(title="Other words entirely, and long enough"),
    "a title no card can show": lambda it: it.update(title="別の題名は別の言葉で書かれている"),
    "summary": lambda it: it.update(summary="Other words."),
    "status": lambda it: it.update(status="confirmed"),
    "severity": lambda it: it.update(severity="high"),
    "body": lambda it: it.update(body="Other words [@second]."),
    "figure": lambda it: it.update(impact=[{"what": "boats", "amount": "7", "cite": ["second"]}]),
    "another date": lambda it: it["dates"].update(disclosed="2024-12-01"),
    "source": lambda it: it["sources"][0].update(title="Other words, " * 9),
    "origins": lambda it: it["sources"][1].update(based_on=["paper"]),
}
MORE: Mapping[str, Callable[[dict[str, Any]], object]] = {
    "tags": lambda it: it.update(tags=["tag-5"]),
    "actors": lambda it: it.update(actors=[{"id": "actor-0", "role": "victim"}, {"id": "actor-1", "role": "victim"}]),
    "systems": lambda it: it.update(systems=None if it.get("systems") else ["engine"]),
    "type": lambda it: it.update(type="fraud" if it["type"] == "leak" else "leak"),
    "date": lambda it: it["dates"].update(occurred="1999"),
    "added": lambda it: it.update(added="2024-01-01"),
    "related": lambda it: it.update(related=["successor"]),
    "alias": lambda it: it.update(aliases=["once"]),
    "withdrawn": lambda it: it.update(withdrawn={"date": "2026-01-01", "reason": "error"}),
    "draft": lambda it: it.update(draft=True),
    "publisher": lambda it: it["sources"][0].update(publisher="Somebody else"),
    "correction": lambda it: it.update(
        corrections=[{"date": "2026-04-04", "field": "title", "was": "a", "now": "b", "why": "c", "cite": ["paper"]}]
    ),
}


def written(root: Path, made: Records) -> Path:
    for slug, fields in made.items():
        made[slug] = {name: value for name, value in fields.items() if value is not None}
    for name in ("extra.txt", "tags/theft/extra.txt"):
        (root / "content/static" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "content/static" / name).write_text(name)
    return write_site(root, made, **TERMS, pages={"about": "---\ntitle: About\ndescription: What it is.\n---\nThis."})


def built(root: Path, out: Path | None = None, **options: Any) -> dict[str, bytes]:
    out = out or root / "public"
    done = build(root, out, environ={}, jobs=1, search=False, **options)
    assert done.written is not None, done.problems
    return files_in(out)


def changed(root: Path) -> Changed | None:
    """What a build that begins now takes for changed."""
    with opened(root / ".cache") as cache:
        inputs = unchanged.inputs(root, input_folders(root), {}, ["None", "True"], cache)
        found = prepare(root, environ={}, cache=cache)
        return unchanged.changed(inputs, inputs, found.site, found.reader.before, root / "public", cache)


def named(prepared: Prepared) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Path and digest of all outputs, by folder and name."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for member in members(prepared.families):
        outputs = [(output.path, output.digest) for output in member.outputs()]
        found.setdefault((member.family.folder, member.name), []).extend(outputs)
    return found


def prepared(root: Path) -> Prepared:
    with opened(root / ".cache") as cache:
        return prepare(root, environ={}, cache=cache)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("change", WORDS)
def test_what_other_words_do_not_touch_has_the_same_names_as_before(change: str, seed: int, tmp_path: Path) -> None:
    made = records(seed)
    before = named(prepared(written(tmp_path / "site", made)))
    dice = random.Random(f"{change}{seed}")
    for slug in (dice.choice(sorted(made)), "successor", "record-3"):
        other = deepcopy(made)
        WORDS[change](other[slug])
        now = prepared(written(tmp_path / "site", other))
        few, after = touched(now.families, [slug], ()), named(now)
        left = {(folder, name) for folder, names in few.others.items() for name in names}
        assert {key: after[key] for key in left} == {key: before[key] for key in left}
        assert len(left) > len(after) / 3
        assert after != before


def other(root: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """A built site, and then a change of one of its records."""
    made = records(1)
    built(written(root, made))
    change(made["record-5"])
    written(root, made)


@pytest.mark.parametrize("change", WORDS)
def test_other_words_are_told_from_more_than_that(change: str, tmp_path: Path) -> None:
    other(tmp_path, WORDS[change])
    found = changed(tmp_path)
    assert found is not None
    assert found.slugs == {"record-5"}
    assert built(tmp_path) == built(tmp_path, tmp_path / "clean")


@pytest.mark.parametrize("change", MORE)
def test_more_than_other_words_makes_a_build_look_at_everything(change: str, tmp_path: Path) -> None:
    other(tmp_path, MORE[change])
    assert changed(tmp_path) is None
    assert built(tmp_path) == built(tmp_path, tmp_path / "clean")


def _vocabulary(root: Path) -> None:
    path = root / "content/tags.yaml"
    path.write_text(path.read_text().replace("Tag 3", "Tag three"))


def _settings(root: Path) -> None:
    path = root / "content/site.yaml"
    path.write_text(path.read_text().replace("A timeline", "Another timeline"))


def _template(root: Path) -> None:
    path = root / "templates/partials/permalink.html"
    path.parent.mkdir(parents=True)
    path.write_text("#")


def _new_record(root: Path) -> None:
    (root / "content/incidents/2025/new.yaml").write_text(yaml.safe_dump(record(title="A new record of something")))


def _moved_record(root: Path) -> None:
    (root / "content/incidents/2026").mkdir()
    path = root / "content/incidents/2025/record-9.yaml"
    path.rename(root / "content/incidents/2026/record-9.yaml")


def _gone_record(root: Path) -> None:
    (root / "content/incidents/2025/record-63.yaml").unlink()


def _lost_cache(root: Path) -> None:
    shutil.rmtree(root / ".cache")


@pytest.mark.parametrize(
    "change", [_vocabulary, _settings, _template, _new_record, _moved_record, _gone_record, _lost_cache]
)
def test_a_change_beside_the_words_of_records_makes_a_build_look_at_everything(
    change: Callable[[Path], None], tmp_path: Path
) -> None:
    made = records(2)
    built(written(tmp_path, made))
    WORDS["title"](made["record-4"])
    written(tmp_path, made)
    change(tmp_path)
    assert changed(tmp_path) is None
    assert built(tmp_path) == built(tmp_path, tmp_path / "clean")


def test_another_folder_and_another_address_are_looked_at_whole(tmp_path: Path) -> None:
    made = records(3, 8)
    built(written(tmp_path, made))
    built(tmp_path, tmp_path / "other", base_url="https://elsewhere.example/")
    WORDS["title"](made["record-4"])
    written(tmp_path, made)
    for options in ({}, {"base_url": "https://elsewhere.example/"}, {"images": False}):
        wanted = built(tmp_path, tmp_path / f"clean{len(str(options))}", **options)
        assert built(tmp_path, tmp_path / "other", **options) == wanted


def test_a_page_edited_by_hand_is_made_again_though_the_change_does_not_touch_it(tmp_path: Path) -> None:
    made = records(4)
    built(written(tmp_path, made))
    WORDS["body"](made["record-4"])
    written(tmp_path, made)
    found = changed(tmp_path)
    assert found is not None
    for path in ("incidents/record-60/index.html", "actors/by/index.html", "tags/tag-7/feed.xml", "index.html"):
        if (tmp_path / "public" / path).exists():
            (tmp_path / "public" / path).write_text("by hand")
    (tmp_path / "public/incidents/record-61.json").unlink()
    assert built(tmp_path) == built(tmp_path, tmp_path / "clean")


def test_what_another_build_has_written_meanwhile_is_not_taken_for_ours(tmp_path: Path) -> None:
    made = records(5, 8)
    built(written(tmp_path, made))
    WORDS["title"](made["record-4"])
    written(tmp_path, made)
    (tmp_path / "public" / MANIFEST).write_text(
        (tmp_path / "public" / MANIFEST).read_text().replace('"robots.txt":["', '"robots.txt":["0', 1)
    )
    assert changed(tmp_path) is None
    assert built(tmp_path) == built(tmp_path, tmp_path / "clean")


@pytest.mark.parametrize("change", [_settings, _vocabulary, _new_record])
def test_what_is_saved_while_a_build_begins_is_on_every_page_or_on_none(
    change: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = records(6, 8)
    built(written(tmp_path, made))
    WORDS["title"](made["record-4"])
    written(tmp_path, made)

    def prepare_late(*given: Any, **options: Any) -> Prepared:
        change(tmp_path)
        return prepare(*given, **options)

    with monkeypatch.context() as patched:
        patched.setattr(preparing, "prepare", prepare_late)
        found = built(tmp_path)
    assert found == built(tmp_path, tmp_path / "clean")


@pytest.mark.parametrize("time", [2, 3], ids=["when the site is read", "when it is written"])
def test_a_build_with_other_options_that_comes_between_is_not_taken_for_ours(
    time: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = records(7, 8)
    written(tmp_path, made)
    inputs, asked = unchanged.inputs, []

    def another_has_written(*given: Any) -> unchanged.Inputs | None:
        asked.append(given)
        if len(asked) == time:
            built(tmp_path, base_url="https://elsewhere.example/")
        return inputs(*given)

    with monkeypatch.context() as patched:
        patched.setattr(unchanged, "inputs", another_has_written)
        built(tmp_path)
    wanted = built(tmp_path, tmp_path / "clean")
    assert built(tmp_path) == wanted
    built(tmp_path, base_url="https://elsewhere.example/")
    WORDS["title"](made["record-4"])
    written(tmp_path, made)
    assert built(tmp_path) == built(tmp_path, tmp_path / "clean2")


def test_lists_of_records_do_not_pile_up(tmp_path: Path) -> None:
    made = records(8, 8)
    built(written(tmp_path, made))
    for n in range(4):
        made["record-4"]["title"] = f"Other words for the {n}th time"
        built(written(tmp_path, made))
    with closing(sqlite3.connect(tmp_path / ".cache/timeline.sqlite")) as database:
        kept = database.execute("SELECT count(*) FROM made WHERE kind = ?", (unchanged.RECORDS,)).fetchone()
    assert kept == (1,)

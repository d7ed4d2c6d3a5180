"""After a change of words what shows them is named, and nothing else; after any other change, everything is."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from site_builder import prepare as preparing
from site_builder import unchanged
from site_builder.cache import opened
from site_builder.output.family import members, touched
from site_builder.output.names import MANIFEST
from site_builder.prepare import Prepared, prepare
from tests.sites import record
from tests.tied_site import MORE, WORDS, built, changed, records, written


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
        left = {(folder, name) for folder, name in {*before, *after} if name not in few.names.get(folder, ())}
        assert {key: after.get(key) for key in left} == {key: before.get(key) for key in left}
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


@pytest.mark.parametrize("linked", ["content", "templates"])
@pytest.mark.parametrize("changed", ["content/incidents/2025/record-4.yaml", "templates/partials/permalink.html"])
def test_what_the_folder_of_a_site_leads_to_counts_as_if_it_stood_there(
    linked: str, changed: str, tmp_path: Path
) -> None:
    written(root := tmp_path / "site", records(3, 8))
    _template(root)
    (root / linked).rename(root / "elsewhere")
    (root / linked).symlink_to("elsewhere")
    before = built(root)
    (root / changed).write_text((root / changed).read_text().replace("Record", "Report").replace("#", "¶"))
    assert built(root) == built(root, tmp_path / "clean") != before


def test_another_folder_and_another_address_are_looked_at_whole(tmp_path: Path) -> None:
    made = records(3, 8)
    built(written(tmp_path, made))
    built(tmp_path, tmp_path / "other", base_url="https://elsewhere.example/")
    WORDS["title"](made["record-4"])
    written(tmp_path, made)
    for options in ({}, {"base_url": "https://elsewhere.example/"}, {"images": False}):
        wanted = built(tmp_path, tmp_path / f"clean{len(str(options))}", **options)
        assert built(tmp_path, tmp_path / "other", **options) == wanted


def test_other_words_may_need_fewer_or_more_pages(tmp_path: Path) -> None:
    made = records(4, 8)
    correction = {"date": "2026-04-04", "field": "title", "was": "a", "now": "b", "why": "c"}
    made["record-4"]["corrections"] = [dict(correction) for _ in range(90)]
    counts: list[int] = []
    for length in (1, 4000, 9000, 3):
        for each in made["record-4"]["corrections"]:
            each["why"] = "c" * length
        written(tmp_path, made)
        assert not counts or changed(tmp_path)
        found = built(tmp_path)
        assert found == built(tmp_path, tmp_path / f"clean-{length}")
        counts.append(len([path for path in found if path.startswith("corrections/")]))
    assert counts[0] == counts[3] < counts[1] < counts[2]


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


@pytest.mark.parametrize("words", [True, False])
def test_a_template_that_is_saved_while_pages_are_made_is_on_all_of_them_or_on_none(
    words: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = records(6, 8)
    _template(written(tmp_path, made))
    if words:
        built(tmp_path)
        WORDS["title"](made["record-4"])
        written(tmp_path, made)
    template, changed_words = tmp_path / "templates/partials/permalink.html", unchanged.changed

    def saved_late(*given: Any) -> Any:
        template.write_text("¶")
        return changed_words(*given)

    with monkeypatch.context() as patched:
        patched.setattr(unchanged, "changed", saved_late)
        found = built(tmp_path)
    assert found == built(tmp_path, tmp_path / "clean")
    template.write_text("#")
    assert built(tmp_path) == built(tmp_path, tmp_path / "clean2") != found


@pytest.mark.parametrize("time", ["inputs", "keep"])
def test_a_build_with_other_options_that_comes_between_is_not_taken_for_ours(
    time: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = records(7, 8)
    written(tmp_path, made)
    step, asked = getattr(unchanged, time), []

    def another_has_written(*given: Any) -> Any:
        asked.append(given)
        if len(asked) == {"inputs": 2, "keep": 1}[time]:
            built(tmp_path, base_url="https://elsewhere.example/")
        return step(*given)

    with monkeypatch.context() as patched:
        patched.setattr(unchanged, time, another_has_written)
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

"""Whatever mistake people make, they are told of it once, on its line."""

from collections import defaultdict
from pathlib import Path

import pytest

from site_builder.problems import Problem
from tests.records import mistakes, mistakes_in_yaml
from tests.records.mistakes import Mistake
from tests.records.sites import SITE, check, write


def by_kind() -> dict[str, list[Mistake]]:
    kinds: defaultdict[str, list[Mistake]] = defaultdict(list)
    for mistake in (*mistakes.mistakes(), *mistakes_in_yaml.mistakes()):
        kinds[mistake.kind].append(mistake)
    return kinds


KINDS = by_kind()


def is_told(mistake: Mistake, problems: list[Problem]) -> bool:
    """Whether it is said once, and nothing else is."""
    wanted = (mistake.file, mistake.line(), mistake.code)
    hits = [p for p in problems if (p.file, p.line, p.code) == wanted]
    rest = [p for p in problems if p not in hits and p.code not in mistake.beside]
    return len(hits) == 1 and not rest and mistake.suggestion in (None, hits[0].suggestion)


def test_the_records_that_mistakes_are_typed_into_have_none(tmp_path: Path) -> None:
    assert check(write(tmp_path, SITE)) == []


def test_there_are_300_mistakes_in_35_kinds() -> None:
    assert len(KINDS) >= 35
    assert sum(map(len, KINDS.values())) >= 300


@pytest.mark.parametrize("kind", KINDS)
def test_a_mistake_is_told_once_with_its_line_and_code_and_what_was_meant(kind: str, tmp_path: Path) -> None:
    missed = []
    for n, mistake in enumerate(KINDS[kind]):
        problems = check(write(tmp_path / str(n), mistake.files()))
        if not is_told(mistake, problems):
            told = [(p.file, p.line, p.code, p.message, p.suggestion) for p in problems]
            missed.append((mistake.old, mistake.new, mistake.line(), mistake.code, told))
    assert missed == []


# ---------------------------------------------------------------- mistakes that take more than a replacement
def record_with(old: str, new: str, file: str = "content/incidents/2026/block-style.yaml") -> dict[str, str | bytes]:
    text = SITE[file]
    assert isinstance(text, str)
    assert old in text
    return SITE | {file: text.replace(old, new)}


def found(root: Path, files: dict[str, str | bytes]) -> list[tuple[str, int, str]]:
    return [(p.file.removeprefix("content/"), p.line, p.code) for p in check(write(root, files))]


def test_windows_line_ends_are_read_as_any_others(tmp_path: Path) -> None:
    files = {name: str(text).replace("\n", "\r\n") for name, text in SITE.items()}
    assert found(tmp_path, dict(files)) == []


def test_a_latin_1_byte_is_found_on_its_line(tmp_path: Path) -> None:
    name = "content/incidents/2026/block-style.yaml"
    files = SITE | {name: str(SITE[name]).encode("utf-8").replace("intrusión".encode(), b"intrusi\xf3n")}
    [problem] = check(write(tmp_path, files))
    assert (problem.line, problem.column, problem.code) == (72, 35, "encoding")


def test_another_suffix_is_a_wrong_file_name(tmp_path: Path) -> None:
    files = dict(SITE)
    files["content/incidents/2024/mixed-style.yml"] = files.pop("content/incidents/2024/mixed-style.yaml")
    assert found(tmp_path, files) == [("incidents/2024/mixed-style.yml", 1, "file-name")]


def test_what_editors_leave_behind_is_no_problem(tmp_path: Path) -> None:
    folder = "content/incidents/2024/"
    left: dict[str, str | bytes] = {
        folder + name: "]" for name in (".mixed.yaml.swp", "#mixed.yaml#", "mixed-style.yaml~")
    }
    assert found(tmp_path, SITE | left) == []


def test_one_slug_in_two_years_is_a_problem_of_the_later_path(tmp_path: Path) -> None:
    again = {"content/incidents/2026/mixed-style.yaml": SITE["content/incidents/2024/mixed-style.yaml"]}
    assert found(tmp_path, SITE | again) == [("incidents/2026/mixed-style.yaml", 1, "slug-duplicate")]


@pytest.mark.parametrize("kind", ["tags", "actors", "systems", "types", "roles"])
def test_a_broken_vocabulary_is_one_problem_and_no_record_is_blamed(kind: str, tmp_path: Path) -> None:
    name = f"content/{kind}.yaml"
    text = str(SITE[name])
    assert found(tmp_path / "a", SITE | {name: text + "broken: ["}) == [
        (f"{kind}.yaml", text.count("\n") + 1, "yaml-syntax")
    ]
    assert found(tmp_path / "b", SITE | {name: text.replace("description", "descripton", 1)}) == [
        (f"{kind}.yaml", 1, "field-unknown")
    ]


def test_broken_settings_are_one_problem_and_no_record_is_blamed(tmp_path: Path) -> None:
    text = str(SITE["content/site.yaml"])
    assert found(tmp_path / "a", SITE | {"content/site.yaml": text + "]"}) == [("site.yaml", 10, "yaml-syntax")]
    settings: dict[str, str | bytes] = {"content/site.yaml": text.replace("language: en\n", "")}
    assert found(tmp_path / "b", SITE | settings) == [("site.yaml", 1, "field-missing")]


def test_a_broken_record_is_one_problem_and_what_refers_to_it_is_none(tmp_path: Path) -> None:
    broken: dict[str, str | bytes] = {"content/incidents/2025/flow-style.yaml": "title: ["}
    assert found(tmp_path, SITE | broken) == [("incidents/2025/flow-style.yaml", 1, "yaml-syntax")]


def test_a_vocabulary_that_nothing_needs_may_be_absent(tmp_path: Path) -> None:
    files = record_with("systems:\n  - claude\n", "")
    name = "content/incidents/2025/flow-style.yaml"
    files |= {name: str(files[name]).replace("systems: [llama]\n", "")}
    del files["content/systems.yaml"]
    assert found(tmp_path, files) == []


def test_all_problems_of_a_record_are_told_in_one_run(tmp_path: Path) -> None:
    files = record_with("disclosed: 2026-02-25", "disclosed: 2026-13")
    name = "content/incidents/2026/block-style.yaml"
    text = str(files[name]).replace("- claude", "- cluade").replace("in Spanish [@tutorials]", "in Spanish [@tutrials]")
    text = text.replace("status: disputed", "status: corroborated").replace("  - flow-style", "  - flowstyle")
    files |= {name: text.replace("    kind: analysis", "    kind: machine-generated")}
    codes = {code for _, _, code in found(tmp_path, files)}
    assert codes == {"date-invalid", "id-unknown", "cite-undefined", "ref-missing"}
    files |= {name: text.replace("    based_on:\n      - bloomberg\n", "").replace("reporting", "aggregator")}
    assert "origins-too-few" in {code for _, _, code in found(tmp_path, files)}

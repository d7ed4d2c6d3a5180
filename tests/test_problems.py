"""Every problem code has its fixture and its entry; every rendering keeps hostile text text."""

import json
import re
from pathlib import Path

import pytest

from site_builder.problems import (
    CODES,
    Problem,
    as_annotations,
    as_github,
    as_json,
    as_summary,
    as_text,
    counts,
    has_errors,
    severity_of,
    suggest,
)
from tests import make_docs
from tests.broken import FOLDER, fixture, problems_of, report_of

HOSTILE = (
    "x\n::error file=a::b\r\n##[add-mask]c %0A ::stop-commands::d \x1b[31m \u202e | `` <b> @someone www.example.org"
)


def problem(text: str = "a message", file: str = "content/a.yaml", line: int = 1) -> Problem:
    return Problem(file, line, 1, line, 3, "error", "field-type", text, text, text)


# ---------------------------------------------------------------- codes
@pytest.mark.parametrize("code", CODES)
def test_a_broken_site_gives_exactly_its_report(code: str) -> None:
    made = fixture(code)
    assert report_of(made.bad) == made.report
    assert f"[{code}]" in made.report


@pytest.mark.parametrize("code", CODES)
def test_its_good_twin_gives_none(code: str, tmp_path: Path) -> None:
    assert problems_of(fixture(code).good, tmp_path) == []


def test_there_is_no_fixture_without_a_code() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_fixture_is_written_as_it_is_read(code: str) -> None:
    assert fixture(code).dump().encode() == (FOLDER / f"{code}.txt").read_bytes()


def test_the_page_on_problems_is_up_to_date() -> None:
    assert make_docs.TARGET.read_text(encoding="utf-8") == make_docs.text(), "run python -m tests.make_docs"


@pytest.mark.parametrize("code", CODES)
def test_the_page_has_an_entry_for_each_code(code: str) -> None:
    assert f"\n## {code}\n" in make_docs.TARGET.read_text(encoding="utf-8")


def test_only_what_a_site_can_be_published_with_is_a_warning() -> None:
    warnings = {code for code in CODES if severity_of(code) == "warning"}
    assert warnings == {"id-renamed", "cite-unused", "claim-uncited", "value-duplicate", "language-missing"}


# ---------------------------------------------------------------- values
def test_problems_sort_by_file_and_place_whether_or_not_they_have_hints() -> None:
    late, early = (
        Problem("b", 2, 1, 2, 1, "error", "x", "m", "hint"),
        Problem("b", 2, 1, 2, 1, "error", "x", "m"),
    )
    assert [p.line for p in sorted([late, early, problem(line=1, file="b")])] == [1, 2, 2]


def test_warnings_are_errors_only_if_asked() -> None:
    warning = Problem("a", 1, 1, 1, 1, "warning", "cite-unused", "m")
    assert not has_errors([warning])
    assert has_errors([warning], strict=True)


def test_counts_are_in_words() -> None:
    warning = Problem("a", 1, 1, 1, 1, "warning", "cite-unused", "m")
    assert counts([problem(), problem(line=2), warning]) == "2 errors, 1 warning in 2 files"


# ---------------------------------------------------------------- suggestions
@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("summry", "summary"),
        ("Tags", "tags"),
        ("“tags”", "tags"),
        ("based-on", "based_on"),
        ("lwo", "low"),
        ("zzz", None),
        ("", None),
    ],
)
def test_the_nearest_known_word_is_suggested(word: str, meant: str | None) -> None:
    assert suggest(word, ("summary", "tags", "based_on", "low", "high")) == meant


def test_the_best_of_many_is_found_by_its_letters() -> None:
    known = tuple(f"operator-{n}-of-a-kind" for n in range(4000))
    assert suggest("operator-3999-off-a-kind", known) == "operator-3999-of-a-kind"


# ---------------------------------------------------------------- text
def report(text: str, source: str = "abc", **place: int) -> list[str]:
    where = {"line": 1, "column": 1, "end_line": 1, "end_column": 2} | place
    made = Problem("a.yaml", **where, severity="error", code="field-type", message=text)  # type: ignore[arg-type]
    return as_text([made], lambda _: [source]).split("\n")


def test_the_caret_stands_below_wide_and_astral_characters() -> None:
    assert report("m", "漢😀x", column=3, end_column=4)[2] == "     |     ^"


def test_a_long_line_is_shown_around_the_fault() -> None:
    lines = report("m", "a" * 5000 + "X" + "b" * 5000, column=5001, end_column=5002)
    assert "X" in lines[1]
    assert len(lines[1]) < 150
    assert lines[1][lines[2].index("^")] == "X"


def test_nothing_in_a_report_moves_the_cursor_or_makes_a_line_of_its_own() -> None:
    lines = report(HOSTILE, HOSTILE)
    assert len(lines) == 3
    assert all(line.isprintable() for line in lines)


# ---------------------------------------------------------------- JSON
def test_the_json_has_the_fields_of_the_contract_and_null_for_what_there_is_not() -> None:
    data = json.loads(as_json([Problem("a.yaml", 1, 2, 3, 4, "error", "field-type", "m")]))
    fields = {
        "file": "a.yaml", "line": 1, "column": 2, "end_line": 3, "end_column": 4,
        "severity": "error", "code": "field-type", "message": "m", "hint": None, "suggestion": None,
    }  # fmt: skip
    assert data == {"version": 1, "problems": [fields]}
    assert list(data["problems"][0]) == list(fields)
    assert json.loads(as_json([])) == {"version": 1, "problems": []}


def test_the_json_gives_back_any_text_and_is_safe_in_a_terminal() -> None:
    text = HOSTILE + "\x9b \udc80 é 漢"
    made = as_json([problem(text)])
    assert json.loads(made)["problems"][0]["message"] == text
    assert "é 漢" in made
    assert all(line.isprintable() for line in made.encode().decode().split("\n"))


# ---------------------------------------------------------------- GitHub
def test_an_annotation_is_one_line_with_its_place() -> None:
    made = as_annotations([Problem("a.yaml", 1, 2, 3, 4, "warning", "cite-unused", "m", "h", "s")])
    place = "file=a.yaml,line=1,col=2,endLine=3,endColumn=4,title=cite-unused"
    assert made == f'::warning {place}::m%0Ah%0Adid you mean "s"?'


def test_no_name_or_message_forges_an_annotation() -> None:
    made = as_annotations([problem(HOSTILE, file=f"a,line=9::{HOSTILE}")])
    assert made.count("\n") == 0
    properties = made.split("::")[1]
    assert properties.count(",line=") == 1
    assert "%250A" in made


def test_the_runner_finds_no_commands_in_the_report() -> None:
    file = "::error::forged"
    made = as_github([problem(HOSTILE, file=file)], lambda _: ["::error::forged ##[error]forged"])
    annotation, stop, *report_lines, start = made.split("\n")
    assert annotation.startswith("::error file=%3A%3Aerror%3A%3Aforged,")
    token = stop.removeprefix("::stop-commands::")
    assert re.fullmatch("[0-9a-f]{64}", token)
    assert start == f"::{token}::"
    assert not any(token in line for line in report_lines)
    assert as_github([], lambda _: []) == ""


def test_a_summary_has_nothing_of_ours_in_markdown() -> None:
    import markdown

    made = as_summary([problem(HOSTILE), problem("a`b``c")])
    html = markdown.markdown(made, extensions=["tables"])
    assert "<a" not in html
    assert "<b>" not in html
    rows = [line for line in made.split("\n") if line.startswith("| `")]
    assert len(rows) == 2
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows)


def test_a_summary_stays_below_what_github_takes() -> None:
    many = [problem("m" * 300, line=n) for n in range(1, 3000)]
    assert len(as_summary(many)) < 1024 * 1024
    assert "and 1999 more" in as_summary(many)

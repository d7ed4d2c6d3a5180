"""What a problem points at (docs/problems.md)."""

from pathlib import Path

import pytest

from site_builder.problems import Problem
from tests.records.sites import SITE, check, write

NAME = "content/incidents/2026/example.yaml"
HEAD = """\
title: A title of the record
summary: What happened, in a sentence.
type: misuse
status: reported
dates: {occurred: 2025-07}
tags: [data-breach]
added: 2026-11-20
sources:
  - key: report
    title: Report on what happened
    url: https://example.com/report
    kind: reporting
  - key: article
    title: Article on what happened
    url: https://example.com/article
    kind: reporting
    based_on: [report]
"""  # 17 lines


def problems(root: Path, text: str, **others: str) -> list[Problem]:
    files = {name: content for name, content in SITE.items() if "incidents" not in name}
    return check(write(root, files | {NAME: text} | others))


def spans(root: Path, text: str) -> list[tuple[str, int, int, int, int]]:
    """Code, first and last place of all problems but unused sources."""
    return [
        (p.code, p.line, p.column, p.end_line, p.end_column) for p in problems(root, text) if p.code != "cite-unused"
    ]


BODY = "body: Something [@article].\n"


# ---------------------------------------------------------------- values and keys
def test_a_wrong_value_is_pointed_at_from_its_start_to_its_end(tmp_path: Path) -> None:
    assert spans(tmp_path, HEAD.replace("2025-07", "2025-13") + BODY) == [("date-invalid", 5, 19, 5, 26)]


def test_a_quoted_value_is_pointed_at_with_its_quotation_marks(tmp_path: Path) -> None:
    assert spans(tmp_path, HEAD.replace("2025-07", '"2025-13"') + BODY) == [("date-invalid", 5, 19, 5, 28)]


def test_a_value_that_goes_over_lines_ends_where_it_ends(tmp_path: Path) -> None:
    text = HEAD.replace("title: A title of the record", 'title: "A\n  b"') + BODY
    assert spans(tmp_path, text) == [("text-length", 1, 8, 2, 5)]


def test_a_block_is_pointed_at_on_its_first_line(tmp_path: Path) -> None:
    text = HEAD.replace("title: A title of the record", "title: >-  # folded\n  A\n  b") + BODY
    assert spans(tmp_path, text) == [("text-length", 1, 8, 1, 20)]


def test_an_unknown_key_is_pointed_at_itself(tmp_path: Path) -> None:
    assert spans(tmp_path, HEAD + BODY + "colour: red\n") == [("field-unknown", 19, 1, 19, 7)]


def test_an_empty_value_is_pointed_at_where_it_stands_else_at_its_key(tmp_path: Path) -> None:
    assert spans(tmp_path / "a", HEAD + BODY + "related: []\n") == [("field-empty", 19, 10, 19, 12)]
    assert spans(tmp_path / "b", HEAD + BODY + "related:\n") == [("field-empty", 19, 1, 19, 8)]
    assert spans(tmp_path / "c", HEAD + BODY + 'severity: ""\n') == [("field-empty", 19, 11, 19, 13)]


# ---------------------------------------------------------------- what is missing
def test_a_missing_field_is_told_at_the_first_key_of_the_record(tmp_path: Path) -> None:
    text = "# a comment\n\n" + HEAD.replace("tags: [data-breach]\n", "") + BODY
    assert spans(tmp_path, text) == [("field-missing", 3, 1, 3, 6)]


def test_a_missing_field_of_a_part_is_told_at_the_first_key_of_that_part(tmp_path: Path) -> None:
    text = HEAD.replace("    kind: reporting\n    based_on", "    based_on") + BODY
    assert spans(tmp_path, text) == [("field-missing", 13, 5, 13, 8)]


def test_a_missing_field_in_braces_is_told_at_the_first_key_in_them(tmp_path: Path) -> None:
    text = HEAD + BODY + "actors:\n  - { id: anthropic }\n"
    assert spans(tmp_path, text) == [("field-missing", 20, 7, 20, 9)]


def test_a_source_without_address_is_told_at_its_first_key(tmp_path: Path) -> None:
    text = HEAD.replace("    url: https://example.com/article\n", "") + BODY
    assert spans(tmp_path, text) == [("source-unreachable", 13, 5, 13, 8)]


# ---------------------------------------------------------------- duplicates
def test_a_duplicate_key_is_told_at_each_but_the_first(tmp_path: Path) -> None:
    text = HEAD + BODY + "type: leak\ntype: policy\n"
    assert spans(tmp_path, text) == [("yaml-duplicate-key", 19, 1, 19, 5), ("yaml-duplicate-key", 20, 1, 20, 5)]


def test_a_duplicate_source_is_told_at_each_but_the_first(tmp_path: Path) -> None:
    more = "".join(
        f"  - {{key: article, title: Again, url: 'https://example.com/{n}', kind: social}}\n" for n in (1, 2)
    )
    assert spans(tmp_path, HEAD + more + BODY) == [
        ("slug-duplicate", 18, 11, 18, 18),
        ("slug-duplicate", 19, 11, 19, 18),
    ]


def test_of_two_files_with_one_slug_the_later_path_is_told(tmp_path: Path) -> None:
    others = {"content/incidents/2024/example.yaml": HEAD + BODY, "content/incidents/2025/example.yaml": HEAD + BODY}
    found = problems(tmp_path, HEAD + BODY, **others)
    assert [(p.file, p.line, p.column, p.code) for p in found] == [
        ("content/incidents/2025/example.yaml", 1, 1, "slug-duplicate"),
        (NAME, 1, 1, "slug-duplicate"),
    ]


def test_an_alias_of_two_records_is_told_in_the_later_path(tmp_path: Path) -> None:
    text = HEAD + BODY + "aliases: [before]\n"
    found = problems(tmp_path, text, **{"content/incidents/2025/first.yaml": text})
    assert [(p.file, p.line, p.code) for p in found] == [(NAME, 19, "alias-taken")]


# ---------------------------------------------------------------- citations
BLOCKS = ["|", ">", "|-", ">-", "|+", ">+", "|2", ">2-", "|-2", "|  # a comment [@not]", "> #[@x]"]


@pytest.mark.parametrize("style", BLOCKS)
def test_a_citation_in_a_block_is_told_at_its_bracket(style: str, tmp_path: Path) -> None:
    text = "\n  One [@article], `code [@no]` and \\[@no].\n  Two [@article; @nothing]\n\n\n  [@none].\n\n# [@x]\n"
    body = f"body: {style}\n{text}"
    assert spans(tmp_path, HEAD + body) == [
        ("cite-undefined", 21, 7, 21, 27),
        ("cite-undefined", 24, 3, 24, 10),
    ]


def test_a_citation_that_goes_over_lines_is_told_where_it_begins(tmp_path: Path) -> None:
    body = "body: |\n  One [@nothing, in the\n  third paragraph].\n"
    assert spans(tmp_path, HEAD + body) == [("cite-undefined", 19, 7, 19, 24)]


@pytest.mark.parametrize("text", ["One [@nothing].", '"One [@nothing]."', "'One [@nothing].'"])
def test_a_citation_in_other_text_is_told_at_the_start_of_the_value(text: str, tmp_path: Path) -> None:
    end = 7 + len(text)
    assert spans(tmp_path, HEAD + f"body: {text}\n") == [("cite-undefined", 18, 7, 18, end)]


def test_a_citation_in_an_event_is_told_in_its_block(tmp_path: Path) -> None:
    events = "events:\n  - date: 2025\n    text: >-\n      One\n      [@nothing].\n"
    assert spans(tmp_path, HEAD + BODY + events) == [("cite-undefined", 23, 7, 23, 17)]


def test_a_citation_in_a_field_is_told_at_its_key(tmp_path: Path) -> None:
    impact = "impact:\n  - {what: files, amount: 3, cite: [article, nothing]}\n"
    assert spans(tmp_path, HEAD + BODY + impact) == [("cite-undefined", 20, 46, 20, 53)]


def test_a_citation_in_a_free_page_is_told_at_its_bracket(tmp_path: Path) -> None:
    page = "---\ntitle: About\ndescription: What this is.\n---\n\nText [@nothing].\n"
    [problem] = [
        p for p in problems(tmp_path, HEAD + BODY, **{"content/pages/about.md": page}) if p.code != "cite-unused"
    ]
    assert (problem.file, problem.line, problem.column) == ("content/pages/about.md", 6, 6)
    assert problem.code == "cite-undefined"


@pytest.mark.parametrize(
    ("page", "line"),
    [("title: x\n", 1), ("---\ntitle: About\nbody: x\ndescription: y\n---\n", 3), ("---\ntitle: [\n---\n", 2), ("", 1)],
)
def test_a_wrong_head_of_a_page_is_told_on_its_line(page: str, line: int, tmp_path: Path) -> None:
    found = [p for p in problems(tmp_path, HEAD + BODY, **{"content/pages/about.md": page}) if p.code != "cite-unused"]
    assert [(p.file, p.line) for p in found] == [("content/pages/about.md", line)]


# ---------------------------------------------------------------- claims
@pytest.mark.parametrize("style", BLOCKS)
def test_a_claim_without_citation_is_told_at_the_first_line_of_its_paragraph(style: str, tmp_path: Path) -> None:
    body = f"body: {style}\n\n  One [@article].\n\n\n  Here are\n  the 3 claims\n  of it.\n\n\n  Again [@article].\n"
    assert spans(tmp_path, HEAD + body) == [("claim-uncited", 23, 3, 23, 11)]


def test_a_claim_in_a_list_is_told_at_its_item(tmp_path: Path) -> None:
    body = "body: |\n  - One of 1 [@article]\n  - Two of 2\n    files\n\n  ```\n  3\n  ```\n"
    assert spans(tmp_path, HEAD + body) == [("claim-uncited", 20, 3, 20, 13)]


def test_a_claim_in_other_text_is_told_at_the_start_of_the_value(tmp_path: Path) -> None:
    assert spans(tmp_path, HEAD + 'body: "The 3 claims."\n') == [("claim-uncited", 18, 7, 18, 22)]

"""The table, and JSON Lines: the same incidents in a row and in a line."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.exports.table import CELLS, plain_cell, safe_cell
from site_builder.output.output import Output
from site_builder.sharing.dictionary import COLUMNS
from tests.exports.making import BASE, data, make, record, text

SIGNS = "=+-@\t\r"


def rows(outputs: dict[str, Output]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(outputs["data/incidents.csv"].make().decode(), newline="")))


def test_the_lines_are_the_incidents_of_the_data_file(tmp_path: Path) -> None:
    outputs = make(tmp_path, {slug: record(title=f"Line\u00a0or “not” {slug}") for slug in "ab"})
    lines = text(outputs, "data/incidents.jsonl").split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == data(outputs, "data/incidents.json")["incidents"]


def test_every_incident_is_a_row_and_every_column_is_described(tmp_path: Path) -> None:
    assert list(CELLS) == list(COLUMNS)
    found = rows(make(tmp_path, {"a": record(dates={"occurred": "2025-03~/.."}), "b": record()}))
    assert [row["slug"] for row in found] == ["a", "b"]
    assert list(found[0]) == list(COLUMNS)
    assert found[0]["url"] == f"{BASE}incidents/a/"
    assert (found[0]["date"], found[0]["earliest"], found[0]["latest"]) == ("2025-03~/..", "2025-03-01", "")
    assert (found[0]["sources"], found[0]["origins"]) == ("1", "1")


def test_rows_end_as_the_format_says(tmp_path: Path) -> None:
    made = make(tmp_path, {"a": record(summary='A "quoted" text, with commas.')})["data/incidents.csv"].make()
    assert made.count(b"\r\n") == made.count(b"\n") == 2
    assert b'"A ""quoted"" text, with commas."' in made


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "'="])
def test_no_cell_is_a_formula(tmp_path: Path, start: str) -> None:
    title = f'{start}HYPERLINK("https://evil.example")'
    (row,) = rows(make(tmp_path, {"a": record(title=title)}))
    assert row["title"] == f"'{title}"
    assert plain_cell(row["title"]) == title


@given(st.text(st.sampled_from("='+-@\t\rab\uff1d")))
def test_a_cell_is_never_a_formula_and_never_damaged(cell: str) -> None:
    safe = safe_cell(cell)
    assert not safe.startswith(tuple(SIGNS))
    assert plain_cell(safe) == cell

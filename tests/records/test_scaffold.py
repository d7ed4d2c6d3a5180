"""Promises of a new record's file."""

from hypothesis import given
from hypothesis import strategies as st

from site_builder.records import positions
from site_builder.records.read_date import parse
from site_builder.records.scaffold import Draft, file_of, scalar, text_of

# Whatever a terminal can hand over, less what the loader refuses in any file.
LINES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff"))


@given(LINES)
def test_any_line_reads_back_as_itself(line: str) -> None:
    document = positions.read("x.yaml", f"title: {scalar(line)}\n".encode())
    assert not document.problems or any(p.code == "encoding" for p in document.problems)
    if document.root:
        assert document.root.plain() == {"title": line}


def test_the_year_folder_is_that_of_the_date_that_places_the_incident() -> None:
    dates = {"disclosed": parse("2026-02-25"), "occurred": parse("../2025-12")}
    assert file_of(Draft("x", "A title", "2026-11-21", dates)) == "2025/x.yaml"


def test_without_a_date_the_year_folder_is_that_of_the_day_it_is_added() -> None:
    assert file_of(Draft("x", "A title", "2026-11-21", {})) == "2026/x.yaml"


def test_what_is_not_known_stands_as_a_comment() -> None:
    text = text_of(Draft("x", "A title", "2026-11-21", {}))
    document = positions.read("x.yaml", text.encode())
    assert not document.problems
    assert document.root is not None
    assert document.root.plain() == {"title": "A title", "dates": "", "added": "2026-11-21"}
    assert "# status:  # reported | corroborated | confirmed | disputed" in text

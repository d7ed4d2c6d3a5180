"""What the mark of a date shows."""

import pytest
from hypothesis import given

from site_builder.charts.rail import rail_mark
from site_builder.records.dates import When
from site_builder.records.read_date import parse
from tests.charts.dates import whens

MARKS = {
    "2025-03-09": "at-day",
    "2025-03": "at-month",
    "2025": "at-year",
    "2025-03-09~": "at-day soft-start soft-end",
    "2025?": "at-year unsure",
    "2025-03%": "at-month soft-start soft-end unsure",
    "2025-03-09/2025-03-11": "at-span span-days",
    "2025-12/2026-01": "at-span span-months",
    "2023/2025": "at-span span-years",
    "2025-12~/2026-01": "at-span span-months soft-start",
    "2025-12/2026-01~": "at-span span-months soft-end",
    "2025-12/..": "at-span span-months open-end",
    "../2025-12-03": "at-span span-months open-start",
    "2025-12%/..": "at-span span-months soft-start open-end unsure",
}


@pytest.mark.parametrize(("edtf", "expected"), MARKS.items())
def test_a_mark_shows_how_precise_a_date_is_and_how_long_it_lasted(edtf: str, expected: str) -> None:
    assert rail_mark(parse(edtf)) == expected


@given(whens)
def test_every_date_has_one_shape_and_none_looks_more_certain_than_it_is(when: When) -> None:
    names = rail_mark(when).split()
    assert len([name for name in names if name.startswith("at-")]) == 1
    sides = [side for side in (when.start, when.end) if side]
    assert any(name.startswith("soft-") for name in names) == any(side.approximate for side in sides)
    assert ("unsure" in names) == any(side.uncertain for side in sides)
    assert ("open-end" in names) == (when.latest is None)
    assert ("open-start" in names) == (when.earliest is None)
    assert ("at-day" in names) == (not when.interval and when.anchor.day is not None)

"""The scaled line of an incident."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.charts.chronology import chronology
from site_builder.charts.scale import Scale, ordinal, ticks
from site_builder.records.dates import ENGLISH_DATES, When
from site_builder.records.read_date import parse
from tests.charts.dates import whens


@given(st.lists(whens, max_size=3), st.lists(whens, max_size=12))
def test_nothing_leaves_the_picture_and_no_number_covers_another(dates: list[When], events: list[When]) -> None:
    made = chronology([("Date", when) for when in dates], events, ENGLISH_DATES)
    if made is None:
        return
    assert [band.number for band in made.events] == list(range(1, len(events) + 1))
    assert len(made.dates) == len(dates)
    for band in (*made.dates, *made.events):
        assert 0 <= band.x1 <= band.x2 <= 100
        assert 0 < band.y < made.axis < made.height
    for one, other in combinations(made.events, 2):
        assert one.y != other.y or abs(one.middle - other.middle) >= 7.9
    for tick in made.ticks:
        assert 0 <= tick.x <= 100


@given(st.lists(whens, min_size=2, max_size=8))
def test_what_is_surely_later_stands_further_right(events: list[When]) -> None:
    made = chronology([], events, ENGLISH_DATES)
    if made is None:
        return

    def surely_before(one: When, other: When) -> bool:
        return one.latest is not None and other.earliest is not None and one.latest < other.earliest

    for (one, band), (other, band_of_other) in combinations(zip(events, made.events, strict=True), 2):
        if surely_before(one, other):
            assert band.x2 <= band_of_other.x1
        if surely_before(other, one):
            assert band_of_other.x2 <= band.x1


def test_a_day_is_a_dot_a_month_a_band_and_open_ends_reach_the_edge() -> None:
    made = chronology(
        [("Day", parse("2025-03-09")), ("Month", parse("2025-05~")), ("Since", parse("2025-06/.."))], [], ENGLISH_DATES
    )
    assert made is not None
    day, month, since = made.dates
    assert day.x1 == day.x2
    assert month.x1 < month.x2
    assert (month.edges, since.edges, since.x2) == ("soft", "open", 100)


def test_one_day_needs_no_picture() -> None:
    assert chronology([("Occurred", parse("2025-03-09"))], [parse("2025-03-09")], ENGLISH_DATES) is None
    assert chronology([], [], ENGLISH_DATES) is None


@given(st.dates(), st.integers(1, 1_000_000))
def test_an_axis_has_few_ticks_in_order(first: object, length: int) -> None:
    start = ordinal(str(first))
    last = min(start + length, ordinal("9999-12-31"))
    found = ticks(Scale(start, last), ENGLISH_DATES)
    assert len(found) <= 6
    assert [tick.x for tick in found] == sorted({tick.x for tick in found})


def test_words_end_where_a_band_ends_that_begins_far_right() -> None:
    made = chronology([("Occurred", parse("2025")), ("Disclosed", parse("2025-12-20"))], [], ENGLISH_DATES)
    assert made is not None
    assert [band.before for band in made.dates] == [False, True]


def test_mirrored_time_runs_from_the_right_and_nothing_else_changes() -> None:
    dates = [("Occurred", parse("2025-03")), ("Disclosed", parse("2025-12-20"))]
    events = [parse("2025-04"), parse("2025-11-05")]
    made, mirrored = (chronology(dates, events, ENGLISH_DATES, mirrored=turned) for turned in (False, True))
    assert made is not None
    assert mirrored is not None
    for band, turned in zip([*made.dates, *made.events], [*mirrored.dates, *mirrored.events], strict=True):
        assert turned.x1 == pytest.approx(100 - band.x1)
        assert turned.x2 == pytest.approx(100 - band.x2)
        assert (turned.y, turned.before, turned.edges) == (band.y, band.before, band.edges)
    assert [(tick.text, tick.anchor) for tick in mirrored.ticks] == [(tick.text, tick.anchor) for tick in made.ticks]


@pytest.mark.parametrize(("text", "unit"), [("2025-07", "month"), ("2025", "year"), ("2025-07-18/2025-07-20", "day")])
def test_the_axis_is_never_finer_than_the_least_precise_date(text: str, unit: str) -> None:
    chart = chronology([("Occurred", parse(text)), ("Disclosed", parse("2025-08-12"))], [], ENGLISH_DATES)
    assert chart is not None
    shown = {"day": r"\d{1,2} [A-Z][a-z]{2}( \d{4})?", "month": r"[A-Z][a-z]{2}( \d{4})?", "year": r"\d{4}"}
    assert [tick.text for tick in chart.ticks if not re.fullmatch(shown[unit], tick.text)] == []

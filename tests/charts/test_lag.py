"""The time from occurrence to disclosure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.charts.lag import LAG_GROUPS, Lag, lag, lag_group
from site_builder.language import ENGLISH
from site_builder.pages.lags import lag_words
from site_builder.records.dates import When
from site_builder.records.read_date import parse
from tests.charts.dates import whens

WORDS = [
    ("2026-02-01", "2026-02-26", "25 days later"),
    ("2026-02-25", "2026-02-26", "1 day later"),
    ("2026-02-25", "2026-02-25", "on the same day"),
    ("2025-12/2026-01", "2026-02-25", "25 to 86 days later"),
    ("2026-02", "2026-02-25", "within 24 days"),
    ("2025-12", "2026-04-15", "3 to 5 months later"),
    ("2021", "2025", "3 to 5 years later"),
    ("2024", "2025", "within 24 months"),
    ("2025-01-01/2025-12-31", "2025-06-01", "while it went on"),
    ("2026-02-24/2026-09-25", "2026-02-24", "on the day it began"),
    ("2026-02-01", "2026-02-26/..", "at least 25 days later"),
    ("2026-02-01~", "2026-02-26", "25 days later, by dates that are themselves uncertain"),
]


@pytest.mark.parametrize(("occurred", "disclosed", "expected"), WORDS)
def test_the_lag_is_told_no_more_precisely_than_the_dates(occurred: str, disclosed: str, expected: str) -> None:
    found = lag(parse(occurred), parse(disclosed))
    assert found is not None
    assert lag_words(found, ENGLISH) == expected


@pytest.mark.parametrize(
    ("occurred", "disclosed"), [(None, "2026"), ("2026", None), ("../2026", "2026"), ("2026-03", "2026-02-28")]
)
def test_without_a_beginning_or_a_disclosure_there_is_no_lag(occurred: str | None, disclosed: str | None) -> None:
    assert lag(parse(occurred) if occurred else None, parse(disclosed) if disclosed else None) is None


_days = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@given(_days, st.integers(0, 5000))
def test_any_days_that_the_dates_allow_lie_within_the_bounds(day: date, later: int) -> None:
    told = day + timedelta(later)
    for written in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        for written_told in (told.isoformat(), told.isoformat()[:7], told.isoformat()[:4]):
            found = lag(parse(written), parse(written_told))
            assert found is not None
            assert found.most is not None
            assert found.least <= later <= found.most


@given(whens, whens)
def test_every_lag_has_words_and_a_class(occurred: When, disclosed: When) -> None:
    found = lag(occurred, disclosed)
    assert lag_group(found) in LAG_GROUPS
    if found is not None:
        assert found.least >= 0
        assert found.most is None or found.most >= found.least
        assert lag_words(found, ENGLISH)


def test_a_lag_is_of_a_class_only_if_all_of_it_is() -> None:
    assert lag_group(Lag(3, 6)) == "week"
    assert lag_group(Lag(3, 8)) == "unclear"
    assert lag_group(Lag(400, 900)) == "longer"

"""Every incident is counted once, and bars are as high as their counts say."""

import re
from collections import Counter
from collections.abc import Iterable

from hypothesis import given

from site_builder.charts.density import HEIGHT, SLOT, Calendar, Layer, Row, Tally, calendar, spark, tally
from tests.charts.dates import MARKS, tallies

SEGMENT = re.compile(r"M(\d+) ([\d.]+)h(\d+)V([\d.]+)h-(\d+)z")


def segments(layers: Iterable[Layer]) -> list[tuple[int, int, float, float]]:
    """(mark, left, upper edge, lower edge) of each segment; fails on anything else in a path."""
    found = []
    for layer in layers:
        assert SEGMENT.sub("", layer.path) == ""
        for left, high, width, low, back in SEGMENT.findall(layer.path):
            assert width == back
            found.append((layer.mark, int(left), float(high), float(low)))
    return found


def total(counted: Tally) -> int:
    return sum(map(sum, counted.values()))


@given(tallies)
def test_every_incident_is_counted_once(counted: Tally) -> None:
    made = calendar(counted)
    assert (made is None) == (not counted)
    if made:
        assert sum(row.total for row in made.rows) + made.earlier == total(counted)
        periods = [(bar.year, bar.month) for row in made.rows for bar in row.bars]
        assert len(periods) == len(set(periods))
    small = spark(counted)
    if small:
        assert sum(bar.total for bar in small.bars) == total(counted)


def heights(row: Row, made: Calendar) -> dict[tuple[int, int], float]:
    """(slot, mark) -> count as drawn."""
    return {(left // SLOT, mark): (low - high) * made.top / HEIGHT for mark, left, high, low in segments(row.layers)}


@given(tallies)
def test_segments_are_as_high_as_their_counts_and_stay_in_the_picture(counted: Tally) -> None:
    made = calendar(counted)
    if made is None:
        return
    assert made.slots <= 12, "narrower bars could not be touched on a narrow screen"
    for row in made.rows:
        drawn = heights(row, made)
        expected = {(bar.x // SLOT, n): count for bar in row.bars for n, count in enumerate(bar.counts, 1) if count}
        assert drawn.keys() == expected.keys()
        assert all(abs(drawn[key] - expected[key]) <= 0.02 * made.top / HEIGHT for key in drawn)
        for _, left, high, low in segments(row.layers):
            assert 0 <= left < made.width
            assert 0 <= high < low <= HEIGHT


@given(tallies)
def test_segments_of_a_bar_stand_on_each_other(counted: Tally) -> None:
    made = spark(counted)
    if made is None:
        return
    bars: dict[int, list[tuple[float, float]]] = {}
    for _, left, high, low in segments(made.layers):
        assert 0 <= left < made.width
        bars.setdefault(left, []).append((high, low))
    for pieces in bars.values():
        ends = [HEIGHT, *(high for high, _ in pieces)]
        assert [low for _, low in pieces] == ends[:-1]
        assert ends[-1] >= 0


@given(tallies)
def test_a_small_picture_has_a_bar_for_each_stretch_of_time_with_its_counts(counted: Tally) -> None:
    made = spark(counted)
    if made is None:
        return
    lefts = sorted({left for _, left, _, _ in segments(made.layers)}, reverse=True)
    assert len(lefts) == len(made.bars)
    for bar in made.bars:
        assert made.first <= bar.first <= bar.last <= made.last
        inside = [counts for (year, month), counts in counted.items()
                  if bar.first <= year <= bar.last and bar.month in (0, month)]  # fmt: skip
        assert bar.counts == tuple(map(sum, zip(*inside, strict=True)))
        assert bar.total


def test_a_month_that_is_not_known_has_no_bar() -> None:
    made = calendar(tally([(2025, 0, 1), (2025, 3, 1), (2025, 3, 2)], MARKS))
    assert made is not None
    (row,) = made.rows
    assert [(bar.month, bar.total) for bar in row.bars] == [(3, 2)]
    assert (sum(row.undated), row.total) == (1, 3)


def test_a_long_timeline_goes_by_year_and_a_very_long_one_by_decades() -> None:
    years = calendar(tally([(year, 1, 1) for year in range(2015, 2027)], MARKS))
    assert years is not None
    assert (years.unit, len(years.rows), len(years.rows[0].bars)) == ("year", 1, 12)
    ages = calendar(tally([(year, 1, 1) for year in (987, 1999, *range(2000, 2027))], MARKS))
    assert ages is not None
    assert [row.first for row in ages.rows] == [2020, 2010, 2000, 1990, 980]


def test_the_newest_rows_come_first_and_what_is_older_is_counted() -> None:
    made = calendar(tally([(year, 1, 1) for year in range(1800, 2000, 5)], MARKS))
    assert made is not None
    assert [row.first for row in made.rows] == list(range(1990, 1890, -10))
    assert made.earlier == 20


def test_no_small_picture_of_a_single_bar() -> None:
    assert spark(tally([(2025, 3, 1)] * 5, MARKS)) is None
    assert spark({}) is None


def test_a_tally_counts_by_mark_the_newest_first() -> None:
    counted = tally([(2024, 1, 1), (2025, 0, 3), (2025, 0, 3), (2025, 7, 8)], 8)
    assert list(counted) == [(2025, 7), (2025, 0), (2024, 1)]
    assert Counter({n: c for n, c in enumerate(counted[2025, 0], 1) if c}) == {3: 2}

"""Dates and tallies that hypothesis makes up."""

from hypothesis import strategies as st

from site_builder.charts.density import Tally, tally
from site_builder.records.dates import When
from site_builder.records.read_date import parse

MARKS = 8

_points = st.dates().flatmap(
    lambda day: st.sampled_from(
        [f"{day.year:04}", f"{day.year:04}-{day.month:02}", f"{day.year:04}-{day.month:02}-{day.day:02}"]
    )
)
_sides = st.tuples(_points, st.sampled_from(["", "~", "?", "%"])).map("".join)


def _interval(sides: tuple[str, str]) -> str:
    first, last = sorted(sides, key=lambda side: side[:10])
    return f"{first}/{last}"


def _valid(text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


whens: st.SearchStrategy[When] = (
    st.one_of(
        _sides,
        st.tuples(_sides, _sides).map(_interval).filter(_valid),
        _sides.map(lambda side: f"{side}/.."),
        _sides.map(lambda side: f"../{side}"),
    )
).map(parse)

_found = st.tuples(st.integers(1, 9999), st.integers(0, 12), st.integers(1, MARKS))
_near = st.tuples(st.integers(2019, 2026), st.integers(0, 12), st.integers(1, MARKS))
tallies: st.SearchStrategy[Tally] = st.one_of(st.lists(_found, max_size=40), st.lists(_near, max_size=40)).map(
    lambda found: tally(found, MARKS)
)

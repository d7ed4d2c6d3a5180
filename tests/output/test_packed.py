"""Promises of texts held packed."""

from hypothesis import given
from hypothesis import strategies as st

from site_builder.output import packed
from site_builder.output.packed import Packed


@given(st.dictionaries(st.integers(), st.binary(), max_size=50))
def test_what_is_put_comes_back_packed_or_not(values: dict[int, bytes]) -> None:
    before, packed.PLAIN = packed.PLAIN, 5
    try:
        held = Packed[int]()
        assert all(held.get(key) is None for key in values)
        assert [held.put(key, value) for key, value in values.items()] == list(values.values())
        assert [held.get(key) for key in values] == list(values.values())
    finally:
        packed.PLAIN = before

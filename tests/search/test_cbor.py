"""CBOR: what is written is read again, and the bytes are those of the standard."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.search.cbor import decode, encode

VALUES = st.recursive(st.integers(-(2**40), 2**40) | st.text(), st.lists, max_leaves=20)


@given(VALUES)
def test_what_is_written_is_read_again(value: Any) -> None:
    assert decode(encode(value)) == value


@pytest.mark.parametrize(
    ("value", "data"),  # RFC 8949, appendix A
    [
        (0, "00"), (23, "17"), (24, "1818"), (1000, "1903e8"), (1000000, "1a000f4240"),
        (1000000000000, "1b000000e8d4a51000"), (-1, "20"), (-1000, "3903e7"), ("", "60"), ("ü", "62c3bc"),
        ([], "80"), ([1, [2, 3], [4, 5]], "8301820203820405"),
    ],
)  # fmt: skip
def test_the_bytes_are_those_of_the_standard(value: Any, data: str) -> None:
    assert encode(value) == bytes.fromhex(data)
    assert decode(bytes.fromhex("ff" + data), 1) == value


@pytest.mark.parametrize("data", ["", "19", "8201", "f6", "1f", "a0"])
def test_what_is_not_of_these_kinds_or_ends_too_early_is_an_error(data: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(bytes.fromhex(data))

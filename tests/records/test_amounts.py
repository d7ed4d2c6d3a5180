"""Amounts are no more precise than written, and what was meant is suggested only where it is certain."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.problems import ContentError
from site_builder.records.amounts import Amount, amount, nearest_amount


@pytest.mark.parametrize(
    ("written", "data"),
    [
        ("150", {"value": 150, "approximate": False}),
        ("220000000~", {"value": 220_000_000, "approximate": True}),
        ("1.50", {"value": 1.5, "approximate": False}),
        ({"min": "20"}, {"min": 20, "approximate": False}),
        ({"min": "0.5", "max": "30"}, {"min": 0.5, "max": 30, "approximate": False}),
    ],
)
def test_an_amount_as_data(written: object, data: dict[str, object]) -> None:
    assert amount(written).as_data() == data


def test_digits_are_kept_as_written() -> None:
    assert amount("007.50~") == Amount(value="007.50", approximate=True)


@pytest.mark.parametrize(
    "written", ["", "-5", "+5", "1e6", ".5", "5.", "1,000", "٣", "5~~", "~5", "nan", "1_000", "9" * 400]
)
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(ContentError) as caught:
        amount(written)
    assert caught.value.code == "field-type"


def test_bounds_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ContentError) as caught:
        amount({"min": "30", "max": "20.5"})
    assert (caught.value.code, caught.value.suggestion) == ("amount-order", "{min: 20.5, max: 30}")


@pytest.mark.parametrize("bound", ["mni", "about"])
def test_an_unknown_bound_is_named(bound: str) -> None:
    with pytest.raises(ContentError) as caught:
        amount({"max": "1", bound: "2"})
    assert (caught.value.code, caught.value.inside) == ("field-unknown", bound)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1,234,567", "1234567"), ("1.5 million", "1500000"), ("2bn", "2000000000"), ("€ 5", "5"), ("c. 40", "40~"),
        ("20–30", "{min: 20, max: 30}"), ("20 to 30k", "{min: 20, max: 30000}"), (">= 20", "{min: 20}"),
        ("at least 20", "{min: 20}"), ("20 or more", "{min: 20}"), ("up to 5", "{max: 5}"), ("1,5", None),
        ("dozens", None),
    ],
)  # fmt: skip
def test_what_was_meant_is_suggested_where_it_is_certain(written: str, meant: str | None) -> None:
    assert nearest_amount(written) == meant


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    nearest_amount(text)
    with suppress(ContentError):
        amount(text).as_data()

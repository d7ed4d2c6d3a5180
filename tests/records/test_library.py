"""Origins: how many accounts stand behind a record."""

import pytest

from site_builder.records.library import origins_of

Sources = list[tuple[str, str, tuple[str, ...]]]


@pytest.mark.parametrize(
    ("sources", "origins"),
    [
        ([("a", "reporting", ()), ("b", "analysis", ())], ("a", "b")),
        ([("a", "reporting", ()), ("b", "analysis", ("a",)), ("c", "social", ("b",))], ("a",)),
        ([("a", "reporting", ()), ("b", "primary", ()), ("c", "analysis", ("a", "b"))], ("a", "b")),
        ([("a", "aggregator", ()), ("b", "machine-generated", ()), ("c", "reporting", ("b",))], ()),
        ([("a", "reporting", ("b",)), ("b", "reporting", ("a",))], ()),
        ([("a", "reporting", ("gone",))], ("a",)),
    ],
)
def test_origins_are_the_ends_of_based_on_that_can_be_origins(sources: Sources, origins: tuple[str, ...]) -> None:
    assert origins_of(sources) == origins

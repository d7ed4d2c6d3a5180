"""Edges on circles are found, all of them and no others."""

import time

from hypothesis import given
from hypothesis import strategies as st

from site_builder.records.circles import on_circles

NODES = st.sampled_from("abcdefg")


def reachable(edges: dict[str, list[str]], start: str) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo += edges.get(node, [])
    return seen


@given(st.dictionaries(NODES, st.lists(NODES, max_size=3)))
def test_an_edge_lies_on_a_circle_if_its_start_can_be_reached_from_its_end(edges: dict[str, list[str]]) -> None:
    expected = [(a, b) for a, ends in edges.items() for b in dict.fromkeys(ends) if a in reachable(edges, b)]
    assert list(on_circles(edges)) == expected


def test_a_node_that_leads_to_itself_is_a_circle() -> None:
    assert list(on_circles({"a": ["a"], "b": ["a"]})) == [("a", "a")]


def test_long_chains_and_circles_take_no_time() -> None:
    chain = {str(n): [str(n + 1)] for n in range(50_000)}
    start = time.perf_counter()
    assert list(on_circles(chain)) == []
    assert len(list(on_circles({**chain, "50000": ["0"]}))) == 50_001
    assert time.perf_counter() - start < 5

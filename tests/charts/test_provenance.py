"""Which source rests on which."""

import re

from hypothesis import given
from hypothesis import strategies as st

from site_builder.charts.provenance import Given, Provenance, provenance

KEYS = "abcdefghij"


@st.composite
def webs(draw: st.DrawFn) -> list[Given]:
    """Sources that name any others, circles too: a record with an error is shown by `serve` all the same."""
    keys = draw(st.permutations(KEYS[: draw(st.integers(1, len(KEYS)))]))
    some = st.lists(st.sampled_from([*keys, "missing"]), max_size=3)
    return [Given(key, tuple(draw(some)), draw(st.sampled_from([None, *keys]))) for key in keys]


@given(webs())
def test_every_source_has_its_own_row_right_of_and_below_what_it_rests_on(sources: list[Given]) -> None:
    made = provenance(sources)
    if made is None:
        return
    assert sorted(node.key for node in made.nodes) == sorted(source.key for source in sources)
    assert [node.row for node in made.nodes] == list(range(len(sources)))
    place = {node.key: node for node in made.nodes}
    for edge in made.edges:
        start, end = place[edge.start], place[edge.end]
        assert start.row < end.row
        assert start.layer < end.layer
        assert start.x < end.x
    assert all(0 < node.x < made.width for node in made.nodes)


LINE = re.compile(r"M(\d+) (\d+)(?:V9999|V6q0 8 8 8H(\d+))")


@given(webs())
def test_each_row_draws_its_own_part_of_every_line(sources: list[Given]) -> None:
    made = provenance(sources)
    if made is None:
        return
    place = {node.key: node for node in made.nodes}
    for dashed in (False, True):
        drawn = [LINE.findall(node.dashed if dashed else node.solid) for node in made.nodes]
        wanted: list[set[tuple[str, str, str]]] = [set() for _ in made.nodes]
        for edge in made.edges:
            if edge.dashed is dashed:
                start, end = place[edge.start], place[edge.end]
                wanted[start.row].add((str(start.x), "14", ""))
                for row in range(start.row + 1, end.row):
                    wanted[row].add((str(start.x), "0", ""))
                wanted[end.row].add((str(start.x), "0", str(end.x)))
        assert [set(lines) for lines in drawn] == wanted
        assert all(len(lines) == len(set(lines)) for lines in drawn)


@given(st.integers(2, 9))
def test_a_long_chain_leaves_a_narrow_screen_room_for_words(length: int) -> None:
    chain = [Given(KEYS[n], (KEYS[n - 1],) if n else ()) for n in range(length)]
    made = provenance(chain)
    assert made
    assert made.width <= 150


def drawn(made: Provenance | None) -> set[tuple[str, str, bool]]:
    assert made is not None
    return {(edge.start, edge.end, edge.dashed) for edge in made.edges}


@given(webs())
def test_lines_are_what_the_record_says(sources: list[Given]) -> None:
    made = provenance(sources)
    if made is None:
        return
    said = {(key, source.key) for source in sources for key in source.based_on}
    through = {(source.key, source.via) for source in sources if source.via}
    for start, end, dashed in drawn(made):
        assert (start, end) in (through if dashed else said)


def test_four_articles_on_one_report_have_one_origin_before_them() -> None:
    made = provenance([*(Given(key, ("report",)) for key in "abcd"), Given("report")])
    assert drawn(made) == {("report", key, False) for key in "abcd"}
    assert made is not None
    assert made.nodes[0].key == "report"
    assert [node.layer for node in made.nodes] == [0, 1, 1, 1, 1]


def test_a_source_known_only_through_another_is_tied_to_it_by_a_dashed_line() -> None:
    made = provenance([Given("article", ("report",)), Given("report", (), "article"), Given("told", (), "article")])
    assert drawn(made) == {("report", "article", True), ("told", "article", True)}


def test_sources_that_rest_on_none_need_no_drawing() -> None:
    assert provenance([Given("a"), Given("b")]) is None

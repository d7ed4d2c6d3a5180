from pathlib import Path

import pytest
from lxml import etree

from tests.benchmark.chart import chart
from tests.benchmark.results import BEGIN, END, Measured, Results, amount, load, put_between, ratio, save, tables
from tests.benchmark.tools import PROJECT

RESULTS = Results(
    {"Hugo": "1.2"},
    (
        Measured(100, "cold", "timeline", (0.9, 0.5, 0.6)),
        Measured(100, "cold", "hugo", (1.2, 2.0, 1.1)),
        Measured(1000, "cold", "timeline", (5.0,)),
        Measured(1000, "cold", "hugo", (), "over 600 s"),
        Measured(1000, "added", "timeline", (12.0,), "99 with them"),
        Measured(1000, "memory", "timeline", (140.4,)),
    ),
)


def test_ours_stands_beside_each_peer_as_a_part_of_its_median() -> None:
    assert "| cold build | 600 ms | 1.2 s (0.5) |" in tables(RESULTS)


def test_what_was_not_measured_has_a_reason_and_no_number() -> None:
    assert "| cold build | 5.0 s | over 600 s |" in tables(RESULTS)


def test_a_tool_that_was_absent_has_no_column() -> None:
    assert "Pelican" not in tables(RESULTS)


def test_there_is_no_ratio_without_both_numbers() -> None:
    assert [ratio(None, 1.0), ratio(1.0, None), ratio(1.0, 0.0), ratio(1.0, 4.0)] == [None, None, None, 0.25]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.0123, "s", "12 ms"),
        (1.23, "s", "1.2 s"),
        (12.3, "s", "12 s"),
        (1234.0, "s", "1,234 s"),
        (140.4, "MB", "140 MB"),
        (12.0, "", "12"),
    ],
)
def test_amounts_are_as_precise_as_they_are_worth(value: float, unit: str, text: str) -> None:
    assert amount(value, unit) == text


def test_results_come_back_from_their_file(tmp_path: Path) -> None:
    save(RESULTS, tmp_path / "kept/results.json")
    assert load(tmp_path / "kept/results.json") == RESULTS


def test_a_newer_measurement_replaces_only_its_own() -> None:
    newer = RESULTS.with_({"Hugo": "1.3"}, [Measured(100, "cold", "hugo", (3.0,))])
    assert len(newer.measured) == len(RESULTS.measured)
    assert "| cold build | 600 ms | 3.0 s (0.2) |" in tables(newer)


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    assert put_between(f"a\n{BEGIN}\nold\n{END}\nb\n", "new") == f"a\n{BEGIN}\nnew\n{END}\nb\n"


def test_the_page_on_performance_has_the_marks() -> None:
    page = (PROJECT / "docs/performance.md").read_text(encoding="utf-8")
    assert page.index(BEGIN) < page.index(END)


def test_the_chart_is_well_formed_with_every_point_inside() -> None:
    root = etree.fromstring(chart(RESULTS).encode())
    width, height = float(root.get("width")), float(root.get("height"))
    circles = root.findall(".//{*}circle")
    assert len(circles) == 4  # cold: two of ours, one of Hugo's; memory: one
    assert all(0 < float(circle.get("cx")) < width for circle in circles)
    assert all(0 < float(circle.get("cy")) < height for circle in circles)


def test_a_slower_tool_is_drawn_higher() -> None:
    root = etree.fromstring(chart(RESULTS).encode())
    heights = {mark.get("class"): float(mark.get("cy")) for mark in reversed(root.findall(".//{*}circle"))}
    assert heights["mark hugo"] < heights["mark timeline"]

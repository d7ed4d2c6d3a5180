from dataclasses import replace
from pathlib import Path

from tests.benchmark.results import ROWS
from tests.benchmark.rows import Case, measure
from tests.benchmark.timeline import records
from tests.benchmark.tools import tools

OURS = tools()[0]


def _case(root: Path) -> Case:
    OURS.write(root, 3)
    return Case(OURS, root, next(records(1)))


def test_each_edit_of_a_record_puts_a_new_title_in_place_of_the_last(tmp_path: Path) -> None:
    case = _case(tmp_path / "site")
    path = case.root / OURS.record_path(case.record)
    before = path.read_text(encoding="utf-8")
    first, _ = case.change_record()
    second, _ = case.change_record()
    after = path.read_text(encoding="utf-8")
    assert first not in after
    assert after == before.replace(next(records(1)).title, second, 1)


def test_each_edit_of_the_template_puts_a_new_line_in_place_of_the_last(tmp_path: Path) -> None:
    case = _case(tmp_path / "site")
    path = case.root / OURS.template
    before = path.read_text(encoding="utf-8")
    first, _ = case.change_template()
    second, _ = case.change_template()
    after = path.read_text(encoding="utf-8")
    assert first not in after
    assert after.replace(f"<p>{second}</p>", "") == before


def test_every_row_but_those_of_the_server_is_measured_for_a_builder(tmp_path: Path) -> None:
    work = tmp_path / "work"
    found = list(measure([replace(OURS, serve=None)], 3, 1, work, lambda _: None))
    assert {one.row for one in found} == {row for row in ROWS if not row.startswith(("start", "save"))}
    assert all(one.values for one in found if one.row != "memory")
    assert not work.exists()


def test_a_tool_that_cannot_build_is_reported_and_left_out_of_the_other_rows(tmp_path: Path) -> None:
    broken = replace(OURS, id="hugo", build=(*(OURS.build or ()), "--no-such-option"), serve=None)
    found = {one.row: one for one in measure([broken], 3, 1, tmp_path / "work", lambda _: None)}
    assert not found["cold"].values
    assert found["cold"].note == "failed with status 2"
    assert "unchanged" not in found

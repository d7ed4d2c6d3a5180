"""The index is made of the pages of incidents, put in place as a whole, and made again only when they change."""

import stat
from pathlib import Path

import pytest

from site_builder.search import index
from tests.scripts.visit import build, inputs
from tests.sites import record

RECORDS = {"first": record(title="The first thing"), "second": record(title="The second thing")}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return build(tmp_path, RECORDS)


def names(out: Path) -> set[str]:
    return {path.name for path in out.iterdir() if "pagefind" in path.name}


def inode(out: Path) -> int:
    return (out / "pagefind").stat().st_ino


def test_it_holds_every_incident_and_nothing_of_pagefinds_own_pages(out: Path) -> None:
    assert index.make_index(out, inputs(out)) == index.Indexed("made", 2)
    found = {path.name.partition(".")[0] for path in (out / "pagefind").iterdir()}
    assert found == {"pagefind", "pagefind-entry", "wasm", "index", "filter", "fragment", "packed", "made-from"}
    assert len(list((out / "pagefind/fragment").iterdir())) == 2
    assert names(out) == {"pagefind"}


def test_it_stays_as_it_is_while_the_pages_of_incidents_do(out: Path) -> None:
    index.make_index(out, inputs(out))
    before = inode(out)
    (out / "index.html").write_text("another home page", encoding="utf-8")
    assert index.make_index(out, inputs(out)).outcome == "unchanged"
    assert inode(out) == before


def test_it_is_made_again_when_a_page_of_an_incident_changes(out: Path) -> None:
    index.make_index(out, inputs(out))
    page = out / "incidents/first/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("first thing", "other thing"), encoding="utf-8")
    assert index.is_stale(out, inputs(out))
    assert index.make_index(out, inputs(out)).outcome == "made"
    assert not index.is_stale(out, inputs(out))


def test_an_index_that_somebody_has_emptied_is_made_again(out: Path) -> None:
    index.make_index(out, inputs(out))
    (out / "pagefind/pagefind-entry.json").unlink()
    assert index.make_index(out, inputs(out)).outcome == "made"


def test_a_site_without_incidents_has_an_empty_index(tmp_path: Path) -> None:
    out = build(tmp_path, {})
    assert index.make_index(out, inputs(out)) == index.Indexed("made", 0)
    assert index.make_index(out, inputs(out)).outcome == "unchanged"


def test_a_folder_of_somebody_else_is_left_alone(out: Path) -> None:
    (out / "pagefind").mkdir()
    (out / "pagefind/mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(index.SearchError, match="not made by this program"):
        index.make_index(out, inputs(out))
    index.remove_index(out)
    assert (out / "pagefind/mine.txt").read_text(encoding="utf-8") == "mine"
    assert names(out) == {"pagefind"}


def test_when_pagefind_fails_the_old_index_stays_and_the_error_says_why(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.make_index(out, inputs(out))
    before = inode(out)
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho 'the disk is on fire' >&2\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(broken))
    with pytest.raises(index.SearchError, match="the disk is on fire"):
        index.make_index(out, "another digest")
    assert inode(out) == before
    assert names(out) == {"pagefind"}


def test_without_pagefind_the_error_says_what_to_do(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "nowhere"))
    with pytest.raises(index.SearchError) as raised:
        index.make_index(out, inputs(out))
    assert "--no-search" in raised.value.hint


def test_what_a_killed_run_has_left_is_put_right(out: Path) -> None:
    index.make_index(out, inputs(out))
    (out / "pagefind").rename(out / f"{index.OLD}1")
    (out / f"{index.PREPARING}x").mkdir()
    assert index.make_index(out, inputs(out)).outcome == "unchanged"
    assert names(out) == {"pagefind"}


def test_settings_of_the_surroundings_do_not_count(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pagefind.toml").write_text('glob = "nothing"\n', encoding="utf-8")
    monkeypatch.setenv("PAGEFIND_FORCE_LANGUAGE", "de")
    index.make_index(out, inputs(out))
    assert len(list((out / "pagefind/fragment").iterdir())) == 2
    assert (out / "pagefind/wasm.en.pagefind").is_file()


def test_everybody_may_read_it(out: Path) -> None:
    index.make_index(out, inputs(out))
    assert stat.S_IMODE((out / "pagefind").stat().st_mode) & 0o555 == 0o555


def test_a_build_without_search_takes_our_index_away(out: Path) -> None:
    index.make_index(out, inputs(out))
    index.remove_index(out)
    assert names(out) == set()
    assert any(out.iterdir())

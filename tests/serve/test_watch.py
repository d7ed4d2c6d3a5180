"""What is heard of changed files, however they were changed; and that nothing else is heard."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pytest

from site_builder.serve.watch import MANY, Changes, Watcher, is_noise, watch
from tests.serve.folder_site import wait_until


class Heard:
    """The sets that a watcher gave out so far."""

    def __init__(self) -> None:
        self.sets: list[Changes] = []

    def paths(self) -> set[Path]:
        return {path for changes in self.sets for path in changes or ()}

    def wait_for(self, *paths: Path) -> None:
        wait_until(lambda: None in self.sets or set(paths) <= self.paths())


@contextmanager
def hearing(*places: Path, poll: bool = False) -> Iterator[tuple[Watcher, Heard]]:
    heard = Heard()
    with watch(places, poll=poll) as watcher:
        thread = threading.Thread(target=lambda: heard.sets.extend(watcher))
        thread.start()
        yield watcher, heard
        watcher.close()
        thread.join(20)
    assert not thread.is_alive()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "incidents/2026").mkdir(parents=True)
    (folder / "incidents/2026/a.yaml").write_text("title: A\n")
    (tmp_path / "elsewhere").mkdir()
    return folder


def in_place(file: Path, _: Path) -> None:
    file.write_text("title: B\n")


def over_it(file: Path, _: Path) -> None:
    temporary = file.with_name(".a.yaml.tmp")
    temporary.write_text("title: B\n")
    temporary.replace(file)


def from_elsewhere(file: Path, elsewhere: Path) -> None:
    (elsewhere / "x").write_text("title: B\n")
    (elsewhere / "x").replace(file)


def with_backup(file: Path, _: Path) -> None:
    file.replace(f"{file}~")
    file.write_text("title: B\n")


def twice(file: Path, _: Path) -> None:
    file.write_text("title: B\n")
    file.write_text("title: C\n")


def deleted(file: Path, _: Path) -> None:
    file.unlink()


def moved_away(file: Path, elsewhere: Path) -> None:
    file.replace(elsewhere / "x")


SAVES = [in_place, over_it, from_elsewhere, with_backup, twice, deleted, moved_away]


@pytest.mark.parametrize("poll", [False, True], ids=["events", "poll"])
@pytest.mark.parametrize("save", SAVES, ids=lambda save: save.__name__)
def test_a_save_is_heard_and_nothing_else(content: Path, poll: bool, save: object) -> None:
    file = content / "incidents/2026/a.yaml"
    with hearing(content, poll=poll) as (_, heard):
        assert callable(save)
        save(file, content.parent / "elsewhere")
        heard.wait_for(file)
        assert heard.paths() == {file}


def test_a_file_that_is_still_being_written_is_not_passed_on(content: Path) -> None:
    file = content / "incidents/2026/a.yaml"
    sizes: list[int] = []
    with watch([content]) as watcher:
        thread = threading.Thread(target=lambda: sizes.extend(file.stat().st_size for _ in watcher))
        thread.start()
        with file.open("w") as opened:  # empty from here on
            time.sleep(0.02)
            opened.write("title: B\n")
        wait_until(lambda: sizes)
        watcher.close()
        thread.join(20)
    assert 0 not in sizes


def test_files_moved_away_hold_nothing_back(content: Path) -> None:
    """watchdog itself holds back what comes after one for half a second: six of them took three."""
    elsewhere, file = content.parent / "elsewhere", content / "incidents/2026/a.yaml"
    for number in range(6):
        (content / f"{number}.md").write_text("x")
    with hearing(content) as (_, heard):
        started = time.monotonic()
        for number in range(6):
            (content / f"{number}.md").replace(elsewhere / f"{number}.md")
            heard.wait_for(content / f"{number}.md")
        file.write_text("title: B\n")
        heard.wait_for(file)
        assert time.monotonic() - started < 2.5


@pytest.mark.parametrize("poll", [False, True], ids=["events", "poll"])
def test_files_in_a_new_folder_are_heard_even_if_they_were_faster(content: Path, poll: bool) -> None:
    with hearing(content, poll=poll) as (_, heard):
        folder = content / "incidents/2027/deep"
        folder.mkdir(parents=True)
        files = [folder / f"{number}.yaml" for number in range(40)]
        for file in files:
            file.write_text("x")
        heard.wait_for(*files)


def test_a_folder_moved_in_brings_its_files(content: Path) -> None:
    folder = content.parent / "elsewhere/2027"
    folder.mkdir()
    (folder / "b.yaml").write_text("x")
    with hearing(content) as (_, heard):
        folder.rename(content / "incidents/2027")
        heard.wait_for(content / "incidents/2027/b.yaml")
        (content / "incidents/2027/b.yaml").write_text("y")
        heard.wait_for(content / "incidents/2027/b.yaml")


def test_a_checkout_of_many_files_is_few_sets(content: Path) -> None:
    files = [content / f"incidents/2026/{number}.yaml" for number in range(300)]
    with hearing(content) as (_, heard):
        for file in files:
            file.write_text("x")
        heard.wait_for(*files)
        assert len(heard.sets) < 30


def test_where_events_may_be_lost_everything_may_have_changed(content: Path) -> None:
    folder = content.parent / "elsewhere/many"
    folder.mkdir()
    for number in range(MANY + 1):
        (folder / f"{number}.yaml").touch()
    with hearing(content) as (_, heard):
        folder.rename(content / "many")
        wait_until(lambda: None in heard.sets)


def test_a_deleted_folder_is_watched_again_when_it_is_back(content: Path) -> None:
    with hearing(content) as (_, heard):
        shutil.rmtree(content)
        heard.wait_for(content)
        heard.sets.clear()
        (content / "incidents").mkdir(parents=True)
        (content / "incidents/b.yaml").write_text("x")
        heard.wait_for(content / "incidents/b.yaml")
        heard.sets.clear()
        (content / "incidents/b.yaml").write_text("y")
        heard.wait_for(content / "incidents/b.yaml")


@pytest.mark.parametrize("poll", [False, True], ids=["events", "poll"])
def test_a_folder_that_comes_later_is_watched_from_then_on(content: Path, poll: bool) -> None:
    templates = content.parent / "templates"
    with hearing(content, templates, poll=poll) as (_, heard):
        templates.mkdir()
        (templates / "base.html").write_text("x")
        heard.wait_for(templates / "base.html")
        heard.sets.clear()
        (templates / "base.html").write_text("xy")
        heard.wait_for(templates / "base.html")


def test_a_folder_that_takes_the_place_of_another_is_watched(content: Path) -> None:
    other = content.parent / "other"
    other.mkdir()
    (other / "b.yaml").write_text("x")
    with hearing(content) as (_, heard):
        content.rename(content.parent / "before")
        other.rename(content)
        heard.wait_for(content / "b.yaml")
        heard.sets.clear()
        (content.parent / "before/incidents/2026/a.yaml").write_text("not ours any more")
        (content / "b.yaml").write_text("y")
        heard.wait_for(content / "b.yaml")
        assert heard.paths() == {content / "b.yaml"}


def test_a_single_file_is_watched_before_it_is_there(content: Path) -> None:
    file = content.parent / "netlify.toml"
    with hearing(content, file) as (_, heard):
        (content.parent / "package.json").write_text("{}")
        file.write_text("x")
        heard.wait_for(file)
        assert heard.paths() == {file}


def test_a_folder_reached_by_a_link_is_heard_under_the_name_it_was_given(content: Path) -> None:
    link = content.parent / "link"
    link.symlink_to(content)
    with hearing(link) as (_, heard):
        (content / "incidents/2026/a.yaml").write_text("x")
        heard.wait_for(link / "incidents/2026/a.yaml")


@pytest.mark.parametrize("poll", [False, True], ids=["events", "poll"])
def test_what_editors_and_git_leave_is_not_heard(content: Path, poll: bool) -> None:
    last = content / "incidents/2026/last.yaml"
    (content / ".git").mkdir()
    with hearing(content, poll=poll) as (watcher, heard):
        (content / ".git/index").write_text("x")
        for name in (".a.yaml.swp", "a.yaml~", "#a.yaml#"):
            (content / "incidents/2026" / name).write_text("x")
        # Emacs marks an open file with a link to nowhere.
        (content / "incidents/2026/.#a.yaml").symlink_to("somebody@host.1234")
        last.write_text("x")
        heard.wait_for(last)
        assert heard.paths() == {last}
        assert watcher.heard == watcher.taken


def test_reading_is_not_heard(content: Path) -> None:
    last = content / "last.yaml"
    with hearing(content) as (_, heard):
        for _ in range(5):
            (content / "incidents/2026/a.yaml").read_text()
            list(content.rglob("*"))
        last.write_text("x")
        heard.wait_for(last)
        assert heard.paths() == {last}


def test_static_files_are_heard_whatever_their_names() -> None:
    assert not is_noise(PurePosixPath("static/.well-known/security.txt"))
    assert not is_noise(PurePosixPath("static/a~"))
    assert is_noise(PurePosixPath("static/.#a"))
    assert is_noise(PurePosixPath("pages/.a.md.swp"))
    assert not is_noise(PurePosixPath("pages/a.md"))


def test_what_was_heard_and_not_yet_taken_shows(content: Path) -> None:
    with watch([content]) as watcher:
        (content / "incidents/2026/a.yaml").write_text("x")
        wait_until(lambda: watcher.heard > 0)
        assert watcher.taken == 0
        next(iter(watcher))
        assert watcher.taken > 0


def test_a_folder_whose_parents_come_later_is_watched(tmp_path: Path) -> None:
    with hearing(tmp_path / "a/b/c") as (_, heard):
        (tmp_path / "a/b/c").mkdir(parents=True)
        (tmp_path / "a/b/c/file").write_text("x")
        heard.wait_for(tmp_path / "a/b/c/file")

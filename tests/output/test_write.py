import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.output.family import Member
from site_builder.output.folder import OutputRefusedError
from site_builder.output.making import Job, Result, make_in_turn
from site_builder.output.names import MANIFEST
from site_builder.output.output import Output, collect
from site_builder.output.staging import staging_places
from site_builder.output.write import CollisionError, write
from tests.output.helpers import everything_in, families, files_in, outputs, paths, put, write_tree

SITE = {"index.html": b"home", "tags/a/index.html": b"a", "tags/b/index.html": b"b", "feed.xml": b"<rss/>"}


def fails() -> bytes:
    raise ZeroDivisionError


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public"


def test_the_first_write_makes_every_file_and_nothing_beside_the_folder(out: Path) -> None:
    done = write_tree(SITE, out)
    assert files_in(out) == SITE
    assert (done.written, done.unchanged, done.removed) == (tuple(sorted(SITE)), 0, ())
    assert os.listdir(out.parent) == ["public"]  # noqa: PTH208  # the names as they are
    assert oct(out.stat().st_mode & 0o777) == oct((out / "tags").stat().st_mode & 0o777)


def test_modes_do_not_let_others_write_whatever_the_umask(out: Path) -> None:
    before = os.umask(0)
    try:
        write_tree(SITE, out)
    finally:
        os.umask(before)
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in [out, *out.rglob("*")]}
    assert modes == {True: 0o755, False: 0o644}


def test_what_is_known_is_not_made_and_what_is_the_same_is_not_touched(out: Path) -> None:
    write_tree(SITE, out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}

    never = families(
        output._replace(make=fails, pieces=output.pieces and breaks_off) for output in outputs(SITE).values()
    )
    done = write(never, out, root=out.parent, protected=[])
    assert (done.written, done.unchanged, done.removed) == ((), 4, ())
    other_digests = families(output._replace(digest="new") for output in outputs(SITE).values())
    done = write(other_digests, out, root=out.parent, protected=[])
    assert (done.written, done.unchanged, done.removed) == ((), 4, ())
    del before[out / MANIFEST]
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_only_changed_files_are_written_and_those_no_longer_made_are_removed_with_their_folders(
    out: Path,
) -> None:
    write_tree(SITE, out)
    done = write_tree({"index.html": b"new", "feed.xml": b"<rss/>", "tags/a/index.html": b"a"}, out)
    assert (done.written, done.unchanged, done.removed) == (("index.html",), 2, ("tags/b/index.html",))
    assert not (out / "tags/b").exists()
    assert (out / "tags/a").is_dir()


@pytest.mark.parametrize("damage", [b"edited!", b"hOme", None])
def test_a_page_edited_or_deleted_by_hand_is_made_again(out: Path, damage: bytes | None) -> None:
    write_tree(SITE, out)
    (out / "index.html").unlink() if damage is None else (out / "index.html").write_bytes(damage)
    assert write_tree(SITE, out).written == ("index.html",)
    assert files_in(out) == SITE


def test_foreign_files_and_the_folders_they_are_in_stay(out: Path) -> None:
    write_tree(SITE, out)
    foreign = {"pagefind/index.js": b"x", "tags/b/note.txt": b"mine", ".htaccess": b"y"}
    put(out, foreign)
    write_tree({"index.html": b"home"}, out)
    assert files_in(out) == {"index.html": b"home", **foreign}


def test_a_folder_with_files_and_no_manifest_is_refused_and_left_as_it_is(out: Path) -> None:
    put(out, {"precious.txt": b"mine"})
    with pytest.raises(OutputRefusedError, match="public is not empty") as refused:
        write_tree(SITE, out)
    assert "--out" in refused.value.hint
    assert everything_in(out.parent) == {"public": None, "public/precious.txt": b"mine"}


@pytest.mark.parametrize(
    ("foreign", "planned"),
    [
        ("about/index.html", "about/index.html"),
        ("about", "about/index.html"),
        ("about/note.txt", "about"),
    ],
)
def test_a_foreign_file_in_the_way_is_named_and_nothing_changes(out: Path, foreign: str, planned: str) -> None:
    write_tree(SITE, out)
    put(out, {foreign: b"mine"})
    before = everything_in(out.parent)
    with pytest.raises(OutputRefusedError, match=foreign):
        write_tree({**SITE, "index.html": b"new", planned: b"ours"}, out)
    assert everything_in(out.parent) == before


def test_a_foreign_file_that_is_what_we_would_write_is_ours_from_then_on(out: Path) -> None:
    write_tree(SITE, out)
    put(out, {"about/index.html": b"same"})
    assert write_tree({**SITE, "about/index.html": b"same"}, out).written == ()
    assert write_tree(SITE, out).removed == ("about/index.html",)


@pytest.mark.parametrize("link", ["tags", "tags/a", "tags/a/index.html"])
def test_nothing_is_written_or_removed_behind_a_symbolic_link(out: Path, link: str) -> None:
    write_tree(SITE, out)
    elsewhere = out.parent / "elsewhere"
    put(elsewhere, {"a/index.html": b"theirs", "index.html": b"theirs", "b/index.html": b"theirs"})
    (out / link).rename(out.parent / "away")
    (out / link).symlink_to(elsewhere if (out.parent / "away").is_dir() else elsewhere / "index.html")
    before = everything_in(elsewhere)
    with pytest.raises(OutputRefusedError, match=link):
        write_tree({**SITE, "tags/a/index.html": b"changed"}, out)
    write_tree({"index.html": b"home"}, out)
    assert everything_in(elsewhere) == before
    assert (out / link).is_symlink()


@pytest.mark.parametrize(("old", "new"), [("a", "a/b"), ("a/b", "a"), ("a/b/c", "a"), ("a/b/c", "a/b")])
def test_a_file_of_ours_makes_room_for_a_folder_and_the_other_way_round(out: Path, old: str, new: str) -> None:
    write_tree({old: b"old", "index.html": b"home"}, out)
    done = write_tree({new: b"new", "index.html": b"home"}, out)
    assert files_in(out) == {new: b"new", "index.html": b"home"}
    assert (done.written, done.removed) == ((new,), (old,))


@pytest.mark.parametrize("content", [b"new", b"old"])
def test_a_file_renamed_in_case_survives_where_both_names_are_one_file(out: Path, content: bytes) -> None:
    write_tree({"Logo.svg": b"old"}, out)
    (out / "logo.svg").hardlink_to(out / "Logo.svg")  # as a file system that ignores case shows it
    write_tree({"logo.svg": content}, out)
    assert files_in(out) == {"logo.svg": content}
    assert (out / "logo.svg").stat().st_nlink == 1


def breaks_off() -> Iterator[bytes]:
    yield b"begun"
    fails()


@pytest.mark.parametrize("pieces", [None, breaks_off])
@pytest.mark.parametrize("exists", [False, True])
def test_an_output_that_cannot_be_made_changes_nothing(
    out: Path, exists: bool, pieces: Callable[[], Iterator[bytes]] | None
) -> None:
    if exists:
        write_tree(SITE, out)
    before = everything_in(out.parent)
    broken = families([*outputs({"a": b"1", "index.html": b"2"}).values(), Output("z/z", "d", fails, pieces=pieces)])
    with pytest.raises(ZeroDivisionError):
        write(broken, out, root=out.parent, protected=[])
    assert everything_in(out.parent) == before


def test_a_maker_may_yield_in_any_order_and_the_bytes_are_the_same(tmp_path: Path) -> None:
    def backwards(todo: Sequence[Member], job: Job) -> Iterator[Sequence[Result]]:
        return make_in_turn(todo[::-1], job)

    write_tree(SITE, tmp_path / "one/public")
    write(families(outputs(SITE).values()), tmp_path / "two/out", root=tmp_path / "two", protected=[], maker=backwards)
    assert everything_in(tmp_path / "one/public") == everything_in(tmp_path / "two/out")


def test_progress_counts_what_is_done(out: Path) -> None:
    seen: list[tuple[int, int]] = []
    write_tree({"index.html": b"home"}, out)
    site = families(outputs(SITE).values())
    write(site, out, root=out.parent, protected=[], progress=lambda *step: seen.append(step))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_outputs_that_collide_are_never_written(out: Path) -> None:
    for tree in ({"a": b"", "a/b": b""}, {"a/b": b"", "A": b""}, {"../a": b""}, {"Logo.svg": b"", "logo.svg": b""}):
        with pytest.raises(CollisionError):
            write_tree(tree, out)
        assert everything_in(out.parent) == {}


def test_where_nothing_can_be_made_beside_the_folder_staging_happens_inside_it(out: Path) -> None:
    staging_places(out)[0].write_text("in the way")
    write_tree(SITE, out)
    write_tree({**SITE, "index.html": b"new"}, out)
    assert files_in(out) == {**SITE, "index.html": b"new"}


def test_a_full_disk_is_noticed_before_anything_changes(out: Path) -> None:
    write_tree(SITE, out)
    before = everything_in(out.parent)
    code = """
        import resource, signal, sys
        from pathlib import Path
        from tests.output.helpers import write_tree
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            write_tree({"index.html": b"new", "z.html": b"x" * 2000}, Path(sys.argv[1]))
        except OSError as error:
            sys.exit(7)
        """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code), str(out)], check=False)
    assert done.returncode == 7
    assert everything_in(out.parent) == before


def test_two_builds_at_once_end_as_one_after_the_other(out: Path) -> None:
    code = """
        import sys
        from pathlib import Path
        from tests.output.helpers import write_tree
        for number in range(10):
            write_tree({f"{name}/{number}": sys.argv[2].encode() for name in "abcdefgh"}, Path(sys.argv[1]))
        """
    commands = [[sys.executable, "-c", textwrap.dedent(code), str(out), text] for text in ("one", "two")]
    builds = [subprocess.Popen(command) for command in commands]
    assert [build.wait(60) for build in builds] == [0, 0]
    assert files_in(out) in [{f"{name}/9": text for name in "abcdefgh"} for text in (b"one", b"two")]


names = st.sampled_from(["a", "b", "index.html", "ä"])
trees = st.dictionaries(
    st.lists(names, min_size=1, max_size=3).map("/".join), st.binary(max_size=3), max_size=6
).filter(lambda tree: not collect(paths(tree)).collisions)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(trees, min_size=1, max_size=4))
def test_any_sequence_of_writes_ends_as_a_clean_write_of_the_last(
    tmp_path_factory: pytest.TempPathFactory, sequence: list[dict[str, bytes]]
) -> None:
    base = tmp_path_factory.mktemp("sequence")
    for tree in sequence:
        write_tree(tree, base / "one/public")
    write_tree(sequence[-1], base / "two/public")
    assert everything_in(base / "one") == everything_in(base / "two")

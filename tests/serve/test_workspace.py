"""Promises of the site in memory: it answers what `build` writes, whatever was edited in between."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.build import build
from site_builder.cache import Cache
from site_builder.output.names import MANIFEST
from site_builder.serve.workspace import SiteInMemory

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of this repository's own content."""
    shutil.copytree(REPOSITORY / "content", tmp_path / "content")
    return tmp_path


def in_memory(root: Path) -> SiteInMemory:
    return SiteInMemory(root, base_url=None, environ={}, cache=Cache())


def clean_build(root: Path, out: Path) -> dict[str, bytes]:
    """All files of a build that knows nothing of earlier ones."""
    shutil.rmtree(root / ".cache", ignore_errors=True)
    built = build(root, out, environ={}, jobs=1, search=False)
    assert built.written is not None, built.problems
    return files_in(out)


def files_in(out: Path) -> dict[str, bytes]:
    paths = (path for path in out.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}


def test_for_every_path_serve_answers_the_file_that_build_writes(site: Path, tmp_path: Path) -> None:
    written = clean_build(site, tmp_path / "out")
    workspace = in_memory(site)
    assert workspace.problems == ()
    different = [path for path, data in written.items() if workspace.body(path) != data]
    assert different == []


def test_what_build_does_not_write_is_not_answered(site: Path) -> None:
    workspace = in_memory(site)
    for path in ("", "tags/nobody/index.html", "incidents/x.json", "years/1999/index.html", "tags/../index.html"):
        assert workspace.digest(path) is None


def test_with_an_error_the_last_good_site_stays_until_it_is_mended(site: Path) -> None:
    workspace = in_memory(site)
    path = sorted(site.glob("content/incidents/*/*.yaml"))[0]
    good, before = path.read_text(), workspace.body("index.html")
    path.write_text(good.replace("status: ", "statsu: ", 1))
    workspace.update(frozenset([path]))
    assert [problem.code for problem in workspace.problems] == ["field-unknown"]
    assert workspace.body("index.html") == before
    path.write_text(good)
    workspace.update(frozenset([path]))
    assert workspace.problems == ()


def test_pages_of_the_last_good_site_say_what_records_said_then(site: Path) -> None:
    workspace = in_memory(site)
    first, second, *_ = sorted(site.glob("content/incidents/*/*.yaml"))
    page = f"incidents/{first.stem}/index.html"
    before = in_memory(site).body(page)
    first.write_text(first.read_text().replace("body: |", "body: |\n  A sentence that was not there.\n", 1))
    second.write_text("title: [broken")
    workspace.update(frozenset({first, second}))
    assert workspace.problems
    assert workspace.body(page) == before


def test_a_save_without_a_change_is_no_new_version(site: Path) -> None:
    workspace = in_memory(site)
    version = workspace.version
    path = sorted(site.glob("content/incidents/*/*.yaml"))[0]
    os.utime(path)
    workspace.update(frozenset([path]))
    workspace.update(None)
    assert workspace.version == version


def test_drafts_are_shown(site: Path) -> None:
    path = sorted(site.glob("content/incidents/*/*.yaml"))[0]
    path.write_text(path.read_text() + "draft: true\n")
    assert in_memory(site).digest(f"incidents/{path.stem}/index.html") is not None


def test_a_former_slug_leads_to_the_present_one(site: Path) -> None:
    path = sorted(site.glob("content/incidents/*/*.yaml"))[0]
    path.write_text(path.read_text() + "aliases: [a-former-slug]\n")
    workspace = in_memory(site)
    assert workspace.redirect("/incidents/a-former-slug/") == f"/incidents/{path.stem}/"
    assert workspace.redirect("/incidents/nobody/") is None


def test_a_static_file_in_the_place_of_a_page_is_a_problem(site: Path) -> None:
    workspace = in_memory(site)
    path = site / "content/static/tags/index.html"
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    workspace.update(frozenset([path]))
    assert [problem.code for problem in workspace.problems] == ["path-collision"]


# ---------------------------------------------------------------- any sequence of edits
def records(root: Path) -> list[Path]:
    return sorted(root.glob("content/incidents/*/*.yaml"))


def retitle(root: Path, dice: random.Random) -> list[Path]:
    path = dice.choice(records(root))
    lines = path.read_text().split("\n")
    path.write_text(
        "\n".join(
            f"title: Another title, number {dice.random()}" if line.startswith("title:") else line for line in lines
        )
    )
    return [path]


def remove(root: Path, dice: random.Random) -> list[Path]:
    path = dice.choice(records(root))
    path.unlink()
    return [path]


def move(root: Path, dice: random.Random) -> list[Path]:
    path = dice.choice(records(root))
    target = path.with_name(f"moved-{dice.randrange(10**6)}.yaml")
    path.rename(target)
    return [path, target]


def copy(root: Path, dice: random.Random) -> list[Path]:
    path = dice.choice(records(root))
    target = root / f"content/incidents/2022/copy-{dice.randrange(10**6)}.yaml"
    target.parent.mkdir(exist_ok=True)
    shutil.copy(path, target)
    return [target.parent]


def break_it(root: Path, dice: random.Random) -> list[Path]:
    path = dice.choice(records(root))
    path.write_text(path.read_text().replace("status:", "stauts:", 1))
    return [path]


def rename_a_tag(root: Path, dice: random.Random) -> list[Path]:
    path = root / "content/tags.yaml"
    path.write_text(path.read_text().replace("name: ", f"name: N{dice.randrange(9)} ", 1))
    return [path]


def change_settings(root: Path, dice: random.Random) -> list[Path]:
    path = root / "content/site.yaml"
    path.write_text(path.read_text().replace("title: ", f"title: T{dice.randrange(9)} ", 1))
    return [path]


def change_a_template(root: Path, dice: random.Random) -> list[Path]:
    path = root / "templates/pages/404.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<p>{dice.randrange(9)}</p>")
    return [path]


def change_a_page(root: Path, dice: random.Random) -> list[Path]:
    path = root / "content/pages/about.md"
    path.write_text(path.read_text() + f"\n\nMore {dice.randrange(9)}.\n")
    return [path]


def add_a_static_file(root: Path, dice: random.Random) -> list[Path]:
    path = root / f"content/static/files/{dice.randrange(3)}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(str(dice.random()))
    return [path.parent]


EDITS: list[Callable[[Path, random.Random], list[Path]]] = [
    retitle, retitle, remove, move, copy, break_it, rename_a_tag, change_settings, change_a_template, change_a_page,
    add_a_static_file,
]  # fmt: skip


def mend(root: Path, workspace: SiteInMemory) -> None:
    """Make the content right again, whatever the edits have left: broken keys, and references to what is gone."""
    for path in records(root):
        text = path.read_text()
        mended = text.replace("stauts:", "status:")
        mended = "\n".join(line for line in mended.split("\n") if not line.startswith("related:"))
        if mended != text:
            path.write_text(mended)
            workspace.update(frozenset([path]))


@pytest.mark.parametrize("seed", range(6))
def test_after_any_edits_it_answers_what_a_clean_build_writes(site: Path, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    workspace = in_memory(site)
    out = tmp_path / "out"
    build(site, out, environ={}, jobs=1, search=False)
    for _ in range(12):
        workspace.update(frozenset(dice.choice(EDITS)(site, dice)))
        build(site, out, environ={}, jobs=1, search=False)
    mend(site, workspace)
    assert build(site, out, environ={}, jobs=1, search=False).written is not None
    assert workspace.problems == ()
    clean = clean_build(site, tmp_path / "clean")
    assert files_in(out) == clean
    assert [path for path, data in clean.items() if workspace.body(path) != data] == []


def test_the_search_index_is_that_of_the_last_build(site: Path) -> None:
    workspace = in_memory(site)
    assert workspace.digest("pagefind/pagefind.js") is None
    assert build(site, site / "public", environ={}, jobs=1).written
    assert workspace.body("pagefind/pagefind.js") == (site / "public/pagefind/pagefind.js").read_bytes()
    assert workspace.digest("pagefind/../index.html") is None

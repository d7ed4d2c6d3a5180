"""Promises of the `timeline` command: what it prints, where, and with which exit status."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import clean_environment

REPOSITORY = Path(__file__).parents[1]


def timeline(*arguments: str | Path, at: Path, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "site_builder", *map(str, arguments)],
        cwd=at,
        input=stdin,
        capture_output=True,
        text=True,
        env={**clean_environment(), "PYTHONPATH": str(REPOSITORY), **environ},
        check=False,
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of this repository's own content."""
    shutil.copytree(REPOSITORY / "content", tmp_path / "content")
    return tmp_path


def record(site: Path) -> Path:
    return sorted(site.glob("content/incidents/*/*.yaml"))[0]


def break_a_date(site: Path) -> str:
    path = record(site)
    text = path.read_text()
    path.write_text(text.replace("added: 2026-11-21", "added: 2026-13-21"))
    return path.relative_to(site).as_posix()


# ---------------------------------------------------------------- build
def test_build_says_where_to_look(site: Path) -> None:
    done = timeline("build", at=site)
    assert done.returncode == 0, done.stderr
    assert "The site is in public" in done.stdout
    assert (site / "public/index.html").is_file()
    assert done.stderr == ""


def test_a_second_build_writes_nothing(site: Path) -> None:
    timeline("build", at=site)
    before = {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*")}
    assert " 0 files written" in timeline("build", at=site).stdout
    assert {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*")} == before


def test_with_an_error_in_content_the_last_good_site_stays(site: Path) -> None:
    timeline("build", at=site)
    before = {path: path.read_bytes() for path in (site / "public").rglob("*") if path.is_file()}
    file = break_a_date(site)
    done = timeline("build", at=site)
    assert done.returncode == 1
    assert f"{file}:" in done.stderr
    assert "[date-invalid]" in done.stderr
    assert {path: path.read_bytes() for path in (site / "public").rglob("*") if path.is_file()} == before


def test_a_template_that_fails_is_named_with_its_line(site: Path) -> None:
    (site / "templates/pages").mkdir(parents=True)
    (site / "templates/pages/404.html").write_text("<p>\n{{ nobody.knows }}\n")
    done = timeline("build", at=site)
    assert done.returncode == 1
    assert "templates/pages/404.html:2:1: error:" in done.stderr
    assert "[template-undefined]" in done.stderr
    assert not (site / "public").exists()


def test_a_template_that_cannot_be_compiled_is_found_by_check(site: Path) -> None:
    (site / "templates").mkdir()
    (site / "templates/extra.html").write_text("{% if %}")
    done = timeline("check", at=site)
    assert done.returncode == 1
    assert "templates/extra.html:1:1: error:" in done.stdout
    assert "[template-syntax]" in done.stdout


@pytest.mark.parametrize("command", [("check",), ("build", "--no-search")])
@pytest.mark.parametrize("path", ["tags/index.html", "sitemap.xml", "feed.xml", "about", "tags/INDEX.html"])
def test_a_static_file_in_the_place_of_one_of_ours_is_a_collision(
    site: Path, path: str, command: tuple[str, ...]
) -> None:
    file = site / "content/static" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("mine")
    done = timeline(*command, at=site)
    told = done.stdout + done.stderr
    assert done.returncode == 1
    assert f"content/static/{path}:1:1: error:" in told
    assert "[path-collision]" in told
    assert not (site / "public/index.html").exists()


@pytest.mark.parametrize("out", ["content", "content/out", "templates", ".", ".."])
def test_the_sources_are_never_the_output_folder(site: Path, out: str) -> None:
    (site / "templates").mkdir()
    done = timeline("build", "--out", out, at=site)
    assert done.returncode == 2
    assert "= " in done.stderr  # a way out
    assert record(site).is_file()


def test_a_folder_of_somebody_else_is_refused(site: Path) -> None:
    (site / "mine").mkdir()
    (site / "mine/precious.txt").write_text("x")
    done = timeline("build", "--out", "mine", at=site)
    assert done.returncode == 2
    assert [path.name for path in (site / "mine").iterdir()] == ["precious.txt"]


def test_the_site_may_be_elsewhere(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    here = tmp_path_factory.mktemp("elsewhere")
    done = timeline("--root", site, "build", at=here)
    assert done.returncode == 0, done.stderr
    assert (site / "public/index.html").is_file()


def test_the_same_content_gives_the_same_bytes_anywhere(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("ordner mit ü") / "site"
    shutil.copytree(site, other)
    timeline("build", at=site, PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", LC_ALL="C")
    timeline("build", at=other, PYTHONHASHSEED="2", TZ="America/Los_Angeles", LC_ALL="C.UTF-8")
    first, second = (
        {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted((root / "public").rglob("*"))
            if path.is_file() and "pagefind" not in path.parts  # the one part that is exempt
        }
        for root in (site, other)
    )
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


# ---------------------------------------------------------------- base address
def canonical(site: Path) -> str:
    page = (site / "public/index.html").read_text()
    return page.partition('rel="canonical" href="')[2].partition('"')[0]


def test_the_base_address_is_the_options_first(site: Path) -> None:
    timeline(
        "build",
        "--base-url",
        "https://a.example/t",
        at=site,
        NETLIFY="true",
        CONTEXT="production",
        URL="https://b.example",
    )
    assert canonical(site) == "https://a.example/t/"
    assert 'href="/t/tags/' in (site / "public/index.html").read_text()


def test_on_netlify_production_has_its_address(site: Path) -> None:
    timeline(
        "build",
        at=site,
        NETLIFY="true",
        CONTEXT="production",
        URL="https://b.example",
        DEPLOY_PRIME_URL="https://p.example",
    )
    assert canonical(site) == "https://b.example/"
    assert "noindex" not in (site / "public/index.html").read_text()


def test_previews_have_their_own_address_and_are_not_indexed(site: Path) -> None:
    timeline(
        "build",
        at=site,
        NETLIFY="true",
        CONTEXT="deploy-preview",
        URL="https://b.example",
        DEPLOY_PRIME_URL="https://p.example",
    )
    assert canonical(site) == "https://p.example/"
    assert "noindex" in (site / "public/index.html").read_text()


def test_a_base_address_that_is_none_is_wrong_usage(site: Path) -> None:
    assert timeline("build", "--base-url", "example.org", at=site).returncode == 2


# ---------------------------------------------------------------- check
def test_check_writes_nothing_but_its_cache_which_no_version_control_takes_along(site: Path) -> None:
    before = sorted(site.rglob("*"))
    assert timeline("check", at=site).returncode == 0
    assert sorted(path for path in site.rglob("*") if ".cache" not in path.parts) == before
    assert (site / ".cache/.gitignore").read_text() == "*\n"


def test_our_own_content_has_no_problem_not_even_a_warning(site: Path) -> None:
    done = timeline("check", "--strict", at=site)
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("No problems in ")


def test_paths_only_narrow_what_is_reported(site: Path) -> None:
    file = break_a_date(site)
    other = sorted(site.glob("content/incidents/*/*.yaml"))[1]
    assert timeline("check", other, at=site).returncode == 0
    assert timeline("check", Path(file).parent, at=site).returncode == 1
    assert timeline("check", "nowhere.yaml", at=site).returncode == 2


def test_paths_are_relative_to_the_working_directory(site: Path) -> None:
    file = break_a_date(site)
    done = timeline("--root", "..", "check", at=site / "content")
    assert done.stdout.startswith("../" + file + ":") or done.stdout.startswith(file.removeprefix("content/") + ":")


def test_problems_as_json_are_one_document_on_standard_output(site: Path) -> None:
    file = break_a_date(site)
    done = timeline("check", "--format", "json", at=site)
    said = json.loads(done.stdout)
    assert said["version"] == 1
    problem = said["problems"][0]
    assert list(problem) == [
        "file", "line", "column", "end_line", "end_column", "severity", "code", "message", "hint", "suggestion",
    ]  # fmt: skip
    assert (problem["file"], problem["code"], problem["column"]) == (file, "date-invalid", 8)


def test_github_gets_annotations_and_a_step_summary(site: Path) -> None:
    file = break_a_date(site)
    summary = site / "summary.md"
    done = timeline("check", "--format", "github", at=site, GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 1
    assert done.stdout.startswith(f"::error file={file},line=")
    assert "[date-invalid]" in done.stdout
    assert "date-invalid" in summary.read_text()


# ---------------------------------------------------------------- new, schema, the rest
def test_new_prints_the_path_and_never_overwrites(site: Path) -> None:
    done = timeline("new", "Something new happened", "--occurred", "2025-07~", "--type", "leak", at=site)
    assert done.returncode == 0, done.stderr
    path = site / done.stdout.strip()
    assert path == site / "content/incidents/2025/something-new-happened.yaml"
    before = path.read_bytes()
    again = timeline("new", "Something new happened", at=site)
    assert again.returncode == 2
    assert path.read_bytes() == before


def test_check_asks_for_what_a_new_record_lacks(site: Path) -> None:
    timeline("new", "Something new happened", at=site)
    done = timeline("check", at=site)
    assert done.returncode == 1
    for field in ("summary", "type", "status", "tags", "body", "sources"):
        assert f'"{field}" is missing' in done.stdout


@pytest.mark.parametrize("option", [("--type", "laek"), ("--occurred", "2025-13"), ("--tag", "x"), ("--actor", "meta")])
def test_new_refuses_values_that_no_record_can_have(site: Path, option: tuple[str, str]) -> None:
    done = timeline("new", "Something new happened", *option, at=site)
    assert done.returncode == 2
    assert option[1] in done.stderr
    assert not list(site.glob("content/incidents/*/something-new-happened.yaml"))


def test_schema_needs_no_site(tmp_path: Path) -> None:
    done = timeline("schema", at=tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout)["properties"]["title"]


def test_without_content_it_says_how_to_name_the_site(tmp_path: Path) -> None:
    done = timeline("build", at=tmp_path)
    assert done.returncode == 2
    assert "--root" in done.stderr


def test_nothing_that_a_record_says_moves_the_cursor(site: Path) -> None:
    path = record(site)
    path.write_text(path.read_text().replace("title: ", 'title: "\\e[2Jx" #', 1))
    for command in (["check"], ["check", "--format", "github"], ["build"]):
        done = timeline(*command, at=site)
        assert done.returncode == 1
        assert "\x1b" not in done.stdout + done.stderr


def test_help_names_every_command(site: Path) -> None:
    said = timeline("--help", at=site).stdout
    assert all(name in said for name in ("build", "serve", "check", "new", "rename", "schema", "--root", "--version"))

"""The project's files agree with each other; what is built from them can be installed and used anywhere."""

import re
import subprocess
import sys
import textwrap
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import clean_environment

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.txt", "requirements-dev.txt")

# The least a site needs, on another subject than ours.
SITE = {
    "content/site.yaml": """\
        title: Bridge closures
        description: Which bridges were closed, and on whose word.
        url: https://bridges.example/
        language: en
        feed_authority: bridges.example
        """,
    "content/tags.yaml": "storm: {name: Storm, description: High wind or water.}\n",
    "content/types.yaml": "closure: {name: Closure, description: A bridge was closed.}\n",
    "content/roles.yaml": "owner: {name: Owner, description: Owns the bridge.}\n",
    "content/actors.yaml": "council: {name: Council, description: A council., kind: institution}\n",
    "content/systems.yaml": "old-bridge: {name: Old Bridge, description: A bridge.}\n",
    "content/incidents/2025/old-bridge-closed.yaml": """\
        title: Old Bridge closed after a storm
        summary: The council closed Old Bridge.
        type: closure
        status: reported
        dates: {occurred: 2025-11}
        tags: [storm]
        body: The council closed the bridge [@gazette].
        sources:
          - {key: gazette, title: Old Bridge closed, url: "https://gazette.example/1", kind: reporting}
        added: 2026-01-02
        """,
}


def requirements(lock: str) -> dict[str, list[str]]:
    """Name -> the pinned requirements of a lock, with their markers."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    pinned: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith(("#", " ")):
            pinned.setdefault(canonicalize_name(re.split(r"[=\[ ]", line)[0]), []).append(line)
    return pinned


def run(*command: str | Path, cwd: Path, environment: dict[str, str] | None = None) -> str:
    """The output of a command that must succeed."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=clean_environment() | (environment or {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_and_hashes_every_requirement_and_names_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    for name, lines in requirements(lock).items():
        for line in lines:
            assert re.match(r"\S+==\S+ .*--hash=sha256:[0-9a-f]{64}", line), name
    assert not re.search(r"^\s*-|://", re.sub(r"--hash=\S+", "", text), re.MULTILINE)


@pytest.mark.parametrize(
    ("lock", "declared"),
    [
        ("requirements.txt", PROJECT["project"]["dependencies"]),
        ("requirements.txt", PROJECT["build-system"]["requires"]),
        (
            "requirements-dev.txt",
            [line for line in PROJECT["dependency-groups"]["dev"] if isinstance(line, str)],
        ),
    ],
)
def test_a_lock_holds_what_pyproject_asks_for(lock: str, declared: list[str]) -> None:
    pinned = requirements(lock)
    for requirement in map(Requirement, declared):
        (line,) = pinned[canonicalize_name(requirement.name)]
        version = re.split(r"==|[ ;]", line)[1]
        assert requirement.specifier.contains(version), "run make lock"


def test_both_locks_agree() -> None:
    runtime, dev = map(requirements, LOCKS)
    assert {name: dev.get(name) for name in runtime} == runtime


def contents(wheel: Path) -> dict[str, bytes]:
    """Path -> bytes of what a wheel holds."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel made from the tree."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel", "--outdir", out, cwd=ROOT)
    return out


def test_the_sdist_builds_the_same_wheel_as_the_tree(distributions: Path, tmp_path: Path) -> None:
    (sdist,) = distributions.glob("*.tar.gz")
    (wheel,) = distributions.glob("*.whl")
    run(sys.executable, "-m", "tarfile", "-e", sdist, tmp_path, cwd=tmp_path)
    unpacked = tmp_path / sdist.name.removesuffix(".tar.gz")
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, cwd=unpacked)
    assert contents(tmp_path / wheel.name) == contents(wheel)


def test_the_wheel_holds_the_package_and_every_template_and_nothing_else(distributions: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    held = {name for name in contents(wheel) if ".dist-info/" not in name}
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "site_builder").rglob("*.py")}
    templates = {
        "site_builder/_templates/" + path.relative_to(ROOT / "templates").as_posix()
        for path in (ROOT / "templates").rglob("*")
        if path.is_file()
    }
    scripts = {path.relative_to(ROOT).as_posix() for path in (ROOT / "site_builder").rglob("*.js")}
    fonts = {path.relative_to(ROOT).as_posix() for path in (ROOT / "site_builder/sharing/fonts").iterdir()}
    assert templates
    assert any(name.endswith("OFL.txt") for name in fonts)
    assert held - {"site_builder/py.typed"} == code | scripts | templates | fonts


def test_the_installed_wheel_builds_a_site_elsewhere(distributions: Path, tmp_path: Path) -> None:
    """Installed beside nothing of ours: the tests' environment lends the dependencies, not the package."""
    (wheel,) = distributions.glob("*.whl")
    target, site = tmp_path / "installed", tmp_path / "site"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(*pip, "--no-deps", "--no-index", "--target", target, wheel, cwd=tmp_path)
    for name, text in SITE.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(textwrap.dedent(text), encoding="utf-8")

    # PYTHONPATH comes before the .pth line of the editable install: the copy from the wheel runs.
    alone = {"PYTHONPATH": str(target), "PYTHONSAFEPATH": "1"}
    code = "import site_builder; print(site_builder.__file__)"
    used = run(sys.executable, "-c", code, cwd=tmp_path, environment=alone)
    assert Path(used.strip()).is_relative_to(target)
    run(target / "bin" / "timeline", "--root", site, "build", cwd=tmp_path, environment=alone)
    page = (tmp_path / "public" if (tmp_path / "public").exists() else site / "public") / "incidents"
    assert "Old Bridge" in (page / "old-bridge-closed" / "index.html").read_text(encoding="utf-8")
    assert (
        run(target / "bin" / "timeline", "--version", cwd=tmp_path, environment=alone)
        .strip()
        .endswith(PROJECT["project"]["version"])
    )

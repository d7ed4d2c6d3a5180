"""The generators that are compared: how a site for each is written, built, served and edited.

The others are looked for where `make benchmark-peers` puts them; one that is not there is left out, and named.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmark import peers, records_site
from tests.benchmark.timeline import Record

PROJECT = Path(__file__).parents[2]
CACHE = PROJECT / ".cache/benchmark"
_VENV, _NODE = CACHE / "venv", CACHE / "node"


@dataclass(frozen=True, slots=True)
class Tool:
    """Commands run in the site's folder; all of them write into its public/."""

    id: str
    name: str
    write: Callable[[Path, int], None]
    record_path: Callable[[Record], str]
    template: str  # that of every page
    caches: tuple[str, ...]  # with public/, what a cold build must not find
    build: tuple[str, ...] | None  # None where it is not installed
    serve: tuple[str, ...] | None  # {port} is filled in; None where it is not measured
    version: tuple[str, ...]

    def environment(self) -> dict[str, str]:
        """Ours, less what would change what is built; the project stands first on the path."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("NETLIFY")}
        return kept | {"PYTHONPATH": str(PROJECT)}


def tools() -> list[Tool]:
    return [_ours(), _hugo(), _eleventy(), _pelican()]


def version_of(tool: Tool) -> str:
    done = subprocess.run(tool.version, capture_output=True, text=True, check=True, env=tool.environment(), cwd=PROJECT)
    found = re.search(r"\d+(\.\d+)+", done.stdout)
    return found[0] if found else done.stdout.strip()


def _ours() -> Tool:
    program = (sys.executable, "-m", "site_builder")
    return Tool(
        "timeline", "timeline", _write_ours, records_site.record_path, "templates/partials/footer.html", (".cache",),
        (*program, "build", "--no-search", "--out", "public"), (*program, "serve", "--port", "{port}"),
        (*program, "--version"),
    )  # fmt: skip


def _write_ours(root: Path, size: int) -> None:
    records_site.write_site(root, size)
    # A template of the site's own with the same text: to change it, no file of the project need be touched.
    (root / "templates/partials").mkdir(parents=True)
    shutil.copy(PROJECT / "templates/partials/footer.html", root / "templates/partials/footer.html")


def _hugo() -> Tool:
    # The program itself: its Python wrapper takes some 100 ms to start.
    found = [*sorted(_VENV.glob("lib/python*/site-packages/hugo/binaries/hugo")), _VENV / "bin/hugo"]
    program = _installed(found[0])
    return Tool(
        "hugo", "Hugo", peers.write_hugo, peers.hugo_path, "layouts/baseof.html", ("resources", ".hugo_build.lock"),
        program and (*program, "--quiet"), program and (*program, "server", "--quiet", "--port", "{port}"),
        (str(found[0]), "version"),
    )  # fmt: skip


def _eleventy() -> Tool:
    script = _NODE / "node_modules/.bin/eleventy"
    program = _installed(script) if shutil.which("node") else None
    return Tool(
        "eleventy", "Eleventy", peers.write_eleventy, peers.eleventy_path, "input/_includes/base.njk", (".cache",),
        program and (*program, "--quiet"), None, (str(script), "--version"),
    )  # fmt: skip


def _pelican() -> Tool:
    script = _VENV / "bin/pelican"
    program = _installed(script)
    return Tool(
        "pelican", "Pelican", peers.write_pelican, peers.pelican_path, "theme/templates/base.html", ("cache",),
        program and (*program, "--quiet", "-s", "pelicanconf.py"), None, (str(script), "--version"),
    )  # fmt: skip


def _installed(program: Path) -> tuple[str, ...] | None:
    return (str(program),) if program.exists() else None

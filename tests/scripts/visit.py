"""A small site as readers get it: built by the program, indexed, served with the headers of netlify.toml."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder.output.digest import file_digest
from site_builder.search import index
from tests import browser as chromium_tools
from tests import netlify
from tests.conftest import clean_environment
from tests.sites import write_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
RULES = netlify.rules(netlify.read(ROOT / "netlify.toml"))


def build(root: Path, records: Mapping[str, Any], **overrides: Any) -> Path:
    """Write a site below `root` and build it; the folder it was built to. There is no index yet."""
    write_site(root, records, **overrides)
    return build_site(root, root / "public")


def build_site(root: Path, out: Path) -> Path:
    """Build the site at `root` to `out`. There is no index yet."""
    command = [sys.executable, "-m", "site_builder", "--root", str(root), "build", "--out", str(out), "--no-search"]
    done = subprocess.run(
        command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def inputs(out: Path) -> str:
    """The digest of what the index of a built site is made from."""
    files = (path for path in out.rglob("*") if path.is_file())
    return index.inputs_digest((path.relative_to(out).as_posix(), file_digest(path)) for path in files)


@dataclass
class Visit:
    """A page of the site in a browser, and what it complained of."""

    origin: str
    page: "Page"
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> "Page":
        self.page.goto(self.origin + path, wait_until="networkidle")
        return self.page

    @property
    def address(self) -> str:
        return self.page.url.removeprefix(self.origin)

    def focused(self) -> str:
        """The words of what has the focus."""
        return str(self.page.evaluate("document.activeElement.textContent.trim()"))


@contextlib.contextmanager
def visit(site: Path, browser: "Browser", **context: Any) -> Iterator[Visit]:
    """A browser at a site; in the end it must have had nothing to complain of."""
    with chromium_tools.serve(site, lambda path: netlify.headers_for(path, RULES)) as origin:
        opened = browser.new_context(**context)
        made = Visit(origin, opened.new_page())
        made.page.on("console", lambda message: made.complaints.append(f"{message.type}: {message.text}"))
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        yield made
        opened.close()
        assert made.complaints == []

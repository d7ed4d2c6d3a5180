"""Fixtures that several test packages share: the built site of content/, and a browser."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.browser import ARGUMENTS, NoBrowserError, find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]

# What would change the base URL, or where output goes.
HOSTED = ("NETLIFY", "CONTEXT", "URL", "DEPLOY_PRIME_URL", "GITHUB_STEP_SUMMARY")


def clean_environment() -> dict[str, str]:
    """The environment of a developer's terminal, wherever the tests run."""
    return {name: value for name, value in os.environ.items() if name not in HOSTED}


# Time says nothing about a property where several workers share two cores.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content/, built once by the real program as a visitor of the published site would get it."""
    out = tmp_path_factory.mktemp("built") / "public"
    command = [sys.executable, "-m", "site_builder", "--root", str(ROOT), "build", "--out", str(out)]
    done = subprocess.run(
        command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, f"the build of content/ failed:\n{done.stdout}{done.stderr}"
    return out


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium. Without one tests are skipped, or fail where REQUIRE_BROWSER=1 (.ci/run)."""
    try:
        return find_chromium()
    except NoBrowserError as problem:
        if os.environ.get("REQUIRE_BROWSER") == "1" or os.environ.get("CHROMIUM"):
            pytest.fail(str(problem), pytrace=False)
        pytest.skip(str(problem))


# Not for the whole session: Playwright's synchronous interface keeps an event loop running in the main
# thread, which tests of asynchronous code in the same worker could not bear.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator["Browser"]:
    """A headless Chromium with a fresh, empty profile."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield instance
        instance.close()

"""How the program ends as a process."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import clean_environment

REPOSITORY = Path(__file__).parents[1]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_what_could_not_be_said_is_no_success(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "site_builder", "schema"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE,
            env={**clean_environment(), "PYTHONPATH": str(REPOSITORY)}, check=False,
        )  # fmt: skip
    assert done.returncode != 0


@pytest.mark.parametrize("closed", [1, 2])
def test_a_stream_that_is_closed_from_the_start_is_no_failure(tmp_path: Path, closed: int) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m site_builder --version {closed}>&-', sys.executable], cwd=tmp_path,
        env={**clean_environment(), "PYTHONPATH": str(REPOSITORY)}, check=False, capture_output=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")

"""How the program ends as a process."""

import subprocess
import sys
import textwrap
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


@pytest.mark.parametrize("where", ["main()", "type('Model', (), {'field': Field()})"])
def test_ctrl_c_while_classes_are_made_is_said_in_one_word(tmp_path: Path, where: str) -> None:
    program = """
        from site_builder import __main__, cli

        def main(**_):
            raise KeyboardInterrupt

        class Field:
            def __set_name__(self, *_):
                raise KeyboardInterrupt

        cli.main = lambda **_: WHERE
        __main__.run()
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program).replace("WHERE", where)], cwd=tmp_path, check=False,
        env={**clean_environment(), "PYTHONPATH": str(REPOSITORY)}, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.split()) == (1, "", ["Aborted!"])


def test_any_other_error_is_told_whole(tmp_path: Path) -> None:
    program = "from site_builder import __main__, cli\ncli.main = lambda **_: 1 / 0\n__main__.run()"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, check=False, capture_output=True, text=True,
        env={**clean_environment(), "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr

"""The docs are held to the program: every command, option, field and problem code has its entry, and commands run."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from site_builder.cli import main
from site_builder.problems import CODES
from site_builder.records import model
from tests.conftest import clean_environment

REPOSITORY = Path(__file__).parents[1]
DOCS = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/*.md")])
COMMANDS = (REPOSITORY / "docs/commands.md").read_text()


def sections(text: str) -> dict[str, str]:
    """Heading -> the text below it."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("name", main.commands)
def test_every_command_has_its_section_with_every_option(name: str) -> None:
    section = sections(COMMANDS)[f"timeline {name}"]
    for parameter in main.commands[name].params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert f"`{parameter.opts[0]}" in section, parameter.opts[0]


def test_every_option_of_the_program_is_documented() -> None:
    section = sections(COMMANDS)["timeline"]
    for parameter in main.params:
        assert f"`{parameter.opts[0]}" in section


def test_no_option_is_documented_that_is_not_there() -> None:
    known = {option for command in main.commands.values() for p in command.params for option in p.opts}
    known |= {option for parameter in main.params for option in parameter.opts} | {"--help", "--bind", "--directory"}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", COMMANDS)) <= known


def test_every_problem_code_is_documented() -> None:
    text = (REPOSITORY / "docs/problems.md").read_text()
    assert [code for code in CODES if f"`{code}`" not in text and f"## {code}" not in text] == []


def models() -> list[type[BaseModel]]:
    found = [made for made in vars(model).values() if isinstance(made, type) and issubclass(made, model.Model)]
    return [made for made in found if made is not model.Model]


@pytest.mark.parametrize("made", models(), ids=lambda made: made.__name__)
def test_every_field_is_documented(made: type[BaseModel]) -> None:
    text = (REPOSITORY / "docs/format.md").read_text()
    assert [name for name in made.model_fields if f"`{name}`" not in text] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text()):
        if not target.startswith(("http:", "https:", "mailto:", "/")):
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_commands_in_the_documents_exist(path: Path) -> None:
    """`make …` and `timeline …` in code: the target is in the Makefile, the command is one of ours."""
    targets = set(re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
    code = "\n".join(re.findall(r"```(?:console|sh)\n(.*?)```", path.read_text(), re.DOTALL))
    code += "\n" + "\n".join(f"$ {inline}" for inline in re.findall(r"`((?:make|timeline) [^`]+)`", path.read_text()))
    for target in re.findall(r"^\$ make ([a-z-]+)", code, re.MULTILINE):
        assert target in targets, target
    for command in re.findall(r"^\$ (?:\S*/)?timeline (?:--root \S+ )?([a-z]+)", code, re.MULTILINE):
        assert command in main.commands, command


def test_the_readme_s_two_commands_are_make_build_and_make_test() -> None:
    text = (REPOSITORY / "README.md").read_text()
    first = re.findall(r"^\$ (make \S+)", text, re.MULTILINE)[:2]
    assert first == ["make build", "make test"]
    assert "make test" in (REPOSITORY / ".ci/run").read_text()
    assert "make build" in (REPOSITORY / ".ci/run").read_text()


def test_the_readme_s_record_is_one_that_check_accepts(tmp_path: Path) -> None:
    text = (REPOSITORY / "README.md").read_text()
    yaml = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[0]
    root = tmp_path / "site"
    root.mkdir()
    subprocess.run(["cp", "-r", str(REPOSITORY / "content"), str(root / "content")], check=True)
    (root / "content/incidents/2025/readme-example.yaml").write_text(yaml)
    done = subprocess.run(
        [sys.executable, "-m", "site_builder", "check", "--strict"],
        cwd=root, env={**clean_environment(), "PYTHONPATH": str(REPOSITORY)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_nothing_in_the_repository_names_the_machine_it_was_made_on() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    for file in listed.split("\n"):
        path = REPOSITORY / file
        if (
            file
            and path.suffix in {".py", ".md", ".toml", ".yaml", ".yml", ".html", ".css", ".txt", ".json", ""}
            and path.is_file()
        ):
            text = path.read_text(errors="replace")
            assert "/work/" + "main" not in text, file
            assert "/work/" + "shared" not in text, file

"""docs/format.md says what the model says, and its examples are right."""

import re
from pathlib import Path

import pytest

from site_builder.problems import Problem
from site_builder.records import model
from site_builder.records.dates import wording
from site_builder.records.model import Record
from site_builder.records.read_date import parse
from tests.make_docs import FORMAT, MAPPINGS, format_text
from tests.records.sites import BLOCK, SITE, check, write

PAGE = FORMAT.read_text(encoding="utf-8")
[EXAMPLE] = [block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "\nsources:" in block]


def check_example(root: Path, **others: str) -> list[Problem]:
    another = str(SITE[BLOCK]).replace("related:\n  - flow-style\n", "")
    files = {name: text for name, text in SITE.items() if "incidents" not in name} | {
        "content/incidents/2026/example.yaml": EXAMPLE,
        "content/incidents/2026/another-incident.yaml": another,
    }
    return check(write(root, files | others))


def test_the_tables_of_fields_are_up_to_date() -> None:
    assert format_text(PAGE) == PAGE, "run python -m tests.make_docs"


def test_every_mapping_of_the_model_has_its_table() -> None:
    parts = {
        part
        for part in vars(model).values()
        if isinstance(part, type) and issubclass(part, model.Model) and part is not model.Model
    }
    assert {part for _, part in MAPPINGS} == parts


@pytest.mark.parametrize("part", [part for _, part in MAPPINGS])
def test_every_field_is_described(part: type[model.Model]) -> None:
    for name, field in part.model_fields.items():
        assert field.description, name
        assert f"| `{name}` |" in PAGE


def test_the_example_has_no_problem(tmp_path: Path) -> None:
    assert check_example(tmp_path) == []


@pytest.mark.parametrize("name", Record.model_fields)
def test_the_example_shows_every_field_of_a_record(name: str) -> None:
    assert re.search(rf"^{name}:", EXAMPLE, re.MULTILINE)


@pytest.mark.parametrize(
    "name", [*model.Source.model_fields, *model.Correction.model_fields, *model.Withdrawn.model_fields]
)
def test_the_example_shows_every_field_of_its_parts(name: str) -> None:
    assert re.search(rf"\b{name}:", EXAMPLE)


def test_the_settings_shown_are_right(tmp_path: Path) -> None:
    [settings] = [block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "feed_authority" in block]
    assert check_example(tmp_path, **{"content/site.yaml": settings}) == []


def test_the_free_page_shown_is_right(tmp_path: Path) -> None:
    [page] = re.findall(r"```markdown\n(.*?)```", PAGE, re.DOTALL)
    assert check_example(tmp_path, **{"content/pages/about.md": page}) == []


@pytest.mark.parametrize(
    ("written", "read"), re.findall(r"^\| `([^`]*)` \| (.*) \|$", PAGE.partition("## Dates")[2], re.MULTILINE)[:9]
)
def test_the_dates_shown_are_read_as_it_says(written: str, read: str) -> None:
    assert wording(parse(written)) == read

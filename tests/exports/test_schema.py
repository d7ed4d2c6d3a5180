"""The schema of a record, against records as an editor's parser reads them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from jsonschema import Draft202012Validator

from site_builder.exports.schema import data_schema, record_schema
from site_builder.records import model
from site_builder.records.model import Model, Record, Source
from tests.exports.making import record
from tests.exports.test_data import FULL

VALIDATOR = Draft202012Validator(record_schema())


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2, core schema (section 10.3.2): no dates, no yes and no, no sexagesimals."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan", "-+.0123456789"),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


def number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int | float:
    return int(node.value) if node.tag.endswith("int") else float(node.value)


CoreLoader.add_constructor("tag:yaml.org,2002:int", number)
CoreLoader.add_constructor("tag:yaml.org,2002:float", number)


def core(text: str) -> Any:
    return yaml.load(text, CoreLoader)  # noqa: S506  a subclass of SafeLoader


def faults(value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in VALIDATOR.iter_errors(value)]


def test_an_editor_reads_no_dates_and_no_yes_and_no() -> None:
    assert core("[2025, 2025-03-01, 012, no, true, null, 1.5, 150~]") == [
        2025,
        "2025-03-01",
        12,
        "no",
        True,
        None,
        1.5,
        "150~",
    ]


def test_both_schemas_are_schemas() -> None:
    for schema in (record_schema(), data_schema()):
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        Draft202012Validator.check_schema(schema)


def test_every_record_of_the_timeline_is_valid(root: Path) -> None:
    files = sorted((root / "content/incidents").rglob("*.yaml"))
    assert files
    assert {file.name: found for file in files if (found := faults(core(file.read_text("utf-8"))))} == {}


def test_a_record_with_every_field_is_valid() -> None:
    assert faults(FULL) == []
    assert set(FULL) | {"draft"} == set(Record.model_fields)
    assert faults({**FULL, "draft": True}) == []


def test_a_year_may_be_an_integer() -> None:
    made = core("{occurred: 2025, discovered: 2025-03, disclosed: 2025-03-01}")
    assert made["occurred"] == 2025
    assert faults(record(dates=made)) == []


@pytest.mark.parametrize("date", ["2025-03~", "2025?", "0987%", "2025-12/2026-01~", "2025/..", "../2025-03-01"])
def test_a_date_may_have_any_form_of_the_format(date: str) -> None:
    assert faults(record(dates={"occurred": date})) == []


@pytest.mark.parametrize("amount", [150, 1.5, "220000000~", {"min": 20}, {"min": 1, "max": 2}, {"max": "3"}])
def test_an_amount_may_have_any_form_of_the_format(amount: Any) -> None:
    assert faults(record(impact=[{"what": "rows", "amount": amount, "cite": ["wire"]}])) == []


SOURCE = {"key": "wire", "title": "A report", "kind": "reporting"}
WRONG: dict[str, dict[str, Any]] = {
    "no dates": {"dates": {}},
    "a month that is none": {"dates": {"occurred": "2025-13-1"}},
    "an unknown field": {"colour": "red"},
    "an unknown word": {"status": "certain"},
    "no tags": {"tags": []},
    "no sources": {"sources": []},
    "a source that cannot be found": {"sources": [SOURCE]},
    "a source of an unknown kind": {"sources": [{**SOURCE, "url": "https://e.org", "kind": "rumour"}]},
    "an empty list": {"systems": []},
    "an empty value": {"severity": None},
    "a title that is too short": {"title": "Short"},
    "a title that is too long": {"title": "x" * 121},
    "a day that is a month": {"added": "2025-03"},
    "a duplicate without successor": {"withdrawn": {"date": "2026-01-01", "reason": "duplicate"}},
    "an amount without bounds": {"impact": [{"what": "rows", "amount": {}, "cite": ["wire"]}]},
    "a negative amount": {"impact": [{"what": "rows", "amount": -1, "cite": ["wire"]}]},
    "one position": {"disputes": [{"point": "x", "positions": [{"claim": "y", "cite": ["wire"]}]}]},
    "an address that is none": {"sources": [{**SOURCE, "url": "javascript:alert(1)"}]},
}


@pytest.mark.parametrize("name", WRONG)
def test_the_schema_refuses(name: str) -> None:
    assert faults(record()) == []
    assert faults(record() | WRONG[name]) != []


def test_a_source_may_be_known_only_through_another() -> None:
    assert faults(record(sources=[{**SOURCE, "via": "wire"}])) == []


def test_a_record_withdrawn_for_an_error_needs_no_successor() -> None:
    assert faults(record(withdrawn={"date": "2026-01-01", "reason": "error"})) == []


@pytest.mark.parametrize("name", [name for name, field in Record.model_fields.items() if field.is_required()])
def test_a_required_field_is_required(name: str) -> None:
    assert faults(record(**{name: None})) != []


def test_no_schema_offers_null() -> None:
    def types(schema: Any) -> Iterator[str]:
        if isinstance(schema, dict):
            yield str(schema.get("type"))
            schema = list(schema.values())
        for inner in schema if isinstance(schema, list) else ():
            yield from types(inner)

    assert "null" not in set(types(record_schema()))


PARTS = (
    *(Record, Source, model.Dates, model.ActorRole, model.Figure, model.Event),
    *(model.Dispute, model.Position, model.Correction, model.Withdrawn),
)


@pytest.mark.parametrize("part", PARTS)
def test_every_field_of_the_model_is_described_in_both_schemas(part: type[Model]) -> None:
    written, published = record_schema(), data_schema()["$defs"]
    described = written if part is Record else written["$defs"][part.__name__]
    data = published["incident" if part is Record else part.__name__.lower()]
    for name, field in part.model_fields.items():
        assert described["properties"][name]["description"] == field.description
        if name != "draft":
            assert data["properties"][name]["description"] == field.description


def test_the_parts_are_all_there_are() -> None:
    assert {part.__name__ for part in PARTS} == {"Record", *record_schema()["$defs"]}


def test_the_data_schema_refuses_what_is_not_data() -> None:
    validator = Draft202012Validator(data_schema())
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({"version": 1, "license": None, "count": 1, "incidents": [{"slug": "a"}]})

"""JSON Schemas (2020-12): of a record, and of the data files.

Both are made from the model, so that they cannot lag behind it. `record_schema` describes what an editor's
YAML 1.2 parser reads from a record (a year is an integer there), for completion and checks while typing;
`timeline check` knows more. `data_schema` describes what `data` writes.
"""

import copy
import json
from collections.abc import Collection, Iterator
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from site_builder.output.family import Family, single, untouched
from site_builder.output.output import Output, from_bytes
from site_builder.records import dates, model
from site_builder.records.dates import When
from site_builder.records.fields import SLUG, Amount
from site_builder.sharing.dictionary import DERIVED, LEFT_OUT

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
RECORD, DATA = "data/incident.schema.json", "data/incidents.schema.json"


def families() -> Iterator[Family]:
    """The two schemas."""
    yield single(RECORD, lambda: _output(RECORD, record_schema()), untouched)
    yield single(DATA, lambda: _output(DATA, data_schema()), untouched)


def _output(path: str, schema: Schema) -> Output:
    return from_bytes(path, (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode())


# ---------------------------------------------------------------- a record
def record_schema() -> Schema:
    """The schema of `content/incidents/<year>/<slug>.yaml`."""
    made = _given(model.Record.model_json_schema(mode="validation"))
    parts = made["$defs"]
    parts["Dates"]["anyOf"] = [{"required": [basis]} for basis in model.BASES]
    parts["Source"]["anyOf"] = [{"required": ["url"]}, {"required": ["via"]}]
    parts["Withdrawn"]["if"] = {
        "properties": {"reason": {"enum": ["duplicate", "superseded"]}},
        "required": ["reason"],
    }
    parts["Withdrawn"]["then"] = {"required": ["successor"]}
    return {"$schema": DIALECT, **made, "title": "Incident record, version 1"}


def _given(schema: Any) -> Any:
    """The schema without what stands for an absent field: a key is written with a value, or not at all."""
    if isinstance(schema, list):
        return [_given(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _given(inner) for key, inner in schema.items() if key != "default"}
    choices = [choice for choice in made.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        made = {**made, **choices[0]}
        del made["anyOf"]
    elif choices:
        made["anyOf"] = choices
    least = {"array": "minItems", "object": "minProperties"}.get(str(made.get("type")))
    return made if least is None or "properties" in made else {least: 1, **made}


# ---------------------------------------------------------------- the data files
_DAY = {"type": "string", "format": "date", "pattern": dates.FULL_DAY_PATTERN}
_DATE = {
    "description": "A date no more precise than the record: as EDTF, in words, and its bounds.",
    "type": "object",
    "properties": {
        "edtf": {"type": "string", "pattern": dates.PATTERN},
        "earliest": {**_DAY, "description": "The first possible day; absent where the date is open."},
        "latest": {**_DAY, "description": "The last possible day; absent where the date is open."},
        "text": {"type": "string"},
    },
    "required": ["edtf", "text"],
    "anyOf": [{"required": ["earliest"]}, {"required": ["latest"]}],
    "additionalProperties": False,
}
_NUMBER = {"type": "number", "minimum": 0}
_AMOUNT = {
    "description": "A figure: a value, or bounds.",
    "type": "object",
    "properties": {"value": _NUMBER, "min": _NUMBER, "max": _NUMBER, "approximate": {"type": "boolean"}},
    "required": ["approximate"],
    "oneOf": [{"required": ["value"]}, {"anyOf": [{"required": ["min"]}, {"required": ["max"]}]}],
    "additionalProperties": False,
}
_SLUG = {"type": "string", "pattern": f"^{SLUG}$"}
# Fields that say more than their type does, by model and name.
_DAYS = {("Record", "added"), ("Source", "accessed"), ("Correction", "date"), ("Withdrawn", "date")}
_ADDED: dict[str, Schema] = {
    "slug": _SLUG,
    "url": {"type": "string", "format": "uri"},
    "basis": {"enum": list(model.BASES)},
    "origins": {"type": "array", "items": {"type": "string"}},
    "body_html": {"type": "string"},
}


def data_schema() -> Schema:
    """The schema of `/data/incidents.json`; `#/$defs/incident` is that of `/incidents/<slug>.json` and of its
    entries.
    """
    parts: dict[str, Schema] = {"date": _DATE, "amount": _AMOUNT}
    incident = _object(model.Record, parts, without=LEFT_OUT)
    incident["properties"] = {
        **_first("slug", "url"),
        **incident["properties"],
        **_first("basis", "origins", "body_html"),
    }
    incident["required"] = [*_ADDED.keys() - {"body_html"}, *incident["required"]]
    incident["required"].sort(key=list(incident["properties"]).index)
    terms = _object(model.License, parts)
    return copy.deepcopy(
        {
            "$schema": DIALECT,
            "title": "Incidents, version 1",
            "description": "The whole timeline as data. A single incident is described by #/$defs/incident.",
            "type": "object",
            "properties": {
                "version": {"const": 1},
                "license": {"anyOf": [terms, {"type": "null"}], "description": "Of the content."},
                "count": {"type": "integer", "minimum": 0},
                "incidents": {"type": "array", "items": {"$ref": "#/$defs/incident"}},
            },
            "required": ["version", "license", "count", "incidents"],
            "additionalProperties": False,
            "$defs": {"incident": incident, **parts},
        }
    )


def _first(*names: str) -> Schema:
    return {name: {**_ADDED[name], "description": DERIVED[name]} for name in names}


def _object(made: type[BaseModel], parts: dict[str, Schema], without: Collection[str] = ()) -> Schema:
    """The schema of a model's data; models inside it go to `parts`."""
    fields = {name: field for name, field in made.model_fields.items() if name not in without}
    return {
        "type": "object",
        "properties": {
            name: {**_field(made, name, field, parts), "description": field.description}
            for name, field in fields.items()
        },
        "required": [name for name, field in fields.items() if field.is_required()],
        "additionalProperties": False,
    }


def _field(made: type[BaseModel], name: str, field: FieldInfo, parts: dict[str, Schema]) -> Schema:
    return _DAY if (made.__name__, name) in _DAYS else _value(field.annotation, parts)


def _value(kind: Any, parts: dict[str, Schema]) -> Schema:
    """The schema of a value by its Python type; `| None` is an absent field and so says nothing here."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _value(next(choice for choice in inner if choice is not NoneType), parts)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin is tuple:
        return {"type": "array", "items": _value(inner[0], parts), "minItems": 1}
    if origin is dict:
        return {"type": "object", "additionalProperties": _value(inner[1], parts), "minProperties": 1}
    if hasattr(kind, "__metadata__"):  # Annotated: how its text is read does not matter here
        return _value(kind.__origin__, parts)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        name = kind.__name__.lower()
        if name not in parts:
            parts[name] = _object(kind, parts)
        return {"$ref": f"#/$defs/{name}"}
    return {When: {"$ref": "#/$defs/date"}, Amount: {"$ref": "#/$defs/amount"}, str: {"type": "string"}}[kind]

"""The data dictionary: every field of the data files with what it means, made from the model.

What `data` adds to a record is described here; everything else is said by the descriptions of `records.model`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from site_builder.records.dates import When
from site_builder.records.fields import Amount
from site_builder.records.model import Model, Record

DERIVED: Final = {
    "slug": "The identity of the incident.",
    "url": "The address of its page.",
    "basis": "Which of its dates places it on the timeline.",
    "origins": "Keys of the sources that the others rest on.",
    "body_html": "The body as HTML; only in the file of a single incident.",
}
"""Fields that no record states."""

LEFT_OUT: Final = frozenset({"draft"})
"""Fields of the model that published data never has."""

COLUMNS: Final = {
    "slug": DERIVED["slug"],
    "url": DERIVED["url"],
    "title": "What happened.",
    "summary": "The same in a sentence or two.",
    "type": "Id of its type.",
    "status": "How sure we are.",
    "severity": "How bad it was, where the record says.",
    "basis": DERIVED["basis"],
    "date": "That date, in EDTF.",
    "earliest": "The first possible day of that date; empty where it is open.",
    "latest": "The last possible day of that date; empty where it is open.",
    "occurred": "When it happened, in EDTF.",
    "discovered": "When somebody noticed it, in EDTF.",
    "disclosed": "When it became public, in EDTF.",
    "actors": "Ids of who took part, each with its role.",
    "systems": "Ids of the systems involved.",
    "tags": "Ids of its tags.",
    "impact": "Figures in words.",
    "sources": "How many sources it has.",
    "origins": "How many of them are independent origins.",
    "source_urls": "Addresses of its sources, with spaces between them.",
    "related": "Slugs of related incidents.",
    "external": "Ids in other databases, each after the name of its database.",
    "added": "The day on which the record entered the timeline.",
    "changed": "The newest day on which it was added, corrected or withdrawn.",
    "withdrawn": "Why the record was withdrawn, if it was.",
}
"""The columns of the CSV file, in order."""

# What the values of a kind of field are in JSON.
_KINDS: Final[dict[Any, str]] = {When: "date", Amount: "amount", str: "text", bool: "true or false"}
DATE: Final = {
    "edtf": "The date as the record states it, in EDTF.",
    "earliest": "The first possible day; absent where the date is open.",
    "latest": "The last possible day; absent where the date is open.",
    "text": "The date in words.",
}
AMOUNT: Final = {
    "value": "The figure, where there is one; else:",
    "min": "at least so much,",
    "max": "at most so much.",
    "approximate": "Whether the figure is meant as about.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A field: `path` as in `sources[].title`, `kind` what its value is, `always` whether every incident has it."""

    path: str
    kind: str
    always: bool
    text: str


def rows() -> tuple[Row, ...]:
    """Every field of an incident in the JSON files, in their order."""
    first = [_derived(name) for name in ("slug", "url")]
    last = [_derived("basis"), _derived("origins", "[]"), _derived("body_html", always=False)]
    return (*first, *_fields(Record, ""), *last)


def _derived(name: str, many: str = "", *, always: bool = True) -> Row:
    return Row(f"{name}{many}", "text", always, DERIVED[name])


def _fields(model: type[Model], path: str) -> Iterator[Row]:
    for name, field in model.model_fields.items():
        if name in LEFT_OUT:
            continue
        inner, many = _inner(field.annotation)
        here = f"{path}{name}{'[]' if many else ''}"
        nested = isinstance(inner, type) and issubclass(inner, Model)
        yield Row(here, "" if nested else _kind(inner), field.is_required(), field.description or "")
        if nested:
            yield from _fields(inner, f"{here}.")


def _inner(kind: Any) -> tuple[Any, bool]:
    """The type of a value, of a list that of its entries; and whether it is a list."""
    origin = get_origin(kind)
    if hasattr(kind, "__metadata__"):  # Annotated: how its text is read does not matter here
        return _inner(kind.__origin__)
    if origin in (Union, UnionType):
        return _inner(next(choice for choice in get_args(kind) if choice is not NoneType))
    if origin is tuple:
        return _inner(get_args(kind)[0])[0], True
    return kind, False


def _kind(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return ", ".join(get_args(kind))
    if get_origin(kind) is dict:
        return "mapping of lists"
    return _KINDS[kind]

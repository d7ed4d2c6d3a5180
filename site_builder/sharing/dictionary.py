"""The data dictionary: every field of the data files with what it means, made from the model.

What `data` adds to a record is described here; everything else is said by the descriptions of `records.model`.
"""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Final, Literal, NamedTuple, Union, get_args, get_origin

from site_builder.language import Language, msg
from site_builder.records.dates import When
from site_builder.records.fields import Amount
from site_builder.records.model import Model, Record

DERIVED: Final = {
    "slug": msg("The identity of the incident."),
    "url": msg("The address of its page."),
    "basis": msg("Which of its dates places it on the timeline."),
    "origins": msg("Keys of the sources that the others rest on."),
    "body_html": msg("The body as HTML; only in the file of a single incident."),
}
"""Fields that no record states."""

LEFT_OUT: Final = frozenset({"draft"})
"""Fields of the model that published data never has."""

COLUMNS: Final = {
    "slug": DERIVED["slug"],
    "url": DERIVED["url"],
    "title": msg("What happened."),
    "summary": msg("The same in a sentence or two."),
    "type": msg("Id of its type."),
    "status": msg("How sure we are."),
    "severity": msg("How bad it was, where the record says."),
    "basis": DERIVED["basis"],
    "date": msg("That date, in EDTF."),
    "earliest": msg("The first possible day of that date; empty where it is open."),
    "latest": msg("The last possible day of that date; empty where it is open."),
    "occurred": msg("When it happened, in EDTF."),
    "discovered": msg("When somebody noticed it, in EDTF."),
    "disclosed": msg("When it became public, in EDTF."),
    "actors": msg("Ids of who took part, each with its role."),
    "systems": msg("Ids of the systems involved."),
    "tags": msg("Ids of its tags."),
    "impact": msg("Figures in words."),
    "sources": msg("How many sources it has."),
    "origins": msg("How many of them are independent origins."),
    "source_urls": msg("Addresses of its sources, with spaces between them."),
    "related": msg("Slugs of related incidents."),
    "external": msg("Ids in other databases, each after the name of its database."),
    "added": msg("The day on which the record entered the timeline."),
    "changed": msg("The newest day on which it was added, corrected or withdrawn."),
    "withdrawn": msg("Why the record was withdrawn, if it was."),
}
"""The columns of the CSV file, in order."""

# What the values of a kind of field are in JSON.
_KINDS: Final[dict[Any, str]] = {When: msg("date"), Amount: msg("amount"), str: msg("text"), bool: msg("true or false")}
_MAPPING: Final = msg("mapping of lists")
_KIND_NAMES: Final = frozenset({*_KINDS.values(), _MAPPING})
DATE: Final = {
    "edtf": msg("The date as the record states it, in EDTF."),
    "earliest": msg("The first possible day; absent where the date is open."),
    "latest": msg("The last possible day; absent where the date is open."),
    "text": msg("The date in words."),
}
AMOUNT: Final = {
    "value": msg("The figure, where there is one; else:"),
    "min": msg("at least so much,"),
    "max": msg("at most so much."),
    "approximate": msg("Whether the figure is meant as about."),
}


class Row(NamedTuple):
    """A field: `path` as in `sources[].title`, `kind` what its value is, `always` whether every incident has it."""

    path: str
    kind: str
    always: bool
    text: str


def rows(language: Language) -> tuple[Row, ...]:
    """Every field of an incident in the JSON files, in their order."""
    first = [_derived(name) for name in ("slug", "url")]
    last = [_derived("basis"), _derived("origins", "[]"), _derived("body_html", always=False)]
    return tuple(_in(language, row) for row in (*first, *_fields(Record, ""), *last))


def texts() -> Iterator[str]:
    """The descriptions of the model, which are messages of the catalogue too."""
    for row in _fields(Record, ""):
        yield row.text


def _in(language: Language, row: Row) -> Row:
    _ = language.gettext
    kind = _(row.kind) if row.kind in _KIND_NAMES else row.kind  # else the words of a fixed list
    return Row(row.path, kind, row.always, _(row.text) if row.text else "")


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
        return _MAPPING
    return _KINDS[kind]

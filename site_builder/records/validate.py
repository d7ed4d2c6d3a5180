"""A tree of plain values -> a checked model, or every fault in it.

Owns the translation of pydantic's errors into our faults, so that each has our code, its place and a way out, and one
mistake gives one fault. Which checks there are is in `fields` and `model`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar, get_args, get_origin

from pydantic import ValidationError

from site_builder.problems import ContentError, Fault, Place, quoted, suggest
from site_builder.records.model import Model
from site_builder.records.nodes import Value, faulty_places
from site_builder.records.positions import Document

M = TypeVar("M", bound=Model)

_WRONG_SHAPE = {
    "string_type": "a text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
}


def validate(model: type[M], value: Value, top: Place = ()) -> tuple[M | None, list[Fault]]:
    """The model made from the value, or None and all faults, their places below `top`."""
    if not isinstance(value, dict):
        return None, [_not_a_mapping(value, top)]
    empty = [
        Fault("field-empty", top + place, _empty_message(place), "give it a value, or remove the key")
        for place in _empty(value, ())
    ]
    try:
        made = model.model_validate(value)
    except ValidationError as error:
        found = [_fault(model, top, details) for details in error.errors(include_url=False)]
        empty_places = [fault.place for fault in empty]
        found = [
            fault for fault in found if fault.code == "field-unknown" or not _at_or_below(fault.place, empty_places)
        ]
        return None, _one_for_each_mistake(model, value, top, empty + found)
    return (None if empty else made), empty


def validate_document(model: type[M], document: Document) -> M | None:
    """The model of a whole file; its faults go to the document's problems."""
    if document.root is None:
        if not document.problems:
            document.problems.append(document.locate(Fault("field-empty", (), "there is nothing in this file")))
        return None
    made, faults = validate(model, document.root.plain())
    add_faults(document, faults)
    return None if document.problems else made


def add_faults(document: Document, faults: Iterable[Fault]) -> None:
    """Add them to the document's problems, but for values that have theirs already."""
    told = faulty_places(document.root) if document.problems and document.root else []
    if any(problem.code == "yaml-documents" for problem in document.problems):
        faults = [fault for fault in faults if fault.code != "field-missing"]  # it may be in the other document
    document.problems += [document.locate(fault) for fault in faults if not _at_or_below(fault.place, told)]


def _at_or_below(place: Place, others: Iterable[Place]) -> bool:
    return any(place[: len(other)] == other for other in others)


def _not_a_mapping(value: Value, top: Place) -> Fault:
    if not value:
        return Fault("field-empty", top, "this has no value" if top else "there is nothing in this file")
    return Fault("field-type", top, f"this is {_shape_of(value)} where a mapping of keys to values belongs")


def _empty(value: Value, place: Place) -> Iterator[Place]:
    if isinstance(value, str):
        if not value or value.isspace():
            yield place
    elif not value:
        yield place
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _empty(inner, (*place, key))
    else:
        for index, inner in enumerate(value):
            yield from _empty(inner, (*place, index))


def _empty_message(place: Place) -> str:
    name = place[-1] if place else None
    return f"{quoted(name)} has no value" if isinstance(name, str) else "this list entry has no value"


def _shape_of(value: Any) -> str:
    return "a text" if isinstance(value, str) else "a list" if isinstance(value, list) else "a mapping"


# ---------------------------------------------------------------- pydantic's errors
def _fault(model: type[Model], top: Place, details: Mapping[str, Any]) -> Fault:
    place: Place = tuple(step for step in details["loc"] if step != "[key]")
    kind, name = details["type"], details["loc"][-1] if details["loc"] else ""
    if kind == "missing":
        message, hint = f"{quoted(str(name))} is missing", f'add "{name}:" with its value'
        return Fault("field-missing", top + place[:-1], message, hint, str(name), at="first-key")
    if kind == "extra_forbidden":
        return _unknown_field(model, top, place, details["input"])
    if kind == "literal_error":
        return _unknown_word(top, place, details)
    error = details.get("ctx", {}).get("error")
    if isinstance(error, ContentError):
        inner = (error.inside,) if error.inside is not None else ()
        at: Any = "key" if "[key]" in details["loc"] or error.code == "field-unknown" else "value"
        return Fault(error.code, top + place + inner, error.message, error.hint, error.suggestion, at=at)
    shape = _WRONG_SHAPE.get(kind)
    given = _shape_of(details.get("input"))
    return Fault("field-type", top + place, f"this is {given} where {shape} belongs" if shape else details["msg"])


def _unknown_field(model: type[Model], top: Place, place: Place, value: Any) -> Fault:
    part = _model_at(model, tuple(step for step in place[:-1] if isinstance(step, str)))
    known = tuple(part.model_fields) if part else ()
    word = str(place[-1])
    message = f"{quoted(word)} is not a field of this mapping"
    first = re.match(r"(\w+)[:\s]", word)  # `id:anthropic` lacks a space, `title "The title` a colon
    if first and first[1] in known:
        hint = f'write "{first[1]}", a colon and a space'
        return Fault("field-unknown", top + place, message, hint, first[1], at="key")
    near = suggest(word, known)
    if value == "" and (" " in word or near is None):
        return Fault("field-unknown", top + place, message, _CUT_TEXT, at="key")
    hint = f'write "{near}", or remove it' if near else f"known here: {', '.join(known)}" if known else "remove it"
    return Fault("field-unknown", top + place, message, hint, near, at="key")


_CUT_TEXT = "a key needs a colon and a value; put a text with a comma in quotes where it stands in {...}"


@lru_cache
def _model_at(model: type[Model], place: tuple[str, ...]) -> type[Model] | None:
    """The model of the mapping at a place, whose indexes of lists are left out."""
    part: type[Model] | None = model
    in_dict = False
    for step in place:
        if in_dict:  # the key of a mapping from any id to a model
            in_dict = False
            continue
        if part is None or step not in part.model_fields:
            return None
        annotation = part.model_fields[step].annotation
        in_dict = get_origin(annotation) is dict
        part = next(_models_in(annotation), None)
    return None if in_dict else part


def _models_in(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _unknown_word(top: Place, place: Place, details: Mapping[str, Any]) -> Fault:
    word = details["input"]
    if not isinstance(word, str):
        return Fault("field-type", top + place, f"this is {_shape_of(word)} where a word belongs")
    # pydantic words a Literal as `'a', 'b' or 'c'`.
    words = tuple(str(details["ctx"]["expected"]).split("'")[1::2])
    near = suggest(word, words)
    hint = f'write "{near}"' if near else None
    return Fault("value-unknown", top + place, f"{quoted(word)} is not one of: {', '.join(words)}", hint, near)


# ---------------------------------------------------------------- one mistake, one fault
def _one_for_each_mistake(model: type[Model], value: Value, top: Place, faults: list[Fault]) -> list[Fault]:
    """Without what follows from a key that is misspelt or stands in the wrong mapping: it is said once, of that key."""
    unknown = [fault for fault in faults if fault.code == "field-unknown"]
    misplaced = {str(fault.place[-1]) for fault in unknown} | _in_free_mappings(model, value)
    if not misplaced:
        return [_without_suggestion(fault) for fault in faults]
    meant = {(fault.place[:-1], fault.suggestion) for fault in unknown}
    kept = []
    cut: set[Place] = set()  # the mappings with a text that a comma has cut in pieces
    for fault in faults:
        name = fault.suggestion
        if fault.hint == _CUT_TEXT:
            if fault.place[:-1] in cut:
                continue
            cut.add(fault.place[:-1])
        if fault.code == "field-missing" and ((fault.place, name) in meant or name in misplaced):
            continue
        if fault.code == "field-empty" and (
            _at_or_below(fault.place, (other.place for other in unknown))
            or _lost_its_fields(model, fault.place, len(top), unknown)
        ):
            continue
        kept.append(_without_suggestion(fault))
    return kept


def _in_free_mappings(model: type[Model], value: Value) -> set[str]:
    """The keys of mappings with keys of any name, in which fields end up that are indented too far."""
    free = [name for name, field in model.model_fields.items() if get_origin(field.annotation) is dict]
    inner = [value[name] for name in free if isinstance(value, dict) and name in value]
    return {key for mapping in inner if isinstance(mapping, dict) for key in mapping}


def _without_suggestion(fault: Fault) -> Fault:
    """What is missing is not misspelt; its name was kept there only for the comparison above."""
    if fault.code != "field-missing" or fault.suggestion is None:
        return fault
    return Fault(fault.code, fault.place, fault.message, fault.hint, None, fault.at)


def _lost_its_fields(model: type[Model], place: Place, top: int, unknown: list[Fault]) -> bool:
    """Whether the fields of an empty mapping stand beside it instead of in it: they lack their indentation."""
    part = _model_at(model, tuple(step for step in place[top:] if isinstance(step, str)))
    beside = [str(fault.place[-1]) for fault in unknown if fault.place[:-1] == place[:-1]]
    return part is not None and any(name in part.model_fields for name in beside)

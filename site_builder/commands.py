"""What `timeline new` and `timeline rename` do, between asking and printing (`cli`) and the text of files
(`records`).
"""

import os
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from site_builder.problems import ContentError, has_errors, quoted, suggest
from site_builder.records import rename as renames
from site_builder.records import scaffold
from site_builder.records.dates import When
from site_builder.records.fields import Summary, Title, Url, slug_fault, slugify
from site_builder.records.library import Kind, Library
from site_builder.records.load import load
from site_builder.records.model import BASES, Record
from site_builder.records.read_date import parse

Ask = Callable[[str, Callable[[str], object]], str]
Given = Mapping[str, str | tuple[str, ...] | None]


class BadValueError(ValueError):
    """A value that a new record cannot have. Nothing was written."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def new_record(root: Path, title: str, slug: str | None, given: Given, *, today: str, ask: Ask | None) -> Path:
    """Write a new record and return its path. What `given` lacks is asked for where `ask` can. Raises
    BadValueError.
    """
    library = load(root).library
    title = _checked(Title, title, "TITLE")
    slug = _free_slug(root, library, slug or slugify(title))
    answers = {name: _values(given.get(name)) for name in _QUESTIONS}
    for name, (question, check) in _QUESTIONS.items():
        for value in answers[name]:
            check(library, value)
        if not answers[name] and ask and name != "severity":
            answers[name] = ask(question, partial(_check_all, name, library)).split(",")
        answers[name] = [value.strip() for value in answers[name] if value.strip()]
    draft = _draft(slug, title, today, answers)
    path = root / "content/incidents" / scaffold.file_of(draft)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(scaffold.text_of(draft))
    except FileExistsError:
        raise BadValueError(f"{path.relative_to(root)} is already there", "choose another name with --slug") from None
    return path


def _draft(slug: str, title: str, today: str, answers: Mapping[str, list[str]]) -> scaffold.Draft:
    fields = {name: answers[name][0] for name in ("summary", "type", "status", "severity") if answers[name]}
    return scaffold.Draft(
        slug=slug,
        title=title,
        added=today,
        dates={name: parse(answers[name][0]) for name in BASES if answers[name]},
        fields=fields,
        actors=[(id, role) for id, _, role in (pair.partition(":") for pair in answers["actors"])],
        lists={"tags": answers["tags"], "systems": answers["systems"]},
        source={"key": "first", "title": "[title]", "url": answers["source"][0], "kind": "reporting"}
        if answers["source"]
        else {},
    )


def _values(value: str | tuple[str, ...] | None) -> list[str]:
    return list(value) if isinstance(value, tuple) else [value] if value else []


def _check_all(name: str, library: Library, answer: str) -> None:
    for value in answer.split(",") if name in ("tags", "systems", "actors") else [answer]:
        _QUESTIONS[name][1](library, value.strip())


def _free_slug(root: Path, library: Library, slug: str) -> str:
    if fault := slug_fault(slug):
        raise BadValueError(fault[0], f'write "{fault[2]}"' if fault[2] else "choose one with --slug")
    taken = {alias: incident.file for incident in library.incidents for alias in incident.aliases}
    # The files themselves: those with problems, such as a record just begun, are not in the library.
    taken |= {path.stem: path.relative_to(root).as_posix() for path in root.glob("content/incidents/*/*.yaml")}
    if slug in taken:
        raise BadValueError(f"{quoted(slug)} already names {taken[slug]}", "choose another with --slug")
    return slug


def _checked(kind: Any, value: str, name: str) -> str:
    try:
        checked: str = TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        found = error.errors()[0].get("ctx", {}).get("error")
        hint = found.hint if isinstance(found, ContentError) else None
        raise BadValueError(f"{name}: {found}", hint) from None
    return checked


def _date(_: Library, value: str) -> When:
    try:
        return parse(value)
    except ContentError as error:
        raise BadValueError(error.message, error.hint) from None


def _id(kind: Kind, library: Library, value: str) -> None:
    terms = library.vocabularies[kind].terms
    if value not in terms:
        near = suggest(value, terms)
        hint = f'write "{near}"' if near else f"ids are in content/{kind}.yaml; declare new ones there first"
        raise BadValueError(f"{quoted(value)} is not in content/{kind}.yaml", hint)


def _actor(library: Library, value: str) -> None:
    id, colon, role = value.partition(":")
    if not colon:
        raise BadValueError(f"{quoted(value)} has no role", "write ID:ROLE, such as anthropic:developer")
    _id("actors", library, id)
    _id("roles", library, role)


def _word(field: str, _: Library, value: str) -> None:
    words = _WORDS[field]
    if value not in words:
        near = suggest(value, words)
        raise BadValueError(f"{quoted(value)} is not one of: {', '.join(words)}", f'write "{near}"' if near else None)


def _text(kind: Any, name: str, _: Library, value: str) -> None:
    _checked(kind, value, name)


def _words_of(field: str) -> tuple[str, ...]:
    """The words of a fixed list, from the model."""
    schema = Record.model_json_schema()["properties"][field]
    return tuple(schema.get("enum") or schema["anyOf"][0]["enum"])


_WORDS = {field: _words_of(field) for field in ("status", "severity")}
_DATE_HINT = "as 2025, 2025-07, 2025-07-18, 2025-07~ (about) or 2025-12/2026-01; empty if not known"
# What is asked for: name -> question, check.
_QUESTIONS: dict[str, tuple[str, Callable[[Library, str], object]]] = {
    "occurred": (f"When did it happen, {_DATE_HINT}", _date),
    "discovered": ("When was it discovered", _date),
    "disclosed": ("When did it become public", _date),
    "type": ("Type (an id from content/types.yaml)", partial(_id, "types")),
    "status": (f"Status ({', '.join(_WORDS['status'])})", partial(_word, "status")),
    "severity": (f"Severity ({', '.join(_WORDS['severity'])})", partial(_word, "severity")),
    "summary": ("Summary, at most 320 characters", partial(_text, Summary, "summary")),
    "tags": ("Tags (ids from content/tags.yaml, with commas)", partial(_id, "tags")),
    "systems": ("Systems (ids from content/systems.yaml, with commas)", partial(_id, "systems")),
    "actors": ("Actors (ID:ROLE, with commas)", _actor),
    "source": ("Address of the first source", partial(_text, Url, "source")),
}


def rename_record(root: Path, old: str, new: str) -> renames.Renaming:
    """Move a record and mend what refers to it. Raises RenameRefusedError, with nothing changed."""
    loaded = load(root)
    if has_errors(loaded.problems):
        raise renames.RenameRefusedError(
            "content has errors, so not all that refers to the record can be found; run timeline check"
        )
    renaming = renames.rename(root, loaded.library, old, new)
    renames.write(root, renaming, _replace)
    return renaming


def _replace(path: Path, text: str) -> None:
    """Write the whole file or nothing: a temporary file beside it, then a rename."""
    descriptor, name = tempfile.mkstemp(prefix=f".#{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode())
        temporary.chmod(path.stat().st_mode if path.exists() else 0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise

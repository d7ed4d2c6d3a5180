"""One vocabulary's file, read by itself: its terms, and every problem that needs no other file to be seen.

Like a record's reading (`reading`), it depends on nothing but the file's name and bytes, so it can be kept in a cache.
"""

from collections.abc import Callable
from typing import NamedTuple

from site_builder.problems import Fault, Problem
from site_builder.records import positions, rules
from site_builder.records.fields import slug_fault, slugify
from site_builder.records.library import Kind, Vocabulary
from site_builder.records.model import Actor, Term
from site_builder.records.nodes import Value
from site_builder.records.positions import Document
from site_builder.records.said import EACH, texts_at
from site_builder.records.validate import add_faults, validate

Declared = tuple[frozenset[str], dict[str, str]]
"""The ids of a vocabulary, and what its former ids have become; those of terms with faults too."""


class VocabularyReading(NamedTuple):
    """`vocabulary` holds the terms that are right; `declared` is None if that cannot be told."""

    vocabulary: Vocabulary
    declared: Declared | None
    problems: tuple[Problem, ...]


ReadVocabulary = Callable[[Kind, str, bytes], VocabularyReading]


def read_vocabulary(kind: Kind, file: str, data: bytes) -> VocabularyReading:
    """The reading of the bytes of a file, named as seen from the root."""
    document = positions.read(file, data)
    terms, value = _terms(document, Actor if kind == "actors" else Term)
    renamed = {alias: name for name, term in terms.items() for alias in term.aliases if alias not in terms}
    declared = None if value is None else _declared(value)
    return VocabularyReading(Vocabulary(kind, terms, renamed), declared, tuple(document.problems))


def _terms(document: Document, model: type[Term]) -> tuple[dict[str, Term], Value | None]:
    if document.root is None:
        return {}, None if document.problems else {}  # an empty file: no terms
    value = document.root.plain()
    if not isinstance(value, dict):
        message = "a vocabulary is a mapping from id to name and description"
        document.problems.append(document.locate(Fault("field-type", (), message)))
        return {}, None
    terms: dict[str, Term] = {}
    for name, inner in value.items():
        if fault := slug_fault(name):
            add_faults(document, [Fault("slug-invalid", (name,), *fault, at="key")])
        term, faults = validate(model, inner, (name,))
        add_faults(document, faults)
        if term is not None:
            terms[name] = term
    add_faults(document, rules.vocabulary_faults(value))
    return terms, value


def _declared(value: Value) -> Declared:
    if not isinstance(value, dict):
        return frozenset(), {}
    former = {alias: name for name in value for alias, _ in texts_at(value, (name, "aliases", EACH))}
    # A misspelt id is one problem, not one of each record that uses it rightly.
    return frozenset([*value, *(slugify(name) for name in value)]), former

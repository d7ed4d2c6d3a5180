"""Catalogues: `languages/<tag>.po` (gettext's format) in the folders of templates, read as they are written.

The site's own catalogue comes before the built-in one, that of the very tag before that of a wider one, and each says
only what those before it do not. A message without a translation stays English; one that is marked fuzzy has none.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from site_builder.cache import digest_of
from site_builder.language.cldr import conventions
from site_builder.language.tags import direction, is_english, wider
from site_builder.language.values import ENGLISH, TWO_FORMS, Catalogue, Language, Words, plural_rule

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

FOLDER: Final = "languages"
"""The folder in `templates/` that holds catalogues."""

_PLACE: Final = re.compile(r"\{(\w*)\}")
_TAG: Final = re.compile(r"</?[a-z][^>]*>")
_RULE: Final = re.compile(r"[n0-9 ()%!=<>&|?:+*/-]+")

Texts = dict[tuple[str | None, str], tuple[str, ...]]


class CatalogueFault(NamedTuple):
    """What is wrong with a catalogue, and where."""

    file: Path
    line: int
    message: str


def read_language(tag: str, folders: Sequence[Path]) -> tuple[Language, tuple[CatalogueFault, ...]]:
    """The language of a tag with the catalogues of template `folders`, the site's own first. Raises OSError.

    Without any, its words are English's (see `has_words`).
    """
    files = catalogue_files(tag, folders)
    if not files:
        return replace(ENGLISH, tag=tag, direction=direction(tag)), ()
    texts: Texts = {}
    faults: list[CatalogueFault] = []
    rule = ""
    for file in files:
        found = _read(file, faults)
        if found is None:
            continue
        rule = rule or found.plural_expr
        if found.plural_expr != rule:
            faults.append(CatalogueFault(file, 1, f"its Plural-Forms must be those of {files[0].name}: plural={rule}"))
        for key, forms in _texts(file, found, faults):
            texts.setdefault(key, forms)
    return make_language(tag, Catalogue(texts, rule or TWO_FORMS)), tuple(sorted(faults))


def catalogue_files(tag: str, folders: Sequence[Path]) -> list[Path]:
    """The catalogues that make up a language, the first to be asked first."""
    return [file for each in wider(tag) for folder in folders if (file := folder / FOLDER / f"{each}.po").is_file()]


def has_words(tag: str, folders: Sequence[Path]) -> bool:
    """Whether there are words in the language; those in English are in the templates themselves."""
    return is_english(tag) or bool(catalogue_files(tag, folders))


def make_language(tag: str, words: Words) -> Language:
    """A language with these words, and with what CLDR knows of it."""
    made = ENGLISH if is_english(tag) else conventions(tag, words)
    language = Language(
        tag, direction(tag), words, made.dates, made.numbers, made.names or ENGLISH.names, made.territory
    )
    parts = (words, language.numbers, language.territory, language.names)
    dates = language.dates
    named = (dates.days, dates.months, dates.year, dates.phrases, dates.headings, dates.short, dates.ticks)
    return replace(language, digest=digest_of(repr((*parts, *named)).encode()))


# ---------------------------------------------------------------- one file
def _read(file: Path, faults: list[CatalogueFault]) -> "Catalog | None":
    from babel.messages.pofile import PoFileError, read_po

    try:
        with file.open("rb") as stream:
            found = read_po(stream, abort_invalid=True, ignore_obsolete=True)
            _check_rule(found.plural_expr)
    except PoFileError as error:
        line = error.lineno + 1
        faults.append(CatalogueFault(file, line, str(error).rpartition(" on ")[0].lower()))
    except UnicodeDecodeError as error:
        faults.append(CatalogueFault(file, 1, f"not UTF-8 ({error.reason})"))
    except ValueError as error:
        faults.append(CatalogueFault(file, 1, str(error)))
    else:
        return found
    return None


def _check_rule(plural: str) -> None:
    """It becomes a part of scripts, too. Raises ValueError."""
    if not _RULE.fullmatch(plural):
        raise ValueError(f"{plural!r} is no rule for plural forms")
    plural_rule(plural)


def _texts(
    file: Path, found: "Catalog", faults: list[CatalogueFault]
) -> Iterator[tuple[tuple[str | None, str], tuple[str, ...]]]:
    for message in found:
        forms = translations(message)
        if not message.id or message.fuzzy or not all(forms):
            continue
        if fault := message_fault(message):
            faults.append(CatalogueFault(file, message.lineno or 1, fault))
            continue
        id = message.id if isinstance(message.id, str) else message.id[0]
        yield (message.context, id), forms


def translations(message: "Message") -> tuple[str, ...]:
    """Every form of the translation; empty where there is none."""
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def message_fault(message: "Message") -> str | None:
    """Why a translation cannot stand for its message: it lacks a value or an element, or has another."""
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    forms = translations(message)
    known = {name for id in ids for name in _PLACE.findall(id)}
    optional = {"n"} if len(ids) > 1 else set()  # "one incident"
    elements = Counter(_TAG.findall(ids[-1]))
    for form in forms:
        if wrong := sorted((known ^ set(_PLACE.findall(form))) - optional):
            return "the translation must have the same values: " + ", ".join(f"{{{name}}}" for name in wrong)
        if Counter(_TAG.findall(form)) != elements:
            return "the translation must have the same elements"
    return None

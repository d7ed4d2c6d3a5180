"""Finds every message of the site and brings catalogues up to date: `python -m tests.messages es [fr ...]`.

Messages are in templates (found by tokenising them as for a page), in Python (Babel's extractor), in scripts (Babel's),
in the descriptions of the record's fields, and in the phrases of dates.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from site_builder.language import Language
from site_builder.language.cldr import date_messages
from site_builder.language.values import TWO_FORMS
from site_builder.output.lookup import ASSETS, builtin_folder, files_below, template_files
from site_builder.output.templates import environment
from site_builder.sharing import dictionary

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "templates" / "languages"

# Function -> which of its arguments are the context, the message, its plural; None: the first is the message.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "msg": None,
    "ngettext": (1, 2),
    "nmsg": (1, 2),
    "pgettext": ((1, "c"), 2),
}

HEAD = """\
# {name} words of the timeline. How catalogues are written: docs/languages.md
msgid ""
msgstr ""
"Language: {tag}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural};\\n"

"""


class Found(NamedTuple):
    """A message, and the file that holds it."""

    file: str
    context: str | None
    message: str
    plural: str | None = None


class Recorder:
    """Words that are asked for, and stay as they are."""

    plural = TWO_FORMS

    def __init__(self) -> None:
        self.asked: list[tuple[str | None, str, str | None]] = []

    def forms(self, context: str | None, message: str, plural: str | None = None) -> tuple[str, ...]:
        self.asked.append((context, message, plural))
        return (message,) if plural is None else (message, plural)


def messages() -> list[Found]:
    """Every message, in order of file and place, each time it occurs."""
    return [*_of_templates(), *_of_python(), *_of_scripts(), *_of_values()]


def _of_templates() -> Iterator[Found]:
    for name, path in template_files([builtin_folder()]).items():
        recorder = Recorder()
        env = environment([builtin_folder()], Language("en", words=recorder))
        env.parse(path.read_text(encoding="utf-8"), name, str(path))
        yield from (Found(f"templates/{name}", *asked) for asked in recorder.asked)


def _of_python() -> Iterator[Found]:
    for path in sorted((ROOT / "site_builder").rglob("*.py")):
        yield from _extracted("python", path)


def _of_scripts() -> Iterator[Found]:
    for name, path in files_below([builtin_folder() / ASSETS]).items():
        if name.endswith(".js"):
            yield from _extracted("javascript", path)


def _extracted(method: str, path: Path) -> Iterator[Found]:
    file = path.relative_to(ROOT).as_posix()
    for _, message, _, context in extract_from_file(method, str(path), keywords=KEYWORDS):
        yield Found(file, context, *message) if isinstance(message, tuple) else Found(file, context, message)


def _of_values() -> Iterator[Found]:
    yield from (Found("site_builder/records/model.py", None, text) for text in dictionary.texts())
    yield from (Found("site_builder/records/dates.py", context, text) for _, context, text in date_messages())


# ---------------------------------------------------------------- catalogues
def catalogue(tag: str) -> Catalog:
    """The built-in catalogue of a language."""
    with (FOLDER / f"{tag}.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def updated(tag: str) -> str:
    """The text of a catalogue with all messages and no others; what was translated stays so."""
    made = Catalog(locale=None, charset="utf-8")
    for found in messages():
        id = found.message if found.plural is None else (found.message, found.plural)
        made.add(id, None, [(found.file, None)], context=found.context)  # type: ignore[list-item]
    locale = Locale.parse(tag, sep="-")
    plural = str(get_plural(str(locale))).rstrip(";")
    if (FOLDER / f"{tag}.po").exists():
        known = catalogue(tag)
        plural = known.plural_forms
        for message in made:
            if old := known.get(message.id, message.context) if message.id else None:
                message.string, message.flags = old.string, old.flags - {"python-format", "python-brace-format"}
    for message in made:
        message.flags -= {"python-format", "python-brace-format"}
    body = BytesIO()
    write_po(body, made, width=120, omit_header=True, include_lineno=False, sort_by_file=False)
    head = HEAD.format(name=locale.get_display_name("en"), tag=tag, plural=plural)
    return head + re.sub(r"\n{3,}", "\n\n", body.getvalue().decode().lstrip())


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:]:
        (FOLDER / f"{name}.po").write_text(updated(name), encoding="utf-8", newline="\n")

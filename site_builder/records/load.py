"""content/ -> a Library and every problem of every file.

Puts reading (`files`, `positions`), shape (`validate`) and rules together. Nothing here raises for what a file holds.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from site_builder.cache import digest_of
from site_builder.problems import Fault, Problem, quoted, suggest
from site_builder.records import positions, rules
from site_builder.records.fields import slugify
from site_builder.records.files import (
    RecordFile,
    at_file,
    files_below,
    leads_out,
    link_problem,
    page_name_problem,
    read_bytes,
    record_files,
    static_files,
)
from site_builder.records.free_pages import read_page
from site_builder.records.library import KINDS, Kind, Library, Page, Vocabulary
from site_builder.records.memory import Memory
from site_builder.records.model import Settings
from site_builder.records.nodes import Value
from site_builder.records.positions import Document
from site_builder.records.reading import Reading, read_record
from site_builder.records.readings import Readings, read_again, readings_of
from site_builder.records.said import Said
from site_builder.records.validate import add_faults, validate_document
from site_builder.records.vocabularies import Declared, ReadVocabulary, read_vocabulary

# Stands in for settings that cannot be read, so that all other problems are still found; never published.
_PLACEHOLDER = Settings.model_validate(
    {
        "title": "-",
        "description": "-",
        "url": "https://example.org/",
        "language": "en",
        "feed_authority": "example.org",
    }
)
_SITE = "content/site.yaml"


@dataclass(slots=True)
class Loaded:
    """What was found. The library holds all that could be read; it may only be published if no problem is an error."""

    root: Path
    library: Library
    problems: list[Problem] = field(default_factory=list)

    def report(self, faults: Iterable[rules.FileFault]) -> None:
        """Add faults, with their places found in the files."""
        for file, group in groupby(sorted(faults, key=itemgetter(0)), key=itemgetter(0)):
            document = _document(self.root, file)
            told = set(document.problems)
            add_faults(document, (fault for _, fault in group))
            self.problems += (problem for problem in document.problems if problem not in told)
        self.problems = sorted(set(self.problems))


Read = Callable[[Sequence[RecordFile], list[Problem]], Callable[[], list[Reading]]]
"""Begins to read records, and appends the problems of files that cannot be read; gives what waits for the readings."""


class Begun(NamedTuple):
    """A site whose records are being read, maybe by other processes, while this one has other things to do."""

    root: Path
    memory: Memory
    problems: list[Problem]
    settings: Settings | None
    site: Value | None  # content/site.yaml as it stands
    readings: Callable[[], Readings]

    @property
    def language(self) -> str:
        """The tag of the site's language."""
        return (self.settings or _PLACEHOLDER).language


def load(root: Path) -> Loaded:
    """Read all of content/. Never raises for what a file holds."""
    return finish(begin(root))


def begin(root: Path, read: Read | None = None, memory: Memory | None = None) -> Begun:
    """Read the settings and begin with the records, many at once by `read`. A `memory` keeps what was read for the
    next time.
    """
    memory = memory or Memory()
    problems = [link_problem("content")] if leads_out(root, root / "content") else []
    settings, site = memory.part(root, _SITE, problems, lambda found: _settings(root, found))
    files = _record_files(root, memory, problems)
    readings = _readings(root, files, read or read_each(root), memory, problems)
    return Begun(root, memory, problems, settings, site, readings)


def finish(begun: Begun, read_vocabulary: ReadVocabulary = read_vocabulary) -> Loaded:
    """Read all else, and hold it against each other."""
    root, memory, problems, settings, site, readings_wanted = begun
    vocabularies: dict[Kind, Vocabulary] = {}
    ids: dict[Kind, frozenset[str]] = {}
    former_ids: dict[Kind, dict[str, str]] = {}
    for kind in KINDS:
        make = partial(_vocabulary, root, kind, read_vocabulary)
        vocabularies[kind], declared = memory.part(root, f"content/{kind}.yaml", problems, make)
        if declared is not None:
            ids[kind], former_ids[kind] = declared
    readings = readings_wanted()
    said = [reading.said for reading in readings.by_file.values()]
    _missing_vocabularies(root, said, problems)
    pages, page_slugs = memory.part(root, "content/pages", problems, lambda found: _pages(root, found))
    static_root = root / "content/static"
    static = memory.part(root, "content/static", problems, lambda found: tuple(static_files(root, static_root, found)))
    library = Library(settings or _PLACEHOLDER, vocabularies, readings.incidents, pages, static, static_root)
    loaded = Loaded(root, library, problems)
    known = rules.Known(ids, former_ids, readings.slugs, rules.former_slugs(said), _external_names(site))
    changed = None if readings.changed is None else [(old.said, new.said) for old, new in readings.changed]
    loaded.report(memory.rule_faults(said, changed, known))
    loaded.report(_settings_faults(library.settings, page_slugs) if settings else ())
    return loaded


# ---------------------------------------------------------------- one file
def _document(root: Path, file: str) -> Document:
    data = (root / file).read_bytes()
    return read_page(file, data)[0] if file.endswith(".md") else positions.read(file, data)


def _read(root: Path, path: Path, problems: list[Problem]) -> tuple[Document, bytes] | None:
    data = read_bytes(root, path, problems)
    return None if data is None else (positions.read(path.relative_to(root).as_posix(), data), data)


# ---------------------------------------------------------------- settings and vocabularies
def _settings(root: Path, problems: list[Problem]) -> tuple[Settings | None, Value | None]:
    read = _read(root, root / _SITE, problems)
    if read is None:
        return None, None
    document, _ = read
    settings = validate_document(Settings, document)
    problems += document.problems
    return settings, document.root.plain() if document.root else None


def _external_names(site: Value | None) -> tuple[str, ...] | None:
    """The names that are declared; None if that cannot be told."""
    if not isinstance(site, dict):
        return None
    external = site.get("external", {})
    return tuple(external) if isinstance(external, dict) else None


def _settings_faults(settings: Settings, pages: tuple[str, ...]) -> Iterator[rules.FileFault]:
    for n, item in enumerate(settings.navigation):
        if item.page not in pages:
            near = suggest(item.page, pages)
            hint = f'write "{near}"' if near else "write the name of a file in content/pages/ without .md"
            message = f"there is no page {quoted(item.page)}"
            yield _SITE, Fault("ref-missing", ("navigation", n, "page"), message, hint, near)


def no_words(language: str) -> Iterator[rules.FileFault]:
    """The fault of a language that there is no catalogue for; who knows the catalogues reports it."""
    message = f"there are no words in {quoted(language)}: those of the site will be in English"
    hint = f"write templates/languages/{language}.po; see docs/languages.md"
    yield _SITE, Fault("language-missing", ("language",), message, hint)


def _vocabulary(
    root: Path, kind: Kind, read: ReadVocabulary, problems: list[Problem]
) -> tuple[Vocabulary, Declared | None]:
    """The terms that are right, and all that the file declares; None if that cannot be told."""
    path = root / f"content/{kind}.yaml"
    if not path.exists() and not path.is_symlink():
        return Vocabulary(kind, {}), None  # a site may have, say, no systems; see _missing_vocabularies
    data = read_bytes(root, path, problems)
    if data is None:
        return Vocabulary(kind, {}), None
    reading = read(kind, path.relative_to(root).as_posix(), data)
    problems += reading.problems
    return reading.vocabulary, reading.declared


def _missing_vocabularies(root: Path, said: list[Said], problems: list[Problem]) -> None:
    """A vocabulary may be absent only if no record needs it."""
    for kind, path in rules.USES:
        file = f"content/{kind}.yaml"
        if not (root / file).exists() and any(True for record in said for _ in record.texts(*path)):
            hint = "every id that records use is declared there; see docs/format.md"
            problems.append(at_file(file, "file-missing", f"{file} is not there", hint))


# ---------------------------------------------------------------- records
def _record_files(root: Path, memory: Memory, problems: list[Problem]) -> list[RecordFile]:
    """The folders are looked through again only if a file may have come or gone."""
    name = "content/incidents"
    folder = root / name
    if name in memory.parts and memory.changed is not None:
        touched = [
            path for path in memory.changed if path == folder or folder in path.parents or path in folder.parents
        ]
        there = memory.readings.by_name if memory.readings else {}
        if all(str(path) in there and path.is_file() for path in touched):
            known: list[RecordFile] = memory.parts[name][0]
            problems += memory.parts[name][1]
            return known
    return memory.part(root, name, problems, lambda found: record_files(root, found))


def _readings(
    root: Path, files: list[RecordFile], read: Read, memory: Memory, problems: list[Problem]
) -> Callable[[], Readings]:
    before = memory.readings
    same = before if before and before.files is files and before.complete else None
    stale = [same.by_name[name] for name in memory.touched(same.by_name)] if same else _stale(files, memory)
    sound = []
    for file in stale:
        if os.path.islink(file.name):  # noqa: PTH114  for each of thousands
            read_bytes(root, file.path, problems)  # says so
        else:
            sound.append(file)
    being_read = read(sound, problems)

    def readings() -> Readings:
        found = {reading.file: reading for reading in being_read()}
        if same and len(found) == len(stale):
            memory.readings = read_again(same, stale, found)
        else:
            gone = {file.file for file in stale}
            kept = {name: reading for name, reading in before.by_file.items() if name not in gone} if before else {}
            memory.readings = readings_of(files, kept | found)
        for found_in_one in memory.readings.problems.values():
            problems.extend(found_in_one)
        return memory.readings

    return readings


def _stale(files: list[RecordFile], memory: Memory) -> list[RecordFile]:
    """The readable files that have not been read, or may have changed since."""
    readable = {file.name: file for file in files if file.readable}
    touched = memory.touched(readable)
    known = memory.readings.by_file if memory.readings else {}
    return [
        file
        for name, file in readable.items()
        if name in touched or (before := known.get(file.file)) is None or before.slug != file.slug
    ]


def read_each(root: Path) -> Read:
    """Read records one after another, without their Markdown."""

    def read(files: Sequence[RecordFile], problems: list[Problem]) -> Callable[[], list[Reading]]:
        pairs = [(file, read_bytes(root, file.path, problems)) for file in files]
        return lambda: [read_record(file.file, file.slug, data) for file, data in pairs if data is not None]

    return read


# ---------------------------------------------------------------- free pages
def _pages(root: Path, problems: list[Problem]) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages that are right, and the slugs of all."""
    folder = root / "content/pages"
    pages: list[Page] = []
    slugs: list[str] = []
    for inner in files_below(root, "content/pages", problems):
        path, file = folder / inner, f"content/pages/{inner}"
        slugs.append(slugify(path.stem))
        if problem := page_name_problem(PurePosixPath(inner), file):
            problems.append(problem)
        elif (data := read_bytes(root, path, problems)) is not None:
            document, head, text = read_page(file, data)
            problems += document.problems
            if head is not None:
                pages.append(Page(path.stem, file, digest_of(data), head, text))
    return tuple(pages), tuple(slugs)

"""Which files of content/ are read, and in what order.

Owns walking the folders, reading bytes, and the problems of names. What the files say is `load`'s business.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from site_builder.problems import Problem, quoted, severity_of
from site_builder.records.fields import slug_fault, slugify


def at_file(file: str, code: str, message: str, hint: str | None = None, suggestion: str | None = None) -> Problem:
    """A problem of a file as a whole."""
    return Problem(file, 1, 1, 1, 1, severity_of(code), code, message, hint, suggestion)


def read_bytes(root: Path, path: Path, problems: list[Problem]) -> bytes | None:
    """The bytes of a file, or None with a problem. A link could publish any file of the machine that builds."""
    file = path.relative_to(root).as_posix()
    if path.is_symlink():
        problems.append(_link(file))
        return None
    try:
        return path.read_bytes()
    except FileNotFoundError:
        hint = "every site needs it; see docs/format.md"
        problems.append(at_file(file, "file-missing", f"{file} is not there", hint))
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}"
        problems.append(at_file(file, "file-missing", message, "check that it is a file, and its permissions"))
    return None


def _link(file: str) -> Problem:
    return at_file(file, "file-name", "symbolic links are not followed", "put the file itself here")


def _ignored(name: str) -> bool:
    """What editors leave behind."""
    return name.startswith((".", "#")) or name.endswith("~")


def files_below(folder: Path) -> list[Path]:
    """All files below a folder in order of path, without what editors leave behind."""
    found: list[Path] = []
    todo = [folder] if folder.is_dir() else []
    while todo:
        for path in todo.pop().iterdir():
            if not _ignored(path.name):
                (todo if path.is_dir() and not path.is_symlink() else found).append(path)
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


class RecordFile(NamedTuple):
    """A file that is meant to be a record. It is `sound` if its name is right and its slug its own."""

    path: Path
    name: str  # the whole path as text
    file: str  # below the root
    slug: str
    sound: bool
    readable: bool


def record_files(root: Path, problems: list[Problem]) -> list[RecordFile]:
    """Every file that is, or is meant to be, a record, in order of path; the problems of their names."""
    folder = root / "content/incidents"
    first: dict[str, str] = {}
    found: list[RecordFile] = []
    for path in files_below(folder):
        file = path.relative_to(root).as_posix()
        slug = path.stem
        problem = _record_name_problem(path.relative_to(folder), file)
        if slug in first and problem is None:
            message = f"the slug {quoted(slug)} is already that of {first[slug]}"
            problem = at_file(file, "slug-duplicate", message, "give this file another name")
        elif problem is not None:
            slug = slugify(slug) or slug  # what others may refer to
        if problem:
            problems.append(problem)
        sound = problem is None and first.setdefault(slug, file) == file
        first.setdefault(slug, file)
        readable = path.suffix.lower() in (".yaml", ".yml")
        found.append(RecordFile(path, str(path), file, slug, sound, readable))
    return found


def _record_name_problem(inner: Path, file: str) -> Problem | None:
    """What is wrong with the path of a record, given below content/incidents/."""
    if inner.suffix != ".yaml":
        better = inner.with_suffix(".yaml").name if inner.suffix.lower() in (".yml", ".yaml") else None
        message = f"{quoted(inner.name)} is not a record: its name does not end in .yaml"
        hint = f'rename it to "{better}"' if better else "rename it, or move it elsewhere"
        return at_file(file, "file-name", message, hint, better)
    if len(inner.parts) != 2 or not re.fullmatch(r"[0-9]{4}", inner.parts[0]):
        message = "a record stands in a folder named for its year"
        return at_file(file, "file-name", message, "move it to content/incidents/<year>/")
    if fault := slug_fault(inner.stem):
        message, hint, near = fault
        return at_file(file, "slug-invalid", message, f"rename the file: {hint}", near)
    return None


def page_name_problem(inner: Path, file: str) -> Problem | None:
    """What is wrong with the path of a free page, given below content/pages/."""
    if inner.suffix != ".md" or len(inner.parts) != 1:
        return at_file(file, "file-name", f"{quoted(inner.name)} is not a page", "pages are content/pages/<slug>.md")
    if fault := slug_fault(inner.stem):
        return at_file(file, "slug-invalid", fault[0], f"rename the file: {fault[1]}", fault[2])
    return None


def static_files(root: Path, folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Files to copy as they are: dot files such as .well-known too, but no links."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_symlink():
            if not path.name.startswith(".#"):  # Emacs marks an open file so
                problems.append(_link(path.relative_to(root).as_posix()))
        elif path.is_file():
            yield path

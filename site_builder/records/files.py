"""Which files of content/ are read, and in what order.

Owns walking the folders, reading bytes, and the problems of names. What the files say is `load`'s business.
"""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from site_builder.problems import Problem, quoted, severity_of
from site_builder.records.fields import SLUG, slug_fault, slugify
from site_builder.records.nodes import lines_of

LINK = "symbolic links are not followed"
LINK_HINT = "put what it leads to here itself"


def at_file(file: str, code: str, message: str, hint: str | None = None, suggestion: str | None = None) -> Problem:
    """A problem of a file as a whole."""
    return Problem(file, 1, 1, 1, 1, severity_of(code), code, message, hint, suggestion)


def read_bytes(root: Path, path: Path, problems: list[Problem]) -> bytes | None:
    """The bytes of a file, or None with a problem. A link could publish any file of the machine that builds."""
    file = path.relative_to(root).as_posix()
    if path.is_symlink():
        problems.append(link_problem(file))
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


def leads_out(root: Path, folder: Path) -> bool:
    """Whether a folder of the site is a link to somewhere else."""
    return folder.is_symlink() and not folder.resolve().is_relative_to(root.resolve())


def source_lines(file: str) -> Sequence[str]:
    """The lines of a file, for problems to show; none where it cannot be read, none of what a link leads to."""
    try:
        return () if Path(file).is_symlink() else lines_of(Path(file).read_bytes().decode("utf-8", "replace"))
    except OSError:
        return ()


def link_problem(file: str) -> Problem:
    return at_file(file, "file-name", LINK, LINK_HINT)


def _ignored(name: str) -> bool:
    """What editors leave behind."""
    return name.startswith((".", "#")) or name.endswith("~")


def files_below(root: Path, name: str, problems: list[Problem]) -> list[str]:
    """The paths below a folder of all files in it, in their order, without what editors leave behind."""
    folder = root / name
    found: list[str] = []
    todo = [""] if _is_folder(root, folder, problems) else []
    while todo:
        inner = todo.pop()
        with os.scandir(f"{folder}/{inner}") as entries:
            for entry in entries:
                if not _ignored(entry.name):
                    kind = todo if entry.is_dir(follow_symlinks=False) else found
                    kind.append(f"{inner}/{entry.name}" if inner else entry.name)
    return sorted(found)


def _is_folder(root: Path, folder: Path, problems: list[Problem]) -> bool:
    if folder.is_symlink():
        problems.append(link_problem(folder.relative_to(root).as_posix()))
        return False
    return folder.is_dir()


_INCIDENTS = "content/incidents"
_RIGHT = re.compile(rf"[0-9]{{4}}/(?=[a-z0-9-]{{1,80}}\.)({SLUG})\.yaml", re.ASCII)
"""Nearly every name: nothing in it can be wrong, so nobody takes it apart."""


class RecordFile(NamedTuple):
    """A file that is meant to be a record. It is `sound` if its name is right and its slug its own."""

    name: str  # the whole path
    file: str  # below the root
    slug: str
    sound: bool
    readable: bool

    @property
    def path(self) -> Path:
        """Made when it is asked for: there are thousands, and few are read again."""
        return Path(self.name)


def record_files(root: Path, problems: list[Problem]) -> list[RecordFile]:
    """Every file that is, or is meant to be, a record, in order of path; the problems of their names."""
    folder = root / _INCIDENTS
    first: dict[str, str] = {}
    found: list[RecordFile] = []
    for inner in files_below(root, _INCIDENTS, problems):
        file = f"{_INCIDENTS}/{inner}"
        if right := _RIGHT.fullmatch(inner):
            slug, problem = right[1], None
        else:
            slug, problem = PurePosixPath(inner).stem, _record_name_problem(PurePosixPath(inner), file)
        if slug in first and problem is None:
            message = f"the slug {quoted(slug)} is already that of {first[slug]}"
            problem = at_file(file, "slug-duplicate", message, "give this file another name")
        elif problem is not None:
            slug = slugify(slug) or slug  # what others may refer to
        if problem:
            problems.append(problem)
        sound = problem is None and first.setdefault(slug, file) == file
        first.setdefault(slug, file)
        readable = inner.lower().endswith((".yaml", ".yml"))
        found.append(RecordFile(f"{folder}/{inner}", file, slug, sound, readable))
    return found


def _record_name_problem(inner: PurePosixPath, file: str) -> Problem | None:
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


def page_name_problem(inner: PurePosixPath, file: str) -> Problem | None:
    """What is wrong with the path of a free page, given below content/pages/."""
    if inner.suffix != ".md" or len(inner.parts) != 1:
        return at_file(file, "file-name", f"{quoted(inner.name)} is not a page", "pages are content/pages/<slug>.md")
    if fault := slug_fault(inner.stem):
        return at_file(file, "slug-invalid", fault[0], f"rename the file: {fault[1]}", fault[2])
    return None


def static_files(root: Path, folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Files to copy as they are: dot files such as .well-known too, but no links."""
    for path in sorted(folder.rglob("*")) if _is_folder(root, folder, problems) else ():
        if path.is_symlink():
            if not path.name.startswith(".#"):  # Emacs marks an open file so
                problems.append(link_problem(path.relative_to(root).as_posix()))
        elif path.is_file():
            yield path

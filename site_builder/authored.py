"""Files whose names authors choose: static ones and free pages. Owns the copies of static files, and the problems of
paths that cannot be made or that something else has. Which other files a site has is said in `build`.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from site_builder import urls
from site_builder.output.family import Family, folder_and_name, single, untouched
from site_builder.output.output import Collected, Named, collect, from_file
from site_builder.problems import Problem, severity_of
from site_builder.records.library import Library


def families(library: Library) -> Iterator[Family]:
    """Files that are copied as they are."""
    for name, path in zip(static_names(library), library.static, strict=False):
        yield single(name, partial(from_file, name, path), untouched)


def path_problems(root: Path, collected: Collected) -> Iterator[Problem]:
    """A problem for each file of the author's that cannot be published where it would be."""
    for group in collected.collisions:
        yield from _collision(root, group)
    for fault in collected.faults:
        yield _at_origin(root, fault.named, f"the site cannot hold the path {fault.named.path!r}: {fault.message}")


def own_path_problems(root: Path, library: Library, families: tuple[Family, ...]) -> tuple[Problem, ...]:
    """The same for the files that authors name: static ones and free pages. Takes no look at all outputs."""
    names = [urls.file_of(urls.page(page.slug)) for page in library.pages]
    found = [
        output
        for name in dict.fromkeys([*names, *static_names(library)])
        for family in families
        if family.folder == folder_and_name(name)[0]
        for output in family.outputs(folder_and_name(name)[1])
        if output.path == name
    ]
    return tuple(path_problems(root, collect(Named(output.path, output.origin) for output in found)))


def static_names(library: Library) -> list[str]:
    top = library.static_root
    return [path.relative_to(top).as_posix() for path in library.static] if top else []


def _collision(root: Path, group: Sequence[Named]) -> Iterator[Problem]:
    for named in group:
        others = " and ".join(
            sorted({_origin(root, other) or "the site itself" for other in group if other is not named})
        )
        if _origin(root, named):
            yield _at_origin(root, named, f"/{named.path} would also be made by {others}")


def _origin(root: Path, named: Named) -> str:
    return named.origin.removeprefix(f"{root.as_posix()}/")


def _at_origin(root: Path, named: Named, message: str) -> Problem:
    hint = "give the file another name"
    code = "path-collision"
    return Problem(_origin(root, named), 1, 1, 1, 1, severity_of(code), code, message, hint)

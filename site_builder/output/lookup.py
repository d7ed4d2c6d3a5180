"""Where templates, assets and catalogues lie: the site's own `templates/` before the built-in ones, by name.

What is made of a template is said by `templates`, of an asset by `assets`, of a catalogue by `language.catalogue`.
"""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from site_builder.language.catalogue import FOLDER as LANGUAGES
from site_builder.output.digest import PACKAGE, digest

ASSETS = "assets"
NO_TEMPLATES = frozenset({ASSETS, LANGUAGES})
"""The folders in `templates/` that hold no templates."""

IGNORED = re.compile(r"^[.#]|~$")
"""Names that editors and file managers leave behind."""


def builtin_folder() -> Path:
    """The built-in templates: inside the package in a wheel, beside it in the repository."""
    packaged = PACKAGE / "_templates"
    return packaged if packaged.is_dir() else PACKAGE.parent / "templates"


def template_folders(root: Path) -> tuple[Path, ...]:
    """The folders that templates and assets of the site at `root` are looked up in, the site's own first."""
    own, builtin = root / "templates", builtin_folder()
    if not own.is_dir():
        return (builtin,)
    return (own,) if own.resolve() == builtin.resolve() else (own, builtin)


def files_below(folders: Sequence[Path]) -> dict[str, Path]:
    """Files of several folders, by relative name and in its order; the first folder that has it counts."""
    found: dict[str, Path] = {}
    for folder in folders:
        for parent, subfolders, names in os.walk(folder):
            subfolders[:] = [name for name in subfolders if not IGNORED.search(name)]
            for name in names:
                path = Path(parent, name)
                if not IGNORED.search(name) and path.is_file():
                    found.setdefault(path.relative_to(folder).as_posix(), path)
    return dict(sorted(found.items()))


def links_below(folder: Path) -> Iterator[Path]:
    """Symbolic links below a folder, in no order: one in somebody's pull request could publish any file of the machine
    that builds. Emacs marks an open file with one that leads nowhere.
    """
    for parent, subfolders, names in os.walk(folder):
        for path in (Path(parent, name) for name in (*subfolders, *names)):
            if path.is_symlink() and (path.exists() or not path.name.startswith(".#")):
                yield path


def template_files(folders: Sequence[Path]) -> dict[str, Path]:
    """The template files by name."""
    return {name: path for name, path in files_below(folders).items() if name.partition("/")[0] not in NO_TEMPLATES}


def templates_digest(folders: Sequence[Path]) -> str:
    """The digest of all templates in use, by name; belongs into every output's digest. Raises OSError."""
    return digest(*(part for name, path in template_files(folders).items() for part in (name, path.read_bytes())))

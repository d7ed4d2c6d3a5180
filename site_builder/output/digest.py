"""Digests: SHA-256 over parts, files and this package's own code.

Owns how "made from the same things" is expressed. What an output is made from is known by the one who
makes it.
"""

import hashlib
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]

LIBRARIES = ("babel", "isal", "jinja2", "markdown", "markupsafe", "nh3", "pillow", "pydantic", "pygments", "pyyaml")
"""Those that have a hand in the bytes of outputs."""


def digest(*parts: str | bytes) -> str:
    """A SHA-256 of `parts` in hex. Each text goes in with its length, so ("ab", "c") and ("a", "bc") differ."""
    texts = [f"{len(part)}:{part}" if isinstance(part, str) else f"b{content_digest(part)}" for part in parts]
    return hashlib.sha256("".join(texts).encode()).hexdigest()


def content_digest(data: bytes) -> str:
    """The plain SHA-256 of `data` in hex, as `sha256sum` prints it."""
    return hashlib.sha256(data).hexdigest()


def file_digest(path: Path) -> str:
    """The plain SHA-256 of a file in hex. Raises OSError."""
    with path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def package_digest() -> str:
    """The digest of this package's own sources and fonts; belongs into every output's digest.

    A version number would not do: whoever changes the code and builds again would get the old pages.
    """
    files = [
        (Path(folder, name).relative_to(PACKAGE).as_posix(), Path(folder, name))
        for folder, _, names in os.walk(PACKAGE)
        for name in names
        if name.endswith((".py", ".ttf"))
    ]
    return digest(*(part for name, path in sorted(files) for part in (name, path.read_bytes())))


@cache
def library_versions() -> tuple[str, ...]:
    """Which release of each there is: what an upgrade may change the bytes of.

    An installer notes it in the name of a folder, `<project>-<version>.dist-info` (PyPA, "Recording installed
    projects"). To ask for it in the usual way takes a tenth of a build in which nothing has changed.
    """
    found: dict[str, list[str]] = {}
    for folder in dict.fromkeys(sys.path):
        with suppress(OSError):
            for name in sorted(os.listdir(folder or ".")):  # noqa: PTH208  names are all that is asked for
                project, _, version = name.removesuffix(".dist-info").partition("-")
                if name.endswith(".dist-info"):
                    found.setdefault(project.lower(), []).append(version)  # an upgrade that was cut off leaves two
    return tuple(" ".join(found[name]) if name in found else _version(name) for name in LIBRARIES)


def _version(project: str) -> str:
    """Of one that was installed in another way, as Debian does."""
    from importlib.metadata import version

    return version(project)

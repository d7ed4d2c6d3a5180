"""The search index: made of the built pages of incidents by Pagefind's program, into `pagefind/` in the site.

Owns when it is made, how it is put in place, and which of Pagefind's files are published; what the search page reads
instead of them is `search.pack`'s business. It is the one part of
a site whose bytes differ from run to run, so it is no Output: it is made again only when a page of an incident
has changed, and is replaced as a whole by renaming.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal, NamedTuple

from site_builder.search import pack

FOLDER: Final = "pagefind"
DIGEST: Final = "made-from.json"
"""In the folder: what the index was made from, and by which Pagefind."""

PAGES: Final = "incidents/*/index.html"

# What a reader sees on every page, and what would stand in an excerpt without meaning anything there. Texts that
# are to be found are marked in the templates.
LEFT_OUT: Final = (
    "h2", ".cite", ".permalink", ".note", ".facts", ".source-facts", ".ties", ".warning", ".glance dt",
    ".glance .label", '.glance a[href="#sources"]', "svg", "figure", "table.data", "details", ".legend",
)  # fmt: skip

# The rest are Pagefind's own user interfaces, and its worker, which we do without.
PUBLISHED: Final = (
    "pagefind.js", "pagefind-entry.json", "*.pf_meta", "wasm.*", "index", "filter", "fragment", pack.FOLDER,
)  # fmt: skip

PREPARING, OLD = ".pagefind-new-", ".pagefind-old-"
ADVICE = "install it (pip install 'pagefind[bin]'), or leave the index out with --no-search"


class SearchError(Exception):
    """The index could not be made. `hint` is a way out."""

    def __init__(self, message: str, hint: str = ADVICE) -> None:
        super().__init__(message)
        self.hint = hint


class Indexed(NamedTuple):
    """What became of the index, and of how many pages it is made."""

    outcome: Literal["made", "unchanged"]
    pages: int


def inputs_digest(digests: Iterable[tuple[str, str]]) -> str:
    """The digest of (path, digest of the bytes) of all files of the site; only pages of incidents count."""
    first, last = PAGES.split("*")
    wanted = sorted(pair for pair in digests if pair[0].startswith(first) and pair[0].endswith(last))
    program = [Path(module).read_text(encoding="utf-8") for module in (__file__, pack.__file__)]
    return hashlib.sha256(json.dumps([wanted, program]).encode()).hexdigest()


def is_stale(out: Path, inputs: str) -> bool:
    """Whether the folder `out` has no index, or one made from something else."""
    try:
        made_from = json.loads((out / FOLDER / DIGEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return True
    return not (isinstance(made_from, dict) and made_from.get("inputs") == inputs and _whole(out / FOLDER))


def make_index(out: Path, inputs: str, lock: int | None = None) -> Indexed:
    """Make `out/pagefind/` of the built pages in `out`, unless the one there is made from the same `inputs`.

    The folder is whole at every moment: it is made beside its place, then renamed. Whoever calls this has the lock of
    `out`, if several may; Pagefind inherits its descriptor and holds it until it ends, should it outlive us (taken
    away under its feet, its folder makes it wait for ever). Raises SearchError (the old index stays) and OSError.
    """
    _tidy(out)
    pages = sum(1 for _ in out.glob(PAGES))
    if not is_stale(out, inputs):
        return Indexed("unchanged", pages)
    staging = Path(tempfile.mkdtemp(prefix=PREPARING, dir=out))
    try:
        if pages:
            _run(out, staging, lock)
            pack.pack(staging)
        _keep_published(staging)
        (staging / DIGEST).write_text(json.dumps({"inputs": inputs}) + "\n", encoding="utf-8")
        staging.chmod(0o755)  # mkdtemp's is for its owner alone
        _switch(out, staging)
    except pack.PackError as error:
        raise SearchError(str(error), f"install Pagefind {pack.READS}x (pip install 'pagefind[bin]')") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Indexed("made", pages)


def remove_index(out: Path) -> None:
    """For a site that is built without search: an old index would find what is no longer there."""
    _tidy(out)
    if _is_ours(out / FOLDER):
        shutil.rmtree(out / FOLDER)


def program() -> Path:
    """Pagefind's program. Raises SearchError."""
    named = os.environ.get("PAGEFIND_BINARY_PATH")
    if named:
        return Path(named)
    try:
        from pagefind_bin import get_executable

        return Path(get_executable())
    except (ImportError, FileNotFoundError):
        found = shutil.which("pagefind")
    if not found:
        raise SearchError("the search index cannot be made: Pagefind is not installed")
    return Path(found)


def _run(out: Path, staging: Path, lock: int | None) -> None:
    command = [
        str(program().resolve()), "--site", str(out.resolve()), "--glob", PAGES,
        "--output-path", str(staging.resolve()), "--exclude-selectors", ", ".join(LEFT_OUT), "--quiet",
    ]  # fmt: skip
    # Pagefind also reads settings from the environment, and from files in its working directory.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    inherited = () if lock is None else (lock,)
    try:
        done = subprocess.run(
            command, cwd=staging, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False,
            pass_fds=inherited,
        )  # fmt: skip
    except OSError as error:
        message = f"the search index cannot be made: {command[0]} does not run ({error.strerror})"
        raise SearchError(message) from error
    if done.returncode != 0 or not (staging / "pagefind.js").is_file():
        said = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        reason = said[-1] if said else f"exit status {done.returncode}"
        raise SearchError(f"the search index cannot be made: Pagefind says: {reason}")


def _keep_published(staging: Path) -> None:
    kept = {path for pattern in PUBLISHED for path in staging.glob(pattern)}
    for path in set(staging.iterdir()) - kept:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _switch(out: Path, staging: Path) -> None:
    """Put the new folder in the place of the old one: two renames, as a folder cannot be renamed over another."""
    place = out / FOLDER
    old = out / f"{OLD}{os.getpid()}"
    if place.exists():
        if not _is_ours(place):
            raise SearchError(f"{place} is in the way of the search index, and was not made by this program", "move it")
        place.rename(old)
    staging.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _tidy(out: Path) -> None:
    """Undo what a run that was killed has left: an old index without a new one goes back to its place."""
    for old in sorted(out.glob(f"{OLD}*")):
        if (out / FOLDER).exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(out / FOLDER)
    for left in out.glob(f"{PREPARING}*"):
        shutil.rmtree(left, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    return (folder / DIGEST).is_file()


def _whole(folder: Path) -> bool:
    """Whether nobody has emptied it; without a page there is nothing but our own file."""
    return (folder / "pagefind-entry.json").is_file() or [path.name for path in folder.iterdir()] == [DIGEST]

"""What has changed since the last build. Nothing: then there is nothing to read, to name or to write. Only what some
records say: then only what shows these is named.

Owns the digests of all that a build is made from, and what is kept under them. It only ever saves work: where a file
cannot be read, or one of the site is not as it was left, the build goes its whole way.
"""

import os
import platform
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from site_builder.cache import Cache, digest_of
from site_builder.output.digest import digest, library_versions, package_digest
from site_builder.output.family import Changed
from site_builder.output.standing import Standing
from site_builder.problems import Problem
from site_builder.records.pickling import dumps, loads

if TYPE_CHECKING:
    from site_builder.records.library import Incident
    from site_builder.site import Site

KIND, RECORDS = "build", "records of a build"
FOLDER = "content/incidents"
VARIABLES = ("NETLIFY", "CONTEXT", "URL", "DEPLOY_PRIME_URL")
"""Of the environment, all that `config.configure` reads."""


class Outcome(NamedTuple):
    """What a build came to: its problems, how many incidents and files there are, and the digest of the manifest."""

    problems: tuple[Problem, ...]
    incidents: int
    files: int
    manifest: str | None


class Inputs(NamedTuple):
    """Digests of all that a build is made from: of all, and of all but the files of records."""

    all: str
    but_records: str


def inputs(
    root: Path, folders: Sequence[Path], environ: Mapping[str, str], options: Sequence[str], cache: Cache
) -> Inputs | None:
    """What goes in: all files in the folders, the settings from outside and this program; None if a file cannot be
    read.
    """
    but_records = inputs_but_records(root, folders, environ, options, cache)
    if but_records is None:
        return None
    try:
        files = [part for file in _files(root / FOLDER, cache) for part in file]
    except OSError:
        return None
    return Inputs(digest(but_records, *files), but_records)


def inputs_but_records(
    root: Path, folders: Sequence[Path], environ: Mapping[str, str], options: Sequence[str], cache: Cache
) -> str | None:
    """The same of all but the files of records."""
    outside = [f"{name}={environ.get(name)}" for name in VARIABLES]
    program = [package_digest(), platform.python_version(), *library_versions()]
    try:
        files = [part for folder in folders for file in _files(folder, cache, but=root / FOLDER) for part in file]
    except OSError:
        return None
    return digest(*program, *outside, *options, *files)


def _files(folder: Path, cache: Cache, but: Path | None = None) -> Iterator[tuple[str, str]]:
    """The name and the digest of every file below a folder, in order of path; of what is no plain file, what it is.
    Nothing below it is read through a link.
    """
    cache.know(folder)
    todo = [os.fspath(folder)] if folder.is_dir() else []
    without = os.fspath(but) if but else None
    while todo:
        yield todo[-1], "folder"
        with os.scandir(todo.pop()) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                todo += [entry.path] if entry.path != without else []
                continue
            status = entry.stat(follow_symlinks=False)
            plain = stat.S_ISREG(status.st_mode)
            yield entry.path, _content(entry.path, status, cache) if plain else oct(status.st_mode)


def _content(path: str, status: os.stat_result, cache: Cache) -> str:
    known = cache.digest(path, status)
    if known is None:
        known = digest_of(Path(path).read_bytes())  # as the reader of records has it
        cache.remember(path, status, known)
    return known


def outcome(made_from: Inputs | None, standing: Callable[[], Standing], cache: Cache) -> Outcome | None:
    """What the last build from the same inputs came to, if the output folder still holds just that."""
    match loads(cache.get(KIND, made_from.all) or b"") if made_from else None:
        case [tuple(problems), int(incidents), int(files), str(written)]:
            found = standing()
            same = found.manifest == written and not found.changed
            return Outcome(problems, incidents, files, written) if same else None
        case _:
            return None


def changed(
    made_from: Inputs | None,
    site: "Site",
    before: Callable[["Incident", str], "Incident | None"],
    out: Path,
    standing: Callable[[], Standing],
    cache: Cache,
) -> Changed | None:
    """The incidents whose words alone are others than in the site that stands in the output folder; None if more has
    changed, or nobody knows. `before` is `Reader.before`. The site is told what has not changed.
    """
    if made_from is None:
        return None
    manifest = standing().manifest
    match loads(cache.get(RECORDS, os.fspath(out)) or b""):
        case [made_from.but_records, str(written), list(known)] if written == manifest:
            pass
        case _:
            return None
    incidents = site.library.incidents
    if [each[:2] for each in known] != [(incident.slug, incident.file) for incident in incidents]:
        return None
    slugs = set()
    for incident, (_, _, was, _) in zip(incidents, known, strict=True):
        if incident.digest != was:
            old = before(incident, was)
            if old is None or _but_words(old) != _but_words(incident):
                return None
            slugs.add(incident.slug)
    site.digests.know({slug: derived for slug, _, _, derived in known if slug not in slugs})
    return Changed(manifest, frozenset(slugs))


def keep(made_from: Inputs, came_to: Outcome, site: "Site", out: Path, cache: Cache) -> None:
    """Keep what a build from these inputs came to, and from which records: of each output folder the last ones."""
    cache.put(KIND, made_from.all, dumps(tuple(came_to)))
    cache.put(RECORDS, os.fspath(out), dumps([made_from.but_records, came_to.manifest, _records(site)]))


def _records(site: "Site") -> list[tuple[str, str, str, str]]:
    """Slug, file, digest, and derived digest of each, in the order of the timeline."""
    return [(one.slug, one.file, one.digest, site.digests[one.slug]) for one in site.library.incidents]


_WORDS = dict.fromkeys(
    (
        "digest",
        "title",
        "summary",
        "status",
        "severity",
        "occurred",
        "disclosed",
        "figure",
        "packed",
        "origins",
        "fetch",
    )
)
"""Fields of an incident that are shown where the incident itself is, and by which nothing is counted, ordered or
found. A field that is not named here counts as more.
"""


def _but_words(incident: "Incident") -> "Incident":
    publishers = tuple(each._replace(length=0) for each in incident.backing)
    return incident._replace(**_WORDS, backing=publishers)  # type: ignore[arg-type]

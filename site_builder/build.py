"""The pipeline: content -> Library -> prose -> Site -> outputs -> folder. `build()` is its table of contents.

`check` goes the same way and stops before anything is made. What is printed is `cli`'s business.
"""

import gc
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from site_builder import authored, exports, pages, unchanged
from site_builder.cache import Cache, opened
from site_builder.config import configure
from site_builder.exports import sitemap
from site_builder.exports.published import Published
from site_builder.language import ENGLISH, Language
from site_builder.language.catalogue import has_words, read_language
from site_builder.output import manifest
from site_builder.output.family import Family, every, single
from site_builder.output.faults import TemplateError, TemplateFault
from site_builder.output.folder import Waiting, check_folder, locked
from site_builder.output.look import Look, load_look
from site_builder.output.making import Maker, maker
from site_builder.output.output import Named, Output, collect
from site_builder.output.processes import may_share
from site_builder.output.staging import manifest_digest, recover
from site_builder.output.standing import Standing, looking
from site_builder.output.templates import compile_all, compiling, template_folders
from site_builder.output.write import CollisionError, Written, write
from site_builder.problems import Problem, has_errors, severity_of
from site_builder.prose.check import page_faults
from site_builder.prose.highlight import pygments_css
from site_builder.prose.render import Prose, compile_prose
from site_builder.reader import Reader
from site_builder.records.load import Loaded, begin, finish, language_tag, no_words
from site_builder.search.index import inputs_digest, make_index, remove_index
from site_builder.site import Site, make_site
from site_builder.unchanged import Outcome

CACHE = ".cache"
SOUND = "sound templates"

Progress = Callable[[int, int], None]


class Prepared(NamedTuple):
    """Everything short of the files: may only be written if no problem is an error."""

    site: Site
    families: tuple[Family, ...]
    problems: tuple[Problem, ...]


class Built(NamedTuple):
    """`written` is None where problems kept the last good site."""

    problems: tuple[Problem, ...]
    written: Written | None = None
    incidents: int = 0


def build(
    root: Path,
    out: Path,
    *,
    base_url: str | None = None,
    environ: Mapping[str, str],
    jobs: int | None = None,
    search: bool = True,
    images: bool = True,
    progress: Progress | None = None,
    waiting: Waiting | None = None,
) -> Built:
    """Make the folder `out` hold the site at `root`. With any error nothing in it changes.

    Raises OutputRefusedError, BadBaseUrlError, WorkerDiedError, SearchError and OSError.
    """
    folder = check_folder(out, root=root, protected=protected_folders(root))
    if folder.is_dir():
        recover(folder, waiting)
    with opened(root / CACHE) as cache:
        standing = looking(folder, cache, jobs)
        key = partial(unchanged.inputs_key, input_folders(root), environ, [f"{base_url}", f"{images}"], cache)
        before = key()
        built = _as_before(before, standing, cache)
        if built is None:
            make = _maker(root, folder, jobs)
            prepared = prepare(root, base_url=base_url, environ=environ, cache=cache, jobs=jobs, images=images)
            writing = partial(
                write, out=out, root=root, protected=protected_folders(root), progress=progress, maker=make,
                cache=cache, standing=standing, waiting=waiting,
            )  # fmt: skip
            built = _written(prepared, root, writing)
            if built.written is None:
                return built
            if key() == before:  # nobody has saved meanwhile
                files = len(built.written.written) + built.written.unchanged
                unchanged.keep(before, Outcome(built.problems, built.incidents, files), folder, cache)
            cache.flush(only_used=True)
    with locked(folder, waiting=waiting) as lock:
        if search:
            made_from = inputs_digest((path, entry.content) for path, entry in (manifest.read(out) or {}).items())
            make_index(out, made_from, lock.descriptor)
        else:
            remove_index(out)  # one of other pages would mislead
    return built


def _as_before(key: str | None, standing: Callable[[], Standing], cache: Cache) -> Built | None:
    """What the last build came to, if nothing has changed since."""
    known = unchanged.outcome(key, standing, cache)
    return Built(known.problems, Written((), known.files, ()), known.incidents) if known else None


def _written(prepared: Prepared, root: Path, writing: Callable[..., Written]) -> Built:
    if has_errors(prepared.problems):
        return Built(prepared.problems)
    site = prepared.site
    site.derive()  # once, before there are workers
    gc.freeze()  # all of it stays: to look for circles in it would take a twentieth of a build after a small change
    try:
        written = writing(prepared.families, last=lambda paths: [_sitemap(site, lambda: paths)])
    except TemplateError as error:
        return Built((*prepared.problems, _template_problem(root, error.fault)))
    except CollisionError as error:
        return Built((*prepared.problems, *authored.path_problems(root, error.collected)))
    return Built(prepared.problems, written, len(site.incidents))


def _maker(root: Path, folder: Path, jobs: int | None) -> Maker:
    """Who makes the outputs, when templates are compiled. Of a first build this process compiles them while others read
    the records; later there are few records to read.
    """
    if not may_share(jobs) or manifest_digest(folder) is None:
        return maker(jobs)
    return maker(jobs, compiling(template_folders(root), lambda: language_of(root, language_tag(root))[0]))


def check(root: Path, *, base_url: str | None = None, environ: Mapping[str, str]) -> Prepared:
    """Everything that `build` does before it makes the first file. Raises BadBaseUrlError."""
    with opened(root / CACHE) as cache:
        prepared = prepare(root, base_url=base_url, environ=environ, cache=cache)
        if has_errors(prepared.problems):
            return prepared
        paths = _named(prepared.families)
        paths += _named([_sitemap(prepared.site, lambda: (named.path for named in paths))])
    return prepared._replace(problems=(*prepared.problems, *authored.path_problems(root, collect(paths))))


def _named(families: Iterable[Family]) -> list[Named]:
    return [Named(output.path, output.origin) for output in every(families)]


def prepare(
    root: Path,
    *,
    base_url: str | None = None,
    environ: Mapping[str, str],
    cache: Cache,
    jobs: int | None = None,
    images: bool = True,
) -> Prepared:
    """Load and check everything; no output is named yet. Raises BadBaseUrlError."""
    reader = Reader(root, cache, jobs)
    begun = begin(root, reader.read)
    language, faults = language_of(root, begun.language)
    look, look_faults = look_of(root, language, cache)
    loaded = finish(begun, reader.vocabulary)
    free = load_prose(loaded)
    library = loaded.library.without_drafts()
    check_language(root, loaded)
    site = make_site(library, configure(library.settings.url, base_url, environ), reader.prose, free, language)
    problems = tuple(sorted({*loaded.problems, *faults, *look_faults}))
    if look is None or has_errors(problems):
        return Prepared(site, (), problems)
    return Prepared(site, site_families(site, look, images=images, cache=cache), problems)


def load_prose(loaded: Loaded) -> dict[str, Prose]:
    """The prose of free pages, by slug; its faults are added to what was loaded."""
    pages_read = loaded.library.pages
    free = {page.slug: compile_prose(page.text, heading_level=2) for page in pages_read}
    loaded.report(page_faults(pages_read, free))
    return free


def check_language(root: Path, loaded: Loaded) -> None:
    """Add to what was loaded that the site's language has no words, if so."""
    tag = loaded.library.settings.language
    if not has_words(tag, template_folders(root)):
        loaded.report(no_words(tag))


def language_of(root: Path, tag: str) -> tuple[Language, tuple[Problem, ...]]:
    """The language of a tag, English where no catalogue can be read, and the problems of catalogues."""
    try:
        language, faults = read_language(tag, template_folders(root))
    except OSError as error:
        return ENGLISH, (_template_problem(root, _unreadable(error)),)
    found = (TemplateFault(fault.file, fault.line, "template-syntax", fault.message) for fault in faults)
    return language, tuple(_template_problem(root, fault, CATALOGUE_HINT) for fault in found)


def look_of(root: Path, language: Language, cache: Cache) -> tuple[Look | None, tuple[Problem, ...]]:
    """Templates and assets, None where they cannot be read, and their problems.

    The cache knows templates in which no fault was found: they are compiled when they are used.
    """
    folders = template_folders(root)
    try:
        look = load_look(folders, pygments_css(), language)
    except OSError as error:
        return None, (_template_problem(root, _unreadable(error)),)
    if cache.get(SOUND, look.digest) is not None:
        return look, ()
    faults = (*look.assets.faults, *compile_all(look.env, folders))
    if not faults:
        cache.put(SOUND, look.digest, b"")
    return look, tuple(_template_problem(root, fault) for fault in faults)


def _unreadable(error: OSError) -> TemplateFault:
    return TemplateFault(Path(error.filename or "templates"), 1, "template-syntax", f"cannot be read: {error.strerror}")


def protected_folders(root: Path) -> tuple[Path, ...]:
    return root / "content", root / "templates"


def input_folders(root: Path) -> tuple[Path, ...]:
    """All that a site is made from."""
    return root / "content", *template_folders(root)


def site_families(site: Site, look: Look, *, images: bool = True, cache: Cache | None = None) -> tuple[Family, ...]:
    """Every file of the site but the sitemap."""
    assets = (single(output.path, partial(_same, output)) for output in look.assets.outputs)
    return (
        *pages.families(site, look, images=images),
        *assets,
        *authored.families(site.library),
        *exports.families(site, look, images=images, cache=cache),
    )


def with_sitemap(site: Site, families: tuple[Family, ...]) -> tuple[Family, ...]:
    """The families with that of the sitemap, which names all outputs of the others when it is asked for."""
    return (*families, _sitemap(site, lambda: (output.path for output in every(families))))


def _sitemap(site: Site, paths: Callable[[], Iterable[str]]) -> Family:
    copied = frozenset(authored.static_names(site.library))
    return sitemap.family(Published(site), lambda: (path for path in paths() if path not in copied))


def _same(output: Output) -> Output:
    return output


# ---------------------------------------------------------------- problems of templates
TEMPLATE_HINT = "correct the template; docs/templates.md lists what templates are given"
CATALOGUE_HINT = "correct the catalogue; docs/languages.md says how one is written"


def _template_problem(root: Path, fault: TemplateFault, hint: str = TEMPLATE_HINT) -> Problem:
    try:
        file = fault.file.relative_to(root).as_posix()
    except ValueError:  # a built-in template
        file = fault.file.as_posix()
    return Problem(
        file, fault.line, 1, fault.line, 1, severity_of(fault.code), fault.code, fault.message, hint
    )  # fmt: skip

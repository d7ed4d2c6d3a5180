"""Everything short of the files: content and templates -> the site, the families of its outputs, and every problem.

`build` has the outputs made, `serve` those that are asked for, `check` none.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from site_builder import authored, exports, pages
from site_builder.cache import FOLDER, Cache, opened
from site_builder.config import configure
from site_builder.exports import sitemap
from site_builder.exports.published import Published
from site_builder.language import ENGLISH, Language
from site_builder.language.catalogue import has_words, read_language
from site_builder.output.family import Family, every, single
from site_builder.output.faults import TemplateFault
from site_builder.output.look import Look, load_look
from site_builder.output.lookup import links_below, template_folders
from site_builder.output.output import Named, Output, collect
from site_builder.output.templates import compile_all
from site_builder.problems import Problem, has_errors, severity_of
from site_builder.prose.check import page_faults
from site_builder.prose.highlight import pygments_css
from site_builder.prose.render import Prose, compile_prose
from site_builder.reader import Reader
from site_builder.records.files import LINK, LINK_HINT, leads_out
from site_builder.records.load import Loaded, begin, finish, no_words
from site_builder.site import Site, make_site

SOUND = "sound templates"


class Prepared(NamedTuple):
    """Everything short of the files: may only be written if no problem is an error."""

    reader: Reader
    site: Site
    families: tuple[Family, ...]
    problems: tuple[Problem, ...]


def check(root: Path, *, base_url: str | None = None, environ: Mapping[str, str]) -> Prepared:
    """Everything that `build` does before it makes the first file. Raises BadBaseUrlError."""
    with opened(root / FOLDER) as cache:
        prepared = prepare(root, base_url=base_url, environ=environ, cache=cache)
        if has_errors(prepared.problems):
            return prepared
        paths = _named(prepared.families)
        paths += _named([sitemap_of(prepared.site, lambda: (named.path for named in paths))])
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
        return Prepared(reader, site, (), problems)
    return Prepared(reader, site, site_families(site, look, images=images, cache=cache), problems)


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
        return ENGLISH, (template_problem(root, _unreadable(error)),)
    found = (TemplateFault(fault.file, fault.line, "template-syntax", fault.message) for fault in faults)
    return language, tuple(template_problem(root, fault, CATALOGUE_HINT) for fault in found)


def look_of(root: Path, language: Language, cache: Cache) -> tuple[Look | None, tuple[Problem, ...]]:
    """Templates and assets, None where they cannot be read, and their problems.

    The cache knows templates in which no fault was found: they are compiled when they are used.
    """
    folders = template_folders(root)
    own = root / "templates"
    links = (own,) if leads_out(root, own) else links_below(own)
    if faults := tuple(TemplateFault(link, 1, "file-name", LINK) for link in links):
        return None, tuple(template_problem(root, fault, LINK_HINT) for fault in faults)
    try:
        look = load_look(folders, pygments_css(), language)
    except OSError as error:
        return None, (template_problem(root, _unreadable(error)),)
    if cache.get(SOUND, look.digest) is not None:
        return look, ()
    faults = (*look.assets.faults, *compile_all(look.env, folders))
    if not faults:
        cache.put(SOUND, look.digest, b"")
    return look, tuple(template_problem(root, fault) for fault in faults)


def _unreadable(error: OSError) -> TemplateFault:
    return TemplateFault(Path(error.filename or "templates"), 1, "template-syntax", f"cannot be read: {error.strerror}")


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
    return (*families, sitemap_of(site, lambda: (output.path for output in every(families))))


def sitemap_of(site: Site, paths: Callable[[], Iterable[str]]) -> Family:
    copied = frozenset(authored.static_names(site.library))
    return sitemap.family(Published(site), lambda: (path for path in paths() if path not in copied))


def _same(output: Output) -> Output:
    return output


# ---------------------------------------------------------------- problems of templates
TEMPLATE_HINT = "correct the template; docs/templates.md lists what templates are given"
CATALOGUE_HINT = "correct the catalogue; docs/languages.md says how one is written"


def template_problem(root: Path, fault: TemplateFault, hint: str = TEMPLATE_HINT) -> Problem:
    try:
        file = fault.file.relative_to(root).as_posix()
    except ValueError:  # a built-in template
        file = fault.file.as_posix()
    return Problem(
        file, fault.line, 1, fault.line, 1, severity_of(fault.code), fault.code, fault.message, hint
    )  # fmt: skip

"""The site in memory: what `serve` shows, kept up to date from one change to the next.

Owns the state: what was read, the last good site, and the problems there are now. A save reads what was saved; pages
are made when they are asked for, by the same families as `build` makes all of them.
"""

import gc
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from site_builder import authored, urls
from site_builder.build import protected_folders
from site_builder.cache import Cache
from site_builder.carry import carry_over
from site_builder.config import configure
from site_builder.exports.published import Published
from site_builder.exports.redirects import redirects
from site_builder.language import ENGLISH
from site_builder.output.family import Family, find
from site_builder.output.faults import TemplateError
from site_builder.output.look import Look
from site_builder.output.lookup import template_folders
from site_builder.output.output import Output, from_file
from site_builder.output.templates import compile_all
from site_builder.prepare import check_language, language_of, load_prose, look_of, site_families, with_sitemap
from site_builder.problems import Problem, has_errors
from site_builder.prose.reading import read_record
from site_builder.reader import Reader
from site_builder.records.load import begin, finish
from site_builder.records.memory import Memory
from site_builder.search.index import FOLDER
from site_builder.site import Site, make_site

BUILT = "public"

SAMPLE = 4
"""So many records are read, and their pages made, before anybody asks: together they need most of what any needs."""


class SiteInMemory:
    """The workspace of `serve` (see `serve.answers.Workspace`); all of it is used from one thread."""

    def __init__(self, root: Path, *, base_url: str | None, environ: Mapping[str, str], cache: Cache) -> None:
        """Read the site. Raises BadBaseUrlError."""
        self._root, self._base_url, self._environ = root, base_url, environ
        self._reader, self._memory, self._cache = Reader(root, cache), Memory(), cache
        self._look: Look | None = None
        self._language, self._tag = ENGLISH, ""
        self._look_problems: tuple[Problem, ...] = ()
        self._families: tuple[Family, ...] = ()
        self._outputs: dict[str, Output | None] = {}
        self._redirects: dict[str, str] | None = None
        self._shown: tuple[object, ...] = ()
        self._site: Site | None = None
        self.prefix = "/"
        self.version = 0
        self.problems: tuple[Problem, ...] = ()
        self.update(None)

    def update(self, changed: frozenset[Path] | None) -> None:
        """Take in changes of files, or of folders with all below them; None: look at everything."""
        self._memory.changed = changed
        begun = begin(self._root, self._reader.read, self._memory)
        folders, tag = template_folders(self._root), begun.language
        touched = changed is None or _touches(changed, (*folders, self._root / "templates"))
        if self._look is None or touched or tag != self._tag:
            self._read_look(tag)
        loaded = finish(begun, self._reader.vocabulary)
        check_language(self._root, loaded)
        free = load_prose(loaded)
        config = configure(loaded.library.settings.url, self._base_url, self._environ)
        problems = tuple(sorted({*loaded.problems, *self._look_problems}))
        # What the site is made from: the same values as before are the same site.
        readings = self._memory.readings.by_file.values() if self._memory.readings else ()
        shown = (self._look, config, *self._memory.parts.values(), *readings, problems)
        if len(shown) == len(self._shown) and all(
            new is old or new == old for new, old in zip(shown, self._shown, strict=True)
        ):
            return
        self._shown = shown
        self.version += 1
        if not has_errors(problems) and self._look is not None:
            site = make_site(loaded.library, config, self._reader.prose, free, self._language)
            families = with_sitemap(site, site_families(site, self._look))
            problems = (*problems, *authored.own_path_problems(self._root, loaded.library, families))
            if not has_errors(problems):
                self._show(site, families)
        self.problems = problems
        self._cache.flush()
        gc.freeze()  # what is there stays for long: collecting it again and again would make the next save wait

    def _show(self, site: Site, families: tuple[Family, ...]) -> None:
        if self._site is not None:
            carry_over(self._site, site)
        self._site, self._families = site, families
        self.prefix = site.urls.prefix
        self._outputs, self._redirects = {}, None

    def _read_look(self, tag: str) -> None:
        """The look in the language of a tag. The last good one stays where the new one has faults."""
        language, faults = language_of(self._root, tag)
        look, look_faults = look_of(self._root, language, self._cache)
        self._tag, self._look_problems = tag, (*faults, *look_faults)
        if look is not None and not self._look_problems and (self._look is None or look.digest != self._look.digest):
            self._look, self._language = look, language

    def warm_up(self) -> None:
        """Load and compile what the first save will need, so that it is taken in as fast as all others."""
        if self._site is None or self._look is None:
            return
        compile_all(self._look.env, template_folders(self._root))
        self._site.added.look_at_all()
        self.update(frozenset())
        for incident in self._site.library.incidents[:SAMPLE]:
            with suppress(OSError, TemplateError):
                read_record(incident.file, incident.slug, (self._root / incident.file).read_bytes())
                self.body(urls.file_of(urls.incident(incident.slug)))

    def output(self, path: str) -> Output | None:
        """The output of a path, if there is one."""
        if path.startswith(f"{FOLDER}/"):
            return self._index_file(path)
        if path not in self._outputs:
            self._outputs[path] = find(self._families, path)
        return self._outputs[path]

    def _index_file(self, path: str) -> Output | None:
        """A file of the search index as the last build left it: to make it anew would take longer than a save may."""
        built = self._root / BUILT
        file = built / path
        return from_file(path, file) if ".." not in path.split("/") and file.is_file() else None

    def digest(self, path: str) -> str | None:
        """The digest of an output; None if there is none."""
        output = self.output(path)
        return output.digest if output else None

    def body(self, path: str) -> bytes:
        """The bytes of an output, made now. Raises TemplateError, and LookupError if there is none."""
        output = self.output(path)
        if output is None:
            raise LookupError(path)
        return output.make()

    def redirect(self, path: str) -> str | None:
        """Where `_redirects` leads from a request path (with its prefix)."""
        if self._site is None:
            return None
        if self._redirects is None:
            prefix = self.prefix
            self._redirects = {prefix + old: prefix + new for old, new in redirects(Published(self._site))}
        if path in self._redirects:
            return self._redirects[path]
        for old, new in self._redirects.items():  # `/tags/old/*` -> `/tags/new/:splat`
            if old.endswith("*") and path.startswith(old[:-1]):
                return new.removesuffix(":splat") + path[len(old) - 1 :]
        return None


def watched(root: Path) -> tuple[Path, ...]:
    """Folders and files that a site at `root` is made from, and the headers it is served with."""
    return (*protected_folders(root), *template_folders(root), root / "netlify.toml")


def _touches(changed: frozenset[Path], folders: tuple[Path, ...]) -> bool:
    return any(
        path == folder or folder in path.parents or path in folder.parents for path in changed for folder in folders
    )

"""Assets: stylesheets, scripts, fonts and icons of `templates/assets`, joined, and named by content.

A name with a digest may be cached for ever. Owns joining, names and references between assets. Files that
keep their names (`content/static`) are not assets.

Plain `css/*.css` become one `site.css`, `js/*.js` one `site.js`, `js/search/*.js` one `search.js` (so with every
folder right in `js`), each in order of name; everything else is named one by one: `fonts/a.woff2` is published as
`assets/fonts/a.<hash>.woff2`.
References to a stylesheet from another (`@import`) and between scripts are not rewritten.
"""

import posixpath
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote, unquote

from site_builder.language import ENGLISH, Language
from site_builder.output.digest import content_digest
from site_builder.output.faults import TemplateFault
from site_builder.output.lookup import ASSETS, files_below
from site_builder.output.output import Output, from_bytes
from site_builder.output.pack import pack_css
from site_builder.output.scripts import WordsError, in_words

HASH_DIGITS = 12

STYLE, SCRIPT = "site.css", "site.js"
"""What `css/*.css` and `js/*.js` are joined to."""

BOM = b"\xef\xbb\xbf"

TOKENS = re.compile(
    r"""(?P<other>/\*.*?\*/)
    | (?P<open>\burl\(\s*) (?P<quote>["']?) (?P<target>[^"'()\s\\]+) (?P=quote) (?P<close>\s*\))
    | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
"""CSS Syntax 3, section 4, as far as it takes to tell `url()` from a comment or string that looks like it."""

ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|/|#)", re.IGNORECASE)
"""References to no file of ours: with a scheme, from the root, within the document."""


class Assets(NamedTuple):
    """The assets as outputs, and where each one is published."""

    paths: Mapping[str, str]
    outputs: tuple[Output, ...]
    faults: tuple[TemplateFault, ...]

    def path(self, name: str) -> str:
        """Where `name` (`site.css`, `fonts/a.woff2`) is published in the site. Raises LookupError."""
        if name not in self.paths:
            raise LookupError(f"there is no asset {name!r}; there are: {', '.join(self.paths) or 'none'}")
        return self.paths[name]


def load_assets(folders: Sequence[Path], extra_css: str = "", language: Language = ENGLISH) -> Assets:
    """Read the assets of template `folders`, the site's own first: they override built-in ones by name. The words of
    scripts are those of a language (`scripts`).

    `extra_css` is put before the stylesheets that are joined. References by `url()` to other assets are
    rewritten to published names; one that leads nowhere is a fault, as is a stylesheet that is not UTF-8.
    Raises OSError.
    """
    files = files_below([folder / ASSETS for folder in folders])
    scripts, styles = _scripts(files), _styles(files)
    faults: list[TemplateFault] = []
    worded = partial(_worded, language=language, faults=faults)
    joined = {*styles, *(name for names in scripts.values() for name in names)}
    single = {name: worded(name, path) for name, path in files.items() if name not in joined}
    data = {script: _join([worded(name, files[name]) for name in names], b"\n;\n") for script, names in scripts.items()}
    data |= {name: content for name, content in single.items() if not name.endswith(".css")}
    published = {name: _published(name, content) for name, content in data.items()}

    linked = partial(_link, published=published, faults=faults)
    if styles or extra_css:
        parts = [linked(name, path, path.read_bytes()) for name, path in styles.items()]
        data[STYLE] = _join([pack_css(extra_css).encode(), *parts] if extra_css else parts, b"\n")
    data |= {name: linked(name, files[name], single[name]) for name in single if name.endswith(".css")}
    published |= {name: _published(name, content) for name, content in data.items()}
    outputs = tuple(from_bytes(published[name], data[name], f"{ASSETS}/{name}") for name in sorted(data))
    return Assets(MappingProxyType(dict(sorted(published.items()))), outputs, tuple(sorted(faults)))


def _styles(files: Mapping[str, Path]) -> dict[str, Path]:
    return {
        name: path for name, path in files.items() if PurePosixPath(name).match("css/*.css") and name.count("/") == 1
    }


def _scripts(files: Mapping[str, Path]) -> dict[str, list[str]]:
    """What scripts are joined to -> their names."""
    found: dict[str, list[str]] = {}
    for name in files:
        folder, *inner, file = name.split("/") if "/" in name else ("", name)
        if folder == "js" and file.endswith(".js") and len(inner) <= 1:
            found.setdefault(f"{inner[0]}.js" if inner else SCRIPT, []).append(name)
    return found


def _worded(name: str, path: Path, *, language: Language, faults: list[TemplateFault]) -> bytes:
    """The content of a file, of a script with its words in the language."""
    content = path.read_bytes()
    if not name.endswith(".js"):
        return content
    try:
        return in_words(content, language)
    except WordsError as error:
        faults.append(TemplateFault(path, error.line, "template-syntax", str(error)))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        faults.append(TemplateFault(path, line, "template-syntax", f"not UTF-8 ({error.reason})"))
    return content


def _join(parts: Sequence[bytes], between: bytes) -> bytes:
    # A checkout with CRLF gives the same bytes as one without.
    return between.join(part.removeprefix(BOM).replace(b"\r\n", b"\n").rstrip(b"\n") for part in parts) + b"\n"


def _published(name: str, content: bytes) -> str:
    path = PurePosixPath(ASSETS, name)
    return path.with_name(f"{path.stem}.{content_digest(content)[:HASH_DIGITS]}{path.suffix}").as_posix()


def _link(name: str, file: Path, content: bytes, *, published: Mapping[str, str], faults: list[TemplateFault]) -> bytes:
    """The stylesheet `name` with published names in its references, which are relative to where it is
    published.
    """
    try:
        css = content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        faults.append(TemplateFault(file, line, "template-syntax", f"not UTF-8 ({error.reason})"))
        return content
    home = ASSETS if PurePosixPath(name).parent == PurePosixPath("css") else posixpath.dirname(f"{ASSETS}/{name}")

    def reference(match: re.Match[str]) -> str:
        target = match["target"]
        if target is None or ELSEWHERE.match(target):
            return match[0]
        path, rest = re.fullmatch(r"([^?#]*)(.*)", target).groups()  # type: ignore[union-attr]  # matches all
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
        if wanted not in published:
            line = css.count("\n", 0, match.start()) + 1
            faults.append(TemplateFault(file, line, "template-undefined", f"there is no asset {wanted!r}"))
            return match[0]
        relative = quote(posixpath.relpath(published[wanted], home))
        return f"{match['open']}{match['quote']}{relative}{rest}{match['quote']}{match['close']}"

    return pack_css(TOKENS.sub(reference, css)).encode()

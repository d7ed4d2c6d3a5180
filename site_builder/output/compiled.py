"""Templates as compiled, kept for as long as the process lives: a change of one template compiles that one alone.

The built-in ones are kept for later processes, too: beside Python's byte code of this package, which is as trustworthy.
Never in the site's cache: what is kept would be run, and a cache may come from anywhere. What a template is and what
its faults are is the work of `templates`.
"""

import marshal
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType
from typing import NamedTuple

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket

from site_builder.output.digest import content_digest, digest, library_versions, package_digest
from site_builder.output.lookup import builtin_folder

FILE = Path(cache_from_source(__file__)).with_suffix(".templates")

Wanted = tuple[tuple[int, str], ...]
"""The lines of tags and the templates that they name outright and cannot do without."""


class _Kept(NamedTuple):
    checksum: str  # of the source
    code: CodeType
    wanted: Wanted | None  # None: nobody has asked


_kept: dict[str, _Kept] = {}
"""The last one of each name and file."""

_in_file: dict[str, str] | None = None
"""The checksums of what the file holds; None: it has not been looked into."""


class CompiledTemplates(jinja2.BytecodeCache):
    """What an environment asks before it compiles. Environments that compile differently differ in their `stamp`."""

    def __init__(self, stamp: str = "") -> None:
        self.stamp = stamp
        for key in [key for key in _kept if key.partition("\0")[0] not in ("", stamp)]:
            del _kept[key]  # of another language, or of an older state of its catalogue

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return f"{self.stamp}\0{name}\0{filename}"

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key not in _kept:
            _recall(self.stamp)
        kept = _kept.get(bucket.key)
        if kept and kept.checksum == bucket.checksum:
            bucket.code = kept.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        _kept[bucket.key] = _Kept(bucket.checksum, bucket.code, None)


def is_compiled(env: jinja2.Environment, name: str, path: Path) -> bool:
    """Whether the template need not be compiled. Raises OSError and UnicodeDecodeError."""
    assert env.bytecode_cache is not None
    bucket = env.bytecode_cache.get_bucket(env, name, os.fspath(path), path.read_text("utf-8"))
    return bucket.code is not None


def compiled(env: jinja2.Environment, names: Iterable[str]) -> bytes:
    """Compile templates, for `take_in` in the process that has forked this one. Raises jinja2.TemplateSyntaxError."""
    for name in names:
        env.get_template(name)
    return marshal.dumps([(key, kept.checksum, kept.code) for key, kept in _kept.items()])


def take_in(data: bytes) -> None:
    """Keep what `compiled` gave."""
    for key, checksum, code in marshal.loads(data):  # noqa: S302  our own process has made it
        _kept[key] = _Kept(checksum, code, None)


def keep() -> None:
    """Keep the built-in templates that have been compiled, as Python keeps byte code: where it may write, and unless it
    is told not to (PYTHONDONTWRITEBYTECODE).
    """
    global _in_file  # noqa: PLW0603  it is looked into once
    _recall()
    folder = f"{builtin_folder()}{os.sep}"
    ours = {key: kept for key, kept in _kept.items() if key.rpartition("\0")[2].startswith(folder)}
    checksums = {key: kept.checksum for key, kept in ours.items()}
    if sys.dont_write_bytecode or checksums.items() <= (_in_file or {}).items():
        return
    data = marshal.dumps([(key, kept.checksum, kept.code) for key, kept in ours.items()])
    new = FILE.with_suffix(f".{os.getpid()}")
    try:
        FILE.parent.mkdir(exist_ok=True)
        new.write_bytes(_seal(data) + data)
        new.replace(FILE)
        _in_file = checksums
    except OSError:
        with suppress(OSError):
            new.unlink()


def _recall(stamp: str = "") -> None:
    """Take in what the file holds, once: of this stamp, and in English."""
    global _in_file  # noqa: PLW0603  it is looked into once
    if _in_file is not None:
        return
    _in_file = {}
    with suppress(OSError):
        data = FILE.read_bytes()
        seal, data = data[:SEAL], data[SEAL:]
        if seal == _seal(data):
            found = marshal.loads(data)  # noqa: S302  whoever can write here can change this program
            _in_file = {key: checksum for key, checksum, _ in found}
            for key, checksum, code in found:
                if key.partition("\0")[0] in ("", stamp):
                    _kept.setdefault(key, _Kept(checksum, code, None))


SEAL = 64


def _seal(data: bytes) -> bytes:
    """Tells that the data is whole, and of this very program."""
    return digest(content_digest(data), package_digest(), *library_versions(), sys.version).encode()


def wanted(env: jinja2.Environment, name: str, file: str, source: str) -> Wanted:
    """Compile a template and tell which others it names. Raises jinja2.TemplateSyntaxError."""
    cache = env.bytecode_cache
    assert cache is not None
    bucket = cache.get_bucket(env, name, file, source)
    kept = _kept.get(bucket.key) if bucket.code else None
    if kept is None or kept.wanted is None:
        tree = env.parse(source, name, file)
        named = tuple(_named(tree))
        kept = _kept[bucket.key] = _Kept(bucket.checksum, bucket.code or env.compile(tree, name, file), named)
    assert kept.wanted is not None
    return kept.wanted


def _named(tree: nodes.Template) -> list[tuple[int, str]]:
    found = []
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        template = getattr(node, "template", None)
        if isinstance(template, nodes.Const) and not getattr(node, "ignore_missing", False):
            found += [(node.lineno, template.value)] if isinstance(template.value, str) else []
    return found

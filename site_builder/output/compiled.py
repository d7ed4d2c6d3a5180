"""Templates as compiled, kept for as long as the process lives: a change of one template compiles that one alone.

Nothing is kept in files: code from a cache would be run, and anybody may write to a cache. It only travels from a
process that we have forked to compile. What a template is and what its faults are is the work of `templates`.
"""

import marshal
from collections.abc import Iterable
from types import CodeType
from typing import NamedTuple

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket

Wanted = tuple[tuple[int, str], ...]
"""The lines of tags and the templates that they name outright and cannot do without."""


class _Kept(NamedTuple):
    checksum: str  # of the source
    code: CodeType
    wanted: Wanted | None  # None: nobody has asked


_kept: dict[str, _Kept] = {}
"""The last one of each name and file."""


class CompiledTemplates(jinja2.BytecodeCache):
    """What an environment asks before it compiles. Environments that compile differently differ in their `stamp`."""

    def __init__(self, stamp: str = "") -> None:
        self.stamp = stamp

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return f"{self.stamp}\0{name}\0{filename}"

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = _kept.get(bucket.key)
        if kept and kept.checksum == bucket.checksum:
            bucket.code = kept.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        _kept[bucket.key] = _Kept(bucket.checksum, bucket.code, None)


def is_empty() -> bool:
    """Whether this process has compiled nothing yet."""
    return not _kept


def compiled(env: jinja2.Environment, names: Iterable[str]) -> bytes:
    """Compile templates, for `take_in` in the process that has forked this one. Raises jinja2.TemplateSyntaxError."""
    for name in names:
        env.get_template(name)
    return marshal.dumps([(key, kept.checksum, kept.code) for key, kept in _kept.items()])


def take_in(data: bytes) -> None:
    """Keep what `compiled` gave."""
    for key, checksum, code in marshal.loads(data):  # noqa: S302  our own process has made it
        _kept[key] = _Kept(checksum, code, None)


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

"""What records must keep among themselves: ids, references, aliases and circles.

Each rule yields faults and never stops at the first. What a value can break alone is in `fields` and `model`, what
sources and status must keep within one record in `source_rules`, and what is said in Markdown in `prose.check`.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from site_builder.problems import Fault, Place, quoted, suggest
from site_builder.records.circles import on_circles
from site_builder.records.library import Kind
from site_builder.records.nodes import Value
from site_builder.records.said import EACH, Said, texts_at
from site_builder.records.source_rules import CITES, source_faults

FileFault = tuple[str, Fault]


class Known(NamedTuple):
    """What records may refer to, that of files with faults too: a broken file is one problem, not many.

    A kind that is missing in `ids`, and `external` if None, cannot be told: no record is blamed for it.
    """

    ids: Mapping[Kind, frozenset[str]]
    renamed: Mapping[Kind, Mapping[str, str]]  # former id -> id
    slugs: frozenset[str]
    former: Mapping[str, str]  # former slug -> slug
    external: tuple[str, ...] | None


@lru_cache(maxsize=16)
def _in_order(words: frozenset[str]) -> tuple[str, ...]:
    """Of equally near words the same one is always suggested."""
    return tuple(sorted(words))


def own_faults(said: Said) -> Iterator[Fault]:
    """The faults of one record that no other file decides."""
    yield from source_faults(said)
    yield from _twice(said)


def record_faults(said: Said, known: Known) -> Iterator[Fault]:
    """The faults of one record that another file decides."""
    yield from _ids(said, known)
    yield from _external(said, known)
    yield from _references(said, known)


# ---------------------------------------------------------------- ids
USES: tuple[tuple[Kind, Place], ...] = (
    ("types", ("type",)),
    ("tags", ("tags", EACH)),
    ("systems", ("systems", EACH)),
    ("actors", ("actors", EACH, "id")),
    ("roles", ("actors", EACH, "role")),
)


def _ids(said: Said, known: Known) -> Iterator[Fault]:
    for kind, path in USES:
        ids = known.ids.get(kind)
        if ids is None or ids.issuperset(said.words(*path)):
            continue  # as with nearly every record
        for name, place in said.texts(*path):
            if name.strip() and name not in ids:
                yield _unknown_id(kind, name, place, known)


def _unknown_id(kind: Kind, name: str, place: Place, known: Known) -> Fault:
    if new := known.renamed[kind].get(name):
        return Fault("id-renamed", place, f"{quoted(name)} is now {quoted(new)}", f'write "{new}"', new)
    near = suggest(name, _in_order(known.ids[kind]))
    hint = f"declare it in content/{kind}.yaml"
    hint = f'write "{near}", or {hint}' if near else hint
    return Fault("id-unknown", place, f"{quoted(name)} is not in content/{kind}.yaml", hint, near)


def _external(said: Said, known: Known) -> Iterator[Fault]:
    given = said.value.get("external") if isinstance(said.value, dict) else None
    if known.external is None or not isinstance(given, dict):
        return
    for name in given:
        if name not in known.external:
            near = suggest(name, known.external)
            hint = 'declare it under "external" in content/site.yaml'
            hint = f'write "{near}", or {hint}' if near else hint
            message = f"{quoted(name)} is not an external name"
            yield Fault("id-unknown", ("external", name), message, hint, near, at="key")


# ---------------------------------------------------------------- between records
def _references(said: Said, known: Known) -> Iterator[Fault]:
    for other, place in said.texts("related", EACH):
        yield from _reference(other, said.slug, place, known)
    for other, place in said.texts("withdrawn", "successor"):
        if other != said.slug:  # leading to itself is a circle, found below
            yield from _reference(other, said.slug, place, known)
    for reason, _ in said.texts("withdrawn", "reason"):
        if reason in ("duplicate", "superseded") and not said.has("withdrawn", "successor"):
            message, hint = (
                f'"successor" is missing: the reason is {reason}',
                "name the record that takes its place",
            )
            yield Fault("field-missing", ("withdrawn",), message, hint, at="first-key")


def _reference(other: str, slug: str, place: Place, known: Known) -> Iterator[Fault]:
    if not other.strip() or (other in known.slugs and other != slug):
        return
    new = known.former.get(other)
    if slug in (other, new):
        yield Fault("ref-self", place, "the record refers to itself", "remove it")
    elif new:
        yield Fault("id-renamed", place, f"{quoted(other)} is now {quoted(new)}", f'write "{new}"', new)
    else:
        near = suggest(other, _in_order(known.slugs))
        hint = f'write "{near}"' if near else "a slug is the name of a file in content/incidents/ without .yaml"
        yield Fault("ref-missing", place, f"there is no record {quoted(other)}", hint, near)


_LISTS: tuple[Place, ...] = (
    ("tags", EACH),
    ("systems", EACH),
    ("related", EACH),
    ("sources", EACH, "based_on", EACH),
    *CITES,
)


def _twice(said: Said) -> Iterator[Fault]:
    seen: set[tuple[Place, str]] = set()
    for path in _LISTS:
        for text, place in said.texts(*path):
            if (place[:-1], text) in seen and text:
                yield Fault("value-duplicate", place, f"{quoted(text)} is in this list twice", "keep one of them")
            seen.add((place[:-1], text))


def former_slugs(records: Iterable[Said]) -> dict[str, str]:
    """Every former slug and the slug that it has become. `records` in order of their files' paths."""
    former: dict[str, str] = {}
    for said in records:
        if said.moved:
            for alias, _ in said.texts("aliases", EACH):
                former.setdefault(alias, said.slug)
    return former


def between_records(records: Iterable[Said], known: Known) -> Iterator[FileFault]:
    """Aliases that belong to another record, and circles of successors. `records` in order of their files' paths."""
    owned: set[str] = set()
    successors: dict[str, list[str]] = {}
    files: dict[str, str] = {}
    for said in records:
        if said.slug in files:  # a copy of a record is one problem
            continue
        files[said.slug] = said.file
        if not said.moved:
            continue
        for alias, place in said.texts("aliases", EACH):
            if alias in known.slugs:
                owner = "this record's own slug" if alias == said.slug else "the slug of another record"
                yield said.file, Fault("alias-taken", place, f"{quoted(alias)} is {owner}", "remove it")
            elif alias in owned:
                message = f"{quoted(alias)} is already an alias of {quoted(known.former[alias])}"
                yield said.file, Fault("alias-taken", place, message, "remove it from one of them")
            owned.add(alias)
        for successor, _ in said.texts("withdrawn", "successor"):
            successors[said.slug] = [known.former.get(successor, successor)]
    for slug, successor in on_circles(successors):
        message = f"{quoted(slug)} is replaced by {quoted(successor)}, which leads back to {quoted(slug)}"
        hint = "name a record that still stands"
        yield files[slug], Fault("ref-circle", ("withdrawn", "successor"), message, hint)


def vocabulary_faults(value: Value) -> Iterator[Fault]:
    """Former ids that belong to another term of the vocabulary."""
    owners: dict[str, str] = {}
    for name in value if isinstance(value, dict) else ():
        for alias, place in texts_at(value, (name, "aliases", EACH)):
            owner = alias if isinstance(value, dict) and alias in value else owners.get(alias)
            if owner is not None:
                message = f"{quoted(alias)} already belongs to {quoted(owner)}"
                yield Fault("alias-taken", place, message, "remove it from one of them")
            owners.setdefault(alias, name)

"""What a record must keep within itself: sources that can be reached and told apart, citations in fields, and a status
that its sources bear out.

Citations in Markdown are checked in `prose.check`, which alone knows what a citation is.
"""

from collections.abc import Iterable, Iterator
from typing import get_args

from site_builder.problems import Fault, Place, quoted, suggest
from site_builder.records.circles import on_circles
from site_builder.records.library import origins_of
from site_builder.records.model import SourceKind
from site_builder.records.said import EACH, Said


def source_faults(said: Said) -> Iterator[Fault]:
    first: dict[str, Place] = {}
    for key, place in said.texts("sources", EACH, "key"):
        if key in first:
            message = f"the key {quoted(key)} is already that of source {int(first[key][1]) + 1}"
            yield Fault("slug-duplicate", place, message, "give each source a key of its own")
        first.setdefault(key, place)
    yield from _cited(said)
    yield from _status(said)
    yield from _unreachable(said)
    yield from _source_references(said)
    edges: dict[str, dict[str, Place]] = {}
    for key, place in first.items():
        ends = edges.setdefault(key, {})
        for parent, parent_place in said.texts(*place[:2], "based_on", EACH):
            ends.setdefault(parent, parent_place)
    for key, parent in on_circles(edges):
        message = f"{quoted(key)} rests on {quoted(parent)}, which rests on {quoted(key)} again"
        message = f"{quoted(key)} rests on itself" if key == parent else message
        yield Fault("ref-circle", edges[key][parent], message, "say which of them came first")


def _unreachable(said: Said) -> Iterator[Fault]:
    sources = said.value.get("sources") if isinstance(said.value, dict) else None
    for n, source in enumerate(sources if isinstance(sources, list) else ()):
        if isinstance(source, dict) and not said.has("sources", n, "url") and not said.has("sources", n, "via"):
            message = f"the source {quoted(str(source.get('key', n + 1)))} has neither url nor via"
            hint = "add its address, or the key of the source that names it"
            yield Fault("source-unreachable", ("sources", n), message, hint, at="first-key")


def source_keys(said: Said) -> tuple[tuple[str, ...], bool]:
    """The keys of the sources, and whether that is all of them: one without a readable key may be any."""
    sources = said.value.get("sources") if isinstance(said.value, dict) else None
    keys = tuple(dict.fromkeys(key for key, _ in said.texts("sources", EACH, "key")))
    readable = isinstance(sources, list) and all(
        isinstance(source, dict) and isinstance(source.get("key"), str) and source["key"] for source in sources
    )
    return keys, readable


def _source_references(said: Said) -> Iterator[Fault]:
    keys, complete = source_keys(said)
    for own, place in said.texts("sources", EACH, "key"):
        for key, at in said.texts(*place[:2], "via"):
            if key == own:
                hint = "name another source, or give its url"
                yield Fault("ref-self", at, f"the source {quoted(own)} refers to itself", hint)
            elif complete and key not in keys and key.strip():
                yield _missing_source(key, at, tuple(k for k in keys if k != own))
        for key, at in said.texts(*place[:2], "based_on", EACH):
            if complete and key not in keys and key.strip():
                yield _missing_source(key, at, tuple(k for k in keys if k != own))


def _missing_source(key: str, place: Place, keys: tuple[str, ...]) -> Fault:
    near = suggest(key, keys)
    hint = f'write "{near}"' if near else f"keys here: {listed(keys)}" if keys else "add it under sources"
    return Fault("ref-missing", place, f"no source of this record has the key {quoted(key)}", hint, near)


def listed(words: Iterable[str], limit: int = 20) -> str:
    shown = list(words)
    return ", ".join(shown[:limit]) + (", …" if len(shown) > limit else "")


# ---------------------------------------------------------------- citations in fields
CITES: tuple[Place, ...] = (
    ("impact", EACH, "cite", EACH),
    ("disputes", EACH, "positions", EACH, "cite", EACH),
    ("corrections", EACH, "cite", EACH),
)


def _cited(said: Said) -> Iterator[Fault]:
    keys, complete = source_keys(said)
    for path in CITES if complete else ():
        for key, place in said.texts(*path):
            if key not in keys and key.strip():
                yield undefined(key, place, keys)


def undefined(key: str, place: Place, keys: tuple[str, ...], occurrence: int | None = None) -> Fault:
    """A citation of no source, in a field, or the `occurrence`-th `[@` of a text."""
    near = suggest(key, keys)
    hint = "add it under sources, or cite another" + (f"; keys here: {listed(keys)}" if keys else "")
    hint = f'write "{near}", or add the source' if near else hint
    message = f"no source has the key {quoted(key)}"
    if occurrence is None:
        return Fault("cite-undefined", place, message, hint, near)
    return Fault("cite-undefined", place, message, hint, near, at="citation", occurrence=occurrence)


# ---------------------------------------------------------------- status
def _status(said: Said) -> Iterator[Fault]:
    status = next((text for text, _ in said.texts("status")), None)
    place: Place = ("status",)
    if status == "disputed" and not said.has("disputes"):
        hint = "say who holds what under disputes, or write reported"
        message = "disputed needs at least one entry in disputes"
        yield Fault("status-unsupported", place, message, hint, "reported")
    sources = _readable_sources(said)
    if sources is None:
        return
    if status == "corroborated" and len(found := origins_of(sources)) < 2:
        stands = f"all sources rest on {quoted(found[0])}" if found else "no source can be an origin"
        hint = "write reported, or add a source that does not rest on it"
        message = f"corroborated needs two independent origins; {stands}"
        yield Fault("origins-too-few", place, message, hint, "reported")
    if status == "confirmed" and not any(kind in ("official", "primary") for _, kind, _ in sources):
        hint = "add one, or write reported or corroborated"
        message = "confirmed needs a source of kind official or primary"
        yield Fault("status-unsupported", place, message, hint, "reported")


def _readable_sources(said: Said) -> list[tuple[str, str, tuple[str, ...]]] | None:
    """Key, kind and `based_on` of every source; None if not all can be told."""
    sources = said.value.get("sources") if isinstance(said.value, dict) else None
    if not isinstance(sources, list) or any(place[:1] == ("sources",) for place in said.meant):
        return None
    made = []
    for n, source in enumerate(sources):
        if not isinstance(source, dict):
            return None
        key, kind, based_on = source.get("key"), source.get("kind"), source.get("based_on", [])
        if not isinstance(key, str) or kind not in get_args(SourceKind) or not isinstance(based_on, list):
            return None
        made.append((key, str(kind), tuple(text for text, _ in said.texts("sources", n, "based_on", EACH))))
    return made

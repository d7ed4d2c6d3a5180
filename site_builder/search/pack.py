"""Pagefind's index, packed for the search page: a reader loads a third of it before the first result, and waits less.

Owns the folder `packed/` in the index and the names of fragments. Pagefind's program makes the index (`search.index`),
its WebAssembly searches it, `templates/assets/js/search/` reads what is written here. The rest of the folder stays
what Pagefind's own script reads.

Pages are numbered newest first, so that no order need be stored, and dealt out to parts of at most `PART` pages: the
time that Pagefind 1.5 takes for a word grows with the square of the pages that have it.

    packed/index.json           {"folder", "wasm", "pages"}: where the rest is; the only name that stays
    packed/<d>/table.pack       JSON {"version", "parts", "fields", "lengths", "chunks", "common"}
    packed/<d>/<n>.pack         words: for each part the number of its bytes (32 bits, big-endian), then these
    packed/<d>/facets.pack      JSON {name: {"values": [value], "of": [for each page its place in values, or -1]}}
    packed/<d>/<name>.pack      JSON [[value, [page, pages from it to the next, ...]]]: a facet read when asked for
    fragment/<d>_<page>.pf_fragment

`<d>` is a digest of it all: names say what is in them. `.pack` is gzip. Source of Pagefind's formats:
https://github.com/Pagefind/pagefind/tree/main/pagefind/src/index.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import cbor2

FOLDER: Final = "packed"
ENTRY: Final = "index.json"

READS: Final = "1.5."
"""The versions of Pagefind whose files these are."""

SIGNATURE: Final = b"pagefind_dcd"
LEVEL: Final = 6
"""Of compression: 9 takes three times as long and saves one byte in a hundred."""

PART: Final = 400
CHUNK: Final = 16_000
"""About how many bytes the words of a chunk have before compression: a question of three words loads three chunks."""

FREQUENT: Final = 1000
PLACES, PLACES_OF_FREQUENT = 3, 1
"""How many places of a word on a page are kept; of one that is on more pages than `FREQUENT`."""

COMMON: Final = 0.9
"""A word on more of the pages than this tells none from another: longer questions are asked without it."""

LENGTH_STEP: Final = 32
"""Lengths of pages only weigh results: they are rounded to so many words."""

BODY: Final = -25
"""What stands before places in a text of weight 1: -1 and the weight in 24ths."""

FIELDS: Final = ("title", "date")
"""What is searched of what a page says of itself; the rest is for showing, and in its text anyway."""

FACETS: Final = ("type", "status", "year")
"""Those of few values, in one file."""

Posting = tuple[int, Sequence[int], Sequence[int]]
"""A page that has a word: its number, the places in its text, those in its metadata (Pagefind's lists)."""


class PackError(Exception):
    """The index is not one that can be read here."""


class Bundle(NamedTuple):
    """What Pagefind has written: the decoded `pf_meta`, the wasm's file, and page -> number, newest first."""

    folder: Path
    meta: Sequence[
        Any
    ]  # version, [[fragment, words]], [[from, to, chunk]], [[filter, file]], [[sort, [page]]], [field]
    wasm: str
    numbers: Mapping[int, int]

    @property
    def parts(self) -> int:
        return -(-len(self.numbers) // PART)


class Word(NamedTuple):
    """A word, and the same for its spellings with accents."""

    text: str
    postings: Sequence[Posting]
    spellings: Sequence[tuple[str, Sequence[Posting]]]


def pack(folder: Path) -> None:
    """Write `packed/` into the index in `folder`, and rename its fragments. Raises PackError and OSError."""
    try:
        bundle = _read(folder)
        files = _files(bundle)
    except (cbor2.CBORError, ValueError, IndexError, KeyError, TypeError) as error:
        raise PackError(f"the index is not as Pagefind {READS}x writes it ({error!r})") from error
    name = _digest(files, [fragment for fragment, _ in bundle.meta[1]])
    place = folder / FOLDER / name
    place.mkdir(parents=True)
    for file, data in files.items():
        (place / file).write_bytes(gzip.compress(data, LEVEL, mtime=0))
    entry = {"folder": name, "wasm": bundle.wasm, "pages": len(bundle.numbers)}
    (folder / FOLDER / ENTRY).write_text(json.dumps(entry) + "\n", encoding="utf-8")
    _rename_fragments(bundle, name)


def _digest(files: Mapping[str, bytes], fragments: Iterable[str]) -> str:
    hashed = hashlib.sha256(json.dumps(list(fragments)).encode())
    for name, data in files.items():
        hashed.update(b"%s:%d:" % (name.encode(), len(data)) + data)
    return hashed.hexdigest()[:12]


# ---------------------------------------------------------------- Pagefind's files


def _read(folder: Path) -> Bundle:
    entry = json.loads((folder / "pagefind-entry.json").read_text(encoding="utf-8"))
    if not entry["version"].startswith(READS):
        raise ValueError(f"version {entry['version']}")
    language = max(entry["languages"].values(), key=lambda one: one["page_count"])
    meta = _contents(folder / f"pagefind.{language['hash']}.pf_meta")
    oldest_first = dict(meta[4])["date"]
    numbers = {page: n for n, page in enumerate(reversed(oldest_first))}
    return Bundle(folder, meta, f"wasm.{language['wasm'] or 'unknown'}.pagefind", numbers)


def _contents(file: Path) -> Any:
    return cbor2.loads(gzip.decompress(file.read_bytes())[len(SIGNATURE) :])


def _words(bundle: Bundle) -> Iterator[Word]:
    shown = tuple(bundle.meta[5].index(name) for name in FIELDS)
    kept_fields = {-1 - field for field in shown}
    for _, _, chunk in bundle.meta[2]:
        for text, postings, spellings in _contents(bundle.folder / "index" / f"{chunk}.pf_index")[0]:
            found = _postings(bundle, postings, kept_fields)
            spelt = [(form, _postings(bundle, has, kept_fields)) for form, has in spellings]
            if found or any(has for _, has in spelt):
                yield Word(text, found, spelt)


def _postings(bundle: Bundle, postings: Sequence[Any], fields: set[int]) -> list[Posting]:
    """In order of our numbers, without what is not kept."""
    most = PLACES if len(postings) <= FREQUENT else PLACES_OF_FREQUENT
    pages = accumulate(step for step, _, _ in postings)
    found = []
    for page, (_, body, meta) in zip(pages, postings, strict=True):
        kept_body = body if len(body) <= most + 1 else _first(body, most)
        kept_meta = _of_fields(meta, fields) if meta else meta
        if kept_body or kept_meta:
            found.append((bundle.numbers[page], kept_body, kept_meta))
    return sorted(found)


def _groups(places: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Pagefind's list of places: (what stands before them: a weight or a field, places as steps from 0)."""
    starts = [n for n, value in enumerate(places) if value < 0]
    for start, end in pairwise([*starts, len(places)]):
        yield places[start], list(places[start + 1 : end])


def _first(places: Sequence[int], most: int) -> list[int]:
    """The `most` places of greatest weight, then of the earliest."""
    kept: list[int] = []
    for weight, steps in sorted(_groups(places)):
        if most > 0:
            kept += [weight, *steps[:most]]
            most -= len(steps)
    return kept


def _of_fields(places: Sequence[int], fields: set[int]) -> list[int]:
    return [value for field, steps in _groups(places) if field in fields for value in (field, steps[0])]


# ---------------------------------------------------------------- ours


def _files(bundle: Bundle) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    bounds: list[tuple[str, str]] = []
    common: list[str] = []
    for n, (first, last, data) in enumerate(_chunks(bundle, common)):
        bounds.append((first, last))
        files[f"{n}.pack"] = data
    lengths = [0] * len(bundle.numbers)
    for page, (_, words) in enumerate(bundle.meta[1]):
        lengths[bundle.numbers[page]] = words // LENGTH_STEP
    files["table.pack"] = _json({
        "version": bundle.meta[0], "parts": bundle.parts, "fields": bundle.meta[5], "lengths": lengths,
        "chunks": _shortened(bounds), "common": common,
    })  # fmt: skip
    filters = {name: _filter(bundle, file) for name, file in bundle.meta[3]}
    files["facets.pack"] = _json({name: _column(filters.pop(name, {}), len(lengths)) for name in FACETS})
    for name, values in sorted(filters.items()):
        files[f"{name}.pack"] = _json([[value, _steps(numbers)] for value, numbers in values.items()])
    return files


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _chunks(bundle: Bundle, common: list[str]) -> Iterator[tuple[str, str, bytes]]:
    """(first word, last word, contents) of each chunk. Words on nearly all pages are added to `common`."""
    parts: list[list[bytes]] = [[] for _ in range(bundle.parts)]
    first, last, size = "", "", 0
    for word in _words(bundle):
        if len(word.postings) > max(FREQUENT, COMMON * len(bundle.numbers)):
            common.append(word.text)
        made = _encoded(word, bundle.parts)
        if size and size + sum(map(len, made)) > CHUNK:
            yield first, last, _joined(parts)
            parts, size = [[] for _ in range(bundle.parts)], 0
        first, last = first if size else word.text, word.text
        for part, data in zip(parts, made, strict=True):
            if data:
                part.append(data)
                size += len(data)
    if size:
        yield first, last, _joined(parts)


def _encoded(word: Word, parts: int) -> list[bytes]:
    """What each part is told of a word: nothing if it is on none of its pages."""
    postings = _dealt(word.postings, parts)
    spellings = [(form, _dealt(found, parts)) for form, found in word.spellings]
    made = []
    for part in range(parts):
        spelt = [[form, dealt[part]] for form, dealt in spellings if dealt[part]]
        made.append(cbor2.dumps([word.text, postings[part], spelt]) if postings[part] or spelt else b"")
    return made


def _dealt(postings: Iterable[Posting], parts: int) -> list[list[list[Any]]]:
    dealt: list[list[list[Any]]] = [[] for _ in range(parts)]
    last = [0] * parts
    for number, body, meta in postings:
        page, part = divmod(number, parts)
        dealt[part].append([page - last[part], body, meta])
        last[part] = page
    return dealt


def _joined(parts: Sequence[Sequence[bytes]]) -> bytes:
    contents = [_array(1) + _array(len(words)) + b"".join(words) for words in parts]
    return b"".join(len(data).to_bytes(4, "big") for data in contents) + b"".join(contents)


def _array(length: int) -> bytes:
    """How an array begins (RFC 8949, section 3): as the integer that is its length, but for the kind."""
    first, *rest = cbor2.dumps(length)
    return bytes([first | 0x80, *rest])


def _shortened(bounds: Sequence[tuple[str, str]]) -> list[str]:
    """From, to, from, to, ...: no longer than it takes to tell where one chunk ends and the next begins."""
    short = [word for pair in bounds for word in pair]
    for n in range(1, len(short) - 1, 2):
        end, start = short[n : n + 2]
        same = next((i for i, (a, b) in enumerate(zip(end, start, strict=False)) if a != b), len(end))
        short[n : n + 2] = end[: same + 1], start[: same + 1]
    return short


def _filter(bundle: Bundle, file: str) -> dict[str, list[int]]:
    """Value -> the pages that have it."""
    _, values = _contents(bundle.folder / "filter" / f"{file}.pf_filter")
    return {value: sorted(bundle.numbers[page] for page in pages) for value, pages in sorted(values)}


def _column(values: Mapping[str, Sequence[int]], pages: int) -> dict[str, object]:
    of = [-1] * pages
    for place, numbers in enumerate(values.values()):
        for number in numbers:
            of[number] = place
    return {"values": list(values), "of": of}


def _steps(numbers: Sequence[int]) -> list[int]:
    return [number - before for before, number in pairwise([0, *numbers])]


def _rename_fragments(bundle: Bundle, name: str) -> None:
    """To the numbers of their pages, which then need not be told; in Pagefind's table too."""
    fragments = bundle.folder / "fragment"
    for page, entry in enumerate(bundle.meta[1]):
        renamed = f"{name}_{bundle.numbers[page]}"
        (fragments / f"{entry[0]}.pf_fragment").rename(fragments / f"{renamed}.pf_fragment")
        entry[0] = renamed
    (file,) = bundle.folder.glob("*.pf_meta")
    file.write_bytes(gzip.compress(SIGNATURE + cbor2.dumps(bundle.meta), LEVEL, mtime=0))

"""Files of incidents: `/incidents/<slug>.json` of each, and `/data/incidents.json`, `.jsonl` and `.csv` of all.

What they say of an incident is made by `data` and `table`, both at once, and kept: a new record makes the files of all
again, and those of each the first time.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from site_builder import urls
from site_builder.exports import table
from site_builder.exports.data import Data, incident_data, plain
from site_builder.exports.portable import portable
from site_builder.exports.published import Published
from site_builder.output.digest import digest, package_digest
from site_builder.output.family import Family, single
from site_builder.output.output import Output, in_pieces
from site_builder.records.library import Incident

VERSION = 1
"""Of the shape of the data; grows when a reader of the old shape would be misled."""

INCIDENTS, LINES, TABLE = "data/incidents.json", "data/incidents.jsonl", "data/incidents.csv"
KIND, END = "data", b"\n"  # in the cache: a line, its end, and a row

BATCH = 200

Make = Callable[[Published], Iterable[bytes]]


class Said(NamedTuple):
    """An incident as an object of JSON in a line, and as a row of the table with its line end."""

    line: bytes
    row: bytes


def families(published: Published) -> Iterator[Family]:
    """Three files that hold all incidents, and one for each."""
    whole: tuple[tuple[str, Make], ...] = ((INCIDENTS, _make_incidents), (LINES, _make_lines), (TABLE, _make_table))
    for path, make in whole:
        yield single(path, partial(_all, published, path, make))
    yield Family(
        "incidents",
        lambda: (f"{incident.slug}.json" for incident in published.incidents),
        lambda name: _named(published, name),
        lambda slugs: {f"{slug}.json" for slug in slugs},
    )


def _named(published: Published, name: str) -> Iterator[Output]:
    incident = published.site.incidents.get(name.removesuffix(".json"))
    if incident and name.endswith(".json") and not incident.draft:
        yield _single(published, incident)


def _single(published: Published, incident: Incident) -> Output:
    path = urls.incident_data(incident.slug)
    return Output(path, _made_from(published, incident), partial(_make_incident, published, incident))


def _all(published: Published, path: str, make: Make) -> Output:
    parts = (_made_from(published, incident) for incident in published.incidents)
    return in_pieces(path, digest(package_digest(), published.site.frame, *parts), partial(make, published))


def _made_from(published: Published, incident: Incident) -> str:
    """The digest of the record, and of what its references to others are now."""
    if incident.slug not in published.digests:
        published.digests[incident.slug] = digest(*_parts(published, incident))
    return published.digests[incident.slug]


def _parts(published: Published, incident: Incident) -> Iterator[str]:
    successor = published.successor(incident)
    yield package_digest()
    yield published.site.frame
    yield published.site.digests[incident.slug]
    yield successor.slug if successor else ""
    for slug in incident.related:
        yield str(published.present(slug))


def _make_incident(published: Published, incident: Incident) -> bytes:
    """The same object as in the files that hold all, with the text as HTML, its links absolute."""
    body = portable(published.site, incident).prose(published.site.prose(incident).body, ("body",))
    (said,) = _said(published, [incident])
    return b"%b, %b\n" % (said.line[:-1], _json({"body_html": body})[1:])


def _make_incidents(published: Published) -> Iterator[bytes]:
    """One incident a line, newest first, so that a change shows as one line."""
    terms = published.site.settings.license
    head = {
        "version": VERSION,
        "license": plain(terms, published.site.language.dates) if terms else None,
        "count": len(published.incidents),
    }
    yield b'%b, "incidents": [\n' % _json(head)[:-1]
    for number, some in enumerate(_batches(published)):
        yield (b",\n" if number else b"") + b",\n".join(said.line for said in some)
    yield b"\n]}\n"


def _make_lines(published: Published) -> Iterator[bytes]:
    """JSON Lines (jsonlines.org): the same objects, one a line."""
    for some in _batches(published):
        yield b"".join(said.line + b"\n" for said in some)


def _make_table(published: Published) -> Iterator[bytes]:
    yield table.head()
    for some in _batches(published):
        yield b"".join(said.row for said in some)


def _batches(published: Published) -> Iterator[Iterator[Said]]:
    """What is said of all incidents, about a megabyte at a time."""
    incidents = published.incidents
    return (_said(published, incidents[start : start + BATCH]) for start in range(0, len(incidents), BATCH))


def _said(published: Published, incidents: Sequence[Incident]) -> Iterator[Said]:
    """From the cache each time: all of them together would take more memory than all else."""
    cache = published.cache
    keys = [_made_from(published, incident) for incident in incidents]
    known = cache.get_all(KIND, keys) if cache else {}
    for incident, key in zip(incidents, keys, strict=True):
        line, end, row = known.get(key, b"").partition(END)
        if end:
            yield Said(line, row)
            continue
        said = _say(published, incident)
        if cache:
            cache.put(KIND, key, END.join(said))
        yield said


def _say(published: Published, incident: Incident) -> Said:
    return Said(_json(incident_data(published, incident)), table.row(published, incident))


def _json(data: Data) -> bytes:
    # Compact: with an indent, Python's encoder is ten times as slow.
    return json.dumps(data, ensure_ascii=False, allow_nan=False).encode()

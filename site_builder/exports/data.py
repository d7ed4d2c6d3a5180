"""Records as data: `/incidents/<slug>.json`, `/data/incidents.json` and `.jsonl`. The table is made by `table`.

Every field of the record stands under its own name, in the order of the model, and what the record does not
state is left out. Ids and slugs that have changed since are given as they are now; a related record that is
not published is left out. The shape is described by `schema.data_schema`.
"""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from pydantic import BaseModel

from site_builder import urls
from site_builder.exports.portable import portable
from site_builder.exports.published import Published
from site_builder.output.digest import digest, package_digest
from site_builder.output.family import Family, single
from site_builder.output.output import Output
from site_builder.records.dates import DateWords, When, wording
from site_builder.records.fields import Amount
from site_builder.records.library import Incident
from site_builder.site import TERM_KINDS, term_ids

Data = dict[str, object]

VERSION = 1
"""Of the shape of the data; grows when a reader of the old shape would be misled."""

INCIDENTS, LINES = "data/incidents.json", "data/incidents.jsonl"


def families(published: Published) -> Iterator[Family]:
    """One file for each incident, and two that hold them all."""
    yield Family(
        "incidents",
        lambda: (f"{incident.slug}.json" for incident in published.incidents),
        lambda name: _named(published, name),
    )
    yield single(INCIDENTS, lambda: _all(published, INCIDENTS, _make_incidents))
    yield single(LINES, lambda: _all(published, LINES, _make_lines))


def _named(published: Published, name: str) -> Iterator[Output]:
    incident = published.site.incidents.get(name.removesuffix(".json"))
    if incident and name.endswith(".json") and not incident.draft:
        yield _single(published, incident)


def _single(published: Published, incident: Incident) -> Output:
    parts = (package_digest(), published.site.frame, "incident", made_from(published, incident))
    path = urls.incident_data(incident.slug)
    return Output(path, digest(*parts), partial(_make_incident, published, incident))


def _all(published: Published, path: str, make: Callable[[Published], bytes]) -> Output:
    parts = (made_from(published, incident) for incident in published.incidents)
    return Output(path, digest(package_digest(), published.site.frame, path, *parts), partial(make, published))


def made_from(published: Published, incident: Incident) -> str:
    """The digest of the record, and of what its references to others are now."""
    if incident.slug not in published.digests:
        published.digests[incident.slug] = digest(*_parts(published, incident))
    return published.digests[incident.slug]


def _parts(published: Published, incident: Incident) -> Iterator[str]:
    successor = published.successor(incident)
    yield published.site.digests[incident.slug]
    yield successor.slug if successor else ""
    for kind in TERM_KINDS:
        yield " ".join(term_ids(published.site.library, incident, kind))
    for slug in incident.related:
        yield str(published.present(slug))


def _make_incident(published: Published, incident: Incident) -> bytes:
    """The same object as in the files that hold all, with the text as HTML, its links absolute."""
    body = portable(published.site, incident).prose(published.site.prose(incident).body, ("body",))
    return b"%b, %b\n" % (_line(published, incident)[:-1], _json({"body_html": body})[1:])


def _make_incidents(published: Published) -> bytes:
    """One incident a line, newest first, so that a change shows as one line."""
    terms = published.site.settings.license
    head = {
        "version": VERSION,
        "license": plain(terms, published.site.language.dates) if terms else None,
        "count": len(published.incidents),
    }
    lines = b",\n".join(_line(published, incident) for incident in published.incidents)
    return b'%b, "incidents": [\n%b\n]}\n' % (_json(head)[:-1], lines)


def _make_lines(published: Published) -> bytes:
    """JSON Lines (jsonlines.org): the same objects, one a line."""
    return b"".join(_line(published, incident) + b"\n" for incident in published.incidents)


def _line(published: Published, incident: Incident) -> bytes:
    if incident.slug not in published.lines:
        made = partial(_json_line, published, incident)
        published.lines[incident.slug] = published.kept("line", made_from(published, incident), made)
    return published.lines[incident.slug]


def _json_line(published: Published, incident: Incident) -> bytes:
    return _json(incident_data(published, incident))


def _json(data: Data) -> bytes:
    # Compact: with an indent, Python's encoder is ten times as slow.
    return json.dumps(data, ensure_ascii=False, allow_nan=False).encode()


def incident_data(published: Published, incident: Incident) -> Data:
    """An incident as it stands in `/data/incidents.json`."""
    address = published.site.urls.absolute(urls.incident(incident.slug))
    return {
        "slug": incident.slug,
        "url": address,
        **record_data(published, incident),
        "basis": incident.basis,
        "origins": list(incident.origins),
    }


def record_data(published: Published, incident: Incident) -> Data:
    """The record's own fields, with references as they are now."""
    library, record = published.site.library, incident.record
    words = published.site.language.dates
    stated = plain_fields(record, words)
    # Two actors may have become one, but with two roles: their list keeps its length.
    actors = [
        {
            **plain_fields(a, words),
            "id": library.vocabularies["actors"].current(a.id),
            "role": library.vocabularies["roles"].current(a.role),
        }
        for a in record.actors
    ]
    related = dict.fromkeys(slug for slug in map(published.present, record.related) if slug and slug != incident.slug)
    present: Data = {
        "type": library.vocabularies["types"].current(record.type),
        "actors": actors,
        "systems": list(term_ids(library, incident, "systems")),
        "tags": list(term_ids(library, incident, "tags")),
        "related": list(related),
    }
    data = {name: present.get(name, value) for name, value in stated.items() if present.get(name, value)}
    if record.withdrawn:
        successor = published.successor(incident)
        data["withdrawn"] = {
            **{name: value for name, value in plain_fields(record.withdrawn, words).items() if name != "successor"},
            **({"successor": successor.slug} if successor else {}),
        }
    return data


def plain(value: object, words: DateWords) -> object:
    """A value of the model as JSON has it, without what the record does not state (None, empty, false). `words` are
    those of its dates.
    """
    if isinstance(value, str):  # nearly all
        return value
    if isinstance(value, BaseModel):
        return plain_fields(value, words)
    if isinstance(value, When):
        return date_data(value, words)
    if isinstance(value, Amount):
        return value.as_data()
    if isinstance(value, tuple):
        return [plain(inner, words) for inner in value]
    if isinstance(value, dict):
        return {name: plain(inner, words) for name, inner in value.items()}
    return value


def plain_fields(model: BaseModel, words: DateWords) -> Data:
    return {name: plain(value, words) for name, value in vars(model).items() if value}


@lru_cache(maxsize=4096)
def date_data(when: When, words: DateWords) -> Data:
    """`edtf` as the record states it, its bounds as days (none where it is open), and its wording."""
    bounds = {"earliest": when.earliest, "latest": when.latest}
    return {"edtf": when.edtf, **{name: day for name, day in bounds.items() if day}, "text": wording(when, words)}

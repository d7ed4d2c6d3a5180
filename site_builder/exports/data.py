"""A record as data: the object that stands for an incident in `/incidents/<slug>.json` and `/data/incidents.json`.

Every field of the record stands under its own name, in the order of the model, and what the record does not
state is left out. Ids and slugs that have changed since are given as they are now; a related record that is
not published is left out. The shape is described by `schema.data_schema`; which files hold it is said in `incidents`.
"""

from functools import lru_cache

from pydantic import BaseModel

from site_builder import urls
from site_builder.exports.published import Published
from site_builder.records.dates import DateWords, When, wording
from site_builder.records.fields import Amount
from site_builder.records.library import Incident
from site_builder.site import term_ids

Data = dict[str, object]


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

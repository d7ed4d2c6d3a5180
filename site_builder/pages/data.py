"""`/data/`: the timeline as data. Formats, totals, dictionary, licence, and how to cite it.

The files themselves are made by `exports`; what their fields mean is known to `sharing.dictionary`.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from site_builder import urls
from site_builder.language import msg
from site_builder.output.family import Family, single
from site_builder.output.output import Output
from site_builder.pages.dates import day
from site_builder.pages.desk import Desk, Head, Link, about, page
from site_builder.pages.pictures import totals
from site_builder.sharing import cite, dictionary, jsonld

TITLE: Final = msg("Data")
INTRO: Final = msg("Every record of this timeline as data, with its sources: to count, to check, to build upon.")

# path, name, media type, what it is
FILES: Final = (
    ("data/incidents.json", "JSON", "application/json", msg("All incidents with every field but the text as HTML.")),
    ("data/incidents.jsonl", "JSON Lines", "application/x-ndjson", msg("The same, one incident a line.")),
    (
        "data/incidents.csv", "CSV", "text/csv",
        msg("One row for each incident, for spreadsheets: without texts, chronologies, disputes and corrections."),
    ),
)  # fmt: skip
SCHEMAS: Final = (
    ("data/incidents.schema.json", msg("Schema of the data files"), "application/schema+json"),
    ("data/incident.schema.json", msg("Schema of a record as it is written"), "application/schema+json"),
)


def families(desk: Desk) -> Iterator[Family]:
    """`/data/`."""
    yield single(urls.file_of(urls.DATA), lambda: _page(desk))


def _page(desk: Desk) -> Output:
    site, _ = desk.site, desk.language.gettext
    head = Head(urls.DATA, _(TITLE), _(INTRO), "data")
    types = repr(site.library.vocabularies["types"].terms)
    made_from = (types, desk.shown(site.incidents.values()))
    return page(desk, head, "pages/data.html", lambda: _view(desk, head), made_from)


def _view(desk: Desk, head: Head) -> Mapping[str, object]:
    site, _ = desk.site, desk.language.gettext
    files = [(path, kind) for path, _name, kind, _text in FILES]
    incidents = site.incidents.values()
    work = cite.data_work(site, head.path)
    return {
        "intro": head.description,
        "files": [(Link(desk.link(path), name), path, _(text)) for path, name, _kind, text in FILES],
        "schemas": [Link(desk.link(path), _(name)) for path, name, _kind in SCHEMAS],
        "example": _example(desk),
        "updated": day(site.updated, desk.language.dates) if site.updated else (),
        "years": (min(site.by_year), max(site.by_year)) if site.by_year else (),
        "totals": totals(desk),
        "counts": {
            "incidents": len(incidents),
            "sources": sum(len(incident.backing) for incident in incidents),
            "origins": sum(len(incident.origins) for incident in incidents),
            "publishers": len(site.publishers),
            "corrections": sum(len(incident.corrected) for incident in incidents),
            "withdrawn": sum(incident.withdrawn is not None for incident in incidents),
        },
        "rows": dictionary.rows(desk.language),
        "date_rows": [(name, _(text)) for name, text in dictionary.DATE.items()],
        "amount_rows": [(name, _(text)) for name, text in dictionary.AMOUNT.items()],
        "columns": [(name, _(text)) for name, text in dictionary.COLUMNS.items()],
        "cited": cite.formats(work, desk.language),
        "structured": jsonld.script([*about(desk, head), jsonld.dataset(site, head.path, files)]),
    }


def _example(desk: Desk) -> Link | None:
    """The data of the incident that was added last, to look at one."""
    incidents = desk.site.incidents.values()
    newest = max(incidents, key=lambda incident: (incident.added, incident.slug), default=None)
    return Link(desk.link(urls.incident_data(newest.slug)), newest.title) if newest else None

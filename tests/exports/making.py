"""A whole small site written to disk, loaded by the real loader, and its exports made."""

import json
from pathlib import Path
from typing import Any

import yaml

from site_builder import exports
from site_builder.config import Config
from site_builder.exports import sitemap
from site_builder.exports.published import Published
from site_builder.output.family import every
from site_builder.output.look import load_look
from site_builder.output.lookup import template_folders
from site_builder.output.output import Output
from site_builder.prose.notes import compile_record
from site_builder.records.load import load
from site_builder.site import Site, make_site

Record = dict[str, Any]

BASE = "https://timeline.example.org/sub/"
AUTHORITY = "timeline.example.org"

SETTINGS: dict[str, Any] = {
    "title": "Incidents & <Accidents>",
    "description": "What happened, when, and on whose word.",
    "url": BASE,
    "language": "en",
    "author": {"name": "The editors"},
    "feed_authority": AUTHORITY,
    "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "external": {"cve": {"name": "CVE", "url": "https://www.cve.org/CVERecord?id={id}"}},
}
VOCABULARIES: dict[str, dict[str, Any]] = {
    "tags": {
        "breach": {"name": "Breach", "description": "Data taken.", "aliases": ["leak", "spill"]},
        "outage": {"name": "Outage & delay", "description": "Something stopped."},
        "unused": {"name": "Unused", "description": "Nothing yet."},
    },
    "actors": {"acme": {"name": "Acme", "description": "A company.", "kind": "company", "aliases": ["acme-inc"]}},
    "systems": {"engine": {"name": "Engine", "description": "A machine."}},
    "types": {"attack": {"name": "Attack", "description": "Done on purpose.", "aliases": ["assault"]}},
    "roles": {"victim": {"name": "Victim", "description": "Was harmed."}},
}
WIRE = {"key": "wire", "title": "A report", "url": "https://example.com/a?b=1&c=2", "kind": "reporting"}


def record(**fields: Any) -> Record:
    """A minimal valid record, with the given fields instead; a field that is None is left out."""
    made = {
        "title": "Something happened somewhere",
        "summary": "Something happened, says one report.",
        "type": "attack",
        "status": "reported",
        "dates": {"occurred": "2025-03"},
        "tags": ["breach"],
        "body": "It happened in March [@wire].",
        "sources": [WIRE],
        "added": "2026-01-05",
        **fields,
    }
    return {name: value for name, value in made.items() if value is not None}


def write_content(
    root: Path,
    records: dict[str, Record],
    settings: dict[str, Any] | None = None,
    vocabularies: dict[str, Any] | None = None,
) -> Path:
    """Write a site's content/ below `root`."""
    site = {name: value for name, value in {**SETTINGS, **(settings or {})}.items() if value is not None}
    files: dict[str, Any] = {"content/site.yaml": site}
    files |= {f"content/{kind}.yaml": terms for kind, terms in (VOCABULARIES | (vocabularies or {})).items()}
    files |= {f"content/incidents/2025/{slug}.yaml": made for slug, made in records.items()}
    for name, value in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return root


def read_site(root: Path, *, noindex: bool = False) -> Site:
    """The site of content/ below `root`, drafts too; errors in it fail the test."""
    loaded = load(root)
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    assert errors == []
    prose = {incident.slug: compile_record(incident.record) for incident in loaded.library.incidents}
    return make_site(loaded.library, Config(loaded.library.settings.url, noindex), lambda one: prose[one.slug], {})


def outputs_of(site: Site, root: Path, pages: tuple[str, ...] = ()) -> dict[str, Output]:
    """All exports by path."""
    look = load_look(template_folders(root), "")
    found = list(every((*exports.families(site, look), sitemap.family(Published(site), lambda: pages))))
    assert len({output.path for output in found}) == len(found)
    return {output.path: output for output in found}


def make(root: Path, records: dict[str, Record], **settings: Any) -> dict[str, Output]:
    """Write, read and export a site."""
    return outputs_of(read_site(write_content(root, records, settings)), root)


def text(outputs: dict[str, Output], path: str) -> str:
    return outputs[path].make().decode("utf-8")


def data(outputs: dict[str, Output], path: str) -> Any:
    return json.loads(outputs[path].make())

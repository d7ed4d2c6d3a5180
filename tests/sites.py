"""A small site on disk, read by the real loader, and its pages made."""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from lxml import html

from site_builder import pages
from site_builder.config import Config
from site_builder.output.family import every
from site_builder.output.look import Look, load_look
from site_builder.output.lookup import builtin_folder
from site_builder.output.output import Output
from site_builder.prose.highlight import pygments_css
from site_builder.prose.notes import compile_record
from site_builder.prose.render import compile_prose
from site_builder.records.load import load
from site_builder.site import Site, make_site

Fields = Mapping[str, Any]

CONTENT: dict[str, Any] = {
    "site": {
        "title": "A timeline",
        "description": "What happened.",
        "url": "https://timeline.example.org/",
        "language": "en",
        "feed_authority": "timeline.example.org",
    },
    "tags": {"theft": {"name": "Theft", "description": "Something was taken."}},
    "actors": {"acme": {"name": "Acme", "description": "A company.", "kind": "company"}},
    "systems": {"engine": {"name": "Engine", "description": "A machine."}},
    "types": {
        "leak": {"name": "Leak", "description": "Something got out."},
        "fraud": {"name": "Fraud", "description": "Somebody was deceived."},
    },
    "roles": {"victim": {"name": "Victim", "description": "Was harmed."}},
}


def record(**fields: Any) -> dict[str, Any]:
    """A valid record; `fields` take the place of its own, None leaves one out."""
    made = {
        "title": "Something was taken",
        "summary": "Somebody took something.",
        "type": "leak",
        "status": "reported",
        "dates": {"occurred": "2025-03"},
        "tags": ["theft"],
        "body": "It was taken [@paper].",
        "sources": [source("paper")],
        "added": "2026-01-05",
        **fields,
    }
    return {name: value for name, value in made.items() if value is not None}


def source(key: str, **fields: Any) -> dict[str, Any]:
    """A valid source."""
    made = {"key": key, "title": f"Title of {key}", "url": f"https://{key}.example/", "kind": "reporting"}
    return {name: value for name, value in (made | fields).items() if value is not None}


def write_site(root: Path, records: Mapping[str, str | Fields], **overrides: Any) -> Path:
    """Write content/ below `root`: records by slug as YAML text or values; `overrides` are added to the
    settings (`site`) and the vocabularies, or hold free pages (`pages`, Markdown by slug).
    """
    files: dict[str, Any] = {f"incidents/2025/{slug}.yaml": made for slug, made in records.items()}
    files |= {f"{name}.yaml": value | overrides.get(name, {}) for name, value in deepcopy(CONTENT).items()}
    files |= {f"pages/{slug}.md": text for slug, text in overrides.get("pages", {}).items()}
    for name, value in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = value if isinstance(value, str) else yaml.safe_dump(value, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")
    return root


def read_site(root: Path, *, base_url: str | None = None, noindex: bool = False) -> Site:
    """The site at `root`, drafts included; its content must be without errors."""
    loaded = load(root)
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    assert errors == []
    library = loaded.library
    prose = {incident.slug: compile_record(incident.record) for incident in library.incidents}
    free = {page.slug: compile_prose(page.text, heading_level=2) for page in library.pages}
    return make_site(library, Config(base_url or library.settings.url, noindex), lambda one: prose[one.slug], free)


@cache
def look() -> Look:
    """The built-in look."""
    return load_look([builtin_folder()], pygments_css())


def outputs_of(site: Site) -> dict[str, Output]:
    """All pages of a site by path."""
    found = list(every(pages.families(site, look())))
    assert len({output.path for output in found}) == len(found)
    return {output.path: output for output in found}


class Pages:
    """The pages of a site, parsed when asked for."""

    def __init__(self, site: Site) -> None:
        self.outputs = outputs_of(site)

    def text(self, address: str) -> str:
        """The HTML of `/tags/x/` or `/404.html`."""
        path = address.removeprefix("/")
        return self.outputs[path + "index.html" if path.endswith("/") or not path else path].make().decode()

    def __getitem__(self, address: str) -> Any:
        return html.document_fromstring(self.text(address).encode())

    def __contains__(self, address: str) -> bool:
        return address.removeprefix("/") + "index.html" in self.outputs

    def listed(self, address: str) -> list[str]:
        """The slugs of the entries of a page, in order."""
        links = [entry.xpath(".//a/@href")[0] for entry in self[address].iter("article")]
        return [link.rstrip("/").rpartition("/")[2] for link in links]


def pages_of(root: Path, records: Mapping[str, str | Fields], **overrides: Any) -> Pages:
    """Write a site, read it and give its pages."""
    return Pages(read_site(write_site(root, records, **overrides)))


def words(element: Any) -> str:
    """The text of an element in single spaces."""
    return " ".join(element.text_content().split())

"""The synthetic timeline as sites of other generators, each as its users would write it.

Their layouts stand in layouts/.

What each makes: the newest 50 on the home page with the main feed; a page for each record and, in Hugo and Eleventy,
its JSON; a page and a feed for each tag, actor and type, and in Hugo and Eleventy each system; a page for each year
and, in Hugo and Eleventy, each publisher; a sitemap; in Hugo and Eleventy one file with all records. Months, pages of
a term's years and a list of corrections, which we make too, are asked of none of them.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmark.portable import plain
from tests.benchmark.timeline import TYPES, Record, Term, records, terms
from tests.benchmark.words import slug

_LAYOUTS = Path(__file__).with_name("layouts")


def write_hugo(root: Path, size: int) -> None:
    shutil.copytree(_LAYOUTS / "hugo", root)
    _write(root / "data/terms.json", json.dumps(_names(size)))
    for record in records(size):
        _write(root / hugo_path(record), _front_matter(record, "{body}"))


def hugo_path(record: Record) -> str:
    return f"content/incidents/{record.slug}.md"


def write_eleventy(root: Path, size: int) -> None:
    shutil.copytree(_LAYOUTS / "eleventy", root)
    _write(root / "terms.json", json.dumps(_names(size)))
    for record in records(size):
        _write(root / eleventy_path(record), _front_matter(record, "---json\n{body}"))


def eleventy_path(record: Record) -> str:
    return f"input/incidents/{record.slug}.md"


def write_pelican(root: Path, size: int) -> None:
    shutil.copytree(_LAYOUTS / "pelican", root)
    for record in records(size):
        _write(root / pelican_path(record), pelican_text(record))


def pelican_path(record: Record) -> str:
    return f"content/{record.slug}.md"


def _front_matter(record: Record, form: str) -> str:
    """A JSON head, then Markdown."""
    values = plain(record)
    body: str = values.pop("body")
    values |= {"date": values.pop("day"), "lastmod": values["added"]}
    if form.startswith("---"):  # Eleventy would make a collection of its own of each of the "tags"
        values["labels"] = values.pop("tags")
    head = json.dumps(values, indent=1, ensure_ascii=False)
    return form.replace("{body}", head) + ("\n---\n" if form.startswith("---") else "\n\n") + body + "\n"


def pelican_text(record: Record) -> str:
    """Pelican's metadata are texts, so the facts and the sources stand in the article."""
    values = plain(record)
    head: dict[str, str] = {
        "Title": record.title,
        "Date": values["day"],
        "Modified": values["added"],
        "Slug": record.slug,
        "Category": record.type,
        "Tags": ", ".join(term.name for term in record.tags),
        "Authors": "; ".join(actor.name for actor, _ in record.actors),
        "Dates": record.when,
        "Status_of_record": record.status,
        "Severity": record.severity or "unknown",
        "Summary": record.summary,
    }
    lines = (f"{name}: {value}" for name, value in head.items())
    return "\n".join(lines) + "\n\n" + "\n\n".join(_article(values)) + "\n"


def _article(values: dict[str, Any]) -> Iterator[str]:
    facts = [f"- {role['role']}: {role['name']}" for role in values["roles"]]
    facts += [
        f"- {fact['amount']} {fact['what']} [[{fact['number']}](#source-{fact['key']})]" for fact in values["impact"]
    ]
    yield "\n".join(facts)
    yield values["body"]
    yield from (f"**{event['date']}** {event['text']}" for event in values["events"])
    if dispute := values["dispute"]:
        yield f"### {dispute['point']}"
        yield "\n".join(f"- {claim}" for claim in dispute["claims"])
    if correction := values["correction"]:
        yield "{date}: was {was}, now {now}. {why}".format(**correction)
    yield "## Sources"
    yield "\n".join(
        f'1. <span id="source-{source["key"]}"></span>[{source["title"]}]({source["url"]}). {source["publisher"]}, '
        f"{source['published']}, {source['kind']}. {source['author'] or ''} {source['quote'] or ''}"
        for source in values["sources"]
    )


def _names(size: int) -> dict[str, dict[str, dict[str, str]]]:
    """taxonomy -> id -> name and description"""
    found = {kind: terms(kind, size) for kind in ("tags", "actors", "systems", "publishers")}
    found["types"] = (Term(slug(name), name, f"{name}, in the usual sense.") for name in TYPES)
    found["years"] = iter(())
    return {
        kind: {term.id: {"name": term.name, "description": term.description} for term in some}
        for kind, some in found.items()
    }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")

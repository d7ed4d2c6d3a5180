"""A new record's file: what `timeline new` writes.

Owns the text of the file and where it stands. What is asked for, and how, is `cli`'s business; what a
finished record must hold is said by `model` and `rules`, which is why what is not yet known stays a comment:
`timeline check` then asks for it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from site_builder.records.dates import When

# Text that YAML reads as itself without quotes, whatever reads it: no indicator at its start, no ": " or " #"
# in it.
_PLAIN = re.compile(r"[A-Za-z(][^\x00-\x1f\x7f-\x9f\u2028\u2029:#\[\]{},&*!|>'\"%@`\\]*", re.ASCII)
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a new record. Dates are checked, ids known, `fields` in the order of the format."""

    slug: str
    title: str
    added: str
    dates: Mapping[str, When]
    fields: Mapping[str, str] = field(default_factory=dict)  # summary, type, status, severity
    actors: Sequence[tuple[str, str]] = ()  # (id, role)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)  # systems, tags
    source: Mapping[str, str] = field(default_factory=dict)  # title, url, publisher, published, kind


def scalar(text: str) -> str:
    """The text as one line of YAML that reads back as itself."""
    plain = _PLAIN.fullmatch(text) and text == text.strip() and text.casefold() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f")


def file_of(draft: Draft) -> str:
    """The path below content/incidents/: the year is that of the date that will place it, else of the day it
    is added.
    """
    first = next((draft.dates[name] for name in ("occurred", "discovered", "disclosed") if name in draft.dates), None)
    year = f"{first.anchor.year:04}" if first else draft.added[:4]
    return f"{year}/{draft.slug}.yaml"


def text_of(draft: Draft) -> str:
    """The file. A field that is not known stands as a comment that says what belongs there."""
    known = draft.fields
    lines = [
        f"title: {scalar(draft.title)}",
        _line("summary", known, "plain text of at most 320 characters"),
        _line("type", known, "an id from content/types.yaml"),
        _line("status", known, "reported | corroborated | confirmed | disputed"),
        _line("severity", known, "optional: low | moderate | high | critical"),
        "dates:",
        *(f"  {name}: {when.edtf}" for name, when in draft.dates.items()),
    ]
    if not draft.dates:
        lines.append("  # occurred: 2025, 2025-07, 2025-07-18, 2025-07~ (about), 2025-12/2026-01")
    lines += _actors(draft.actors)
    lines += [_list(name, draft.lists.get(name, ()), hint) for name, hint in _LISTS]
    lines += ["# body: |", "#   What is known, in Markdown; each claim cited [@source-key]."]
    lines += _source(draft.source)
    return "\n".join([*lines, f"added: {draft.added}", ""])


_LISTS = (
    ("systems", "optional: ids from content/systems.yaml"),
    ("tags", "at least one id from content/tags.yaml"),
)


def _line(name: str, known: Mapping[str, str], hint: str) -> str:
    return f"{name}: {scalar(known[name])}" if name in known else f"# {name}:  # {hint}"


def _list(name: str, ids: Sequence[str], hint: str) -> str:
    return f"{name}: [{', '.join(ids)}]" if ids else f"# {name}: []  # {hint}"


def _actors(actors: Sequence[tuple[str, str]]) -> list[str]:
    if not actors:
        return ["# actors:", "#   - {id: , role: }  # ids from content/actors.yaml and content/roles.yaml"]
    return ["actors:", *(f"  - {{id: {id}, role: {role}}}" for id, role in actors)]


def _source(source: Mapping[str, str]) -> list[str]:
    if not source:
        return [
            "# sources:",
            "#   - key:",
            "#     title:",
            "#     url:",
            "#     kind:  # primary | official | reporting | analysis | ...",
        ]
    key, *rest = ("key", "title", "url", "publisher", "published", "kind")
    lines = ["sources:", f"  - {key}: {source[key]}"]
    return lines + [
        f"    {name}: {scalar(source[name]) if name != 'url' else source[name]}" for name in rest if name in source
    ]

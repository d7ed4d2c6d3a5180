"""Makes what is generated in docs/: `python -m tests.make_docs`.

docs/problems.md is made from the fixtures of tests/broken, the tables of fields in docs/format.md from the model.
"""

import difflib
import re
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from site_builder.problems import CODES
from site_builder.records import fields, model
from tests.broken import Files, Fixture, fixture

DOCS = Path(__file__).parents[1] / "docs"
TARGET = DOCS / "problems.md"
FORMAT = DOCS / "format.md"

HEAD = """\
# Problems

What `timeline check` (and `build`) may say of your files. All problems of all files are reported in one run. An
*error* keeps the site from being built; a *warning* does not, unless `check` is given `--strict`.

Lines and columns count from 1, in characters. A problem points at the offending value or key; what is missing, at
the first key of the mapping that lacks it; a duplicate, at every occurrence but the first; a citation, at its `[@`
where the text is a block, else at the start of the value.

This page is made from the fixtures that test each code (`python -m tests.make_docs`); change those.

"""


def text() -> str:
    """The whole page."""
    entries = [_entry(fixture(code)) for code in CODES]
    table = [f"| [{code}](#{code}) | {severity} | {says} |" for code, (severity, says) in CODES.items()]
    return HEAD + "\n".join(["| code | | when |", "|---|---|---|", *table, "", *entries])


def _entry(made: Fixture) -> str:
    severity = CODES[made.code][0]
    bad, good = (_shown(files, other) for files, other in ((made.bad, made.good), (made.good, made.bad)))
    return "\n".join(
        [
            f"## {made.code}", "", f"*{severity.capitalize()}.* {made.meaning}", "",
            "Bad:", "", bad, "", "Report:", "", _fenced(made.report, "text"), "", "Good:", "", good, "",
        ]
    )  # fmt: skip


def _shown(files: Files, others: Files) -> str:
    """The files of one side: of one that the other side has too, only what differs, and the lines around it."""
    shown = []
    for name, content in files.items():
        if content is None:
            shown.append(f"`{name}` is absent.")
        elif content != others.get(name):
            language = "jinja" if name.startswith("templates/") else name.rpartition(".")[2]
            shown.append(f"`{name}`\n\n{_fenced(_different(content, others.get(name)), language)}")
        elif name not in ("content/incidents/2026/example.yaml",):
            shown.append(f"`{name}` as above.")
    return "\n\n".join(shown)


def _different(content: str, other: str | None) -> str:
    lines = content.split("\n")[:-1]
    if other is None:
        return "\n".join([*lines[:3], "..."] if len(lines) > 12 else lines)
    matcher = difflib.SequenceMatcher(a=lines, b=other.split("\n")[:-1], autojunk=False)
    keep: set[int] = set()
    for kind, start, end, _, _ in matcher.get_opcodes():
        if kind != "equal":
            keep |= set(range(max(start - 2, 0), min(end + 2, len(lines))))
    made: list[str] = []
    last = -1
    for n in sorted(keep):
        made += ["..."] * (n > last + 1)
        made.append(lines[n])
        last = n
    return "\n".join(made + ["..."] * (last + 1 < len(lines)))


def _fenced(content: str, language: str) -> str:
    shown = re.sub("[\u0085\u2028\u2029\ufeff]", lambda match: f"\\u{ord(match[0]):04x}", content)
    return f"```{language}\n{shown}\n```"


# ---------------------------------------------------------------- docs/format.md
_FIELDS = re.compile(r"(?<=<!-- fields -->\n).*?(?=<!-- /fields -->)", re.DOTALL)

# Every mapping of the format and what it is called.
MAPPINGS: tuple[tuple[str, type[model.Model]], ...] = (
    ("A record", model.Record),
    ("`dates`", model.Dates),
    ("`actors[]`", model.ActorRole),
    ("`impact[]`", model.Figure),
    ("`events[]`", model.Event),
    ("`disputes[]`", model.Dispute),
    ("`disputes[].positions[]`", model.Position),
    ("`sources[]`", model.Source),
    ("`corrections[]`", model.Correction),
    ("`withdrawn`", model.Withdrawn),
    ("A term of a vocabulary", model.Term),
    ("An actor", model.Actor),
    ("content/site.yaml", model.Settings),
    ("`author`", model.Author),
    ("`license`", model.License),
    ("`navigation[]`", model.NavigationItem),
    ("`external.<name>`", model.ExternalDatabase),
    ("The head of a free page", model.PageHead),
)
_NEEDED = {("Source", "url"): "or via", ("Source", "via"): "or url"}
# Fields whose type is text, but not any text.
_TEXTS: tuple[tuple[Any, str], ...] = (
    (fields.Day, "full day"),
    (fields.Url, "address"),
    (fields.Markdown, "Markdown"),
    (fields.Slug, "slug"),
)
_KINDS = {fields.Amount: "amount", fields.When: "date", bool: "true or false", str: "text"}


def format_text(page: str) -> str:
    """The page with its tables of fields as the model has them now."""
    tables = "\n".join(_table(title, part) for title, part in MAPPINGS)
    return _FIELDS.sub(lambda _: f"\n## Fields\n\n{tables}\n", page)


def _table(title: str, part: type[model.Model]) -> str:
    rows = [
        f"| `{name}` | {_needed(part, name, field)} | {_kind(name, field)} | {field.description} |"
        for name, field in part.model_fields.items()
    ]
    return "\n".join([f"### {title}", "", "| field | required | what | |", "|---|---|---|---|", *rows, ""])


def _needed(part: type[model.Model], name: str, field: Any) -> str:
    return "yes" if field.is_required() else _NEEDED.get((part.__name__, name), "")


def _kind(name: str, field: Any) -> str:
    inner = [kind for kind in _flat(field.annotation) if kind is not type(None)]
    if words := [word for kind in inner if get_origin(kind) is Literal for word in get_args(kind)]:
        return ", ".join(f"`{word}`" for word in words)
    if any(get_origin(kind) is tuple for kind in inner):
        return "text or list" if name == "author" else "list"
    if any(get_origin(kind) is dict or (isinstance(kind, type) and issubclass(kind, model.Model)) for kind in inner):
        return "mapping"
    for kind, said in _TEXTS:
        if kind.__metadata__[0] in _validators(field):
            return said
    return next(said for kind, said in _KINDS.items() if kind in inner)


def _validators(field: Any) -> list[Any]:
    """What the field's type, or a member of its union, is annotated with."""
    members = [member for member in get_args(field.annotation) if hasattr(member, "__metadata__")]
    return [*field.metadata, *(note for member in members for note in member.__metadata__)]


def _flat(annotation: Any) -> list[Any]:
    """The annotation, or, of a union, its members."""
    members = get_args(annotation) if type(None) in get_args(annotation) else (annotation,)
    return [get_args(member)[0] if hasattr(member, "__metadata__") else member for member in members]


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
    FORMAT.write_text(format_text(FORMAT.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")

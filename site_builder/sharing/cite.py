"""How to cite an incident's page, or the data: as text, BibTeX, RIS and CSL-JSON.

The day of a citation is the one on which the record was added (of the data: last changed); the incident's own date is
none of it. Owns the formats and their escaping; HTML is the template's business.
"""

import json
from typing import Final, Literal, NamedTuple

from site_builder import urls
from site_builder.language import Language
from site_builder.records.dates import Point, core_wording
from site_builder.records.library import Incident
from site_builder.site import Site, term_ids

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's own names of months."""


class Work(NamedTuple):
    """What is cited. `day` is YYYY-MM-DD, or empty where there is none; `key` a slug; `url` absolute."""

    kind: Literal["page", "data"]
    key: str
    title: str
    container: str
    author: str
    day: str
    url: str
    summary: str
    language: str
    keywords: tuple[str, ...] = ()


class Format(NamedTuple):
    """One way to write a citation: `text` is what to copy."""

    id: str
    name: str
    text: str


def incident_work(site: Site, incident: Incident) -> Work:
    settings, _ = site.settings, site.language.gettext
    tags = site.library.vocabularies["tags"]
    return Work(
        kind="page",
        key=incident.slug,
        title=_("Withdrawn: {title}", title=incident.title) if incident.withdrawn else incident.title,
        container=settings.title,
        author=settings.author.name if settings.author else "",
        day=incident.added,
        url=site.urls.absolute(urls.incident(incident.slug)),
        summary="" if incident.withdrawn else incident.summary,
        language=settings.language,
        keywords=tuple(tags.get(id).name for id in term_ids(site.library, incident, "tags")),
    )


def data_work(site: Site, path: str) -> Work:
    """The data set, whose page is at `path`."""
    settings = site.settings
    return Work(
        kind="data",
        key="timeline-data",
        title=site.language.gettext("{title} (data)", title=settings.title),
        container="",
        author=settings.author.name if settings.author else "",
        day=site.updated or "",
        url=site.urls.absolute(path),
        summary=settings.description,
        language=settings.language,
    )


def formats(work: Work, language: Language) -> tuple[Format, ...]:
    """The citation in every format."""
    return (
        Format("text", "", plain(work, language)),
        Format("bibtex", "BibTeX", bibtex(work)),
        Format("ris", "RIS", ris(work)),
        Format("csl", "CSL-JSON", csl_json(work)),
    )


def plain(work: Work, language: Language) -> str:
    day = core_wording(Point(*_day(work)), language.dates) if work.day else ""
    parts = [work.author, language.gettext("“{title}”", title=work.title), work.container, day]
    return language.pgettext("list", ", ").join(part for part in parts if part) + f". {work.url}"


# ---------------------------------------------------------------- BibTeX
_TEX = str.maketrans(
    {
        **{char: f"\\{char}" for char in "&%$#_"},
        "{": r"\textbraceleft{}",  # BibTeX counts braces, those after a backslash too
        "}": r"\textbraceright{}",
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def bibtex(work: Work) -> str:
    """An entry for BibTeX (which reads `year` and `month`) and biblatex (which reads `date`). Text is UTF-8."""
    fields = [
        ("author", f"{{{_tex(work.author)}}}" if work.author else ""),  # in braces: not a first and a last name
        ("title", f"{{{_tex(work.title)}}}"),
        ("howpublished", _tex(work.container)),
        ("date", work.day),
        ("year", work.day[:4]),
        ("url", _braceless(work.url)),
    ]
    lines = [f"  {name} = {{{value}}}," for name, value in fields if value]
    if work.day:
        lines.insert(-1, f"  month = {MONTHS[_day(work)[1] - 1]},")
    return "\n".join([f"@misc{{{work.key},", *lines, "}"])


def _tex(text: str) -> str:
    return _line(text).translate(_TEX)


def _braceless(url: str) -> str:
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


# ---------------------------------------------------------------- RIS
def ris(work: Work) -> str:
    """A reference as RIS (two letters, two spaces, hyphen, space). A value is one line: nothing in it can begin
    another field.
    """
    fields = [
        ("TY", "ELEC" if work.kind == "page" else "DATA"),
        ("AU", work.author),
        ("TI", work.title),
        ("T2", work.container),
        ("PY", work.day[:4]),
        ("DA", work.day.replace("-", "/")),
        ("AB", work.summary),
        *(("KW", word) for word in work.keywords),
        ("LA", work.language),
        ("UR", work.url),
    ]
    lines = [f"{tag}  - {_line(value)}" for tag, value in fields if value]
    return "\n".join([*lines, "ER  - "])


# ---------------------------------------------------------------- CSL-JSON
def csl_json(work: Work) -> str:
    """A list of one item, as citation managers import it (citation-style-language/schema, csl-data.json)."""
    item: dict[str, object] = {
        "id": work.key,
        "type": "webpage" if work.kind == "page" else "dataset",
        "title": work.title,
        "author": [{"literal": work.author}] if work.author else None,
        "container-title": work.container,
        "issued": {"date-parts": [list(_day(work))]} if work.day else None,
        "abstract": work.summary,
        "language": work.language,
        "URL": work.url,
    }
    # By hand, with a line for each: with an indent, Python's encoder is ten times as slow.
    lines = ",\n".join(f'  "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in item.items() if value)
    return f"[\n {{\n{lines}\n }}\n]"


def _day(work: Work) -> tuple[int, int, int]:
    year, month, day = map(int, work.day.split("-"))
    return year, month, day


def _line(text: str) -> str:
    return " ".join(text.split())

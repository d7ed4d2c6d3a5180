"""A language that shows what goes through the catalogue: every word of it stands in ⟦ ⟧, content is in Cyrillic."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from site_builder.language import Language
from site_builder.language.cldr import date_messages
from site_builder.language.values import TWO_FORMS
from site_builder.output.family import every
from site_builder.output.look import load_look
from site_builder.output.lookup import builtin_folder
from site_builder.output.output import Output
from site_builder.prepare import site_families
from site_builder.prose.highlight import pygments_css
from site_builder.records.dates import ENGLISH_DATES, DateWords
from tests.sites import read_site, record, source, write_site

INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
LATIN = re.compile(r"[A-Za-z]+")


def marked(text: str) -> str:
    return f"⟦{text}⟧"


def unmarked(text: str) -> str:
    """The text without all that stands in marks, in whatever depth."""
    while text != (text := INNERMOST.sub("", text)):
        pass
    return text


class Marked:
    """Words in marks."""

    plural = TWO_FORMS

    def forms(self, context: str | None, message: str, plural: str | None = None) -> tuple[str, ...]:
        return (marked(message),) if plural is None else (marked(message), marked(plural))


def _dates() -> DateWords:
    def each(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(marked, texts))

    made = ENGLISH_DATES
    return DateWords(
        days=each(made.days),
        months=each(made.months),
        year=made.year,
        phrases={key: marked(message) for key, _, message in date_messages()},
        headings=each(made.headings),
        short=each(made.short),
        ticks={name: each(texts) for name, texts in made.ticks.items()},
    )


LANGUAGE = Language(
    "uk", words=Marked(), dates=_dates(), names={"uk": "⟦Ukrainian⟧", "es": "⟦Spanish⟧"}, digest="marked"
)

TERM = {"name": "Слово", "description": "Опис."}
SETTINGS = {
    "title": "Хроніка",
    "description": "Що сталося.",
    "language": "uk",
    "author": {"name": "Автор", "url": "https://author.example/"},
    "repository": "https://repository.example/x/y",
    "license": {"name": "Ліцензія", "url": "https://licence.example/"},
    "navigation": [{"title": "Про нас", "page": "about"}],
    "external": {"base": {"name": "База", "url": "https://base.example/{id}"}},
}


def _source(key: str, **fields: Any) -> dict[str, Any]:
    return source(key, title=f"Заголовок {len(key)}", publisher="Газета", **fields)


def _record(**fields: Any) -> dict[str, Any]:
    texts = {"title": "Щось узяли звідти", "summary": "Хтось щось узяв.", "sources": [_source("paper")]}
    return record(**{**texts, "body": "Взято [@paper].", **fields})


FULL = _record(
    type="fraud",
    status="disputed",
    severity="high",
    dates={"occurred": "2025-03~/2025-05", "discovered": "2025-04-02?", "disclosed": "2025-06-01"},
    actors=[{"id": "acme", "role": "victim"}],
    systems=["engine"],
    impact=[
        {"what": "записів", "amount": "1200~", "unit": "ГБ", "cite": ["paper"]},
        {"what": "справ", "amount": {"min": "2"}, "cite": ["paper"]},
        {"what": "осіб", "amount": {"max": "3"}, "cite": ["paper"]},
        {"what": "міст", "amount": {"min": "2", "max": "4"}, "cite": ["paper"]},
    ],
    body="Взято [@paper, с. 3].\n\n| а | б |\n|---|---|\n| в | г |\n",
    events=[{"date": "2025-03", "text": "Почалося [@robot]."}, {"date": "2025-04-02", "text": "Помічено."}],
    disputes=[
        {
            "point": "Чи взято",
            "positions": [{"claim": "Так.", "cite": ["paper"]}, {"claim": "Ні.", "cite": ["robot"]}],
        }
    ],
    sources=[
        _source(
            "paper", author="Хтось", published="2025-06-01", accessed="2025-06-02", language="es", quote="Цитата.",
            archived="https://archive.example/",
        ),
        _source("robot", kind="machine-generated", based_on=["paper"]),
        {"key": "lost", "title": "[Загублене]", "kind": "primary", "via": "paper"},
        _source("unused", kind="social"),
    ],
    external={"base": ["17"]},
    related=["plain-000"],
    corrections=[
        {"date": "2026-01-07", "field": "impact", "was": "одне", "now": "друге", "why": "третє", "cite": ["paper"]}
    ],
    draft=False,
)  # fmt: skip
GONE = _record(withdrawn={"date": "2026-02-01", "reason": "duplicate", "successor": "full", "note": "Примітка."})
MANY = {f"plain-{n:03}": _record(dates={"occurred": f"202{n % 6}-{n % 12 + 1:02}"}) for n in range(60)}
UNDATED = {f"year-{n}": _record(dates={"disclosed": "2025"}, severity="low") for n in range(2)}
PAGE = "---\ntitle: Про нас\ndescription: Хто ми.\n---\n\nТекст.\n"


def outputs(root: Path, *, few: bool = False) -> dict[str, Output]:
    """Every file of a site that uses all of the format, in the language of marks; a `few` of its terms will do where
    indexes do not matter.
    """
    terms = {name: {id: TERM} for name, id in (("tags", "theft"), ("systems", "engine"), ("roles", "victim"))}
    many = {f"word-{n:03}": {"name": f"Слово {n}", "description": "Опис."} for n in range(0 if few else 510)}
    overrides: dict[str, Any] = {
        **terms,
        "tags": {"theft": TERM, **many},
        "types": {"leak": {**TERM}, "fraud": {**TERM}},
        "actors": {"acme": {**TERM, "kind": "company", "url": "https://acme.example/"}},
        "site": SETTINGS,
        "pages": {"about": PAGE},
    }
    write_site(root, {"full": FULL, "gone": GONE, **MANY, **UNDATED, "draft": _record(draft=True)}, **overrides)
    site = replace(read_site(root), language=LANGUAGE)
    look = load_look([builtin_folder()], pygments_css(), LANGUAGE)
    return {output.path: output for output in every(site_families(site, look))}

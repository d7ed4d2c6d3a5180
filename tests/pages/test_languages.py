"""Pages in other languages: what says which language a text is in, and which way it runs."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from site_builder.language import Language
from site_builder.language.catalogue import make_language, read_language
from site_builder.language.values import Catalogue
from site_builder.output.family import every
from site_builder.output.look import load_look
from site_builder.output.lookup import builtin_folder
from site_builder.output.output import Output
from site_builder.prepare import site_families
from tests.sites import read_site, record, source, write_site

ARABIC = make_language("ar", Catalogue())

SOURCES = [
    source("arabic", title="عنوان", language="ar", quote="اقتباس", publisher="A"),
    source("hebrew", title="כותרת", url=None, via="arabic", language="he"),
    source("spanish", title="Un título", language="es", quote="Una cita", publisher="B", based_on=["hebrew"]),
    source("described", title="[A report]", language="es", publisher="C"),
    source("plain", title="A title", publisher="D"),
]
RECORD = record(
    sources=SOURCES,
    body=" ".join(f"Said [@{each['key']}]." for each in SOURCES),
    events=[{"date": "2025-04-01", "text": "It was noticed [@plain]."}],
    dates={"occurred": "2025-03", "disclosed": "2025-09-01"},
    corrections=[{"date": "2026-01-07", "field": "body", "was": "a", "now": "b", "why": "c"}],
)


def outputs(root: Path, language: Language) -> dict[str, Output]:
    made = write_site(root, {"a": RECORD}, site={"language": language.tag})
    site = replace(read_site(made), language=language)
    return {output.path: output for output in every(site_families(site, load_look([builtin_folder()], "", language)))}


def page(made: dict[str, Output], path: str) -> Any:
    return html.document_fromstring(made[path].make())


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Output]:
    return outputs(tmp_path_factory.mktemp("en"), read_language("en", ())[0])


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Output]:
    return outputs(tmp_path_factory.mktemp("ar"), ARABIC)


def said(element: Any) -> tuple[str | None, str | None]:
    return element.get("lang"), element.get("dir")


# ---------------------------------------------------------------- parts in other languages
def test_titles_and_quotes_carry_their_language_and_direction(english: dict[str, Output]) -> None:
    shown = page(english, "incidents/a/index.html")
    titles = {key: shown.xpath(f"//*[@id='who-{key}']/*[1]")[0] for key in ("arabic", "hebrew", "spanish", "plain")}
    assert {key: said(title) for key, title in titles.items()} == {
        "arabic": ("ar", "rtl"),
        "hebrew": ("he", "rtl"),
        "spanish": ("es", None),
        "plain": (None, None),
    }
    quotes = {quote.text_content(): said(quote) for quote in shown.xpath("//blockquote")}
    assert quotes == {"اقتباس": ("ar", "rtl"), "Una cita": ("es", None)}


def test_a_description_in_brackets_is_in_the_language_of_the_site(english: dict[str, Output]) -> None:
    (link,) = page(english, "incidents/a/index.html").xpath("//*[@id='who-described']/a[1]")
    assert (said(link), link.get("hreflang")) == ((None, None), "es")


def test_a_title_that_stands_for_its_source_elsewhere_carries_it_too(english: dict[str, Output]) -> None:
    ties = page(english, "incidents/a/index.html").xpath("//ul[@class='ties']//*[@lang]")
    assert {(tie.text_content(), tie.get("lang")) for tie in ties} == {("כותרת", "he")}


def test_pages_of_publishers_and_feeds_carry_it(english: dict[str, Output]) -> None:
    (title,) = page(english, "sources/a/index.html").xpath("//h2[@class='source-title']/a")
    assert said(title) == ("ar", "rtl")
    item = html.fromstring(etree.fromstring(english["feed.xml"].make()).xpath("//*[local-name()='encoded']")[0].text)
    found = {element.text_content(): said(element) for element in item.xpath("//ol/li//*[@lang]")}
    assert found["عنوان"] == found["اقتباس"] == ("ar", "rtl")
    assert found["כותרת"] == ("he", "rtl")
    assert found["Un título"] == ("es", None)


# ---------------------------------------------------------------- the whole in another language
def test_a_page_says_its_language_and_its_direction_where_it_is_not_the_usual(
    english: dict[str, Output], arabic: dict[str, Output]
) -> None:
    for path in ("index.html", "404.html", "incidents/a/index.html"):
        assert said(page(english, path)) == ("en", None)
        assert said(page(arabic, path)) == ("ar", "rtl")


def test_in_a_page_from_right_to_left_other_texts_say_that_they_are_not(arabic: dict[str, Output]) -> None:
    shown = page(arabic, "incidents/a/index.html")
    (spanish,) = shown.xpath("//*[@id='who-spanish']/a[1]")
    (hebrew,) = shown.xpath("//*[@id='who-hebrew']/*[1]")
    assert (said(spanish), said(hebrew)) == (("es", "ltr"), ("he", None))


def test_only_pages_from_right_to_left_have_the_style_sheet_for_it(
    english: dict[str, Output], arabic: dict[str, Output]
) -> None:
    sheets = "//link[@rel='stylesheet']/@href"
    assert len(page(english, "index.html").xpath(sheets)) == 1
    _, mirror = page(arabic, "index.html").xpath(sheets)
    assert mirror.removeprefix("/") in arabic


def test_everything_else_says_the_language_too(arabic: dict[str, Output]) -> None:
    assert etree.fromstring(arabic["feed.xml"].make()).findtext("channel/language") == "ar"
    atom = etree.fromstring(arabic["atom.xml"].make())
    assert atom.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert b'"language": "ar"' in arabic["feed.json"].make()
    assert b'"dir": "rtl"' in arabic["site.webmanifest"].make()
    assert '"inLanguage":"ar"' in arabic["index.html"].make().decode()
    assert page(arabic, "index.html").xpath("//meta[@property='og:locale']/@content") == ["ar_EG"]
    item = html.fromstring(etree.fromstring(arabic["feed.xml"].make()).xpath("//*[local-name()='encoded']")[0].text)
    assert said(item) == ("ar", "rtl")


def test_time_runs_from_the_right_in_the_chronology(english: dict[str, Output], arabic: dict[str, Output]) -> None:
    def first_mark(made: dict[str, Output]) -> float:
        return float(page(made, "incidents/a/index.html").xpath("//*[@class='band ']/@x1")[0].rstrip("%"))

    assert first_mark(english) < 50 < first_mark(arabic)


def test_the_style_sheet_knows_no_left_or_right() -> None:
    """But for what an author has aligned himself, and the place that a script has measured."""
    import re

    allowed = {"text-align: right", "left: var(--left, 0)"}
    for path in sorted((builtin_folder() / "assets" / "css").glob("*.css")):
        css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found = re.findall(
            r"(?<![\w-])(?:[\w-]+-)?(?:left|right)(?:-[\w-]+)?: ?[^;}]*|text-align: ?(?:left|right)", css
        )
        assert [rule for rule in found if rule not in allowed] == [], path.name

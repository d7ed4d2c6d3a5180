"""A whole site in another language: built, checked, and served while its words change."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from site_builder.build import build
from site_builder.cache import Cache
from site_builder.output.names import MANIFEST
from site_builder.prepare import check
from site_builder.serve.workspace import SiteInMemory
from tests.language.test_language import catalogue
from tests.sites import record, write_site

RECORDS = {"a": record(dates={"occurred": "2025-03~", "disclosed": "2025-06-01"}), "b": record(status="reported")}


@pytest.fixture
def spanish(tmp_path: Path) -> Path:
    return write_site(tmp_path, RECORDS, site={"language": "es"})


def in_memory(root: Path) -> SiteInMemory:
    return SiteInMemory(root, base_url=None, environ={}, cache=Cache())


def built(root: Path) -> Path:
    made = build(root, root / "public", environ={}, search=False, images=False)
    assert made.written is not None, made.problems
    assert made.problems == ()
    return root / "public"


def page(data: bytes) -> Any:
    return html.document_fromstring(data)


def test_language_es_in_the_settings_makes_a_spanish_site(spanish: Path) -> None:
    out = built(spanish)
    home = page((out / "index.html").read_bytes())
    assert home.get("lang") == "es"
    assert home.xpath("//nav[@aria-label='Principal']//a/text()")[:3] == ["Cronología", "Años", "Etiquetas"]
    dates = json.loads((out / "incidents/a.json").read_bytes())["dates"]
    assert dates["occurred"]["text"] == "alrededor de marzo de 2025"
    assert etree.parse(out / "feed.xml").findtext("channel/language") == "es"
    month = page((out / "years/2025/03/index.html").read_bytes())
    assert month.findtext(".//h1") == "Marzo de 2025"
    incident = page((out / "incidents/a/index.html").read_bytes()).text_content()
    assert "de 62 a 92 días después" in " ".join(incident.split())
    script = next((out / "assets").glob("site.*.js")).read_text(encoding="utf-8")
    assert '"Atajos de teclado"' in script
    assert "gettext(" not in script


def test_a_language_without_words_is_told_once_and_built_all_the_same(tmp_path: Path) -> None:
    root = write_site(tmp_path, RECORDS, site={"language": "eu"})
    made = build(root, root / "public", environ={}, search=False, images=False)
    assert [(problem.code, problem.file, problem.line) for problem in made.problems] == [
        ("language-missing", "content/site.yaml", 4)
    ]
    assert page((root / "public/index.html").read_bytes()).get("lang") == "eu"
    assert [problem.code for problem in check(root, environ={}).problems] == ["language-missing"]


def test_a_wrong_catalogue_is_an_error_at_its_line_and_nothing_is_written(spanish: Path) -> None:
    catalogue(spanish / "templates", "es", 'msgid "{n} of {all} shown"\nmsgstr "todos"\n')
    made = build(spanish, spanish / "public", environ={}, search=False, images=False)
    assert made.written is None
    (problem,) = made.problems
    assert (problem.code, problem.file, problem.line) == ("template-syntax", "templates/languages/es.po", 7)
    assert "docs/languages.md" in (problem.hint or "")


def test_every_page_is_made_again_when_a_word_changes_and_none_when_nothing_does(spanish: Path) -> None:
    def digests() -> dict[str, Any]:
        return dict(json.loads((built(spanish) / MANIFEST).read_bytes())["files"])

    first = digests()
    assert digests() == first
    catalogue(spanish / "templates", "es", 'msgid "Tags"\nmsgstr "Temas"\n')
    changed = digests()
    pages = [path for path in first if path.endswith(".html")]
    assert [path for path in pages if path in changed and changed[path] == first[path]] == []


def test_serve_takes_in_a_saved_catalogue_and_keeps_the_last_good_one(spanish: Path) -> None:
    workspace = in_memory(spanish)
    assert "Etiquetas" in workspace.body("index.html").decode()
    folder = catalogue(spanish / "templates", "es", 'msgid "Tags"\nmsgstr "Temas"\n')
    path = folder / "languages" / "es.po"
    workspace.update(frozenset([path]))
    assert "Temas" in workspace.body("index.html").decode()
    path.write_text("msgid", encoding="utf-8")
    workspace.update(frozenset([path]))
    assert [problem.code for problem in workspace.problems] == ["template-syntax"]
    assert "Temas" in workspace.body("index.html").decode()
    path.unlink()
    workspace.update(frozenset([path]))
    assert workspace.problems == ()
    assert "Etiquetas" in workspace.body("index.html").decode()


def test_serve_follows_the_language_of_the_settings(spanish: Path) -> None:
    workspace = in_memory(spanish)
    settings = spanish / "content/site.yaml"
    written = settings.read_text(encoding="utf-8")
    for language, word in (("en", "Timeline"), ("es-MX", "Cronología"), ("eu", "Timeline"), ("es", "Cronología")):
        settings.write_text(written.replace("language: es", f"language: {language}"), encoding="utf-8")
        workspace.update(frozenset([settings]))
        home = page(workspace.body("index.html"))
        assert (home.get("lang"), home.xpath("//header//nav//a/text()")[0]) == (language, word)
        assert [problem.code for problem in workspace.problems] == (["language-missing"] if language == "eu" else [])


def test_an_english_site_does_not_depend_on_catalogues(tmp_path: Path) -> None:
    root = write_site(tmp_path, RECORDS)
    workspace = in_memory(root)
    before = workspace.digest("index.html")
    catalogue(root / "templates", "es", 'msgid "Tags"\nmsgstr "Temas"\n')
    workspace.update(None)
    assert workspace.digest("index.html") == before


def test_an_english_site_loads_no_babel(tmp_path: Path, root: Path) -> None:
    import subprocess
    import sys

    site = write_site(tmp_path, RECORDS)
    code = (
        "import sys; from pathlib import Path; from site_builder.build import build; "
        f"build(Path({str(site)!r}), Path({str(tmp_path / 'out')!r}), environ={{}}, search=False); "
        "print('babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

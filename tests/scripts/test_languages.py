"""Scripts in other languages, and pages from right to left, in a browser that enforces the policy."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from site_builder.search.index import make_index
from tests.language import pseudo
from tests.scripts.visit import Visit, inputs, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in the language of marks."""
    root = tmp_path_factory.mktemp("marked")
    out = root / "public"
    for path, output in pseudo.outputs(root, few=True).items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(output.make())
    make_index(out, inputs(out))
    return out


def english(at: Visit, selector: str) -> list[str]:
    """Latin words that are seen in a part of the page, and are not in marks."""
    return pseudo.LATIN.findall(pseudo.unmarked(at.page.locator(selector).inner_text()))


def test_what_scripts_say_is_in_the_language_of_the_site(marked: Path, browser: "Browser") -> None:
    with visit(marked, browser, permissions=["clipboard-read", "clipboard-write"]) as at:
        page = at.go("/")
        page.locator(".filters button").first.click()
        assert english(at, ".filters") == []
        assert "⟦" in page.locator(".filters-count").inner_text()
        page.keyboard.press("?")
        assert set(english(at, "dialog")) <= {"j", "k", "Enter", "Ctrl", "K"}
        page.locator("dialog button").click()
        at.go("/incidents/full/").locator(".cite a").first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert english(at, ".source-note") == []
        copying = page.locator(".copy").first
        copying.click()
        assert pseudo.unmarked(copying.inner_text()) == ""


def test_the_search_page_is_too(marked: Path, browser: "Browser") -> None:
    with visit(marked, browser) as at:
        page = at.go("/search/")
        asked = {"": "", "узяли": "li.result", "хххх йййй": ".nothing", "https://none.example/x": ".nothing"}
        for query, expected in asked.items():
            page.fill("#q", query)
            page.keyboard.press("Enter")
            page.wait_for_function("document.querySelector('#found').textContent.startsWith('⟦')")
            if expected:
                page.wait_for_selector(f"#results {expected}")
            assert english(at, "#found") == []
            assert set(english(at, "#results")) <= {"none", "example", "paperexample"}
        page.fill("#q", "узяли")
        page.wait_for_selector("#results li.result")
        page.locator(".facet summary").first.click()
        page.wait_for_selector(".facet-list label")
        assert english(at, ".facet[open] summary") == []
        assert pseudo.unmarked(page.locator(".facet-body input").first.get_attribute("placeholder") or "") == ""


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_page_from_right_to_left_does_not_scroll_sideways(tmp_path: Path, browser: "Browser", width: int) -> None:
    from tests.pages.test_languages import ARABIC, outputs

    out = tmp_path / "public"
    for path, output in outputs(tmp_path, ARABIC).items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(output.make())
    with visit(out, browser, viewport={"width": width, "height": 800}) as at:
        for path in ("/incidents/a/", "/data/", "/follow/", "/sources/", "/tags/theft/", "/years/2025/", "/"):
            page = at.go(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
        # On wide screens the dates stand at the right.
        date, title = (at.page.locator(f".entry-{part}").first.bounding_box() for part in ("date", "title"))
        assert date is not None
        assert title is not None
        if width > 1000:
            assert date["x"] > title["x"]


def test_scripts_choose_the_form_of_a_number_as_pages_do(browser: "Browser") -> None:
    from site_builder.output.scripts import in_words
    from tests.output.test_translation import RUSSIAN, SPANISH

    page = browser.new_page()
    for language in (SPANISH, RUSSIAN):
        script = in_words(b'(n) => ngettext("{n} source", "{n} sources", n).replace("{n}", n)', language).decode()
        for n in (0, 1, 2, 5, 11, 21, 104):
            assert page.evaluate(script, n) == language.ngettext("{n} source", "{n} sources", n)
    page.close()

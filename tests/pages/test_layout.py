"""What a browser makes of the pages: headings stay in view, nothing is covered, nothing scrolls sideways."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

KINDS = ("/", "/incidents/anthropic-pentagon-ultimatum/", "/tags/", "/tags/single-source/", "/years/2025/", "/data/")

COVERED = """() => {
  const element = document.activeElement, box = element.getBoundingClientRect();
  if (element === document.body) return "";
  const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
  const top = document.elementFromPoint(x, (box.top + box.bottom) / 2);
  return top && (element.contains(top) || top.contains(element)) ? "" : element.outerHTML.slice(0, 120);
}"""
STUCK = """() => [...document.querySelectorAll(".period-2, .period-3")].filter(
  heading => { const box = heading.getBoundingClientRect(); return box.top >= 0 && box.bottom <= 120; }
).map(heading => heading.textContent.trim())"""


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    with serve(built_site, lambda _: {}) as address:
        yield address


def opened(browser: "Browser", address: str, width: int) -> "Page":
    page = browser.new_page(viewport={"width": width, "height": 700}, reduced_motion="reduce")
    page.goto(address)
    return page


@pytest.mark.parametrize("path", KINDS)
def test_nothing_scrolls_sideways_on_a_narrow_screen(browser: "Browser", address: str, path: str) -> None:
    page = opened(browser, address + path, 320)
    page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_year_and_the_month_stay_in_view(browser: "Browser", address: str, width: int) -> None:
    page = opened(browser, address, width)
    titles = page.locator("h4").all()
    for title in titles[2 : len(titles) : 4]:
        title.evaluate("title => window.scrollTo(0, title.getBoundingClientRect().top + window.scrollY - 150)")
        stuck = page.evaluate(STUCK)
        assert any(text.isdigit() for text in stuck), stuck
        assert any(not text.isdigit() for text in stuck), stuck
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_headings_that_stay_never_cover_what_has_the_focus(browser: "Browser", address: str, width: int) -> None:
    page = opened(browser, address, width)
    covered = []
    for key in ("Tab", "Shift+Tab"):
        for _ in range(70):
            page.keyboard.press(key)
            covered.append(page.evaluate(COVERED))
    assert [element for element in covered if element] == []
    page.close()

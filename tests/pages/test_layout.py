"""What a browser makes of the pages: headings stay in view, nothing is covered, nothing scrolls sideways."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from site_builder import words
from tests.browser import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

ROOT = Path(__file__).parents[2]
KINDS = (
    "/", "/incidents/anthropic-pentagon-ultimatum/", "/incidents/mexico-government-claude-intrusion/", "/tags/",
    "/tags/single-source/", "/actors/openai/", "/types/misuse/", "/years/", "/years/2025/", "/years/2025/07/",
    "/sources/", "/sources/reuters/", "/corrections/", "/follow/", "/data/", "/about/", "/search/", "/404.html",
)  # fmt: skip
WEB = "/incidents/mexico-government-claude-intrusion/"  # nineteen sources, most of which rest on others

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


CUT = """() => [...document.querySelectorAll(".web p, .web p *, .line text")].filter(element => {
  const box = element.getBoundingClientRect(), figure = element.closest("figure").getBoundingClientRect();
  return box.left < figure.left - 20 || box.right > figure.right + 1 || element.scrollWidth > element.clientWidth + 20
      && getComputedStyle(element).overflow !== "visible";
}).map(element => element.textContent)"""
JOINED = """() => {
  const boxes = [...document.querySelectorAll(".web svg")].map(picture => picture.getBoundingClientRect());
  return boxes.every((box, n) => !n || Math.abs(box.top - boxes[n - 1].bottom) < 1);
}"""


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_word_of_a_picture_is_cut_and_its_lines_run_on(
    browser: "Browser", address: str, width: int, media: str
) -> None:
    page = opened(browser, address + WEB, width)
    page.emulate_media(media=media)  # type: ignore[arg-type]
    assert page.locator(".web p").count() == 19
    assert page.evaluate(CUT) == []
    assert page.evaluate(JOINED)
    page.close()


@pytest.mark.parametrize("media", [{"media": "print"}, {"forced_colors": "active"}])
def test_patterns_are_shown_where_colours_may_be_missing(
    browser: "Browser", address: str, media: dict[str, str]
) -> None:
    page = opened(browser, address + "/actors/openai/", 1280)
    assert not page.locator(".hatch").first.is_visible()
    assert page.locator(".key .mark").first.is_visible()
    page.emulate_media(**media)  # type: ignore[arg-type]
    assert page.locator(".hatch").first.is_visible()
    assert page.locator(".key svg").first.is_visible()
    assert not page.locator(".key .mark").first.is_visible()
    page.close()


def heard(page: "Page", selector: str) -> list[str]:
    """What a screen reader is told of an element, in order: the static text of its accessibility tree."""
    session = page.context.new_cdp_session(page)
    found = session.send("Runtime.evaluate", {"expression": f"document.querySelector({selector!r})"})
    node = session.send("DOM.describeNode", {"objectId": found["result"]["objectId"]})["node"]
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    known = {item["nodeId"]: item for item in tree}
    (root,) = (item for item in tree if item.get("backendDOMNodeId") == node["backendNodeId"])
    texts, waiting = [], [root["nodeId"]]
    while waiting:
        item = known[waiting.pop()]
        if item["role"]["value"] == "StaticText":
            texts.append(item["name"]["value"])
        else:
            waiting.extend(reversed(item["childIds"]))
    return texts


@pytest.mark.parametrize(
    ("path", "selector"), [("/", ".entry"), ("/years/2025/", ".entry"), (WEB, ".related .entry"), (WEB, ".alike")]
)
def test_an_entry_is_heard_as_date_title_type_status(
    browser: "Browser", address: str, path: str, selector: str
) -> None:
    page = opened(browser, address + path, 1280)
    texts = [text.strip() for text in heard(page, selector)]
    entry = page.locator(selector).first
    date, title = entry.locator("time").first.inner_text(), entry.locator(".entry-title").inner_text()
    types = {term["name"] for term in yaml.safe_load((ROOT / "content/types.yaml").read_text()).values()}
    statuses = {name for name, _ in words.STATUS.values()}
    parts = ({date}, {" ".join(title.split())}, types, statuses)
    places = [next(n for n, text in enumerate(texts) if text in part) for part in parts]
    assert places == sorted(places)
    page.close()


SHIFTS = """new Promise(done => {
  const found = [];
  const place = rect => [rect.x, rect.y, rect.width, rect.height];
  const moved = each => [each.node?.outerHTML?.slice(0, 80), place(each.previousRect), place(each.currentRect)];
  const told = entry => [entry.value, ...entry.sources.map(moved)];
  new PerformanceObserver(list => found.push(...list.getEntries().map(told)))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(found), 300);
})"""


def late(route: "Route") -> None:
    """After the page was seen without it."""
    time.sleep(0.15)
    route.continue_()


@pytest.mark.parametrize("width", [412, 1280])
@pytest.mark.parametrize("path", ["/", "/corrections/", "/years/2025/", "/search/", WEB])
def test_nothing_moves_while_the_scripts_come(browser: "Browser", address: str, path: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 823})
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.route("**/*.js", late)
    page.goto(address + path, wait_until="networkidle")
    assert page.evaluate(SHIFTS) == []
    page.close()


@pytest.mark.parametrize("width", [412, 800, 1280])
@pytest.mark.parametrize(
    ("path", "selector"),
    [("/search/", ".finder-facets"), ("/data/", ".totals-grid"), ("/", ".bar-links"), ("/", ".slots")],
)
def test_what_stands_side_by_side_stays_there_while_the_rest_arrives(
    browser: "Browser", address: str, path: str, selector: str, width: int
) -> None:
    page = opened(browser, address + path, width)
    second = page.locator(f"{selector} > *").nth(1)
    place = second.bounding_box()
    page.eval_on_selector(selector, "grid => { while (grid.children.length > 2) grid.lastElementChild.remove(); }")
    assert second.bounding_box() == place
    page.close()

"""What site.js adds to pages, in a browser that enforces the policy."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from site_builder.output.assets import load_assets
from site_builder.output.lookup import builtin_folder
from site_builder.search.index import make_index
from tests.scripts.visit import Visit, build, inputs, visit
from tests.sites import record, source

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BODY = """\
It was taken [@paper]. Nobody had seen it coming, although it had been in the air for weeks.

## A closer look

The second claim rests on another source [@radio].
"""
RECORDS = {
    "long": record(
        title="The long record", body=BODY, dates={"occurred": "2025-05"}, status="confirmed",
        sources=[source("paper", title="What the paper said", kind="official"), source("radio")],
        events=[{"date": "2025-05-03", "text": "It was noticed [@paper]."}],
    ),
    **{f"short-{n}": record(title=f"Incident number {n}", dates={"occurred": f"2025-0{n}"}) for n in (1, 2, 3)},
    "fraud": record(title="A plain fraud", type="fraud", dates={"occurred": "2024-06"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = build(tmp_path_factory.mktemp("site"), RECORDS)
    make_index(out, inputs(out))
    return out


@pytest.fixture
def at(site: Path, browser: "Browser") -> Iterator[Visit]:
    with visit(site, browser, permissions=["clipboard-read", "clipboard-write"]) as made:
        yield made


def shown(at: Visit) -> list[str]:
    return at.page.locator(".timeline .entry-title:visible").all_inner_texts()


def clipboard(at: Visit) -> str:
    return str(at.page.evaluate("navigator.clipboard.readText()"))


def test_the_scripts_of_every_page_are_light() -> None:
    outputs = {output.path: output.make() for output in load_assets([builtin_folder()]).outputs}
    (script,) = [data for path, data in outputs.items() if path.startswith("assets/site.") and path.endswith(".js")]
    assert len(gzip.compress(script)) < 10_000


# ---------------------------------------------------------------- quick filters
@pytest.mark.browser
def test_a_filter_leaves_only_its_entries_and_their_headings(at: Visit) -> None:
    page = at.go("/")
    page.get_by_role("button", name="Fraud").click()
    assert shown(at) == ["A plain fraud"]
    assert at.address == "/?type=fraud"
    assert page.locator(".period-2:visible").all_inner_texts() == ["2024"]
    assert page.get_by_text("1 of 5 shown").is_visible()
    page.get_by_role("button", name="Fraud", pressed=True).click()
    assert len(shown(at)) == 5
    assert at.address == "/"


@pytest.mark.browser
def test_filters_live_in_the_address_and_add_up(at: Visit) -> None:
    page = at.go("/?status=confirmed&type=leak")
    assert shown(at) == ["The long record"]
    page.get_by_role("link", name="The same in the whole timeline").click()
    page.wait_for_url("**/search/?*")
    assert "status=confirmed" in at.address


@pytest.mark.browser
def test_without_javascript_there_are_no_filters(site: Path, browser: "Browser") -> None:
    with visit(site, browser, java_script_enabled=False) as at:
        page = at.go("/?type=fraud")
        assert not page.locator(".filters").is_visible()
        assert len(shown(at)) == 5


@pytest.mark.browser
def test_nothing_moves_when_the_filters_come(at: Visit) -> None:
    page = at.go("/")
    shift = """new Promise((done) => { let sum = 0; new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += entry.value; }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(sum), 200); })"""
    assert page.evaluate(shift) == 0


# ---------------------------------------------------------------- citations
@pytest.mark.browser
def test_a_citation_shows_its_source_under_the_pointer_and_the_pointer_may_move_onto_it(at: Visit) -> None:
    page = at.go("/incidents/long/")
    citation = page.locator(".account .cite a").first
    citation.hover()
    note = page.locator(".source-note")
    note.wait_for()
    assert "What the paper said" in note.inner_text()
    a, b = citation.bounding_box(), note.bounding_box()
    assert a
    assert b
    assert b["y"] >= a["y"] + a["height"] or b["y"] + b["height"] <= a["y"]
    note.hover()
    page.wait_for_timeout(400)
    assert note.is_visible()
    page.keyboard.press("Escape")
    assert not note.is_visible()
    assert at.address == "/incidents/long/"


@pytest.mark.browser
def test_a_citation_shows_its_source_on_focus_and_leads_to_it(at: Visit) -> None:
    page = at.go("/incidents/long/")
    page.locator(".account .cite a").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.locator(".source-note").wait_for()
    page.keyboard.press("Enter")
    assert at.address == "/incidents/long/#source-paper"


@pytest.mark.browser
def test_a_tap_shows_the_source_and_a_second_one_leads_to_it(site: Path, browser: "Browser") -> None:
    with visit(site, browser, has_touch=True, viewport={"width": 320, "height": 640}) as at:
        page = at.go("/incidents/long/")
        citation = page.locator(".account .cite a").first
        citation.tap()
        page.locator(".source-note").wait_for()
        assert at.address == "/incidents/long/"
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        citation.tap()
        page.wait_for_url("**#source-paper")


@pytest.mark.browser
def test_without_javascript_a_citation_leads_to_its_source(site: Path, browser: "Browser") -> None:
    with visit(site, browser, java_script_enabled=False) as at:
        at.go("/incidents/long/").locator(".account .cite a").first.click()
        assert at.address == "/incidents/long/#source-paper"


# ---------------------------------------------------------------- keys
@pytest.mark.browser
def test_j_and_k_go_through_the_entries_and_enter_opens_one(at: Visit) -> None:
    page = at.go("/")
    page.keyboard.press("j")
    first = at.focused()
    page.keyboard.press("j")
    assert at.focused() != first
    page.keyboard.press("k")
    assert at.focused() == first
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/**")


@pytest.mark.browser
def test_hidden_entries_are_passed_over(at: Visit) -> None:
    page = at.go("/?type=fraud")
    for _ in range(3):
        page.keyboard.press("j")
        assert at.focused() == "A plain fraud"


@pytest.mark.browser
def test_single_keys_can_be_turned_off_for_good(at: Visit) -> None:
    page = at.go("/")
    page.keyboard.press("?")
    page.get_by_role("switch").click()
    page.keyboard.press("Escape")
    for _ in range(2):
        page.keyboard.press("j")
        page.keyboard.press("/")
        assert page.locator("article a:focus").count() == 0
        assert at.address == "/"
        at.go("/")
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_role("switch", checked=False).click()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.locator("article a:focus").count() == 1


@pytest.mark.browser
def test_keys_are_left_alone_while_somebody_writes_or_holds_another_key(at: Visit) -> None:
    page = at.go("/search/#q")
    page.locator("#q:focus").wait_for()
    page.keyboard.type("j/k?")
    assert page.input_value("#q") == "j/k?"
    at.go("/").keyboard.press("Alt+j")
    assert at.page.locator("article a:focus").count() == 0


@pytest.mark.browser
def test_control_k_leads_to_the_search_box(at: Visit) -> None:
    at.go("/incidents/long/").keyboard.press("Control+k")
    at.page.wait_for_url("**/search/**")
    at.page.locator("#q:focus").wait_for()


# ---------------------------------------------------------------- links to places
@pytest.mark.browser
@pytest.mark.parametrize("id", ["event-1", "p-1", "part-a-closer-look", "source-radio", "chronology"])
def test_a_place_can_be_linked_to_and_its_address_copied(at: Visit, id: str) -> None:
    page = at.go("/incidents/long/")
    page.locator(f".permalink[href='#{id}']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/incidents/long/#{id}")
    page.get_by_text("Copied").wait_for(state="attached")
    assert clipboard(at) == page.url
    assert page.locator(f"#{id}").count() == 1


@pytest.mark.browser
def test_what_is_there_to_be_copied_has_a_button(at: Visit) -> None:
    page = at.go("/incidents/long/")
    page.locator("[data-copy]").first.wait_for()
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    assert "The long record" in clipboard(at)

"""The search page in a browser: what it finds, what stands in the address bar, and what keys do."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from site_builder.search.index import make_index
from tests.scripts.visit import Visit, build, inputs, visit
from tests.sites import record, source

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

WITHDRAWN = {"date": "2026-02-01", "reason": "error"}
RECORDS = {
    "harbour": record(
        title="The harbour lost its charts", summary="Charts of the harbour were taken.", dates={"occurred": "2024-05"},
        sources=[source("paper", url="https://gazette.example/2024/charts?id=3", publisher="Harbour Gazette")],
        body="Charts went [@paper].",
    ),
    "bridge": record(
        title="The bridge was sold", type="fraud", dates={"occurred": "2025-01-02"}, tags=["swindle"],
        body="A zeppelin & <b>two</b> charts were offered [@paper].",
    ),
    "tower": record(title="The tower leaked", status="confirmed", dates={"occurred": "2025-03"},
        sources=[source("paper", kind="official")], actors=[{"id": "acme", "role": "victim"}]),
    "mistake": record(title="The moon was stolen", body="It is made of gorgonzola [@paper].", withdrawn=WITHDRAWN),
}  # fmt: skip
TAGS = {"swindle": {"name": "Swindle, large", "description": "Somebody was had."}}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = build(tmp_path_factory.mktemp("site"), RECORDS, tags=TAGS)
    make_index(out, inputs(out))
    return out


@pytest.fixture
def at(site: Path, browser: "Browser") -> Iterator[Visit]:
    with visit(site, browser) as made:
        yield made


def titles(at: Visit, count: str) -> list[str]:
    """The titles of the results, once their number is told."""
    at.page.get_by_role("status").filter(has_text=count).wait_for()
    return at.page.locator(".result-title").all_inner_texts()


def test_words_are_found_and_marked_in_their_surroundings(at: Visit) -> None:
    at.go("/search/").fill("#q", "zeppelin")
    assert titles(at, "1 incident") == ["The bridge was sold"]
    assert at.page.locator("mark").all_inner_texts() == ["zeppelin"]
    assert "zeppelin & <b>two</b> charts" in at.page.locator(".result-text").inner_text()
    assert at.page.locator(".result-text b").count() == 0
    assert at.address == "/search/?q=zeppelin"


def test_a_view_can_be_shared_by_its_address(at: Visit) -> None:
    at.go("/search/?year=2025&type=leak&status=confirmed")
    assert titles(at, "1 incident") == ["The tower leaked"]
    assert at.page.input_value("#by-year") == "2025"
    at.go("/search/?q=charts&sort=oldest")
    assert titles(at, "2 incidents") == ["The harbour lost its charts", "The bridge was sold"]
    at.go("/search/?q=charts&sort=newest")
    assert titles(at, "2 incidents") == ["The bridge was sold", "The harbour lost its charts"]


def test_the_back_button_takes_a_filter_back(at: Visit) -> None:
    page = at.go("/search/?q=charts")
    assert len(titles(at, "2 incidents")) == 2
    page.select_option("#by-type", "fraud")
    assert titles(at, "1 incident") == ["The bridge was sold"]
    page.go_back()
    assert len(titles(at, "2 incidents")) == 2
    assert page.input_value("#by-type") == ""


def test_the_address_of_a_source_leads_to_what_rests_on_it(at: Visit) -> None:
    at.go("/search/").fill("#q", "http://www.gazette.example/2024/charts?id=3&utm_source=feed#top")
    assert titles(at, "1 incident") == ["The harbour lost its charts"]
    at.page.fill("#q", "https://gazette.example/2024/other")
    at.page.get_by_role("link", name="gazette.example").click()
    assert titles(at, "1 incident") == ["The harbour lost its charts"]


def test_terms_are_loaded_when_they_are_asked_for(at: Visit) -> None:
    asked: list[str] = []
    at.page.on("request", lambda request: asked.append(request.url))
    page = at.go("/search/")
    page.fill("#q", "charts")
    assert len(titles(at, "2 incidents")) == 2
    assert [url for url in asked if ".pf_filter" in url] == []
    page.click(".facet[data-facet=tag] summary")
    page.get_by_role("checkbox", name="Swindle, large").click()
    assert titles(at, "1 incident") == ["The bridge was sold"]
    assert at.address == "/search/?q=charts&tag=swindle"
    at.go(at.address)
    assert titles(at, "1 incident") == ["The bridge was sold"]
    at.page.get_by_role("button", name="Remove Swindle, large").click()
    assert len(titles(at, "2 incidents")) == 2


def test_a_withdrawn_incident_is_found_by_its_title_and_not_by_what_it_said(at: Visit) -> None:
    at.go("/search/").fill("#q", "moon")
    assert titles(at, "1 incident") == ["The moon was stolen"]
    assert "Withdrawn" in at.page.locator(".result").inner_text()
    at.page.fill("#q", "gorgonzola")
    assert titles(at, "No incident found") == []


def test_where_nothing_is_found_the_page_says_how_to_go_on(at: Visit) -> None:
    page = at.go("/search/?q=charts+moon&year=2024&type=fraud")
    assert titles(at, "No incident found") == []
    page.get_by_role("link", name="Search without the filters").wait_for()
    page.get_by_role("link", name="charts", exact=True).click()
    assert titles(at, "No incident found") == []
    page.get_by_role("link", name="Search without the filters").click()
    assert len(titles(at, "2 incidents")) == 2


def test_where_no_incident_has_all_words_those_with_some_follow_best_first(at: Visit) -> None:
    page = at.go("/search/?q=zeppelin+harbour+charts")
    assert titles(at, "No incident found with all of these words") == [
        "The harbour lost its charts",
        "The bridge was sold",
    ]
    page.get_by_text("Incidents with some of these words").wait_for()


def test_a_slip_of_the_hand_finds_what_was_meant(at: Visit) -> None:
    for slip in ("zepelin", "zepplein", "zeppelni"):
        at.go("/search/").fill("#q", slip)
        assert titles(at, "1 incident") == ["The bridge was sold"]


def test_menus_say_how_many_each_choice_would_leave(at: Visit) -> None:
    page = at.go("/search/?q=charts&year=2025")
    assert titles(at, "1 incident") == ["The bridge was sold"]
    page.locator("#by-year option", has_text="2024 (1)").wait_for(state="attached")
    assert page.locator("#by-year option[value='']").inner_text() == "All (2)"
    assert page.locator("#by-type option[value=fraud]").inner_text() == "Fraud (1)"
    assert page.locator("#by-status option[value=confirmed]").inner_text() == "Confirmed (0)"


def test_words_are_marked_in_titles_and_a_summary_that_holds_them_is_shown_whole(at: Visit) -> None:
    at.go("/search/").fill("#q", "harbour")
    assert titles(at, "1 incident") == ["The harbour lost its charts"]
    assert at.page.locator(".result-title mark").all_inner_texts() == ["harbour"]
    assert at.page.locator(".result-text").inner_text().strip().rstrip("…") == "Charts of the harbour were taken."


def test_the_pages_of_a_publisher_are_found_by_its_name(at: Visit) -> None:
    at.go("/search/").fill("#q", "harbour gazette")
    assert titles(at, "1 incident") == ["The harbour lost its charts"]


def test_it_works_by_keyboard_alone(at: Visit) -> None:
    page = at.go("/")
    page.keyboard.press("/")
    page.wait_for_url("**/search/**")
    page.locator("#q:focus").wait_for()
    page.keyboard.type("charts")
    assert len(titles(at, "2 incidents")) == 2
    page.keyboard.press("ArrowDown")
    first = at.focused()
    page.keyboard.press("ArrowDown")
    assert at.focused() != first
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("Enter")
    page.locator(".result a:focus").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/**")


def test_a_missing_index_is_said_and_the_lists_remain(
    tmp_path_factory: pytest.TempPathFactory, browser: "Browser"
) -> None:
    out = build(tmp_path_factory.mktemp("bare"), RECORDS, tags=TAGS)
    with visit(out, browser) as at:
        at.go("/search/").fill("#q", "charts")
        at.page.get_by_text("could not be loaded").wait_for()
        assert at.page.get_by_role("link", name="2025").count() >= 1
        # The browser itself reports the file that is not there.
        assert all("404" in complaint for complaint in at.complaints)
        at.complaints.clear()


def test_without_javascript_it_leads_to_the_lists(site: Path, browser: "Browser") -> None:
    with visit(site, browser, java_script_enabled=False) as at:
        page = at.go("/search/")
        assert not page.locator("#q").is_visible()
        for name in ("Tags", "Actors", "Systems", "Types", "Sources"):
            assert page.locator("main").get_by_role("link", name=name, exact=True).is_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_screen(site: Path, browser: "Browser", width: int) -> None:
    with visit(site, browser, viewport={"width": width, "height": 800}) as at:
        at.go("/search/?q=charts&tag=swindle&status=reported")
        assert titles(at, "1 incident")
        at.page.click(".facet[data-facet=tag] summary")
        at.page.get_by_role("checkbox").first.wait_for()
        assert at.page.evaluate("document.documentElement.scrollWidth") == width

"""Live reload as somebody sees it who edits: in a real browser that enforces the declared policy."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error

from tests.serve.folder_site import Running, make_site, page, serving, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

LONG = "<p>line</p>\n" * 400


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    with serving(make_site(tmp_path)) as running:
        yield running


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser's console said, the policy's violations among it: nothing."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def context(browser: "Browser", complaints: list[str]) -> Iterator["BrowserContext"]:
    context = browser.new_context()
    context.set_default_timeout(20_000)
    context.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context
    context.close()


def visit(context: "BrowserContext", server: Running, path: str = "/") -> "Page":
    """A tab with a mark that no reload survives."""
    streams = server.live.streams
    tab = context.new_page()
    tab.goto(server.url + path)
    tab.evaluate("window.mark = 1")
    wait_until(lambda: server.live.streams >= max(streams, 1))
    return tab


def until(tab: "Page", expression: str) -> None:
    """Wait for something to be true (Playwright's own way needs what the policy forbids)."""

    def is_so() -> object:
        try:
            return tab.evaluate(expression)
        except Error:  # in the middle of a reload
            return False

    wait_until(is_so)


def reloaded(tab: "Page") -> bool:
    return tab.evaluate("window.mark") is None


def test_a_page_reloads_when_it_changes_and_keeps_its_place(
    server: Running, context: "BrowserContext", tmp_path: Path
) -> None:
    (tmp_path / "content/index.html").write_text(page("Home", LONG))
    wait_until(lambda: b"line" in server.get("/")[2])
    tab = visit(context, server)
    tab.evaluate("scrollTo(0, 3000)")
    (tmp_path / "content/index.html").write_text(page("Newer", LONG))
    until(tab, "document.title === 'Newer' && scrollY === 3000")
    assert reloaded(tab)


def test_a_page_goes_back_and_forth_with_what_is_saved(
    server: Running, context: "BrowserContext", tmp_path: Path
) -> None:
    tab = visit(context, server)
    for title in ("Newer", "Home", "Newer", "Home"):
        (tmp_path / "content/index.html").write_text(page(title))
        until(tab, f"document.title === '{title}'")
        tab.reload()


def test_a_page_does_not_reload_when_another_one_changes(
    server: Running, context: "BrowserContext", tmp_path: Path
) -> None:
    home, tag = visit(context, server), visit(context, server, "/tags/x/")
    (tmp_path / "content/tags/x/index.html").write_text(page("Newer tag"))
    until(tag, "document.title === 'Newer tag'")
    # It has heard, asked and decided by the time it has seen to the next change.
    (tmp_path / "content/bad.html").write_text("BROKEN")
    home.wait_for_selector("timeline-problems h2")
    assert not reloaded(home)


@pytest.mark.parametrize("renamed", [True, False], ids=["fingerprinted", "same name"])
def test_a_changed_stylesheet_is_swapped_without_a_reload(
    server: Running, context: "BrowserContext", tmp_path: Path, renamed: bool
) -> None:
    (tmp_path / "content/index.html").write_text(page("Home", LONG))
    wait_until(lambda: b"line" in server.get("/")[2])
    tab = visit(context, server)
    tab.evaluate("scrollTo(0, 3000)")
    for number in (4, 5):
        if renamed:
            name = f"site.{number}.css"
            (tmp_path / "content/index.html").write_text(page("Home", LONG, f"/assets/{name}"))
        else:
            name = "site.1.css"
        (tmp_path / "content/assets" / name).write_text(f"h1 {{ color: rgb({number}, {number}, {number}); }}")
        colour = f"rgb({number}, {number}, {number})"
        until(tab, f"getComputedStyle(document.querySelector('h1')).color === '{colour}'")
        until(tab, "document.querySelectorAll('link[rel=stylesheet]').length === 1")
    assert not reloaded(tab)
    assert tab.evaluate("scrollY") == 3000


def test_a_problem_is_laid_over_every_page_and_goes_away_by_itself(
    server: Running, context: "BrowserContext", tmp_path: Path
) -> None:
    tabs = [visit(context, server), visit(context, server, "/tags/x/")]
    (tmp_path / "content/index.html").write_text(page("Home", "<p>BROKEN</p>"))
    for tab in tabs:
        panel = tab.get_by_role("region", name="1 error in 1 file")
        panel.wait_for()
        text = panel.inner_text()
        assert "content/index.html:11:4: error: <b>this</b> is broken [test-broken]" in text
        assert "11 | <p>BROKEN</p>\n     |    ^^^^^^" in text
        assert tab.locator("h1").is_visible()
        assert not reloaded(tab)
        assert tab.evaluate("document.activeElement === document.body")
    (tmp_path / "content/index.html").write_text(page("Mended"))
    until(tabs[0], "document.title === 'Mended'")
    for tab in tabs:
        tab.locator("timeline-problems h2").wait_for(state="detached")
    assert not reloaded(tabs[1])


def test_a_problem_is_laid_over_a_page_that_is_not_there(
    server: Running, context: "BrowserContext", tmp_path: Path, complaints: list[str]
) -> None:
    (tmp_path / "content/bad.html").write_text("BROKEN")
    tab = visit(context, server, "/none/")
    tab.get_by_text("content/bad.html:1:1").wait_for()
    (tmp_path / "content/bad.html").unlink()
    (tmp_path / "content/none").mkdir()
    (tmp_path / "content/none/index.html").write_text(page("There it is"))
    until(tab, "document.title === 'There it is'")
    assert [text for text in complaints if "404" not in text] == []
    complaints.clear()


def test_problems_can_be_put_aside_until_they_are_others(
    server: Running, context: "BrowserContext", tmp_path: Path
) -> None:
    tab = visit(context, server)
    for number, close in enumerate(["button", "key"]):
        (tmp_path / "content/bad.html").write_text("\n" * number + "BROKEN")
        tab.get_by_text(f"content/bad.html:{number + 1}:1").wait_for()
        if close == "button":
            tab.get_by_role("button", name="Close").click()
        else:
            tab.keyboard.press("Escape")
        tab.locator("timeline-problems h2").wait_for(state="detached")
        tab.reload()
        # The page asks for its state before anything else is heard.
        with tab.expect_response("**/_timeline/state*"):
            tab.reload()
        assert tab.locator("timeline-problems h2").count() == 0


def test_twelve_tabs_share_one_stream_and_all_of_them_work(
    server: Running, context: "BrowserContext", tmp_path: Path
) -> None:
    """A browser opens six connections to a host: with a stream each, the seventh tab would wait for ever."""
    tabs = [visit(context, server) for _ in range(12)]
    wait_until(lambda: server.live.streams == 1)
    (tmp_path / "content/index.html").write_text(page("Newer"))
    for tab in tabs:
        until(tab, "document.title === 'Newer'")
    wait_until(lambda: server.live.streams == 1)


def test_without_shared_workers_one_tab_holds_the_stream_and_another_takes_over(
    server: Running, context: "BrowserContext", tmp_path: Path
) -> None:
    context.add_init_script("delete window.SharedWorker")
    tabs = [visit(context, server) for _ in range(3)]
    assert server.live.streams == 1
    tabs.pop(0).close()
    (tmp_path / "content/index.html").write_text(page("Newer"))
    for tab in tabs:
        until(tab, "document.title === 'Newer'")
    wait_until(lambda: server.live.streams == 1)


def test_a_tab_outlives_the_server(context: "BrowserContext", tmp_path: Path, complaints: list[str]) -> None:
    make_site(tmp_path)
    with serving(tmp_path) as running:
        tab = visit(context, running)
    (tmp_path / "content/index.html").write_text(page("Newer"))
    with serving(tmp_path, port=running.port):
        until(tab, "document.title === 'Newer'")
        context.close()
    # It says that it cannot connect, as it should.
    assert [text for text in complaints if "ERR_" not in text] == []
    complaints.clear()

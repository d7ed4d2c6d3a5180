"""The address of a source is one word of the index, whatever way it is written."""

from typing import TYPE_CHECKING

import pytest

from site_builder.output.lookup import builtin_folder
from site_builder.pages.search import address_word

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ADDRESS = "https://www.news.example/2026/02/a-story"
WRITINGS = (
    ADDRESS,
    "http://news.example/2026/02/a-story/",
    "https://m.news.example/2026/02/a-story#comments",
    "HTTPS://NEWS.EXAMPLE/2026/02/a-story?utm_source=x&utm_medium=y",
    "https://news.example/2026/02/a-story?fbclid=abc",
    "news.example/2026/02/a-story",
    "www.news.example/2026/02/a-story/",
    "https://web.archive.org/web/20260301000000/https://www.news.example/2026/02/a-story",
)
OTHERS = (
    "https://news.example/?id=7&utm_source=x",
    "https://news.example/a%20b/%E4%BD%A0",
    "https://news.example/你/é?q=ü",
    "https://news.example/100%",
    "https://news.example/(a)[b]~c'd*e!",
    "https://news.example/" + "long/" * 60,
    "",
)


def test_the_ways_to_write_an_address_are_one_word() -> None:
    assert {address_word(writing) for writing in WRITINGS} == {"newsexample202602astory"}


def test_another_query_is_another_page() -> None:
    assert address_word("https://news.example/?id=7") != address_word("https://news.example/?id=8")


@pytest.mark.browser
def test_the_script_makes_the_same_word(browser: "Browser") -> None:
    script = (builtin_folder() / "assets/js/search/20-address.js").read_text(encoding="utf-8")
    page = browser.new_page()
    made = page.evaluate(f"(texts) => {{ {script}; return texts.map(addressWord); }}", [*WRITINGS, *OTHERS])
    page.close()
    assert made == [address_word(writing) for writing in (*WRITINGS, *OTHERS)]

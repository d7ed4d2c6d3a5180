"""Indexes of terms and publishers, and their pages."""

from pathlib import Path
from typing import Any

from tests.sites import pages_of, record, source, words


def test_every_term_has_a_page_and_a_feed_link_empty_ones_too(tmp_path: Path) -> None:
    tags = {"quiet": {"name": "Quiet", "description": "Nothing so far."}}
    page = pages_of(tmp_path, {"one": record()}, tags=tags)["/tags/quiet/"]
    assert words(page.xpath("//h1")[0]) == "Quiet"
    assert "Nothing so far." in words(page)
    assert "0 incidents" in words(page)
    assert "/tags/quiet/feed.xml" in page.xpath("//link[@rel='alternate']/@href")
    assert "/tags/quiet/feed.xml" in page.xpath("//main//a/@href")


def test_an_index_lists_every_term_by_name_with_its_count(tmp_path: Path) -> None:
    tags = {"zebra": {"name": "Äpfel", "description": "Fruit."}}
    page = pages_of(tmp_path, {"one": record(), "two": record()}, tags=tags)["/tags/"]
    rows = page.xpath("//ul[@class='index']/li/p[1]")
    assert [words(row) for row in rows] == ["Äpfel 0 incidents", "Theft 2 incidents"]


def test_above_five_hundred_terms_an_index_goes_by_first_letter(tmp_path: Path) -> None:
    terms: dict[str, Any] = {f"t-{n}": {"name": f"Tag {n}", "description": "A tag."} for n in range(499)}
    below = pages_of(tmp_path / "below", {"one": record()}, tags=terms)
    assert len(below["/tags/"].xpath("//ul[@class='index']/li")) == 500
    assert "/tags/by/t/" not in below
    terms["x"] = {"name": "9 lives", "description": "A tag."}
    pages = pages_of(tmp_path / "above", {"one": record()}, tags=terms)
    letters = [link for link in pages["/tags/"].xpath("//main//a/@href") if "/by/" in link]
    assert letters == ["/tags/by/9/", "/tags/by/t/"]
    assert len(pages["/tags/by/t/"].xpath("//ul[@class='index']/li")) == 500
    assert pages["/tags/by/9/"].xpath("//ul[@class='index']//a/@href") == ["/tags/x/"]


def test_a_long_index_counts_so_that_a_new_record_changes_few_of_its_pages(tmp_path: Path) -> None:
    terms: dict[str, Any] = {f"t-{n}": {"name": f"Tag {n}", "description": "A tag."} for n in range(500)}
    counts = {"t-0": 1, "t-1": 4, "t-2": 9, "t-3": 19, "t-4": 57, "t-5": 100}
    records = {
        f"one-{n}": record(tags=["theft", *(id for id, count in counts.items() if n < count)]) for n in range(100)
    }
    page = pages_of(tmp_path, records, tags=terms)["/tags/by/t/"]
    rows = [words(row) for row in page.xpath("//ul[@class='index']/li/p[1]")]
    assert rows[:6] == [
        "Tag 0 1 incident", "Tag 1 4 incidents", "Tag 10 0 incidents", "Tag 100 0 incidents",
        "Tag 101 0 incidents", "Tag 102 0 incidents",
    ]  # fmt: skip
    found = {row.split(" ")[1]: row.split(" ")[2] for row in rows if row.startswith("Tag ")}
    assert [found[id.removeprefix("t-")] for id in counts] == ["1", "4", "5+", "10+", "50+", "100+"]


def test_an_actor_says_its_kind_and_leads_to_its_own_site(tmp_path: Path) -> None:
    actors = {"who": {"name": "Who", "description": "A group.", "kind": "group", "url": "https://who.example/"}}
    page = pages_of(tmp_path, {"one": record()}, actors=actors)["/actors/who/"]
    assert "Group" in words(page)
    assert page.xpath("//main//a[@href='https://who.example/']/@rel") == ["noopener noreferrer"]


def test_a_publisher_shows_each_source_once_with_the_incidents_that_rest_on_it(tmp_path: Path) -> None:
    shared = source("paper", publisher="The Paper", published="2025-02~", language="es")
    other = source("other", publisher="The Paper", url="https://paper.example/2")
    pages = pages_of(tmp_path, {
        "one": record(sources=[shared]),
        "two": record(sources=[shared, other], dates={"occurred": "2024"}),
    })  # fmt: skip
    page = pages["/sources/the-paper/"]
    found = [
        (words(item.xpath("./h2")[0]), item.xpath(".//article//a/@href"))
        for item in page.xpath("//ol[@class='cited']/li")
    ]
    assert found == [
        ("Title of paper", ["/incidents/one/", "/incidents/two/"]),
        ("Title of other", ["/incidents/two/"]),
    ]
    assert page.xpath("//h2/a/@lang")[0] == "es"
    assert "about February 2025" in words(page)
    assert "Spanish" in words(page)
    assert "The Paper 2 incidents" in words(pages["/sources/"])


def test_a_publisher_above_fifty_incidents_goes_by_year(tmp_path: Path) -> None:
    records = {
        f"n-{n}": record(sources=[source("paper", publisher="P", url=f"https://p.example/{n}")]) for n in range(51)
    }
    pages = pages_of(tmp_path, records)
    assert len(pages.listed("/sources/p/")) == 50
    assert "/sources/p/2025/" in pages["/sources/p/"].xpath("//main//a/@href")
    assert len(pages.listed("/sources/p/2025/")) == 51

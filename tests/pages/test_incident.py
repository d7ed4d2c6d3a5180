"""The page of an incident."""

from pathlib import Path
from typing import Any

import pytest

from tests.sites import Pages, pages_of, read_site, record, source, words, write_site

FULL = record(
    status="disputed",
    severity="critical",
    dates={"occurred": "2025-12/2026-01", "disclosed": "2026-02-25"},
    actors=[{"id": "acme", "role": "victim"}],
    systems=["engine"],
    impact=[
        {"what": "records", "amount": "195000000~", "cite": ["wire"]},
        {"what": "data", "amount": {"min": "20"}, "unit": "GB", "cite": ["paper", "wire"]},
    ],
    body="It was taken [@paper, in the third paragraph; @wire]. Again [@paper].",
    events=[{"date": "2026-02", "text": "Told [@blog]."}],
    disputes=[
        {
            "point": "Whether",
            "positions": [{"claim": "It was.", "cite": ["wire"]}, {"claim": "Not so.", "cite": ["paper"]}],
        }
    ],
    sources=[
        source("paper", quote="Taken.", language="es", based_on=["wire"], archived="https://archive.example/p"),
        source("wire", published="2026-02~", url=None, via="paper", author=["A", "B"]),
        source("blog"),
        source("robot", kind="machine-generated", based_on=["paper"]),
    ],
    corrections=[
        {
            "date": "2026-03-01",
            "field": "title",
            "was": "Old",
            "now": "New",
            "why": "Wrong.",
            "cite": ["blog"],
        }
    ],
    external={"cve": ["CVE-1", "CVE 2/3"]},
)
SETTINGS = {
    "repository": "https://github.com/example/timeline",
    "external": {"cve": {"name": "CVE", "url": "https://cve.example/{id}"}},
}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return pages_of(tmp_path_factory.mktemp("full"), {"one": FULL}, site=SETTINGS)["/incidents/one/"]


def facts(page: Any) -> dict[str, str]:
    """What stands at a glance."""
    rows = page.xpath("//*[@aria-labelledby='glance']//dl/div")
    return {words(row.find("dt")): words(row.find("dd")) for row in rows}


def test_it_shows_at_a_glance_what_is_known(page: Any) -> None:
    found = facts(page)
    assert found["Occurred"].startswith("December 2025 to January 2026")
    assert "places it on the timeline" in found["Occurred"]
    assert found["Disclosed"].startswith("25 February 2026")
    assert "25 to 86 days later" in found["Disclosed"]
    assert found["Status"].startswith("Disputed")
    assert found["Evidence"] == "4 sources, 2 independent origins"
    assert found["Severity"] == "Critical"
    assert found["Actors"] == "Acme Victim"
    assert found["Systems"] == "Engine"
    assert found["Tags"] == "Theft"


def test_figures_are_no_more_precise_than_the_record(page: Any) -> None:
    figures = [words(item) for item in page.xpath("//ul[@class='figures']/li/span[1]")]
    assert figures == ["about 195,000,000", "at least 20 GB"]


def test_sources_are_numbered_in_the_order_of_their_first_use(page: Any) -> None:
    keys = [item.get("id") for item in page.xpath("//ol[@class='sources']/li")]
    assert keys == ["source-wire", "source-paper", "source-blog", "source-robot"]
    links = page.xpath("//span[@class='cite']//a")
    assert {(link.get("href"), link.text) for link in links} == {
        ("#source-wire", "1"), ("#source-paper", "2"), ("#source-blog", "3"),
    }  # fmt: skip


def test_each_source_links_back_to_every_place_that_leads_to_it(page: Any) -> None:
    links = page.xpath("//a[starts-with(@href, '#source-') and not(@class='permalink')]")
    assert len(links) > 9
    for link in links:
        (item,) = page.xpath(f"//*[@id='{link.get('href')[1:]}']")
        assert link.get("id"), link.get("href")
        assert item.xpath(f".//a[@href='#{link.get('id')}']"), link.get("id")


def test_every_link_within_the_page_has_its_target_and_ids_are_unique(page: Any) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")} <= set(ids)


def test_a_locator_is_shown_in_its_citation(page: Any) -> None:
    assert "[2, in the third paragraph; 1]" in words(page)


def test_a_citation_tells_a_listener_what_it_leads_to(page: Any) -> None:
    assert page.xpath("//*[@id='cite-wire-1']/@aria-label") == ["Source 1: Title of wire"]


def test_a_source_says_what_it_is_and_what_rests_on_what(page: Any) -> None:
    paper, wire, robot = (words(page.xpath(f"//*[@id='source-{key}']")[0]) for key in ("paper", "wire", "robot"))
    assert "Spanish" in paper
    assert "Rests on 1, Title of wire" in paper
    assert "Independent origin" not in paper
    assert "about February 2026" in wire
    assert "A, B" in wire
    assert "Known only through 2, Title of paper" in wire
    assert "On it rests 2, Title of paper" in wire
    assert "Independent origin" in wire
    assert "Machine-generated" in robot
    assert "Cited nowhere on this page" in robot
    assert page.xpath("//blockquote/@lang") == ["es"]
    assert page.xpath("//a[@href='https://archive.example/p']")


def test_links_to_other_hosts_name_no_referrer(page: Any) -> None:
    outside = page.xpath("//a[starts-with(@href, 'http')]")
    assert outside
    assert [link.get("href") for link in outside if "noopener noreferrer" not in link.get("rel", "")] == []


def test_external_ids_lead_to_their_databases(page: Any) -> None:
    assert facts(page)["CVE"] == "CVE-1, CVE 2/3"
    assert page.xpath("//a[contains(@href, 'cve.example')]/@href") == [
        "https://cve.example/CVE-1", "https://cve.example/CVE%202%2F3",
    ]  # fmt: skip


def test_it_says_when_it_was_added_and_changed_and_how_to_cite_it(page: Any) -> None:
    foot = words(page.xpath("//*[@aria-labelledby='about-record']")[0])
    assert "Added on 5 January 2026. Last changed on 1 March 2026." in foot
    assert "A timeline, 5 January 2026. https://timeline.example.org/incidents/one/" in foot


def test_links_to_the_repository_are_there_only_with_one(page: Any, tmp_path: Path) -> None:
    edit = "https://github.com/example/timeline/edit/HEAD/content/incidents/2025/one.yaml"
    assert edit in page.xpath("//a/@href")
    assert "github" not in pages_of(tmp_path, {"one": record()}).text("/incidents/one/")


def test_the_page_of_an_incident_is_no_article(page: Any) -> None:
    assert page.xpath("//article") == []


def test_earlier_and_later_follow_the_timeline(tmp_path: Path) -> None:
    records = {slug: record(dates={"occurred": edtf}) for slug, edtf in
               {"old": "2023", "mid": "2024", "new": "2025"}.items()}  # fmt: skip
    pages = pages_of(tmp_path, records)
    page = pages["/incidents/mid/"]
    assert page.xpath("//a[@rel='prev']/@href") == ["/incidents/old/"]
    assert page.xpath("//a[@rel='next']/@href") == ["/incidents/new/"]
    assert pages["/incidents/new/"].xpath("//a[@rel='next']") == []


def test_related_incidents_are_shown_on_both_pages(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, {"one": record(related=["two"]), "two": record()})
    assert pages.listed("/incidents/one/") == ["two"]
    assert pages.listed("/incidents/two/") == ["one"]


WITHDRAWN = record(
    title="A thing that was not so",
    summary="Not so.",
    body="Not so at all [@paper].",
    withdrawn={"date": "2026-02-01", "reason": "duplicate", "successor": "two", "note": "Same thing."},
    corrections=[{"date": "2026-01-20", "field": "body", "was": "A", "now": "B", "why": "C"}],
)


@pytest.fixture(scope="module")
def withdrawn(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return pages_of(tmp_path_factory.mktemp("gone"), {"one": WITHDRAWN, "two": record(title="The true one")})


def test_a_withdrawn_record_begins_with_why_and_what_to_read_instead(withdrawn: Pages) -> None:
    page = withdrawn["/incidents/one/"]
    tomb = words(page.xpath("//*[@aria-labelledby='withdrawn']")[0])
    assert "1 February 2026" in tomb
    assert "the same incident as another record" in tomb
    assert "Same thing." in tomb
    assert page.xpath("//*[@aria-labelledby='withdrawn']//a/@href") == ["/incidents/two/"]


def test_what_a_withdrawn_record_said_is_folded_away(withdrawn: Pages) -> None:
    page = withdrawn["/incidents/one/"]
    assert "Not so at all" in words(page.xpath("//details[not(@open)]")[0])
    for details in page.xpath("//details"):
        details.getparent().remove(details)
    assert "Not so" not in words(page)
    assert page.xpath("//meta[@name='description']/@content") == ["Withdrawn: A thing that was not so"]


def test_corrections_and_withdrawals_are_listed_newest_first(withdrawn: Pages) -> None:
    page = withdrawn["/corrections/"]
    dates = page.xpath("//li//time/@datetime")
    assert dates == ["2026-02-01", "2026-01-20"]
    assert page.xpath("//li//h2/a/@href") == ["/incidents/one/", "/incidents/one/#correction-1"]


def test_links_carry_the_path_of_the_base_address(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {"one": record(body="See [it](/about/) [@paper].")},
        pages={"about": "---\ntitle: About\ndescription: D.\n---\nBack [home](/).\n"},
    )
    pages = Pages(read_site(tmp_path, base_url="https://x.example/sub/"))
    for address in ("/", "/incidents/one/", "/tags/", "/sources/", "/about/", "/404.html"):
        page = pages[address]
        inside = [link for link in page.xpath("//@href") if link.startswith("/")]
        assert [link for link in inside if not link.startswith("/sub/")] == []
        assert page.xpath("//link[@rel='canonical']/@href")[0].startswith("https://x.example/sub/")
    assert "/sub/about/" in pages["/incidents/one/"].xpath("//a/@href")

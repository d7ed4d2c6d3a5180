"""Pictures on pages: they say in words what they show, and lead where they say."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from site_builder.pages.desk import make_desk
from site_builder.pages.pictures import FEWEST, density, totals
from tests.sites import Pages, look, pages_of, read_site, record, source, words, write_site


def dated(*dates: str, **fields: Any) -> dict[str, Any]:
    return {f"n-{n}": record(dates={"occurred": edtf}, **fields) for n, edtf in enumerate(dates)}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    records = {
        **dated("2025-03-09", "2025-03", "2025", "2024-12-24"),
        "fraud": record(type="fraud", dates={"occurred": "2025-03"}),
        "gone": record(dates={"occurred": "2025-03"}, withdrawn={"date": "2026-02-01", "reason": "unsourced"}),
    }
    return pages_of(tmp_path_factory.mktemp("pictures"), records)


def rows(figure: Any) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in figure.xpath(".//tbody/tr")]


def test_bars_lead_to_their_periods_and_say_what_they_stand_for(pages: Pages) -> None:
    (figure,) = pages["/"].find_class("density")
    bars = figure.xpath(".//a[@title]")
    found = {bar.get("href"): words(bar) for bar in bars}
    assert found == {"/years/2025/03/": "March 2025: 3", "/years/2024/12/": "December 2024: 1"}
    for link in figure.xpath(".//a/@href"):
        assert link.startswith("#") or link in pages, link


def test_the_table_of_the_density_says_the_same(pages: Pages) -> None:
    (figure,) = pages["/"].find_class("density")
    assert rows(figure) == [
        ["2025, month not known", "1", "0", "1"],
        ["March 2025", "2", "1", "3"],
        ["December 2024", "1", "0", "1"],
    ]


def test_a_year_has_its_own_density_and_a_term_a_small_one(pages: Pages) -> None:
    (figure,) = pages["/years/2025/"].find_class("density")
    assert rows(figure)[-1] == ["March 2025", "2", "1", "3"]
    assert "/years/2025/" not in figure.xpath(".//a/@href")
    (small,) = pages["/types/leak/"].find_class("spark")
    assert small.xpath(".//svg/@aria-label") == ["Incidents by year, 2024 to 2025"]
    assert rows(small) == [["2025", "3"], ["2024", "1"]]
    (mixed,) = pages["/tags/theft/"].find_class("spark")
    assert rows(mixed) == [["2025", "3", "1", "4"], ["2024", "1", "0", "1"]]
    assert [words(item) for item in mixed.xpath(".//ul[@class='key']/li")] == ["Leak", "Fraud"]


def test_types_are_told_apart_by_patterns_where_colours_are_missing(pages: Pages) -> None:
    for address in ("/", "/years/2025/", "/tags/theft/"):
        page = pages[address]
        patterns = {f"url(#{id})" for id in page.xpath("//pattern/@id")}
        assert patterns == {"url(#hatch-2)"}, address
        assert set(page.xpath("//use[@class='hatch']/@fill")) == patterns, address
        drawn = page.xpath("//use[@class='hatch']/@href")
        assert drawn == [f"#{id}" for id in page.xpath("//g[@class='fill-2']/path/@id")] != [], address


def test_few_incidents_need_no_picture(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, dated("2025-03-09", "2024"))
    assert FEWEST > 2
    for address in ("/", "/years/2025/", "/tags/theft/"):
        assert pages[address].xpath("//main//svg") == [], address
    assert "/years/2024/" in pages["/"].xpath("//main//a/@href")


def test_no_picture_has_a_style_or_what_is_not_a_number(pages: Pages) -> None:
    for address in ("/", "/years/2025/", "/types/leak/", "/incidents/n-0/"):
        text = pages.text(address)
        assert " style=" not in text
        assert not re.search(r'="[^"]*\b(nan|inf|None)\b[^"]*"', text)


def test_the_density_of_ten_thousand_incidents_stays_small(tmp_path: Path) -> None:
    months = ["", *(f"-{month:02}" for month in range(1, 13))]
    days = [f"{year}{month}" for year in range(2023, 2027) for month in months]
    records = {
        f"{type}-{day}": record(type=type, dates={"occurred": day}) for day in days for type in ("leak", "fraud")
    }
    site = read_site(write_site(tmp_path, records))
    made = density(make_desk(site, look()), [*site.incidents.values()] * 97)
    assert made is not None
    assert sum(row.total for row in made.rows) == 97 * len(records) > 10_000
    html = look().render("partials/charts/density.html", density=made)
    assert len(gzip.compress(html.encode())) < 6_000


def test_the_chronology_has_its_table_and_the_lag_in_words(tmp_path: Path) -> None:
    one = record(
        dates={"occurred": "2025-12/2026-01", "disclosed": "2026-02-25"},
        events=[{"date": "2026-02-26", "text": "It was denied [@paper]."}],
    )
    page = pages_of(tmp_path, {"one": one})["/incidents/one/"]
    (figure,) = page.find_class("line")
    assert rows(figure) == [
        ["Occurred", "December 2025 to January 2026"],
        ["Disclosed", "25 February 2026"],
        ["Event 1", "26 February 2026"],
    ]
    assert "25 to 86 days later" in words(page.xpath("//section[@aria-labelledby='glance']")[0])
    assert figure.xpath(".//svg/@role") == ["img"]
    assert figure.xpath(".//title")
    assert figure.xpath(".//desc")


def test_the_web_of_sources_is_a_list_that_says_who_rests_on_whom(tmp_path: Path) -> None:
    sources = [
        source("paper", based_on=["report"]),
        source("copy", based_on=["report"], kind="machine-generated"),
        source("report", via="paper", url=None, publisher="The Office"),
    ]
    page = pages_of(tmp_path, {"one": record(sources=sources, body="It was [@paper; @copy].")})["/incidents/one/"]
    (figure,) = page.find_class("web")
    assert [words(item) for item in figure.xpath(".//li")] == [
        "3 The Office origin known through 1",
        "1 paper.example rests on 3",
        "2 copy.example machine-generated rests on 3",
    ]
    assert figure.xpath(".//li//a/@href") == ["#who-report", "#who-paper", "#who-copy"]
    assert len(figure.find_class("dashed")) == 2  # the part of each row


def test_sources_that_rest_on_none_have_no_drawing(tmp_path: Path) -> None:
    assert pages_of(tmp_path, {"one": record()})["/incidents/one/"].find_class("web") == []


def test_an_entry_has_the_mark_of_its_date_for_the_eye_alone(tmp_path: Path) -> None:
    (entry,) = pages_of(tmp_path, dated("2025-12~/.."))["/"].iter("article")
    (mark,) = entry.find_class("rail")
    assert mark.get("class") == "rail at-span span-months soft-start open-end"
    assert mark.get("aria-hidden") == "true"


def test_an_entry_shows_its_first_figure(tmp_path: Path) -> None:
    impact = [
        {"what": "data taken", "amount": "150~", "unit": "GB", "cite": ["paper"]},
        {"what": "people", "amount": "7", "cite": ["paper"]},
    ]
    (entry,) = pages_of(tmp_path, {"one": record(impact=impact)})["/"].iter("article")
    assert [words(item) for item in entry.find_class("entry-figure")] == ["data taken: about 150 GB"]


def test_totals_count_every_incident_that_stands_once(tmp_path: Path) -> None:
    records = dated("2025-03-09", "2024", "2023") | {
        "late": record(dates={"occurred": "2025-01-01", "disclosed": "2025-01-05"}, severity="high"),
        "gone": record(withdrawn={"date": "2026-02-01", "reason": "error"}),
    }
    found = totals(make_desk(read_site(write_site(tmp_path, records)), look()))
    for table in (found.types, found.status, found.severity, found.lag):
        assert sum(row.share.count for row in table) == 4
        assert all(0 <= row.share.percent <= 100 for row in table)
    assert {row.name: row.share.count for row in found.lag if row.share.count} == {
        "Within a week": 1,
        "Dates too coarse to tell, or unknown": 3,
    }
    html = look().render("partials/charts/totals.html", totals=found)
    assert html.count("<table") == 4

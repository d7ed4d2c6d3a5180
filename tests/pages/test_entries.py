"""How an incident stands in lists: what others may rely on."""

from pathlib import Path

import pytest

from site_builder.pages.dates import pieces
from site_builder.records.dates import ENGLISH_DATES, wording
from site_builder.records.read_date import parse
from tests.sites import pages_of, record, words

DATES = {
    "2025-12-03": ["2025-12-03"],
    "2025-12": ["2025-12"],
    "2025": ["2025"],
    "0987-06~": ["0987-06"],
    "2025-12%": ["2025-12"],
    "2025-12/2026-01?": ["2025-12", "2026-01"],
    "2025~/2025-11-11": ["2025", "2025-11-11"],
    "2025-11/..": ["2025-11"],
    "../2025-11-01~": ["2025-11-01"],
}


@pytest.mark.parametrize(("edtf", "expected"), DATES.items())
def test_the_first_times_of_an_entry_are_its_date_no_more_precise_than_the_record(
    tmp_path: Path, edtf: str, expected: list[str]
) -> None:
    pages = pages_of(tmp_path, {"one": record(dates={"occurred": edtf})})
    (entry,) = pages["/"].iter("article")
    assert entry.xpath(".//time/@datetime") == expected
    date = entry.xpath(".//p[@class='entry-date']")[0]
    assert words(date) == wording(parse(edtf))


@pytest.mark.parametrize("edtf", DATES)
def test_the_pieces_of_a_date_joined_are_its_wording(edtf: str) -> None:
    when = parse(edtf)
    found = pieces(when, ENGLISH_DATES)
    assert "".join(piece.text for piece in found) == wording(when)
    assert tuple(piece.datetime for piece in found if piece.datetime) == when.points()


def test_the_first_link_of_an_entry_leads_to_its_page(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, {"one": record()})
    for address in ("/", "/years/2025/", "/years/2025/03/", "/tags/theft/", "/types/leak/"):
        assert pages[address].xpath("//article//a/@href")[0] == "/incidents/one/", address


def test_an_entry_says_type_status_severity_and_origins_in_words(tmp_path: Path) -> None:
    (entry,) = pages_of(tmp_path, {"one": record(severity="high")})["/"].iter("article")
    assert [words(item) for item in entry.iter("li")] == ["Leak", "Reported", "High severity", "1 origin"]


def test_an_entry_names_its_basis_unless_the_date_is_when_it_occurred(tmp_path: Path) -> None:
    records = {"one": record(dates={"disclosed": "2025"}), "two": record(dates={"occurred": "2024"})}
    first, second = pages_of(tmp_path, records)["/"].iter("article")
    assert words(first.xpath(".//p")[0]) == "2025 disclosed"
    assert words(second.xpath(".//p")[0]) == "2024"


def test_a_withdrawn_record_is_listed_as_withdrawn_without_what_it_said(tmp_path: Path) -> None:
    withdrawn = record(summary="Not true.", withdrawn={"date": "2026-02-01", "reason": "unsourced"})
    (entry,) = pages_of(tmp_path, {"one": withdrawn})["/"].iter("article")
    assert "Withdrawn" in words(entry)
    assert "Not true." not in words(entry)
    assert "Reported" not in words(entry)


def test_a_draft_is_marked(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, {"one": record(draft="true")})
    (entry,) = pages["/"].iter("article")
    assert "Draft" in words(entry)
    assert pages["/incidents/one/"].xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_text_of_a_record_is_escaped(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> {{ 7 * 7 }} & 'more' \"still\""
    pages = pages_of(tmp_path, {"one": record(title=hostile, summary=hostile)})
    for address in ("/", "/incidents/one/", "/tags/theft/"):
        page = pages[address]
        assert page.xpath("//script[not(@src) and not(@type='application/ld+json')]") == []
        assert hostile in words(page), address

"""Which incidents stand on which list, under which heading, in which order."""

from pathlib import Path
from typing import Any

import pytest

from tests.sites import Pages, pages_of, record, words


def dated(**dates: str) -> dict[str, Any]:
    return {slug.replace("_", "-"): record(dates={"occurred": edtf}) for slug, edtf in dates.items()}


def headings(page: Any) -> list[str]:
    return [words(heading) for heading in page.xpath("//main//*[self::h2 or self::h3]")]


def test_what_is_not_known_comes_before_what_is_under_a_label_that_says_so(tmp_path: Path) -> None:
    records = dated(day="2025-03-09", month="2025-03", year="2025", later="2025-04-01", old="0987")
    pages = pages_of(tmp_path, records)
    order = ["year", "later", "month", "day", "old"]
    assert pages.listed("/") == order
    assert headings(pages["/"]) == ["2025", "month not known", "April", "March", "987", "month not known"]
    assert pages.listed("/tags/theft/") == order
    assert pages.listed("/years/2025/") == order[:-1]
    undated = pages["/years/2025/03/"].xpath("//*[@aria-label='day not known']")[0]
    assert undated.xpath(".//article//a/@href") == ["/incidents/month/"]
    assert words(undated).startswith("day not known")


def test_years_and_months_have_pages_only_where_incidents_are(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, dated(month="2025-03", year="2024", old="0987-01"))
    paths = {path for path in pages.outputs if path.startswith("years/")}
    assert paths == {
        "years/index.html",
        "years/2025/index.html", "years/2025/03/index.html",
        "years/2024/index.html",
        "years/0987/index.html", "years/0987/01/index.html",
    }  # fmt: skip
    assert pages["/years/"].xpath("//h2/a/@href") == ["/years/2025/", "/years/2024/", "/years/0987/"]


def test_an_interval_stands_at_its_start_or_at_its_end_where_the_start_is_open(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, dated(closed="2024-12/2025-02", since="2025-01/..", by="../2023-05"))
    assert pages.listed("/years/2024/12/") == ["closed"]
    assert pages.listed("/years/2025/01/") == ["since"]
    assert pages.listed("/years/2023/05/") == ["by"]


def many(count: int, edtf: str, **fields: Any) -> dict[str, Any]:
    return {f"n-{n:03}": record(dates={"occurred": edtf}, **fields) for n in range(count)}


@pytest.fixture(scope="module")
def full_year(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    records = {**many(201, "2025-03-04"), **dated(earlier="2024-01-01")}
    return pages_of(tmp_path_factory.mktemp("full"), records)


def test_home_lists_the_newest_fifty_and_leads_to_all_years(full_year: Pages) -> None:
    assert full_year.listed("/") == [f"n-{n:03}" for n in range(50)]
    assert {"/years/", "/years/2025/", "/years/2024/"} <= set(full_year["/"].xpath("//main//a/@href"))


def test_a_year_above_two_hundred_lists_its_newest_fifty_and_its_months(full_year: Pages) -> None:
    assert full_year.listed("/years/2025/") == [f"n-{n:03}" for n in range(50)]
    assert "/years/2025/03/" in full_year["/years/2025/"].xpath("//main//a/@href")
    assert len(full_year.listed("/years/2025/03/")) == 201


def test_a_year_of_two_hundred_lists_all_of_them(tmp_path: Path) -> None:
    assert len(pages_of(tmp_path, many(200, "2025")).listed("/years/2025/")) == 200


def test_incidents_without_a_month_are_not_lost_in_a_full_year(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, {**many(150, "2025"), **dated(**{f"m{n}": "2025-02" for n in range(60)})})
    assert len(pages.listed("/years/2025/")) == 50
    assert "/years/2025/00/" in pages["/years/2025/"].xpath("//main//a/@href")
    assert len(pages.listed("/years/2025/00/")) == 150


def test_a_term_above_fifty_lists_its_newest_fifty_and_then_goes_by_year(full_year: Pages) -> None:
    assert len(full_year.listed("/tags/theft/")) == 50
    links = full_year["/tags/theft/"].xpath("//main//a/@href")
    assert {"/tags/theft/2025/", "/tags/theft/2024/"} <= set(links)
    assert len(full_year.listed("/tags/theft/2025/")) == 201
    assert full_year.listed("/types/leak/2024/") == ["earlier"]


def test_a_term_of_fifty_has_no_pages_of_years(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, many(50, "2025-03"))
    assert len(pages.listed("/tags/theft/")) == 50
    assert "/tags/theft/2025/" not in pages


def test_every_incident_is_reached_from_home_by_links_alone(full_year: Pages) -> None:
    seen, waiting = set[str](), {"/"}
    while waiting:
        address = waiting.pop()
        seen.add(address)
        for link in full_year[address].xpath("//a/@href"):
            if link.startswith("/") and link not in seen and link.endswith("/"):
                assert link in full_year or link == "/", f"{address} -> {link}"
                waiting.add(link)
    assert {f"/{path.removesuffix('index.html')}" for path in full_year.outputs} - seen == {"/404.html"}

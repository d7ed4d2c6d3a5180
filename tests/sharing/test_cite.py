"""Citations in every format, and texts that would break out of each."""

import json
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from site_builder.language import ENGLISH
from site_builder.sharing.cite import Work, bibtex, csl_json, data_work, formats, incident_work, plain, ris
from tests.exports.making import BASE, read_site, record, write_content

PLAIN = Work(
    "page", "a", "A title", "A timeline", "The editors", "2026-01-05", "https://e.org/incidents/a/", "So.", "en", ("X",)
)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


def work(title: str, author: str = "The editors") -> Work:
    return PLAIN._replace(title=title, author=author)


def test_the_day_of_a_citation_is_the_one_on_which_the_record_was_added(tmp_path: Path) -> None:
    site = read_site(write_content(tmp_path, {"a": record(added="2026-01-05", dates={"occurred": "1999"})}))
    made = incident_work(site, site.incidents["a"])
    assert all("1999" not in found.text for found in formats(made, ENGLISH))
    assert "5 January 2026" in plain(made, ENGLISH)
    assert "  year = {2026}," in bibtex(made)
    assert "  month = jan," in bibtex(made)
    assert "DA  - 2026/01/05" in ris(made)
    assert json.loads(csl_json(made))[0]["issued"] == {"date-parts": [[2026, 1, 5]]}


def test_every_format_leads_to_the_page(tmp_path: Path) -> None:
    site = read_site(write_content(tmp_path, {"a": record()}))
    for found in formats(incident_work(site, site.incidents["a"]), ENGLISH):
        assert f"{BASE}incidents/a/" in found.text


def test_a_withdrawn_record_is_cited_as_withdrawn(tmp_path: Path) -> None:
    site = read_site(write_content(tmp_path, {"a": record(withdrawn={"date": "2026-02-01", "reason": "error"})}))
    for found in formats(incident_work(site, site.incidents["a"]), ENGLISH):
        assert "Withdrawn: Something happened" in found.text


def test_the_data_can_be_cited_before_there_are_any(tmp_path: Path) -> None:
    site = read_site(write_content(tmp_path, {}))
    assert all(f"{BASE}data/" in found.text for found in formats(data_work(site, "data/"), ENGLISH))


def test_special_characters_of_tex_are_written_out() -> None:
    made = bibtex(work(title="R&D: 100% of $5 #1 a_b {c} ~ ^ \\end"))
    assert (
        r"title = {{R\&D: 100\% of \$5 \#1 a\_b \textbraceleft{}c\textbraceright{} "
        r"\textasciitilde{} \textasciicircum{} \textbackslash{}end}}" in made
    )


@given(TEXTS, TEXTS)
def test_no_text_ends_a_field_of_bibtex(title: str, author: str) -> None:
    made = bibtex(work(title=title, author=author))
    depth = 0
    for place, char in enumerate(made):
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth > 0 or place < len("@misc") or place == len(made) - 1
    assert depth == 0
    assert len(made.split("\n")) == len(bibtex(PLAIN).split("\n"))


@given(st.text(min_size=1))
def test_no_text_begins_a_field_of_ris(title: str) -> None:
    made = ris(work(title=f"{title}\nER  - \r\nTY  - BOOK\u2028UR  - x\x85y"))
    tags = [line[:6] for line in made.splitlines()]
    assert tags == [f"{tag}  - " for tag in ("TY", "AU", "TI", "T2", "PY", "DA", "AB", "KW", "LA", "UR", "ER")]
    assert all(re.match("[A-Z][A-Z0-9]  - ", line) for line in made.splitlines())


@given(st.text(min_size=1))
def test_any_text_stays_itself_in_csl_json(title: str) -> None:
    assert json.loads(csl_json(work(title=title)))[0]["title"] == title

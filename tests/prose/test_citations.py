"""The grammar of a citation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.prose.citations import Citation, Reference, parse

KEYS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)
LOCATORS = st.text(st.characters(blacklist_categories=["C", "Z"], blacklist_characters="[]\\;"), max_size=20)


@pytest.mark.parametrize(
    ("raw", "references"),
    [
        ("[@key]", [("key", "")]),
        ("[@2026-02-report]", [("2026-02-report", "")]),
        ("[@a; @b]", [("a", ""), ("b", "")]),
        ("[@a;@b;@c]", [("a", ""), ("b", ""), ("c", "")]),
        ("[@a, a locator]", [("a", "a locator")]),
        ("[@a, p. 3; @b]", [("a", "p. 3"), ("b", "")]),
        ("[@a, p. 3; @b, in the third paragraph]", [("a", "p. 3"), ("b", "in the third paragraph")]),
        ("[@a, pp. 3, 5; 7]", [("a", "pp. 3, 5; 7")]),
        ("[@a, *x* `y` <z> & _w_]", [("a", "*x* `y` <z> & _w_")]),
        ("[@a,\n  folded\n  text]", [("a", "folded text")]),
        ("[@a;\n@b]", [("a", ""), ("b", "")]),
        (r"[@a, see \[sic\]]", [("a", "see [sic]")]),
        ("[@a, write to a@b.org]", [("a", "write to a@b.org")]),
    ],
)
def test_a_citation_names_sources_each_with_its_locator(raw: str, references: list[tuple[str, str]]) -> None:
    assert parse(raw) == Citation(tuple(Reference(*reference) for reference in references), raw)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "[]",
        "[@]",
        "[@A]",
        "[@a_b]",
        "[@a--b]",
        "[@-a]",
        "[@a-]",
        "[@é]",
        "[@a b]",
        "[@a;]",
        "[@a; b]",
        "[@a; @]",
        "[@a,]",
        "[@a, ]",
        "[@a, ; @b]",
        "[@a; @B]",
        "[@a, x; @b!]",
        "[ @a]",
        "@a",
        "[@a",
        "@a]",
        "[@a, [b]]",
        "[@a]]",
        "[@a, x\\]",
        "[@a]x",
        "[@²]",
    ],
)
def test_what_does_not_parse_is_no_citation(raw: str) -> None:
    assert parse(raw) is None


@given(st.lists(st.tuples(KEYS, LOCATORS), min_size=1, max_size=4))
def test_what_is_written_by_the_grammar_is_read_back(references: list[tuple[str, str]]) -> None:
    raw = "; ".join(f"@{key}, {locator}" if locator else f"@{key}" for key, locator in references)
    citation = parse(f"[{raw}]")
    assert citation is not None
    assert [(reference.key, reference.locator) for reference in citation.references] == references


def test_a_long_run_of_blanks_is_read_in_no_time() -> None:
    assert parse(f"[@a{' ' * 200_000}x]") is None

"""A packed style sheet has the same rules, whatever somebody wrote."""

from typing import Any

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from site_builder.output.lookup import builtin_folder
from site_builder.output.pack import pack_css
from site_builder.prose.highlight import pygments_css

BLOCKS = {"{} block", "[] block", "() block", "function"}


def meaning(tokens: list[Any]) -> list[Any]:
    """Component values without comments, and without whitespace where it separates nothing."""
    found: list[Any] = []
    for token in tokens:
        if token.type == "comment":
            continue
        if token.type in BLOCKS:
            inside = token.arguments if token.type == "function" else token.content
            name = token.lower_name if token.type == "function" else ""
            found.append((token.type, name, meaning(inside)))
        else:
            found.append(" " if token.type == "whitespace" else token.serialize())
    return trimmed(found)


def trimmed(found: list[Any]) -> list[Any]:
    """No whitespace beside a block in braces, a comma, a semicolon or the ends; after the colon of a declaration."""
    found = [item for n, item in enumerate(found) if item != " " or found[n - 1 : n] != [" "]]
    ends = [None, *found, None]
    kept = []
    for before, item, after in zip(ends, ends[1:], ends[2:], strict=False):
        beside = any(near is None or separates(near) for near in (before, after))
        if item != " " or not (beside or before == ":"):
            kept.append(item)
    return kept


def separates(item: Any) -> bool:
    return item in (";", ",", "}") if isinstance(item, str) else item[0] == "{} block"


def same(css: str) -> bool:
    return meaning(tinycss2.parse_component_value_list(pack_css(css))) == meaning(
        tinycss2.parse_component_value_list(css)
    )


def test_the_built_in_sheets_mean_the_same_and_are_a_tenth_lighter() -> None:
    sheets = [file.read_text() for file in sorted((builtin_folder() / "assets/css").glob("*.css"))]
    for sheet in (*sheets, pygments_css()):
        assert same(sheet)
        assert "/*" not in pack_css(sheet)
    whole = "".join(sheets)
    assert len(pack_css(whole)) < 0.9 * len(whole)


def test_rules_and_declarations_are_counted_alike() -> None:
    css = "".join(file.read_text() for file in sorted((builtin_folder() / "assets/css").glob("*.css")))
    rules = [tinycss2.parse_stylesheet(each, skip_comments=True, skip_whitespace=True) for each in (css, pack_css(css))]
    assert [rule.type for rule in rules[0]] == [rule.type for rule in rules[1]]
    assert not [rule for rule in rules[1] if rule.type == "error"]
    names = [
        [
            [item.name for item in tinycss2.parse_blocks_contents(rule.content) if item.type == "declaration"]
            for rule in each
            if rule.type == "qualified-rule"
        ]
        for each in rules
    ]
    assert names[0] == names[1]


PIECES = (
    "a", ".b", ":hover", " :is( a , b )", " > ", " + ", "{", "}", ";", ",", " ", "\n", "/* c; } */", "/**/",
    "color:", "color : ", " red", '" { ; } /* "', "'\\'", "url( a;b )", 'url( "a )" )', "--x:", " ;", "calc(1px + 2px)",
    "@media (width > 4em)", "!important", "\\;", "10", "%", "[x = 'y']",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_sheet_means_the_same(css: str) -> None:
    assert same(css)


@pytest.mark.parametrize(
    ("css", "packed"),
    [
        ("a  b ,\n c > d { color : red ; margin: 0 1px; }\n", "a b,c > d{color : red;margin:0 1px;}\n"),
        ('a::before { content: " ;  } " }', 'a::before{content:" ;  } "}\n'),
        ("a/* x */.b {}", "a/**/.b{}\n"),
        ("/* x */ a { /* y */ }", "a{}\n"),
        ("a :hover { b: c }", "a :hover{b:c}\n"),
        ("a { --x: ; }", "a{--x: ;}\n"),
        ("a { b: url( c  d ) }", "a{b:url( c  d )}\n"),
        ("a { b: 'c\n } /* d */", "a { b: 'c\n } /* d */"),
    ],
)
def test_examples(css: str, packed: str) -> None:
    assert pack_css(css) == packed
    assert pack_css(packed) == packed

"""Claims without a citation: which paragraphs and list items count, and where they begin."""

import pytest

from site_builder.prose.render import Uncited, compile_prose


def claims(text: str) -> list[str]:
    """The first words of every uncited claim."""
    return [claim.text for claim in compile_prose(text).uncited]


@pytest.mark.parametrize(
    "text", ["In 2025 it began.", "*5* people", "> 5 people", "AT&T had 5", "٣ people", "1986\\. A year"]
)
def test_a_paragraph_with_a_digit_and_no_citation_is_a_claim(text: str) -> None:
    assert len(claims(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "No figure.",
        "In 2025 [@a].",
        "*In 2025 [@a]*",
        "`2025`",
        "[2025](/x)",
        "[x](/2025)",
        "<https://e.org/2025>",
        "see https://e.org/2025/12",
        "write to a1@b2.org",
        "www.e.org/5",
        "# In 2025",
        "|1|2|\n|-|-|\n|3|4|",
        "It&#39;s",
        "    2025",
        "```\n2025\n```",
        "1. One\n2. Two",
        "![2025](/x)",
        "[r]: /2025",
    ],
)
def test_digits_in_code_links_addresses_headings_and_tables_claim_nothing(text: str) -> None:
    assert claims(text) == []


def test_a_citation_in_a_link_or_in_code_is_none() -> None:
    assert claims("5 people `[@a]`\n\n6 people [x [@a]](/y)\n\n7 people \\[@a]") == [
        "5 people `[@a]`",
        "6 people [x [@a]](/y)",
        "7 people \\[@a]",
    ]


def test_each_list_item_answers_for_itself() -> None:
    assert claims("- 1 one [@a]\n- 2 two\n- none\n    - 3 three\n    - 4 four [@a]") == ["2 two", "3 three"]
    assert claims("- 1 one\n    - two [@a]") == ["1 one"]


def test_paragraphs_of_a_list_item_count_once_with_it() -> None:
    assert claims("- 1 one\n\n    2 two\n\n- 3 three\n\n    four [@a]") == ["1 one"]


def test_a_paragraph_in_a_quote_in_a_list_item_is_a_paragraph() -> None:
    assert claims("- one\n\n    > 2 two\n\n- three [@a]\n\n    > 4 four") == ["2 two", "4 four"]


def test_a_claim_is_found_where_it_begins_though_its_words_came_before() -> None:
    text = "5 people [@a].\n\n# 5 people\n\n- item\n    - 5 people\n\n> In *2025*\n> more"
    assert compile_prose(text).uncited == (
        Uncited(text.rindex("5 people"), "5 people"),
        Uncited(text.index("In *2025*"), "In *2025*"),
    )


def test_line_breaks_count_as_one_character() -> None:
    (claim,) = compile_prose("one\r\n\r\nIn 2025").uncited
    assert claim.offset == len("one\n\n")

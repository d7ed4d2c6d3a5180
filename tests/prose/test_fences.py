"""Fenced code, taken out before Markdown is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.prose.fences import Fence, extract


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("", ""),
        ("python", "python"),
        (" python ", "python"),
        ("{.python #x}", "python"),
        ("c++ title=x", "c++"),
        ('"', ""),
    ],
)
def test_the_language_is_the_first_word(info: str, language: str) -> None:
    (fence,) = extract(f"```{info}\nx\n```")[1]
    assert fence == Fence(language, "x\n", f"```{info}\nx\n```")


def test_a_fence_ends_at_one_of_its_kind_and_at_least_its_length() -> None:
    (fence,) = extract("````\n```\n~~~~\n`````")[1]
    assert fence.code == "```\n~~~~\n"


@pytest.mark.parametrize("text", ["```\nx", "``` a`b\n```", "``\nx\n``", "> ```\n> x\n\n> ```", "x ```\ny\n```"])
def test_without_an_end_in_its_quote_it_is_no_fence(text: str) -> None:
    assert not [fence for fence in extract(text)[1] if fence.code]


def test_the_code_loses_the_margin_of_its_list_or_quote_and_no_more() -> None:
    assert extract("> ~~~\n>   x\n>\n> \ty\n> ~~~")[1][0].code == "  x\n\n\ty\n"


@given(st.text("`~ >\nab"))
def test_nothing_is_lost(text: str) -> None:
    document, fences = extract(text)
    for number, fence in enumerate(fences):
        document = document.replace(f"\ufdd2{number}\ufdd4", fence.written)
    kept = str.maketrans("", "", "> \n")
    assert document.translate(kept) == text.translate(kept)

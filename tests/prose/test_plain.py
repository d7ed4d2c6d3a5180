"""Plain texts are read on a way of their own: it must lead where Python-Markdown leads."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.prose import render
from site_builder.prose.plain import paragraphs
from site_builder.prose.render import Prose, compile_prose

SIGNS = """word Wörter 12 1986. 3) - + = === --- : a: (x) ! ![ [ ] ( [@a] [@a;@b,p.3] [@A] [@] [@a]( [@a][@b] ![@a] ’
    http://x.example/1 a@b.example www.x.example/2 ' " & &amp; *a* _b_ `c` < > # | ~~~ \\ {} wzxhzdk:0 –"""
CHARACTERS = "\u2028\xa0\u200b\u3000\ufffd\ufdd0\x02\x03\x0b\x85\x1c"
WORDS = st.sampled_from([*SIGNS.split(), *CHARACTERS])
GAPS = st.sampled_from([" ", "", "\n", "\n\n", "\n\n\n", "  \n", " \n", "\n ", "\t", "\n    ", "\r\n", "\f"])
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=12).map(lambda pairs: "".join(word + gap for word, gap in pairs))
PLAIN = st.sampled_from(
    ["word", "Wörter", "12", "(x)", "!", "[@a]", "[@a; @b, p. 3]", "’", "–", "www.x.example/2", '"']
)
MOSTLY = st.lists(st.tuples(PLAIN, st.sampled_from([" ", "\n", "\n\n"])), min_size=1, max_size=12).map(
    lambda pairs: "".join(word + gap for word, gap in pairs).strip()
)
LETTERS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)


def markdown(text: str, monkeypatch: pytest.MonkeyPatch) -> Prose:
    """What Python-Markdown makes of it."""
    with monkeypatch.context() as patch:
        patch.setattr(render, "paragraphs", lambda _: None)
        return compile_prose(text)


@given(TEXTS | MOSTLY | LETTERS | st.tuples(LETTERS, TEXTS, LETTERS).map("".join))
@example("One [@a].\n\nTwo 2.")
@example("Two 2.\n\nTwo 2.\nTwo 2.\n\n2")
@example("[@a]\n\n[@b]")
@example("Year\n1986. It began")
@example("1986.It began")
def test_a_plain_text_is_what_markdown_makes_of_it(text: str) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert compile_prose(text) == markdown(text, monkeypatch)


@given(MOSTLY.filter(lambda text: "][" not in text and "[@a](" not in text))
def test_paragraphs_with_citations_take_that_way(text: str) -> None:
    assert paragraphs(text) is not None


def test_paragraphs_and_citations_are_plain() -> None:
    found = paragraphs("One “word” (or 2), says a-b; see http://x.example [@a, p. 3; @b].\nMore.\n\nTwo [@a][@b]!\n")
    assert found is None  # one citation right before another may be a link
    found = paragraphs("One “word” (or 2), says a-b; see http://x.example [@a, p. 3; @b].\nMore.\n\nTwo [@a] [@b]!\n")
    assert found is not None
    assert [len(paragraph) for paragraph in found] == [3, 5]


@pytest.mark.parametrize(
    "text", ["*a*", "a_b", "`a`", "[a]", "<a", "a & b", "# a", "- a", "1. a", "a  \nb", "a\n===", ""]
)
def test_what_could_be_more_is_left_to_markdown(text: str) -> None:
    assert paragraphs(text) is None

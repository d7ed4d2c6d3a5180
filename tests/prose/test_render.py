"""Citations in a text, and what the text around them becomes."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.prose.citations import Citation
from site_builder.prose.render import SiteAddress, compile_prose, fill
from tests.prose.markup import check_inert, mark_slot, raws, rendered

# Pieces that mean something to Markdown, to HTML or to us, so that chance meets the cases that matter.
PIECES = st.sampled_from(
    [
        "[@a]",
        "[@a; @b]",
        "[@a, p. 1]",
        "[@",
        "]",
        "[",
        "(",
        ")",
        "![",
        "](/x)",
        "](http://e.org)",
        "][r]",
        "\\",
        "`",
        "``",
        "*",
        "**",
        "_",
        "~~~",
        "```\n",
        "\n",
        "\n\n",
        "    ",
        "> ",
        "- ",
        "1. ",
        "# ",
        "---",
        "|",
        "|-|-|\n",
        "\n[r]: /y\n",
        "<",
        ">",
        "<b>",
        "</b>",
        "<https://e.org/>",
        "&",
        "&#60;",
        "&lt;",
        "&#xFDD1;",
        "\ufdd10\ufdd4",
        "\x02",
        "\x03",
        "\ufdd2",
        "0",
        "\x02klzzwxh:0000\x03",
        "�",
        "a",
        " 1 ",
        "é",
        "\t",
        "\r\n",
        "  \n",
        "===",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Text [@a].", ["[@a]"]),
        ("[@a] and [@b; @c, p. 1]", ["[@a]", "[@b; @c, p. 1]"]),
        ("*emphasis [@a]* **strong [@b]**", ["[@a]", "[@b]"]),
        ("# Heading [@a]", ["[@a]"]),
        ("> quote [@a]", ["[@a]"]),
        ("- item [@a]\n    - inner [@b]", ["[@a]", "[@b]"]),
        ("|x|y|\n|-|-|\n|1 [@a]|2 [@b]|", ["[@a]", "[@b]"]),
        ("in [brackets [@a]]", ["[@a]"]),
        ("Wow![@a]", ["[@a]"]),
        ("<b>[@a]</b>", ["[@a]"]),
        ("[@a], `code` and [@b, `code`]", ["[@a]", "[@b, `code`]"]),
        ("[@a, *one*] and [@b, *two*]", ["[@a, *one*]", "[@b, *two*]"]),
        ("[@a, <b> & &amp;]", ["[@a, <b> & &amp;]"]),
        (r"[@a, \[sic\]]", [r"[@a, \[sic\]]"]),
        ("[@a]: this is no link definition", ["[@a]"]),
        ("[@a]: nor-is-this", ["[@a]"]),
        ("[@a]\n[@b]", ["[@a]", "[@b]"]),
        ("[@a] (in brackets)", ["[@a]"]),
        ("> [@a,\n> folded]", ["[@a,\nfolded]"]),
    ],
)
def test_a_citation_stands_wherever_text_stands(text: str, found: list[str]) -> None:
    assert raws(compile_prose(text)) == found


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`[@a]`", "<p><code>[@a]</code></p>"),
        ("`` ` [@a] ``", "<p><code>` [@a]</code></p>"),
        ("    [@a]", '<pre tabindex="0"><code>[@a]\n</code></pre>'),
        ("```\n[@a]\n```", '<pre tabindex="0"><code>[@a]\n</code></pre>'),
        ("~~~\n[@a]\n~~~", '<pre tabindex="0"><code>[@a]\n</code></pre>'),
    ],
)
def test_nothing_is_a_citation_in_code(text: str, shown: str) -> None:
    assert rendered(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "[x [@a] y](/u)",
        "[*x [@a]*](/u)",
        "[x](/u[@a])",
        '[x](/u "[@a]")',
        "![x [@a]](/u)",
        "<https://e.org/[@a]>",
        "[x [@a]][r]\n\n[r]: /u",
        "[r]\n\n[r]: /u[@a]",
        "[[@a]](/u)",
        "![[@a]][r]\n\n[r]: /u",
    ],
)
def test_nothing_is_a_citation_in_a_link_text_or_address(text: str) -> None:
    assert raws(compile_prose(text)) == []
    assert "<a " in rendered(text)


def test_a_citation_in_a_link_is_shown_as_written() -> None:
    assert rendered("[x [@a] y](/u)") == '<p><a href="/u">x [@a] y</a></p>'


def test_before_a_parenthesis_it_is_a_link() -> None:
    assert rendered("[@a](/u)") == '<p><a href="/u">@a</a></p>'


@pytest.mark.parametrize("text", ["[@a](", "[@a](see below)", "[@a][", "[@a][b]"])
def test_before_a_parenthesis_or_bracket_it_is_text(text: str) -> None:
    assert rendered(text) == f"<p>{text}</p>"


def test_before_another_citation_it_is_text() -> None:
    assert rendered("[@a][@b]") == "<p>[@a]⟦0⟧</p>"


def test_after_a_backslash_it_is_text() -> None:
    assert rendered(r"\[@a]") == "<p>[@a]</p>"
    assert rendered(r"\\[@a]") == "<p>\\⟦0⟧</p>"


@pytest.mark.parametrize("text", ["[@A]", "[@a b]", "[@a; b]", "[@a,]", "[@ a]", "[@a", "[@]"])
def test_what_does_not_parse_is_plain_text(text: str) -> None:
    assert rendered(text) == f"<p>{text}</p>"


@pytest.mark.parametrize(
    ("text", "occurrences"),
    [
        ("[@a] [@b]", (0, 1)),
        ("`[@x]` [@a]", (1,)),
        (r"\[@x] [@a]", (1,)),
        ("[l [@x]](/u) [@a]", (1,)),
        ("[@X] [@a]", (1,)),
        ("```\n[@x]\n```\n[@a]", (1,)),
        ("    [@x]\n\n[@a]", (1,)),
        ("[r]: /u[@x]\n\n[@a] [r]", (1,)),
        ("- [@a]\n    - `[@x]` [@b]\n\n|x|y|\n|-|-|\n|[@c]|`[@y]`|\n\n[@d]", (0, 2, 3, 5)),
    ],
)
def test_each_citation_knows_which_opening_of_the_text_it_is(text: str, occurrences: tuple[int, ...]) -> None:
    assert compile_prose(text).occurrences == occurrences


def test_slots_are_filled_in_document_order_with_running_numbers() -> None:
    assert rendered("# [@b]\n\n- [@a]\n\n[@b]") == "<h3>⟦0⟧</h3>\n<ul>\n<li>⟦1⟧</li>\n</ul>\n<p>⟦2⟧</p>"


def test_addresses_in_the_site_are_the_pages_business() -> None:
    prose = compile_prose("[x](/tags/a/?b&c) [y](#source-z) [z](https://e.org/)")
    assert [part for part in prose.parts if isinstance(part, SiteAddress)] == [
        SiteAddress("/tags/a/?b&c"),
        SiteAddress("#source-z"),
    ]
    filled = fill(prose, mark_slot, address=lambda href: f'/base"{href}')
    assert filled.startswith('<p><a href="/base&quot;/tags/a/?b&amp;c">x</a> <a href="/base&quot;#source-z">y</a>')


@pytest.mark.parametrize(("level", "tags"), [(1, "h1 h2 h3"), (3, "h3 h4 h5"), (5, "h5 h6 h6")])
def test_headings_are_moved_below_the_pages_own(level: int, tags: str) -> None:
    filled = fill(compile_prose("# a\n\n## a\n\n###### a", heading_level=level), mark_slot)
    assert filled == "\n".join(f"<{tag}>a</{tag}>" for tag in tags.split())


@pytest.mark.parametrize(
    ("written", "levels"),
    [([2, 2], [3, 3]), ([2, 3, 1], [3, 4, 3]), ([1, 3, 2, 3], [3, 4, 4, 5]), ([6, 1, 6], [3, 3, 4])],
)
def test_no_level_of_headings_is_left_out(written: list[int], levels: list[int]) -> None:
    headings = rendered("\n\n".join(f"{'#' * level} a" for level in written))
    assert headings == "\n".join(f"<h{level}>a</h{level}>" for level in levels)


@pytest.mark.parametrize("text", ["#\n\ntext", "# &nbsp;\n\ntext", "# &#xFDD1;\n\ntext"])
def test_an_empty_heading_is_left_out(text: str) -> None:
    assert "<h" not in rendered(text)
    assert rendered(text).endswith("<p>text</p>")


def test_a_link_without_text_is_named_by_its_address() -> None:
    assert rendered("[](/x?a&b)") == '<p><a href="/x?a&amp;b">/x?a&amp;b</a></p>'


def test_columns_are_aligned_by_class() -> None:
    table = rendered("|a|b|c|\n|:-|:-:|-:|\n|1|2|3|")
    assert '<th scope="col" class="align-left">a</th>' in table
    assert '<td class="align-center">2</td>' in table
    assert '<td class="align-right">3</td>' in table


def test_what_may_be_wide_is_reached_by_keyboard() -> None:
    assert rendered("|a|b|\n|-|-|\n|1|2|").startswith(
        '<div class="table-scroll" role="group" aria-label="Table" tabindex="0">'
    )
    assert rendered("```\nx\n```").startswith('<pre tabindex="0">')


def test_an_image_becomes_a_link_named_by_its_description_or_address() -> None:
    rel = 'rel="noopener noreferrer"'
    assert rendered("![A chart](https://e.org/c.png)") == f'<p><a href="https://e.org/c.png" {rel}>A chart</a></p>'
    assert rendered("![](https://e.org/c.png)") == f'<p><a href="https://e.org/c.png" {rel}>https://e.org/c.png</a></p>'
    assert rendered("[![Badge](/b.svg)](/page)") == '<p><a href="/page">Badge</a></p>'


def test_only_links_to_other_hosts_are_cut_loose() -> None:
    assert rendered("[x](https://e.org/)") == '<p><a href="https://e.org/" rel="noopener noreferrer">x</a></p>'
    assert rendered("[x](/about/)") == '<p><a href="/about/">x</a></p>'
    assert rendered("<me@e.org>") == '<p><a href="mailto:me@e.org">me@e.org</a></p>'


def test_raw_html_is_shown_not_lost() -> None:
    assert rendered("Use <T> or <script>x</script>") == "<p>Use &lt;T&gt; or &lt;script&gt;x&lt;/script&gt;</p>"
    assert rendered("<div>\n\ntext") == "<p>&lt;div&gt;</p>\n<p>text</p>"
    assert rendered("<!-- note -->") == "<p>&lt;!-- note --&gt;</p>"


def test_a_link_that_is_refused_is_shown_as_written() -> None:
    assert rendered("[x](javascript:alert(1))") == "<p>[x](javascript:alert(1))</p>"
    assert rendered("[x][r]\n\n[r]: javascript:alert(1)") == "<p>[x][r]</p>\n<p>[r]: javascript:alert(1)</p>"
    assert rendered("[x](../up)") == "<p>[x](../up)</p>"


def test_character_references_are_read_once() -> None:
    assert rendered("&lt;b&gt; &amp;lt; &copy; AT&T &nosuch; `&lt;`") == (
        "<p>&lt;b&gt; &amp;lt; © AT&amp;T &amp;nosuch; <code>&amp;lt;</code></p>"
    )


def test_a_year_at_the_start_of_a_line_keeps_its_number() -> None:
    assert rendered("1986. A year") == '<ol start="1986">\n<li>A year</li>\n</ol>'


def test_code_keeps_its_place_in_lists_and_quotes() -> None:
    assert '<li>\n<p>item</p>\n<pre tabindex="0"><code>x\n  y\n</code></pre>' in rendered(
        "- item\n\n    ```\n    x\n      y\n    ```"
    )
    assert rendered("> ```\n> x\n>\n> y\n> ```") == (
        '<blockquote>\n<pre tabindex="0"><code>x\n\ny\n</code></pre>\n</blockquote>'
    )


def test_a_fence_without_an_end_loses_nothing() -> None:
    assert "x = 1" in compile_prose("```python\nx = 1").text


def test_a_fence_inside_indented_code_is_shown_as_written() -> None:
    assert "```\n[@x]\n```" in rendered("    ```\n    [@x]\n    ```")


def test_template_syntax_is_text() -> None:
    assert rendered("{{ x }} {% if y %} {# z #}") == "<p>{{ x }} {% if y %} {# z #}</p>"


def test_the_plain_text_has_neither_markup_nor_citations() -> None:
    assert compile_prose("# Head\n\nA *b*c &amp; [d](/e) [@f].\n\n- g").text == "Head A bc & d . g"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "[r]: /u"])
def test_a_text_that_says_nothing_is_nothing(text: str) -> None:
    assert compile_prose(text).parts == ()


@pytest.mark.parametrize("text", [">" * 10_000, "- " * 500 + "a", "*a **b " * 400 + "b** a* " * 400, "[" * 10_000])
def test_text_nested_without_reason_is_still_shown(text: str) -> None:
    prose = compile_prose(text)
    assert prose == compile_prose(text)
    assert prose.text.replace(" ", "")[:5] == text.replace(" ", "")[:5]


def test_deep_nesting_comes_out_the_same_on_a_deep_stack() -> None:
    text = "> " * 200 + "a"

    def from_below(depth: int) -> object:
        return from_below(depth - 1) if depth else compile_prose(text)

    assert from_below(300) == compile_prose(text)
    assert compile_prose(text).flattened


def test_the_parser_is_as_new_after_a_text_it_could_not_nest() -> None:
    before = rendered("- a\n\n> b [@c]")
    compile_prose(">" * 10_000)
    assert rendered("- a\n\n> b [@c]") == before


def test_link_definitions_of_one_text_are_unknown_to_the_next() -> None:
    compile_prose("[r]: /u")
    assert rendered("[r]") == "<p>[r]</p>"


@given(TEXTS)
def test_any_text_compiles_to_allowed_markup_with_a_slot_for_each_citation(text: str) -> None:
    prose = compile_prose(text)
    slots: list[int] = []

    def slot(citation: Citation, number: int) -> str:
        slots.append(number)
        return mark_slot(citation, number)

    filled = fill(prose, slot)
    check_inert(filled)
    assert slots == list(range(len(prose.citations)))
    assert len(prose.occurrences) == len(prose.citations)
    assert len(set(prose.occurrences)) == len(prose.occurrences)
    assert all(occurrence < text.count("[@") for occurrence in prose.occurrences)
    assert not any("\ufdd0" <= character <= "\ufdef" for character in filled)


@given(TEXTS)
def test_a_text_compiles_to_the_same_value_again_and_survives_pickling(text: str) -> None:
    prose = compile_prose(text)
    assert compile_prose(text) == prose
    assert pickle.loads(pickle.dumps(prose)) == prose  # noqa: S301  our own value


@given(TEXTS)
def test_each_occurrence_points_at_the_citation_in_the_source(text: str) -> None:
    prose = compile_prose(text)
    if prose.flattened:
        return
    starts = text.split("[@")
    for citation, occurrence in zip(prose.citations, prose.occurrences, strict=True):
        assert starts[occurrence + 1].startswith(citation.references[0].key)


@given(st.text(st.characters(blacklist_characters="[")))
def test_a_text_without_brackets_has_no_slot(text: str) -> None:
    assert compile_prose(text).citations == ()

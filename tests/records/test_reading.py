"""Reading never raises, whatever the bytes; every problem stands somewhere in the file; nothing takes long."""

import tempfile
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.problems import CODES, Problem, as_json, as_text
from site_builder.records import positions
from site_builder.records.free_pages import read_page
from site_builder.records.model import Record
from site_builder.records.positions import lines_of, read
from site_builder.records.validate import validate_document
from tests.records.sites import BLOCK, FLOW, MIXED, SITE, check, write

RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
RECORDS = [str(SITE[name]) for name in (BLOCK, FLOW, MIXED)]


def assert_within(problems: list[Problem], text: str) -> None:
    """Every problem has a known code and stands in the text."""
    lines = lines_of(text)
    for problem in problems:
        assert problem.code in CODES
        start, end = (problem.line, problem.column), (problem.end_line, problem.end_column)
        assert start <= end
        for line, column in (start, end):
            assert 1 <= line <= len(lines)
            assert 1 <= column <= len(lines[line - 1]) + 1
    as_text(problems, lambda _: lines).encode()
    as_json(problems).encode()


def problems_of(data: bytes) -> list[Problem]:
    document = read("a.yaml", data)
    validate_document(Record, document)
    assert_within(document.problems, data.decode("utf-8", "replace"))
    return document.problems


# ---------------------------------------------------------------- anything
@RELAXED
@given(st.binary())
def test_any_bytes_are_read(data: bytes) -> None:
    problems_of(data)


@RELAXED
@given(st.text(alphabet=st.sampled_from(list("ab:-[]{}\"'|>&*!%@`#?,~ \n\r\t.\\é😀\u00a0\u2028\ufeff\x00"))))
def test_any_text_of_the_characters_of_yaml_is_read(text: str) -> None:
    problems_of(text.encode())


@RELAXED
@given(st.text(alphabet=st.sampled_from(list("-:ab \n\r\ttitle"))))
def test_any_page_is_read(text: str) -> None:
    document, _, _ = read_page("a.md", text.encode())
    assert_within(document.problems, text)


KEYS = st.sampled_from([*Record.model_fields, "min", "max", "key", "id", "role", "cite", "text", "date", "url", "what"])
TREES = st.recursive(
    st.text(max_size=8) | st.sampled_from(["2025-13", "reported", "a-b", "true", "0", "https://a.b", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@RELAXED
@given(st.dictionaries(KEYS, TREES, max_size=8), st.booleans())
def test_any_values_are_checked(tree: dict[str, object], flow: bool) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow)
    with tempfile.TemporaryDirectory() as folder:
        found = check(write(Path(folder), SITE | {BLOCK: text}))
    assert_within([problem for problem in found if problem.file == BLOCK], text)


@RELAXED
@given(
    st.sampled_from(RECORDS),
    st.floats(0, 1),
    st.integers(0, 12),
    st.sampled_from(
        [
            "",
            " ",
            "  ",
            "\n",
            "\t",
            '"',
            "'",
            "[",
            "]",
            "{",
            "}",
            ":",
            ": ",
            "- ",
            "#",
            "&",
            "*",
            "!",
            "|",
            "😀",
            "[@",
            "x",
        ]
    ),
)
def test_a_record_with_anything_put_in_or_left_out_is_checked(text: str, at: float, cut: int, put: str) -> None:
    place = int(at * len(text))
    changed = text[:place] + put + text[place + cut :]
    with tempfile.TemporaryDirectory() as folder:
        found = check(write(Path(folder), SITE | {BLOCK: changed}))
    assert_within([problem for problem in found if problem.file == BLOCK], changed)


# ---------------------------------------------------------------- places
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_and_columns_count_characters_after_any_line_end(end: str) -> None:
    text = end.join(["a: '😀 😀'", "# 😀", 'b: ["😀😀", {c: é}]', "d: !x"])
    document = read("a.yaml", text.encode())
    assert document.root is not None
    assert isinstance(document.root.value, dict)
    listed = document.root.value["b"][1].value
    assert isinstance(listed, list)
    assert (listed[0].start, listed[0].end) == ((2, 4), (2, 8))
    assert listed[1].start == (2, 10)
    [problem] = document.problems
    assert (problem.line, problem.column, problem.end_column) == (4, 4, 6)


def test_crlf_in_a_block_reads_as_lf() -> None:
    document = read("a.yaml", b"a: |\r\n  x\r\n  y\r\n")
    assert document.root is not None
    assert document.root.plain() == {"a": "x\ny\n"}


def test_every_scalar_is_text() -> None:
    document = read("a.yaml", b"{a: no, b: 012, c: 2026-02-25, d: ~, e: 1e3, f: null, 1: .inf}")
    assert document.root is not None
    expected = {"a": "no", "b": "012", "c": "2026-02-25", "d": "~", "e": "1e3", "f": "null", "1": ".inf"}
    assert document.root.plain() == expected


# ---------------------------------------------------------------- size
HUGE = {
    "a megabyte in one line": b"title: " + b"x" * 1_000_000,
    "five megabytes of text": b"body: |\n" + b"  In 2025 there was one.\n\n" * 200_000,
    "flow lists in each other": b"a: " + b"[" * 10_000,
    "lists in each other": b"".join(b" " * n + b"-\n" for n in range(2_000)),
    "compact lists in each other": b"- " * 10_000,
    "mappings in each other": b"".join(b" " * n + b"a:\n" for n in range(2_000)),
    "keys again and again": b"title: x\n" * 5_000,
    "unknown keys": b"".join(b"tittle%d: x\n" % n for n in range(5_000)),
    "empty values": b"tags:\n" + b"  -\n" * 5_000,
    "anchors": b"tags:\n" + b"  - &a x\n" * 5_000,
    "zero bytes": b"\0" * 1_000_000,
    "lines": b"\n" * 1_000_000,
    "quotation marks": b"a: " + b'"' * 100_000,
    "unclosed quotes": b"a: 'x\n" * 20_001,
    "question marks": b"? " * 10_000,
    "colons": b"a: " * 100_000,
    "digits": b"impact: [{what: x, cite: [a], amount: " + b"9" * 100_000 + b"}]",
    "commas": b"tags: " + b"a, " * 100_000,
    "references in a circle": b"sources:\n"
    + b"".join(b"  - {key: k%d, based_on: [k%d]}\n" % (n, (n + 1) % 5_000) for n in range(5_000)),
}


@pytest.mark.parametrize("name", HUGE)
def test_no_file_takes_long(name: str, tmp_path: Path) -> None:
    start = time.perf_counter()
    found = check(write(tmp_path, SITE | {BLOCK: HUGE[name]}))
    assert time.perf_counter() - start < 10
    assert_within([problem for problem in found if problem.file == BLOCK], HUGE[name].decode())


def test_thousands_of_unknown_ids_do_not_take_long(tmp_path: Path) -> None:
    known = "".join(f"tag-number-{n * 7919 % 100_003}: {{name: T, description: D}}\n" for n in range(4_000))
    tags = "".join(f"  - tag-numbr-{n * 104_729 % 100_003}x\n" for n in range(2_000))
    record = str(SITE[BLOCK]).replace("tags:\n", f"tags:\n{tags}")
    start = time.perf_counter()
    found = check(write(tmp_path, SITE | {"content/tags.yaml": str(SITE["content/tags.yaml"]) + known, BLOCK: record}))
    assert time.perf_counter() - start < 20
    assert len(found) == 2_000
    assert all(problem.suggestion for problem in found)


def test_a_file_that_is_no_text_gives_no_more_than_a_page_of_problems() -> None:
    assert len(read("a.yaml", b"\x00" * 1_000_000).problems) == positions.MAX_ENCODING_PROBLEMS

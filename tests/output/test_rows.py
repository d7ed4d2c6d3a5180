"""Rows of a manifest say and become what its entries do."""

from collections.abc import Mapping

from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.output.manifest import Entry, encode
from site_builder.output.output import path_fault
from site_builder.output.rows import cut

ODD = [
    "a",
    "a!",
    "a b",
    'a"',
    "a]",
    "a],",
    'a],"',
    'a":["',
    "a/b",
    "a/b/c",
    "a-b",
    "a0",
    "a#",
    "é",
    "e",
    "𝒳/y",
    "\\",
    "[",
    ",",
]
paths = (st.sampled_from(ODD) | st.text(min_size=1)).filter(lambda path: path_fault(path) is None)
entry = st.builds(Entry, st.text("0123456789abcdef"), st.text("0123456789abcdef"), st.integers(0))
entries = st.dictionaries(paths, entry, max_size=12)
NONE = Entry("", "", 0)


@given(entries, st.lists(paths, max_size=3), st.data())
def test_rows_say_and_become_what_entries_do(value: Mapping[str, Entry], asked: list[str], data: st.DataObject) -> None:
    rows = cut(encode(value))
    if rows is None:
        return
    assert list(rows.paths()) == sorted(value)
    wanted = [*asked, *data.draw(st.lists(st.sampled_from(sorted(value)), max_size=3))]
    below = tuple(f"{path}/" for path in wanted)
    assert rows.among(wanted) == {
        path: entry for path, entry in value.items() if path in wanted or path.startswith(below)
    }
    others = {path: data.draw(entry) for path in rows.among(wanted)}
    assert rows.encode(others) == encode({**value, **others})


@given(st.dictionaries(st.from_regex(r"[a-z0-9/._-]{1,9}", fullmatch=True), entry, min_size=1))
@example({'x"y': NONE, "a#": NONE, "a": NONE})
@example({"é": NONE, "z": NONE, "𝒳": NONE, "￿": NONE})
def test_what_a_site_has_can_be_cut(value: Mapping[str, Entry]) -> None:
    assert cut(encode(value))


def test_what_cannot_be_cut_is_not() -> None:
    assert cut(b"") is None
    assert cut(encode({})) is None
    assert cut(encode({"a": NONE, "a!": NONE})) is None
    assert cut(encode({"a],": NONE})) is None
    assert cut(encode({"b": NONE}).replace(b'"version":1', b'"version":2')) is None

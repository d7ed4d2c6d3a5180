import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.output.folder import OutputRefusedError
from site_builder.output.manifest import Entry, decode, encode, read
from site_builder.output.names import MANIFEST
from site_builder.output.output import path_fault

paths = st.text(min_size=1).filter(lambda path: path_fault(path) is None)
entries = st.dictionaries(paths, st.builds(Entry, st.text("0123456789abcdef"), st.text(), st.integers(0)))


@given(entries)
def test_a_manifest_is_read_as_it_was_written_whatever_the_order(value: dict[str, Entry]) -> None:
    assert decode(encode(value)) == value
    assert encode(dict(reversed(value.items()))) == encode(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"version": 2, "files": {}}',
        b'{"version": 1}',
        b'{"version": 1, "files": {"a": []}}',
        b'{"version": 1, "files": {"a": ["x", "y", "z"]}}',
        json.dumps({"version": 1, "files": {"../../etc/passwd": ["x", "y", 1]}}).encode(),
        json.dumps({"version": 1, "files": {"/etc/passwd": ["x", "y", 1]}}).encode(),
    ],
)
def test_a_manifest_that_we_did_not_write_is_refused_with_a_way_out(tmp_path: Path, data: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(data)
    with pytest.raises(OutputRefusedError, match="cannot be read") as refused:
        read(tmp_path)
    assert "delete" in refused.value.hint


def test_a_manifest_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(encode({}))
    (tmp_path / MANIFEST).symlink_to(tmp_path / "real")
    with pytest.raises(OutputRefusedError):
        read(tmp_path)


def test_a_folder_without_a_manifest_has_none(tmp_path: Path) -> None:
    assert read(tmp_path) is None

"""The text of a manifest cut into its entries: to know and to replace a few, where tens of thousands stay as they are.

What an entry is, and how one is written, is said by `manifest`.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from site_builder.output.manifest import Entry, decode, encode

_EMPTY = encode({"": Entry("", "", 0)})
_BEGIN, _END = _EMPTY[: _EMPTY.index(b'":[')], _EMPTY[_EMPTY.index(b"]") :]
_BETWEEN = b'],"'
_AFTER_PATH = b'":["'


class Rows(NamedTuple):
    """Each is `path":["input","content",size`, in the order of their bytes."""

    rows: list[bytes]

    def paths(self) -> Iterator[str]:
        """All, in order."""
        yield from json.loads(b'["' + b'","'.join(row.partition(_AFTER_PATH)[0] for row in self.rows) + b'"]')

    def among(self, paths: Iterable[str]) -> dict[str, Entry]:
        """The entries of these paths, and of all below them."""
        found = sorted({place for path in paths for place in self._places(path)})
        return decode(_BEGIN + _BETWEEN.join(self.rows[place] for place in found) + _END) if found else {}

    def _places(self, path: str) -> Iterator[int]:
        text = _row(path, Entry("", "", 0)).partition(_AFTER_PATH)[0]
        for first, after in ((text + b'"', text + b"#"), (text + b"/", text + b"0")):  # the next signs in ASCII
            yield from range(bisect_left(self.rows, first), bisect_left(self.rows, after))

    def encode(self, entries: Mapping[str, Entry]) -> bytes:
        """The manifest's bytes where these entries, all of whose paths it has, are other ones."""
        rows = [*self.rows]
        for path, entry in entries.items():
            row = _row(path, entry)
            rows[bisect_left(rows, row[: row.index(_AFTER_PATH) + 1])] = row
        return _BEGIN + _BETWEEN.join(rows) + _END


def _row(path: str, entry: Entry) -> bytes:
    return encode({path: entry})[len(_BEGIN) : -len(_END)]


def cut(data: bytes) -> Rows | None:
    """The rows of what `manifest.encode` has written. None where it cannot be cut so: it has no entries, what stands
    between two of them stands in a path too, or a path goes on after the whole of another with one of the few signs
    that come before the quotation mark.
    """
    if not data.startswith(_BEGIN) or not data.endswith(_END):
        return None
    rows = data[len(_BEGIN) : -len(_END)].split(_BETWEEN)
    return Rows(rows) if len(rows) == data.count(_AFTER_PATH) and rows == sorted(rows) else None

"""A mapping for many texts: of a large timeline there are a hundred thousand, and each process has its own."""

from collections.abc import Hashable
from typing import Generic, TypeVar

from isal import isal_zlib

PLAIN = 10_000
"""So many are held as they are: to pack and unpack one takes 30 microseconds, to make it anew ten times as long."""

K = TypeVar("K", bound=Hashable)


class Packed(Generic[K]):
    """Bytes by key. What is put beyond `PLAIN` is held compressed."""

    def __init__(self) -> None:
        self._plain: dict[K, bytes] = {}
        self._packed: dict[K, bytes] = {}

    def get(self, key: K) -> bytes | None:
        """The bytes, or None."""
        found = self._plain.get(key)
        if found is None and (packed := self._packed.get(key)) is not None:
            return isal_zlib.decompress(packed)
        return found

    def put(self, key: K, value: bytes) -> bytes:
        """Hold the bytes, and return them."""
        if len(self._plain) < PLAIN:
            self._plain[key] = value
        else:
            self._packed[key] = isal_zlib.compress(value, 1)
        return value

"""CBOR (RFC 8949) as far as Pagefind's files use it: integers, text and arrays of these.

An index has some ten million integers below 24, which are one byte: reading and writing take the short way for these.
"""

from typing import Any, Final

PLAIN: Final = 24
"""Arguments below this stand in the first byte itself; 24 to 27 say that 1, 2, 4 or 8 bytes follow."""

UNSIGNED, NEGATIVE, TEXT, ARRAY = 0, 1, 3, 4


def decode(data: bytes, start: int = 0) -> Any:
    """The value that begins at `start`: an int, a str, or a list of such values. Raises ValueError."""
    try:
        return _read(data, start)[0]
    except IndexError as error:
        raise ValueError("the data ends too early") from error


def _read(data: bytes, at: int) -> tuple[Any, int]:
    kind, argument = divmod(data[at], 32)
    at += 1
    if argument >= PLAIN:
        if argument > 27:
            raise ValueError(f"byte {data[at - 1]} at {at - 1}")
        end = at + (1 << argument - PLAIN)
        argument = int.from_bytes(_slice(data, at, end), "big")
        at = end
    if kind == ARRAY:
        values = []
        for _ in range(argument):
            if data[at] < PLAIN:
                values.append(data[at])
                at += 1
            else:
                value, at = _read(data, at)
                values.append(value)
        return values, at
    if kind == UNSIGNED:
        return argument, at
    if kind == NEGATIVE:
        return -1 - argument, at
    if kind == TEXT:
        return _slice(data, at, at + argument).decode(), at + argument
    raise ValueError(f"a value of kind {kind} before {at}")


def _slice(data: bytes, start: int, end: int) -> bytes:
    if end > len(data):
        raise IndexError(end)
    return data[start:end]


def encode(value: Any) -> bytes:
    """The bytes of an int, a str, or a sequence of such values."""
    made = bytearray()
    _write(made, value)
    return bytes(made)


def _write(made: bytearray, value: Any) -> None:
    if isinstance(value, int):
        made += head(UNSIGNED, value) if value >= 0 else head(NEGATIVE, -1 - value)
    elif isinstance(value, str):
        data = value.encode()
        made += head(TEXT, len(data)) + data
    else:
        made += head(ARRAY, len(value))
        for one in value:
            if isinstance(one, int) and 0 <= one < PLAIN:
                made.append(one)
            else:
                _write(made, one)


def head(kind: int, argument: int) -> bytes:
    """How a value of a kind begins: all of an integer, the length of the others."""
    if argument < PLAIN:
        return (kind << 5 | argument).to_bytes(1, "big")
    size = 0 if argument < 1 << 8 else 1 if argument < 1 << 16 else 2 if argument < 1 << 32 else 3
    return (kind << 5 | PLAIN + size).to_bytes(1, "big") + argument.to_bytes(1 << size, "big")

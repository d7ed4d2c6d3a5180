"""Which of the known words was meant by one that is not known."""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

_MARKS = re.compile(r"[^\w]+|_+")
_MAX_WORD = 80  # longer texts are no misspelt words
_MAX_COMPARED = 24  # of the candidates with most letters in common


def suggest(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to `word` by difflib's ratio, or None when none is near.

    Capitals, spaces, hyphens and quotation marks make no difference.
    """
    return _nearest(word, known if isinstance(known, tuple) else tuple(known))


@lru_cache(maxsize=4096)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    plain = _plain(word) if len(word) <= _MAX_WORD else ""
    by_plain, letters, bits = _index(known)
    if not plain or plain in by_plain:
        return by_plain.get(plain)
    mine = sum(bits.get(letter, 0) for letter in _letters(plain))
    # difflib's ratio is twice the letters that match by all letters: at most this.
    bounds = ((2 * (mine & theirs).bit_count() / (len(plain) + len(other)), other) for other, theirs in letters)
    possible = sorted((bound for bound in bounds if bound[0] >= 0.6), key=lambda bound: -bound[0])
    near = get_close_matches(plain, [other for _, other in possible[:_MAX_COMPARED]], n=1, cutoff=0.6)
    return by_plain[near[0]] if near else None


_Index = tuple[dict[str, str], list[tuple[str, int]], dict[tuple[str, int], int]]


@lru_cache(maxsize=64)
def _index(known: tuple[str, ...]) -> _Index:
    """The known words by their plain form, the letters of each as a set of bits, and the bit of each letter."""
    by_plain: dict[str, str] = {}
    for candidate in known:
        by_plain.setdefault(_plain(candidate), candidate)
    bits: dict[tuple[str, int], int] = {}
    words = [plain for plain in by_plain if plain]
    letters = [sum(bits.setdefault(x, 1 << len(bits)) for x in _letters(plain)) for plain in words]
    return by_plain, list(zip(words, letters, strict=True)), bits


def _plain(word: str) -> str:
    return _MARKS.sub("-", word.casefold()).strip("-")


def _letters(word: str) -> list[tuple[str, int]]:
    """Each letter with how often it came before, so that what two sets share is the letters in common."""
    counts: Counter[str] = Counter()
    found = []
    for letter in word:
        found.append((letter, counts[letter]))
        counts[letter] += 1
    return found

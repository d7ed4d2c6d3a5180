"""Language tags (BCP 47): which way a language is written, its name in English, and what to look for in its place."""

from functools import lru_cache
from typing import Final, Literal

Direction = Literal["ltr", "rtl"]

# Right-to-left by script, and the languages that are written in one of those where no script is named (CLDR's likely
# subtags). A table rather than Babel's: an English site may quote sources in any language and needs nothing else of it.
_SCRIPTS: Final = frozenset(
    {"adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi"}
)
_LANGUAGES: Final = frozenset(
    {
        "apc", "ar", "arc", "ary", "arz", "bal", "bgn", "bqi", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "ks", "lrc",
        "luz", "mzn", "nqo", "pnb", "prs", "ps", "rhg", "sd", "sdh", "skr", "syr", "trw", "ug", "ur", "yi",
    }
)  # fmt: skip
# A region in which another script is usual.
_REGIONS: Final = frozenset(
    {("az", "iq"), ("az", "ir"), ("kk", "cn"), ("ku", "iq"), ("ku", "ir"), ("pa", "pk"), ("uz", "af")}
)

NAMES: Final[dict[str, str]] = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}
"""Names in English; those in other languages are CLDR's."""


@lru_cache(maxsize=256)
def direction(tag: str) -> Direction:
    """The way a language is written: `ar` and `az-Arab` from right to left."""
    language, *subtags = tag.lower().split("-")
    if (script := next((part for part in subtags if len(part) == 4 and part.isalpha()), None)) is not None:
        return "rtl" if script in _SCRIPTS else "ltr"
    by_region = any((language, part) in _REGIONS for part in subtags)
    return "rtl" if language in _LANGUAGES or by_region else "ltr"


def wider(tag: str) -> tuple[str, ...]:
    """The tag and what it is a kind of, the closest first, as RFC 5646 writes them: `zh-hant-tw` -> `zh-Hant-TW`,
    `zh-Hant`, `zh` (RFC 4647, 3.4).
    """
    parts: list[str] = []
    for part in tag.lower().split("-"):
        private = not parts or any(len(before) == 1 for before in parts)
        parts.append(part if private else {2: part.upper(), 4: part.title()}.get(len(part), part))
    return tuple("-".join(parts[:end]) for end in range(len(parts), 0, -1) if len(parts[end - 1]) > 1 or end == 1)


def is_english(tag: str) -> bool:
    return tag.partition("-")[0].lower() == "en"

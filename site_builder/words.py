"""Interface words for what records say in ids: the fixed words of the format and names of languages.

Words that belong to one page stand in its template; those that several pages or feeds need stand here.
"""

from typing import Final

from site_builder.records.fields import Amount
from site_builder.records.library import Kind
from site_builder.records.model import ActorKind, Basis, Reason, Severity, SourceKind, Status

BASIS: Final[dict[Basis, str]] = {
    "occurred": "Occurred",
    "discovered": "Discovered",
    "disclosed": "Disclosed",
}
STATUS: Final[dict[Status, tuple[str, str]]] = {
    "reported": ("Reported", "A source reports it; nothing independent supports it yet."),
    "corroborated": ("Corroborated", "Two or more independent origins support it."),
    "confirmed": ("Confirmed", "An official or primary source confirms it."),
    "disputed": ("Disputed", "Sources contradict each other on what happened."),
}
SEVERITY: Final[dict[Severity, str]] = {
    "low": "Low",
    "moderate": "Moderate",
    "high": "High",
    "critical": "Critical",
}
SOURCE_KIND: Final[dict[SourceKind, str]] = {
    "primary": "Primary source",
    "official": "Official source",
    "reporting": "Reporting",
    "analysis": "Analysis",
    "aggregator": "Aggregator",
    "machine-generated": "Machine-generated",
    "social": "Social media",
}
ACTOR_KIND: Final[dict[ActorKind, str]] = {
    "company": "Company",
    "agency": "Agency",
    "group": "Group",
    "person": "Person",
    "institution": "Institution",
    "product": "Product",
}
REASON: Final[dict[Reason, str]] = {
    "error": "it was wrong",
    "duplicate": "it told of the same incident as another record",
    "out-of-scope": "it is outside what this timeline covers",
    "unsourced": "its sources do not support it",
    "superseded": "another record has taken its place",
}
FIELD: Final[dict[str, str]] = {"impact": "figures", "body": "account", "events": "chronology"}
KIND: Final[dict[Kind, tuple[str, str]]] = {
    "tags": ("Tags", "Tag"),
    "actors": ("Actors", "Actor"),
    "systems": ("Systems", "System"),
    "types": ("Types", "Type"),
}
LANGUAGE: Final[dict[str, str]] = {
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

MONTH_NOT_KNOWN: Final = "month not known"
DAY_NOT_KNOWN: Final = "day not known"


def language_name(tag: str) -> str:
    """The name of a language by its BCP 47 tag, or else the tag: `es` -> "Spanish", `pt-BR` -> "Portuguese
    (pt-BR)".
    """
    name = LANGUAGE.get(tag.partition("-")[0].lower())
    if name is None:
        return tag
    return name if "-" not in tag else f"{name} ({tag})"


def amount(value: Amount) -> str:
    """A figure in words, no more precise than the record: "about 220,000,000", "at least 20", "20 to 30"."""
    if value.value is not None:
        return f"about {_grouped(value.value)}" if value.approximate else _grouped(value.value)
    if value.min is not None and value.max is not None:
        return f"{_grouped(value.min)} to {_grouped(value.max)}"
    if value.min is not None:
        return f"at least {_grouped(value.min)}"
    return f"at most {_grouped(value.max or '')}"


def _grouped(digits: str) -> str:
    """Thousands set apart; the fraction stays as written, since its zeros are part of how precise it is."""
    whole, point, fraction = digits.partition(".")
    return f"{int(whole):,}{point}{fraction}"

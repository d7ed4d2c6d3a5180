"""Interface words for what records say in ids: the fixed words of the format. They are messages of the catalogue.

Words that belong to one page stand in its template; those that several pages or feeds need stand here.
"""

from typing import Final

from site_builder.language import Language, msg
from site_builder.records.fields import Amount
from site_builder.records.library import Kind
from site_builder.records.model import ActorKind, Basis, Reason, Severity, SourceKind, Status

BASIS: Final[dict[Basis, str]] = {
    "occurred": msg("Occurred"),
    "discovered": msg("Discovered"),
    "disclosed": msg("Disclosed"),
}
BASIS_NOTE: Final[dict[Basis, str]] = {
    "occurred": msg("occurred"),
    "discovered": msg("discovered"),
    "disclosed": msg("disclosed"),
}
"""Beside a date that is no occurrence."""
STATUS: Final[dict[Status, tuple[str, str]]] = {
    "reported": (msg("Reported"), msg("A source reports it; nothing independent supports it yet.")),
    "corroborated": (msg("Corroborated"), msg("Two or more independent origins support it.")),
    "confirmed": (msg("Confirmed"), msg("An official or primary source confirms it.")),
    "disputed": (msg("Disputed"), msg("Sources contradict each other on what happened.")),
}
SEVERITY: Final[dict[Severity, str]] = {
    "low": msg("Low"),
    "moderate": msg("Moderate"),
    "high": msg("High"),
    "critical": msg("Critical"),
}
SEVERITY_OF: Final[dict[Severity, str]] = {
    "low": msg("Low severity"),
    "moderate": msg("Moderate severity"),
    "high": msg("High severity"),
    "critical": msg("Critical severity"),
}
SOURCE_KIND: Final[dict[SourceKind, str]] = {
    "primary": msg("Primary source"),
    "official": msg("Official source"),
    "reporting": msg("Reporting"),
    "analysis": msg("Analysis"),
    "aggregator": msg("Aggregator"),
    "machine-generated": msg("Machine-generated"),
    "social": msg("Social media"),
}
ACTOR_KIND: Final[dict[ActorKind, str]] = {
    "company": msg("Company"),
    "agency": msg("Agency"),
    "group": msg("Group"),
    "person": msg("Person"),
    "institution": msg("Institution"),
    "product": msg("Product"),
}
REASON: Final[dict[Reason, str]] = {
    "error": msg("it was wrong"),
    "duplicate": msg("it told of the same incident as another record"),
    "out-of-scope": msg("it is outside what this timeline covers"),
    "unsourced": msg("its sources do not support it"),
    "superseded": msg("another record has taken its place"),
}
FIELD: Final[dict[str, str]] = {"impact": msg("figures"), "body": msg("account"), "events": msg("chronology")}
KIND: Final[dict[Kind, tuple[str, str]]] = {
    "tags": (msg("Tags"), msg("Tag")),
    "actors": (msg("Actors"), msg("Actor")),
    "systems": (msg("Systems"), msg("System")),
    "types": (msg("Types"), msg("Type")),
}
MONTH_NOT_KNOWN: Final = msg("month not known")
DAY_NOT_KNOWN: Final = msg("day not known")


def field(name: str, language: Language) -> str:
    """What a corrected field is called: its own name where it has no other."""
    return language.gettext(FIELD[name]) if name in FIELD else name


def amount(value: Amount, language: Language) -> str:
    """A figure in words, no more precise than the record: "about 220,000,000", "at least 20", "20 to 30"."""
    written, _ = language.numbers.written, language.gettext
    if value.value is not None:
        number = written(value.value)
        return _("about {number}", number=number) if value.approximate else number
    if value.min is not None and value.max is not None:
        return _("{least} to {most}", least=written(value.min), most=written(value.max))
    if value.min is not None:
        return _("at least {number}", number=written(value.min))
    return _("at most {number}", number=written(value.max or ""))

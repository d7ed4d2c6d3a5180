"""The kinds of value a field can have: how its text becomes a value, what is wrong with it, and its JSON Schema.

Every value arrives as text, list or mapping (see `positions`). `model` puts these kinds together to records and
settings; dates, amounts and addresses have modules of their own.
"""

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema

from site_builder.problems import ContentError, quoted
from site_builder.records.addresses import nearest_url, url_fault
from site_builder.records.amounts import NUMBER, Amount, amount
from site_builder.records.dates import FULL_DAY_PATTERN, PATTERN, When
from site_builder.records.read_date import parse, parse_full_day

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_SLUG = re.compile(SLUG)
_BETWEEN = re.compile("[^a-z0-9]+")
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-[A-Za-z0-9]{5,8})*", re.ASCII
)


def text_of(value: Any) -> str:
    """The value if it is text; raises ContentError."""
    if isinstance(value, str):
        return value
    kind = "a list" if isinstance(value, list) else "a mapping"
    raise ContentError(
        "field-type",
        f"this is {kind} where a text belongs",
        "write one text; put it in quotes if it begins with [ or {",
    )


def slugify(text: str, limit: int = 80) -> str:
    """ASCII (NFKD), lower case, hyphens; at most `limit` characters, cut at a hyphen where there is one."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = _BETWEEN.sub("-", plain).strip("-")
    if len(slug) > limit:
        slug = slug[: limit + 1].rpartition("-")[0] or slug[:limit]
    return slug.strip("-")


def slug_fault(slug: str) -> tuple[str, str, str | None] | None:
    """Message, hint and suggestion of what is wrong with a slug, or None."""
    if _SLUG.fullmatch(slug) and len(slug) <= 80:
        return None
    if len(slug) > 80:
        return f"{quoted(slug)} has {len(slug)} characters; a slug has at most 80", "shorten it", None
    hint = "use lower-case ASCII letters, digits and single hyphens"
    return f"{quoted(slug)} is not a slug", hint, slugify(slug) or None


def _slug(value: Any) -> str:
    slug = text_of(value)
    if fault := slug_fault(slug):
        raise ContentError("slug-invalid", *fault)
    return slug


def _line(low: int, high: int | None) -> Callable[[Any], str]:
    """Text on one line, of so many characters."""

    def check(value: Any) -> str:
        text = " ".join(text_of(value).split())
        if high is not None and len(text) > high:
            message = f"this text has {len(text)} characters; at most {high} are allowed"
            raise ContentError("text-length", message, f"shorten it by {len(text) - high}")
        if len(text) < low:
            message = f"this text has {len(text)} characters; at least {low} are needed"
            raise ContentError("text-length", message, "say a little more")
        return text

    return check


def _markdown(value: Any) -> str:
    return text_of(value).rstrip()


def _flag(value: Any) -> bool:
    text = text_of(value)
    if text not in ("true", "false"):
        near = "true" if text.casefold() in ("yes", "on", "1", "true", "y") else "false"
        raise ContentError("value-unknown", f"{quoted(text)} is neither true nor false", "write true or false", near)
    return text == "true"


def _language(value: Any) -> str:
    text = text_of(value)
    if not _LANGUAGE.fullmatch(text):
        raise ContentError(
            "value-unknown",
            f"{quoted(text)} is not a language tag",
            "write a BCP 47 tag such as en, es or pt-BR",
        )
    return text


def _url(value: Any) -> str:
    text = text_of(value).strip()
    if fault := url_fault(text):
        hint = "write the whole address, such as https://example.org/page"
        raise ContentError("url-invalid", f"{quoted(text)} {fault}", hint, nearest_url(text))
    return text


def _site_url(value: Any) -> str:
    url = _url(value)
    if bad := re.search("[?#]", url):
        near = url[: bad.start()]
        raise ContentError("url-invalid", f"{quoted(url)} has a query or a fragment", f"write {near}", near)
    return url


def _url_template(value: Any) -> str:
    text = text_of(value).strip()
    fault = url_fault(text.replace("{id}", "1")) or (None if "{id}" in text else "has no {id} in it")
    if fault:
        hint = "write an address with {id} where the id belongs, such as https://example.org/{id}"
        raise ContentError("url-invalid", f"{quoted(text)} {fault}", hint)
    return text


def _authority(value: Any) -> str:
    """RFC 4151: the authority of a tag URI is a domain name or an e-mail address."""
    text = text_of(value).strip()
    if not re.fullmatch(r"([\w.+-]+@)?[a-z0-9]+([.-][a-z0-9]+)*", text, re.ASCII):
        raise ContentError(
            "value-unknown",
            f"{quoted(text)} is neither a domain nor an e-mail address",
            "write it in lower case, such as timeline.example.org",
        )
    return text


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


# ---------------------------------------------------------------- the kinds, with their JSON Schema
# A record's schema describes what an editor's YAML 1.2 parser reads, for which `2025` and `1234` are integers.
_DAY = {"type": "string", "pattern": FULL_DAY_PATTERN}
_BOUND = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": f"^{NUMBER}$"}]}
_AMOUNT_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": f"^{NUMBER}~?$"},
        {
            "type": "object",
            "properties": {"min": _BOUND, "max": _BOUND},
            "minProperties": 1,
            "additionalProperties": False,
        },
    ]
}
_TEXT_SCHEMA = {"type": ["string", "number", "boolean"]}
_ONE_OR_MANY = {"anyOf": [_TEXT_SCHEMA, {"type": "array", "items": _TEXT_SCHEMA, "minItems": 1}]}


def _long(low: int, high: int) -> Any:
    return WithJsonSchema({"type": "string", "minLength": low, "maxLength": high})


def _edtf(value: When) -> str:
    return value.edtf


Slug = Annotated[
    str,
    PlainValidator(_slug),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": f"^{SLUG}$", "maxLength": 80}, {"type": "integer"}]}),
]
Key = Annotated[
    str,
    PlainValidator(text_of),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": f"^{SLUG}$"}, {"type": "integer"}]}),
]
Text = Annotated[str, PlainValidator(_line(1, None)), WithJsonSchema(_TEXT_SCHEMA)]
Title = Annotated[str, PlainValidator(_line(8, 120)), _long(8, 120)]
Summary = Annotated[str, PlainValidator(_line(1, 320)), _long(1, 320)]
Quote = Annotated[str, PlainValidator(_line(1, 300)), _long(1, 300)]
Markdown = Annotated[
    str,
    PlainValidator(_markdown),
    WithJsonSchema({"type": "string", "minLength": 1, "contentMediaType": "text/markdown"}),
]
Flag = Annotated[bool, PlainValidator(_flag), WithJsonSchema({"type": "boolean"})]
Language = Annotated[
    str,
    PlainValidator(_language),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$"}),
]
Url = Annotated[str, PlainValidator(_url), WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"})]
SiteUrl = Annotated[str, PlainValidator(_site_url), WithJsonSchema({"type": "string", "format": "uri"})]
UrlTemplate = Annotated[str, PlainValidator(_url_template), WithJsonSchema({"type": "string"})]
Authority = Annotated[str, PlainValidator(_authority), WithJsonSchema({"type": "string"})]
Date = Annotated[
    When,
    PlainValidator(lambda value: parse(text_of(value))),
    PlainSerializer(_edtf),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": PATTERN},
                {"type": "integer", "minimum": 1, "maximum": 9999},
            ]
        }
    ),
]
Day = Annotated[str, PlainValidator(lambda value: parse_full_day(text_of(value))), WithJsonSchema(_DAY)]
AmountField = Annotated[Amount, PlainValidator(amount), WithJsonSchema(_AMOUNT_SCHEMA)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_one_or_many), WithJsonSchema(_ONE_OR_MANY)]


def _listed(value: Any) -> Any:
    """A list as it came. A lone text is not taken for a list of one: the next reader would not know which is right."""
    if isinstance(value, list):
        return value
    if not isinstance(value, str):
        raise ContentError("field-type", "this is a mapping where a list belongs", 'begin each entry with "- "')
    near = f"[{', '.join(value.replace(',', ' ').split())}]" if len(value) < 60 else None
    raise ContentError("field-type", "this is a text where a list belongs", f"write {near or 'a list'}", near)


def _each_once(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))  # `rules` warns of the others


def _at_least(count: int) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    def check(value: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(value) < count:
            message = f"{len(value)} given where at least {count} are needed"
            raise ContentError("field-missing", message, "add what is missing")
        return value

    return check


Listed = BeforeValidator(_listed)
EachOnce = AfterValidator(_each_once)
TwoOrMore = AfterValidator(_at_least(2))

# What other modules know these by.
__all__ = [
    "SLUG",
    "Amount",
    "AmountField",
    "Authority",
    "Date",
    "Day",
    "EachOnce",
    "Flag",
    "Key",
    "Language",
    "Listed",
    "Markdown",
    "Quote",
    "SiteUrl",
    "Slug",
    "Summary",
    "Text",
    "Texts",
    "Title",
    "TwoOrMore",
    "Url",
    "UrlTemplate",
    "When",
    "slug_fault",
    "slugify",
    "text_of",
    "url_fault",
]

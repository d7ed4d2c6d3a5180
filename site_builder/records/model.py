"""The record format, version 1: every field of an incident, of the vocabularies, the settings and the free pages.

Owns shapes and the checks a value can pass alone. What needs a second value (references, status against sources,
circles) is in `rules`; how a text becomes a value is in `fields`. The JSON Schema of a record and the tables in
docs/format.md are made from this module.
"""

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from site_builder.records.dates import When
from site_builder.records.fields import (
    AmountField,
    Authority,
    Date,
    Day,
    EachOnce,
    Flag,
    Key,
    Language,
    Listed,
    Markdown,
    Quote,
    SiteUrl,
    Slug,
    Summary,
    Text,
    Texts,
    Title,
    TwoOrMore,
    Url,
    UrlTemplate,
)

Status = Literal["reported", "corroborated", "confirmed", "disputed"]
Severity = Literal["low", "moderate", "high", "critical"]
SourceKind = Literal["primary", "official", "reporting", "analysis", "aggregator", "machine-generated", "social"]
ActorKind = Literal["company", "agency", "group", "person", "institution", "product"]
Reason = Literal["error", "duplicate", "out-of-scope", "unsourced", "superseded"]
Basis = Literal["occurred", "discovered", "disclosed"]

BASES: tuple[Basis, ...] = ("occurred", "discovered", "disclosed")

Keys = Annotated[tuple[Key, ...], EachOnce, Listed, Field(json_schema_extra={"minItems": 1})]
Slugs = Annotated[tuple[Slug, ...], EachOnce, Listed, Field(json_schema_extra={"minItems": 1})]


_NOT_KEPT: set[str] = set()


class Model(BaseModel):
    """A mapping of the format: frozen, and nothing in it but its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_post_init(self, context: Any, /) -> None:
        """Which fields were given is not kept: it takes as much memory as a small model."""
        del context
        object.__setattr__(self, "__pydantic_fields_set__", _NOT_KEPT)

    def __getstate__(self) -> Any:
        """The fields' values in their order (see `pickling`); which of them were given is not kept."""
        return tuple(self.__dict__.values())

    def __setstate__(self, state: Any) -> None:
        put = object.__setattr__
        put(self, "__dict__", dict(zip(_names(type(self)), state, strict=True)))
        put(self, "__pydantic_fields_set__", _NOT_KEPT)
        put(self, "__pydantic_extra__", None)
        put(self, "__pydantic_private__", None)


@cache
def _names(model: type[Model]) -> tuple[str, ...]:
    return tuple(model.__pydantic_fields__)


class Dates(Model):
    """At least one of the three. The first of them in this order places the incident on the timeline: its basis."""

    occurred: Date | None = Field(None, description="When it happened.")
    discovered: Date | None = Field(None, description="When somebody noticed it.")
    disclosed: Date | None = Field(None, description="When it became public.")

    @property
    def basis(self) -> Basis:
        return next(name for name in BASES if getattr(self, name) is not None)

    @property
    def placed(self) -> When:
        """The date that places the incident on the timeline."""
        when = getattr(self, self.basis)
        assert isinstance(when, When)
        return when


class ActorRole(Model):
    id: Key = Field(description="An id from content/actors.yaml.")
    role: Key = Field(description="An id from content/roles.yaml.")


class Figure(Model):
    what: Text = Field(description="What is counted, in plain text.")
    amount: AmountField = Field(description="The figure: digits, with ~ for about, or min, max or both.")
    unit: Text | None = Field(None, description="The unit, such as GB or USD.")
    cite: Keys = Field(description="Keys of the sources that state it.")


class Event(Model):
    date: Date = Field(description="When it happened.")
    text: Markdown = Field(description="What happened, in Markdown with citations.")


class Position(Model):
    claim: Text = Field(description="What one side says, in plain text.")
    cite: Keys = Field(description="Keys of the sources that say so.")


class Dispute(Model):
    point: Text = Field(description="What the sources do not agree on.")
    positions: Annotated[tuple[Position, ...], TwoOrMore, Listed] = Field(
        description="Two positions or more.", json_schema_extra={"minItems": 2}
    )


class Source(Model):
    key: Slug = Field(description="The name by which the record cites this source, unique in the record.")
    title: Text = Field(description="The title; a description in square brackets where nobody here has seen it.")
    kind: SourceKind = Field(description="What kind of source it is.")
    url: Url | None = Field(None, description="The address; may be absent only where `via` is given.")
    publisher: Text | None = Field(None, description="Who published it.")
    author: Texts | None = Field(None, description="Who wrote it: a text or a list.")
    published: Date | None = Field(None, description="When it was published, no more precisely than known.")
    accessed: Day | None = Field(None, description="The day on which somebody here read it.")
    archived: Url | None = Field(None, description="The address of an archived copy.")
    language: Language | None = Field(None, description="BCP 47 tag of its language; default: the site's.")
    via: Key | None = Field(None, description="Key of the source through which alone this one is known.")
    based_on: Keys | None = Field(None, description="Keys of the sources that this one rests on.")
    quote: Quote | None = Field(None, description="Up to 300 characters that support the claim.")


class Correction(Model):
    date: Day = Field(description="The day of the correction.")
    field: Text = Field(description="The field that was corrected.")
    was: Text = Field(description="What the record said before.")
    now: Text = Field(description="What it says now.")
    why: Text = Field(description="Why it was changed.")
    cite: Keys | None = Field(None, description="Keys of the sources for the change.")


class Withdrawn(Model):
    date: Day = Field(description="The day of the withdrawal.")
    reason: Reason = Field(description="Why the record was withdrawn.")
    successor: Key | None = Field(
        None, description="The record that takes its place; required for duplicate and superseded."
    )
    note: Text | None = Field(None, description="What readers should know about it.")


class Record(Model):
    """One incident as its file states it. The file's stem is its slug."""

    title: Title = Field(description="What happened, in plain text, 8 to 120 characters.")
    summary: Summary = Field(description="Plain text of at most 320 characters, for lists, feeds and share cards.")
    type: Key = Field(description="An id from content/types.yaml.")
    status: Status = Field(description="How sure we are.")
    severity: Severity | None = Field(None, description="How bad it was.")
    dates: Dates = Field(description="When it occurred, was discovered and was disclosed; at least one of the three.")
    actors: Annotated[tuple[ActorRole, ...], Listed] = Field((), description="Who took part, each with a role.")
    systems: Keys = Field((), description="Ids from content/systems.yaml.")
    tags: Keys = Field(description="Ids from content/tags.yaml, at least one.")
    impact: Annotated[tuple[Figure, ...], Listed] = Field((), description="Figures, each cited.")
    body: Markdown = Field(description="What is known, in Markdown with citations.")
    events: Annotated[tuple[Event, ...], Listed] = Field((), description="The chronology inside the incident.")
    disputes: Annotated[tuple[Dispute, ...], Listed] = Field((), description="What the sources do not agree on.")
    sources: Annotated[tuple[Source, ...], Listed] = Field(
        description="What the record rests on, at least one.", json_schema_extra={"minItems": 1}
    )
    related: Keys = Field((), description="Slugs of related incidents; shown on both pages.")
    external: dict[str, Texts] = Field({}, description="Ids in other databases, by the names that site.yaml declares.")
    added: Day = Field(description="The day on which the record entered the timeline; feeds go by it.")
    corrections: Annotated[tuple[Correction, ...], Listed] = Field((), description="What was corrected, newest last.")
    withdrawn: Withdrawn | None = Field(None, description="Set when the record no longer stands.")
    aliases: Slugs = Field((), description="The record's own former slugs, oldest first.")
    draft: Flag = Field(default=False, description="Checked and shown by `serve`, left out by `build`.")


class Term(Model):
    """An entry of a vocabulary."""

    name: Text = Field(description="The name that readers see.")
    description: Text = Field(description="What the term means, in plain text.")
    aliases: Slugs = Field((), description="Former ids.")


class Actor(Term):
    kind: ActorKind = Field(description="What kind of actor it is.")
    url: Url | None = Field(None, description="The actor's own address.")


class Author(Model):
    name: Text = Field(description="Who makes the timeline.")
    url: Url | None = Field(None, description="Their address.")


class License(Model):
    name: Text = Field(description="The licence of the content.")
    url: Url = Field(description="Its text.")


class NavigationItem(Model):
    title: Text = Field(description="The words of the link.")
    page: Key = Field(description="The slug of a free page.")


class ExternalDatabase(Model):
    name: Text = Field(description="The name of the database.")
    url: UrlTemplate = Field(description="The address of an entry, with {id} where its id belongs.")


class Settings(Model):
    """content/site.yaml."""

    title: Text = Field(description="The name of the timeline.")
    description: Text = Field(description="What it is, in one sentence.")
    url: SiteUrl = Field(description="The public address; may have a path.")
    language: Language = Field(description="BCP 47 tag of the language of the content.")
    feed_authority: Authority = Field(
        description="A domain or e-mail address of ours; part of every feed id; never changes."
    )
    author: Author | None = Field(None, description="Who makes it.")
    repository: Url | None = Field(None, description="The repository, for edit, history and report links.")
    license: License | None = Field(None, description="The licence of the content.")
    navigation: Annotated[tuple[NavigationItem, ...], Listed] = Field((), description="Links in the page header.")
    external: dict[Slug, ExternalDatabase] = Field({}, description="Other databases that records may name.")


class PageHead(Model):
    """The YAML head of content/pages/<slug>.md."""

    title: Text = Field(description="The title of the page.")
    description: Text = Field(description="What it is about, for search engines and share cards.")

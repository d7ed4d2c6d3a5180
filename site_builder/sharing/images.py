"""Which pages have a share image, what it says, and the files that hold them.

An incident has one of its own at `incidents/<slug>.png`, unless the fonts lack letters of it; all other pages share
`share.png`. How a card is drawn is `card`'s business. An image is made again only when its words or the drawing
change: other pages' templates and code do not count.
"""

from collections.abc import Iterator
from functools import partial
from typing import Final

from site_builder import words
from site_builder.output.digest import digest
from site_builder.output.family import Family, single, untouched
from site_builder.output.output import Output
from site_builder.records.dates import wording
from site_builder.records.library import Incident
from site_builder.sharing.card import Card, Colour, draw, drawing_digest, drawn
from site_builder.site import Site

DEFAULT: Final = "share.png"

# By the place of the type in its vocabulary, as the marks of pages go: the style sheet's colours on dark.
ACCENTS: Final[tuple[Colour, ...]] = (
    (240, 121, 107), (109, 179, 242), (224, 166, 58), (180, 155, 232),
    (76, 192, 176), (236, 134, 189), (156, 199, 101), (163, 176, 194),
)  # fmt: skip

BETWEEN: Final = "  ·  "


def families(site: Site) -> Iterator[Family]:
    """Every share image, none of drafts. None is drawn yet."""
    yield single(DEFAULT, lambda: _output(DEFAULT, default_card(site)), untouched)
    yield Family(
        "incidents",
        lambda: (f"{slug}.png" for slug in site.incidents),
        partial(_of_incident, site),
        lambda slugs: {f"{slug}.png" for slug in slugs},
    )


def _of_incident(site: Site, name: str) -> Iterator[Output]:
    slug = name.removesuffix(".png")
    incident = site.incidents.get(slug)
    if slug != name and incident and not incident.draft and (card := incident_card(site, incident)):
        yield _output(incident_path(slug), card)


def _output(path: str, card: Card) -> Output:
    return Output(path, digest(drawing_digest(), "card", repr(card)), partial(draw, card))


def incident_path(slug: str) -> str:
    return f"incidents/{slug}.png"


def image_path(site: Site, incident: Incident) -> str:
    """The path of the image that stands for an incident."""
    return incident_path(incident.slug) if _identified(site, incident) and not incident.draft else DEFAULT


def default_card(site: Site) -> Card:
    """The card of all other pages: the site's title, or the mark alone where the fonts lack letters of it."""
    return Card("", drawn(site.settings.title) or "", "", drawn(site.settings.description) or "")


def incident_card(site: Site, incident: Incident) -> Card | None:
    """The card of an incident; None where the fonts lack letters of what identifies it."""
    types = site.library.vocabularies["types"]
    title = _identified(site, incident)
    if title is None:
        return None
    facts = [drawn(fact) for fact in _facts(site, incident)]
    place = list(types.terms).index(types.current(incident.type))
    return Card(
        site=drawn(site.settings.title) or "",
        title=title,
        date=wording(incident.when, site.language.dates),
        facts=BETWEEN.join(fact for fact in facts if fact),
        solid=not incident.when.interval and incident.when.anchor.day is not None,
        accent=ACCENTS[place % len(ACCENTS)],
    )


def _identified(site: Site, incident: Incident) -> str | None:
    """The title as a card can show it; None where it cannot, or cannot show the date."""
    title = drawn(incident.title)
    return title if title and drawn(wording(incident.when, site.language.dates)) else None


def _facts(site: Site, incident: Incident) -> Iterator[str]:
    language = site.language
    _, ngettext = language.gettext, language.ngettext
    if incident.withdrawn:  # what it said no longer stands
        yield _("Withdrawn")
        return
    yield site.library.vocabularies["types"].get(incident.type).name
    yield _(words.STATUS[incident.status][0])
    sources = ngettext("{n} source", "{n} sources", len(incident.backing))
    origins = ngettext("{n} independent origin", "{n} independent origins", len(incident.origins))
    yield language.pgettext("list", ", ").join([sources, origins])

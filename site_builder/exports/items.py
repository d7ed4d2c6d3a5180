"""Items: what a feed says of each notice, whatever the format of the feed.

Owns titles, links, categories and the full text as HTML (by the template `feeds/item.html`). How an item
becomes RSS, Atom or JSON is the business of `rss`, `atom` and `jsonfeed`; which feed holds it that of `feeds`.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from site_builder import urls, words
from site_builder.exports.notices import Notice
from site_builder.exports.portable import Portable, portable
from site_builder.exports.published import Published
from site_builder.language import Language, msg
from site_builder.output.look import Look
from site_builder.records.dates import Point, core_wording, wording
from site_builder.records.library import Incident
from site_builder.records.model import BASES, Figure, Source
from site_builder.site import term_ids, title_language

View = dict[str, object]

_TITLES = {"added": "{title}", "correction": msg("Correction: {title}"), "withdrawn": msg("Withdrawn: {title}")}


class Category(NamedTuple):
    """A tag: its id, its name, and the absolute address of its page."""

    id: str
    name: str
    url: str


class Item(NamedTuple):
    """`title` and `summary` are plain text, `link` is absolute, `html` holds the whole text and its sources. `day`
    is that of the notice, `updated` the newest on which what it says was corrected or withdrawn (YYYY-MM-DD).
    """

    id: str
    title: str
    link: str
    day: str
    updated: str
    html: str
    categories: tuple[Category, ...]
    summary: str


def item(published: Published, look: Look, notice: Notice) -> Item:
    """Raises TemplateError."""
    site, incident = published.site, notice.incident
    # A title alone must not pass on what no longer stands: many readers see nothing else.
    what = "withdrawn" if incident.withdrawn and notice.what == "added" else notice.what
    return Item(
        id=notice.id(site.settings.feed_authority),
        title=site.language.gettext(_TITLES[what], title=incident.title),
        link=site.urls.absolute(urls.incident(incident.slug)),
        day=notice.day,
        updated=incident.changed if notice.what == "added" else notice.day,
        html=look.render("feeds/item.html", **_view(published, notice)),
        categories=tuple(_categories(published, incident)),
        summary=incident.summary,
    )


def _categories(published: Published, incident: Incident) -> Iterator[Category]:
    site = published.site
    for id in term_ids(site.library, incident, "tags"):
        name = site.library.vocabularies["tags"].get(id).name
        yield Category(id, name, site.urls.absolute(urls.term("tags", id)))


def _view(published: Published, notice: Notice) -> View:
    """What the template shows. Values whose names end in `html` are HTML, all others plain text."""
    site, incident, record = published.site, notice.incident, notice.incident.record
    text = portable(site, incident)
    prose, language = site.prose(incident), site.language
    corrections = [_correction(text, incident, n) for n in range(len(record.corrections))]
    return {
        "rtl": language.tag if language.direction == "rtl" else "",
        "withdrawn": _withdrawn(published, incident),
        "correction": corrections[notice.number - 1] if notice.what == "correction" else None,
        "summary": record.summary,
        "facts": list(_facts(published, incident)),
        "figures": [
            {"text": _figure(figure, language), "cites_html": text.cites(("impact", n))}
            for n, figure in enumerate(record.impact)
        ],
        "body_html": text.prose(prose.body, ("body",)),
        "events": [
            {"date": wording(event.date, language.dates), "text_html": text.prose(prose.events[n], ("events", n))}
            for n, event in enumerate(record.events)
        ],
        "disputes": [
            {
                "point": dispute.point,
                "positions": [
                    {"claim": position.claim, "cites_html": text.cites(("disputes", n, p))}
                    for p, position in enumerate(dispute.positions)
                ],
            }
            for n, dispute in enumerate(record.disputes)
        ],
        "corrections": corrections,
        "sources": [_source(text, source) for source in text.notes.sources],
        "page": text.page,
    }


def _facts(published: Published, incident: Incident) -> Iterator[tuple[str, str]]:
    """What is known at a glance, as label and words; the first date is the one that places the record."""
    record, vocabularies = incident.record, published.site.library.vocabularies
    language, _ = published.site.language, published.site.language.gettext
    comma = language.pgettext("list", ", ")
    for basis in BASES:
        if when := getattr(record.dates, basis):
            date = wording(when, language.dates)
            placed = _("{date} (its place on the timeline)", date=date) if basis == incident.basis else date
            yield _(words.BASIS[basis]), placed
    yield _("Type"), vocabularies["types"].get(record.type).name
    status, meaning = words.STATUS[record.status]
    yield _("Status"), f"{_(status)}. {_(meaning)}"
    if record.severity:
        yield _("Severity"), _(words.SEVERITY[record.severity])
    if record.actors:
        who = [(vocabularies["actors"].get(a.id).name, vocabularies["roles"].get(a.role).name) for a in record.actors]
        yield _("Actors"), comma.join(f"{name} ({role})" for name, role in who)
    if record.systems:
        yield _("Systems"), comma.join(vocabularies["systems"].get(id).name for id in record.systems)


def _figure(figure: Figure, language: Language) -> str:
    return " ".join(filter(None, [words.amount(figure.amount, language), figure.unit])) + f": {figure.what}"


def _correction(text: Portable, incident: Incident, n: int) -> View:
    correction, language = incident.record.corrections[n], text.site.language
    return {
        "date": _day(correction.date, language),
        "field": words.field(correction.field, language),
        "was": correction.was,
        "now": correction.now,
        "why": correction.why,
        "cites_html": text.cites(("corrections", n)),
    }


def _withdrawn(published: Published, incident: Incident) -> View | None:
    withdrawn, successor = incident.withdrawn, published.successor(incident)
    language = published.site.language
    if withdrawn is None:
        return None
    link = (
        {"title": successor.title, "href": published.site.urls.absolute(urls.incident(successor.slug))}
        if successor
        else None
    )
    return {
        "date": _day(withdrawn.date, language),
        "reason": language.gettext(words.REASON[withdrawn.reason]),
        "note": withdrawn.note,
        "successor": link,
    }


def _day(day: str, language: Language) -> str:
    year, month, number = map(int, day.split("-"))
    return core_wording(Point(year, month, number), language.dates)


def _source(text: Portable, source: Source) -> View:
    language = text.site.language
    numbers = {other.key: n for n, other in enumerate(text.notes.sources, 1)}
    return {
        "title": source.title,
        "href": urls.outgoing(source.url) if source.url else None,
        "archived": urls.outgoing(source.archived) if source.archived else None,
        "language": source.language,
        "title_lang": title_language(source),
        "dir": language.other_direction(source.language) if source.language else "",
        "details": list(_details(source, language)),
        "via_html": _numbered(text, numbers, (source.via,)) if source.via else "",
        "based_on_html": _numbered(text, numbers, source.based_on or ()),
        "quote": source.quote,
    }


def _details(source: Source, language: Language) -> Iterator[str]:
    if source.author:
        yield language.pgettext("list", ", ").join(source.author)
    if source.publisher:
        yield source.publisher
    if source.published:
        yield wording(source.published, language.dates)
    yield language.gettext(words.SOURCE_KIND[source.kind])
    if source.language:
        yield language.name_of(source.language)


def _numbered(text: Portable, numbers: Mapping[str, int], keys: tuple[str, ...]) -> str:
    return text.site.language.pgettext("list", ", ").join(text.source(key, numbers[key]) for key in keys)

"""Tags, actors, systems, types: an index of each kind, a page of each term, and its years if it has many."""

from collections.abc import Iterator, Mapping
from functools import partial

from site_builder import urls, words
from site_builder.language import msg
from site_builder.output.family import Family
from site_builder.output.output import Output
from site_builder.pages import letters
from site_builder.pages.desk import Desk, Head, Link, page
from site_builder.pages.parts import Part, entry_weight, numbers, parts
from site_builder.pages.periods import NEWEST, count_by_year, months, years
from site_builder.pages.pictures import FEWEST, density_text, small
from site_builder.records.library import Incident, Kind
from site_builder.records.model import Actor, Term
from site_builder.site import TERM_KINDS

INTRO: Mapping[Kind, str] = {
    "tags": msg("What the incidents have to do with."),
    "actors": msg("Who took part, in whatever role: those who attacked, were harmed, found out or decided."),
    "systems": msg("The products and systems involved."),
    "types": msg("What kind of incident it was. Each incident has one type."),
}

Incidents = tuple[Incident, ...]


def families(desk: Desk) -> Iterator[Family]:
    """`/tags/`, `/tags/by/<letter>/`, `/tags/<id>/`, `/tags/<id>/<yyyy>/`, and the same for the other kinds."""
    for kind in TERM_KINDS:
        terms = desk.site.library.vocabularies[kind].terms
        yield letters.family(desk, partial(_index, desk, kind), kind)
        yield Family(kind, partial(iter, terms), partial(_of_term, desk, kind), partial(desk.site.terms_of, kind))


def _of_term(desk: Desk, kind: Kind, id: str) -> Iterator[Output]:
    term = desk.site.library.vocabularies[kind].terms.get(id)
    if term is None:
        return
    incidents = desk.site.by_term[kind][id]
    yield _term(desk, kind, id, term, incidents)
    if len(incidents) > NEWEST:
        yield from _years(desk, kind, id, term, incidents)


def _index(desk: Desk, kind: Kind) -> letters.Index:
    _ = desk.language.gettext
    marks = desk.entries.marks if kind == "types" else {}
    rows = [
        letters.Row(
            id, term.name, desk.link(urls.term(kind, id)), len(desk.site.by_term[kind][id]),
            description=term.description, mark=marks.get(id, 0),
        )
        for id, term in desk.site.library.vocabularies[kind].terms.items()
    ]  # fmt: skip
    head = Head(urls.terms(kind), _(words.KIND[kind][0]), _(INTRO[kind]), kind)
    return letters.Index(head, head.description, rows, partial(urls.terms_by, kind))


def _term(desk: Desk, kind: Kind, id: str, term: Term, incidents: Incidents) -> Output:
    newest = incidents[:NEWEST]
    counts = count_by_year(incidents) if len(incidents) > NEWEST else ()
    counted = density_text(desk, incidents) if len(incidents) >= FEWEST else ""
    feed = Link(desk.link(urls.term_feed(kind, id)), f"{term.name} – {desk.site.settings.title}")
    head = Head(urls.term(kind, id), term.name, term.description, kind, feed)

    def view() -> Mapping[str, object]:
        return {
            **_about(desk, kind, id, term),
            "total": len(incidents),
            "shown": NEWEST,
            "small": small(desk, incidents),
            "periods": years(desk, newest),
            "years": [Link(desk.link(urls.term_year(kind, id, year)), str(year), count) for year, count in counts],
        }

    facts = (str(len(incidents)), repr(counts), counted)
    made_from = (*_about_text(desk, kind, id, term), *facts, desk.shown(newest))
    return page(desk, head, "pages/term.html", view, made_from)


def _years(desk: Desk, kind: Kind, id: str, term: Term, incidents: Incidents) -> Iterator[Output]:
    found: dict[int, list[Incident]] = {}
    for incident in incidents:
        found.setdefault(incident.when.anchor.year, []).append(incident)
    for year, inside in found.items():
        title = desk.language.gettext("{name}, {year}", name=term.name, year=year)
        head = Head(urls.term_year(kind, id, year), title, f"{title}. {term.description}", kind)
        for part in parts(desk.link, head, inside, entry_weight, numbers):
            yield _year(desk, kind, id, term, len(inside), part)


def _year(desk: Desk, kind: Kind, id: str, term: Term, total: int, part: Part[Incident]) -> Output:
    def view() -> Mapping[str, object]:
        about = _about(desk, kind, id, term)
        return {**about, "total": total, "periods": months(desk, part.items, 3), "parts_of": part.links}

    made_from = (*_about_text(desk, kind, id, term), repr(part.links), desk.shown(part.items))
    return page(desk, part.head, "pages/term_year.html", view, made_from)


def _about(desk: Desk, kind: Kind, id: str, term: Term) -> dict[str, object]:
    actor = term if isinstance(term, Actor) else None
    _ = desk.language.gettext
    return {
        "kind": Link(desk.link(urls.terms(kind)), _(words.KIND[kind][1])),
        "name": term.name,
        "description": term.description,
        "href": desk.link(urls.term(kind, id)),
        "actor_kind": _(words.ACTOR_KIND[actor.kind]) if actor else "",
        "url": urls.outgoing(actor.url) if actor and actor.url else "",
        "mark_number": desk.entries.marks[id] if kind == "types" else 0,
    }


def _about_text(desk: Desk, kind: Kind, id: str, term: Term) -> tuple[str, ...]:
    """All that `_about` gives, as text."""
    actor = (term.kind, term.url or "") if isinstance(term, Actor) else ()
    return term.name, term.description, str(desk.entries.marks[id] if kind == "types" else 0), *actor

"""The page of an incident. A withdrawn record keeps its page: a tombstone, before anything else."""

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from site_builder import urls, words
from site_builder.output.family import Family
from site_builder.output.output import Output
from site_builder.pages.alike import alike, alike_text, may_suggest, suggested
from site_builder.pages.dates import Piece, day, pieces
from site_builder.pages.desk import Desk, Head, Link, markup, page
from site_builder.pages.entries import make_entry
from site_builder.pages.evidence import Evidence, gather
from site_builder.pages.pictures import disclosed, moments, web
from site_builder.pages.places import with_places
from site_builder.pages.search import marks
from site_builder.records.library import Incident, Kind
from site_builder.records.model import BASES, Record
from site_builder.sharing import cite, images, jsonld
from site_builder.site import Site, term_ids


class Neighbour(NamedTuple):
    """The incident before or after, in a line."""

    href: str
    title: str
    date: tuple[Piece, ...]


class Moment(NamedTuple):
    """A date of the incident under its name; `basis` marks the one that places it on the timeline."""

    name: str
    date: tuple[Piece, ...]
    basis: bool
    lag: str  # of the disclosure: how long after the occurrence


class Happening(NamedTuple):
    """An event of the chronology."""

    date: tuple[Piece, ...]
    text: Markup


class Fix(NamedTuple):
    """A correction."""

    id: str
    date: tuple[Piece, ...]
    field: str
    was: str
    now: str
    why: str
    citations: tuple[Markup, ...]


class Figure(NamedTuple):
    """A figure in words with its citations."""

    amount: str
    unit: str
    what: str
    citations: tuple[Markup, ...]


class Claim(NamedTuple):
    """What one side says."""

    text: str
    citations: tuple[Markup, ...]


class Contention(NamedTuple):
    """What the sources do not agree on."""

    point: str
    claims: tuple[Claim, ...]


class Part(NamedTuple):
    """An actor and its role."""

    actor: Link
    role: str


class Tomb(NamedTuple):
    """That and why a record was withdrawn."""

    date: tuple[Piece, ...]
    reason: str
    note: str
    successor: Neighbour | None


def families(desk: Desk) -> Iterator[Family]:
    """`/incidents/<slug>/` of every incident."""
    incidents = desk.site.incidents
    yield Family(
        "incidents",
        lambda: incidents,
        lambda slug: [_page(desk, incidents[slug])] if slug in incidents else [],
        partial(_touched, desk.site),
    )


def _touched(site: Site, slugs: Collection[str]) -> set[str]:
    """Whose pages say something of these incidents: their own, those before, after and related, those that they have
    taken the place of, and those that may suggest them (see `similar`).
    """
    found = site.with_replaced(slugs)
    for incident in map(site.incidents.__getitem__, slugs):
        near = (*site.neighbours(incident), *site.related[incident.slug], *may_suggest(site, incident))
        found.update(other.slug for other in near if other)
    return found


def _page(desk: Desk, incident: Incident) -> Output:
    earlier, later = desk.site.neighbours(incident)
    slug, withdrawn = incident.slug, incident.withdrawn is not None
    description = desk.language.gettext("Withdrawn: {title}", title=incident.title) if withdrawn else incident.summary
    image = images.image_path(desk.site, incident)
    head = Head(
        urls.incident(slug), incident.title, description, "timeline", noindex=incident.draft, image=image,
        published=incident.added, modified=incident.changed,
    )  # fmt: skip
    related = desk.site.related[slug]
    near = suggested(desk, incident, related)
    successor = _successor(desk, incident)
    lines = [desk.entries.line(other) if other else "" for other in (earlier, later, successor)]
    lines += [alike_text(desk, found) for found in near]
    made_from = (desk.entries.digest(incident), incident.file, *lines, desk.shown(related))

    def view() -> Mapping[str, object]:
        evidence = gather(desk, incident)
        return {
            "entry": make_entry(desk.entries, incident),
            **_facts(desk, incident),
            **_account(evidence),
            "tomb": _tomb(desk, incident, successor),
            "related": tuple(desk.entries.html(other, 3) for other in related),
            "alike": tuple(alike(desk, found) for found in near),
            "earlier": _neighbour(desk, earlier),
            "later": _neighbour(desk, later),
            "address": desk.site.urls.absolute(head.path),
            "repository": _repository(desk, incident),
            "cited": cite.formats(cite.incident_work(desk.site, incident), desk.language),
            "as_data": desk.link(urls.incident_data(slug)),
            "structured": "" if incident.draft else _structured(desk, incident, head),
            "search": marks(desk, incident),
        }

    return page(desk, head, "pages/incident.html", view, made_from, incident.file)


def _structured(desk: Desk, incident: Incident, head: Head) -> Markup:
    site = desk.site
    crumbs = jsonld.breadcrumbs(site, [(head.path, head.title)])
    return jsonld.script([jsonld.article(site, incident, head.image if desk.images else ""), crumbs])


def _facts(desk: Desk, incident: Incident) -> dict[str, object]:
    """What is known at a glance."""
    record, library = incident.record, desk.site.library
    late, language = disclosed(desk, incident), desk.language
    dates = tuple(
        Moment(
            language.gettext(words.BASIS[name]), pieces(when, language.dates), name == incident.basis,
            late if name == "disclosed" else "",
        )
        for name in BASES
        if (when := getattr(record.dates, name)) is not None
    )  # fmt: skip
    actors = library.vocabularies["actors"]
    parts = tuple(
        Part(
            Link(desk.link(urls.term("actors", actors.current(actor.id))), actors.get(actor.id).name),
            library.vocabularies["roles"].get(actor.role).name,
        )
        for actor in record.actors
    )
    return {
        "dates": dates,
        "status_meaning": language.gettext(words.STATUS[record.status][1]),
        "actors": parts,
        "systems": _links(desk, incident, "systems"),
        "tags": _links(desk, incident, "tags"),
        "external": _external(desk, record),
        "added": day(record.added, language.dates),
        "changed": day(incident.changed, language.dates) if incident.changed != record.added else (),
    }


def _account(evidence: Evidence) -> dict[str, object]:
    """What the sources say, in the order in which they are numbered (`prose.notes`)."""
    record, prose = evidence.incident.record, evidence.desk.site.prose(evidence.incident)
    sources, language = evidence.sources(), evidence.desk.language
    dates = language.dates
    return {
        "figures": tuple(
            Figure(words.amount(item.amount, language), item.unit or "", item.what, evidence.citations(("impact", n)))
            for n, item in enumerate(record.impact)
        ),
        "body": markup(with_places(evidence.prose(("body",), prose.body), evidence.desk.permalink)),
        "events": tuple(
            Happening(pieces(event.date, dates), evidence.prose(("events", n), prose.events[n]))
            for n, event in enumerate(record.events)
        ),
        "disputes": tuple(
            Contention(
                dispute.point,
                tuple(
                    Claim(position.claim, evidence.citations(("disputes", n, p)))
                    for p, position in enumerate(dispute.positions)
                ),
            )
            for n, dispute in enumerate(record.disputes)
        ),
        "corrections": tuple(
            Fix(
                f"correction-{n + 1}", day(item.date, dates), words.field(item.field, language), item.was, item.now,
                item.why, evidence.citations(("corrections", n)),
            )
            for n, item in enumerate(record.corrections)
        ),
        "sources": sources,
        "web": web(evidence.incident, sources),
        "moments": moments(evidence.desk, evidence.incident),
    }  # fmt: skip


def _links(desk: Desk, incident: Incident, kind: Kind) -> tuple[Link, ...]:
    vocabulary = desk.site.library.vocabularies[kind]
    ids = term_ids(desk.site.library, incident, kind)
    return tuple(Link(desk.link(urls.term(kind, id)), vocabulary.terms[id].name) for id in ids)


def _external(desk: Desk, record: Record) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Entries of other databases: the database's name, and a link for each id."""
    databases = desk.site.settings.external
    return tuple(
        (
            databases[name].name,
            tuple(Link(urls.outgoing(databases[name].url.replace("{id}", quote(id, safe=""))), id) for id in ids),
        )
        for name, ids in record.external.items()
    )


def _successor(desk: Desk, incident: Incident) -> Incident | None:
    """The record that took this one's place; None where it is a draft that is left out."""
    wanted = incident.withdrawn.successor if incident.withdrawn else None
    if wanted is None:
        return None
    if wanted in desk.site.incidents:
        return desk.site.incidents[wanted]
    return next((other for other in desk.site.incidents.values() if wanted in other.aliases), None)


def _tomb(desk: Desk, incident: Incident, successor: Incident | None) -> Tomb | None:
    withdrawn = incident.withdrawn
    if withdrawn is None:
        return None
    reason = desk.language.gettext(words.REASON[withdrawn.reason])
    return Tomb(day(withdrawn.date, desk.language.dates), reason, withdrawn.note or "", _neighbour(desk, successor))


def _neighbour(desk: Desk, incident: Incident | None) -> Neighbour | None:
    if incident is None:
        return None
    when = pieces(incident.when, desk.language.dates)
    return Neighbour(desk.link(urls.incident(incident.slug)), incident.title, when)


def _repository(desk: Desk, incident: Incident) -> tuple[Link, ...]:
    """Links to the record's file, its history, an edit and a report, as GitHub's addresses are; `HEAD` is the
    default branch.
    """
    base = desk.frame.repository.rstrip("/")
    if not base:
        return ()
    file = quote(incident.file)
    title = quote(f"{incident.slug}: ", safe="")
    _ = desk.language.gettext
    return (
        Link(f"{base}/blob/HEAD/{file}", _("View the record")),
        Link(f"{base}/commits/HEAD/{file}", _("Its history")),
        Link(f"{base}/edit/HEAD/{file}", _("Suggest an edit")),
        Link(f"{base}/issues/new?title={title}", _("Report a problem")),
    )

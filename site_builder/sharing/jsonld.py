"""JSON-LD (W3C, 1.1) in the words of schema.org: what a page is, as far as that is true of it.

An incident's page is an Article of ours about something that happened, never the happening itself: its
`datePublished` is the day on which the record was added, the incident's own date is its `temporalCoverage`, as
precisely as the record has it. Whoever makes the timeline counts as an organisation: the settings do not say more.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from markupsafe import Markup

from site_builder import urls
from site_builder.records.dates import FULL_DAY_PATTERN, When
from site_builder.records.library import Incident
from site_builder.records.model import ActorKind, Source
from site_builder.site import Site, term_ids

Node = dict[str, object]

CONTEXT: Final = "https://schema.org"
ACTOR_TYPE: Final[dict[ActorKind, str]] = {
    "company": "Organization",
    "agency": "GovernmentOrganization",
    "group": "Organization",
    "person": "Person",
    "institution": "Organization",
    "product": "Product",
}

# Inside <script>, where no entity is read: nothing that could end the element, open a comment or break a line of
# JavaScript. All of it stays the same JSON.
_INERT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def script(nodes: Iterable[Node]) -> Markup:
    """The content of a <script type="application/ld+json">."""
    graph = [_stated(node) for node in nodes]
    data = {"@context": CONTEXT, **graph[0]} if len(graph) == 1 else {"@context": CONTEXT, "@graph": graph}
    made = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char, escape in _INERT.items():  # several times as fast as `translate`, which looks up every character
        made = made.replace(char, escape)
    return Markup(made)  # noqa: S704  escaped for where it stands


def _stated(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, "", [])}


# ---------------------------------------------------------------- what there is
def website(site: Site) -> Node:
    """The site as a whole: its home page's node."""
    return {
        "@type": "WebSite",
        "@id": _site_id(site),
        "url": site.urls.absolute(),
        "name": site.settings.title,
        "description": site.settings.description,
        "inLanguage": site.settings.language,
        "license": _license(site),
        "publisher": _publisher(site),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{site.urls.absolute(urls.SEARCH)}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def page(site: Site, kind: str, path: str, title: str, description: str) -> Node:
    """Any other page: `kind` is WebPage or CollectionPage."""
    address = site.urls.absolute(path)
    return {
        "@type": kind,
        "@id": address,
        "url": address,
        "name": title,
        "description": description,
        "inLanguage": site.settings.language,
        "isPartOf": {"@id": _site_id(site)},
    }


def breadcrumbs(site: Site, crumbs: Iterable[tuple[str, str]]) -> Node:
    """The way from the home page, as (path, name)."""
    way = [("", site.settings.title), *crumbs]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": site.urls.absolute(path)}
            for n, (path, name) in enumerate(way, 1)
        ],
    }


def article(site: Site, incident: Incident, image: str) -> Node:
    """An incident's page; `image` is a path. Of a withdrawn record only that it was withdrawn."""
    record, settings = incident.record, site.settings
    address = site.urls.absolute(urls.incident(incident.slug))
    about = {
        "@type": "Article",
        "@id": f"{address}#article",
        "url": address,
        "mainEntityOfPage": address,
        "headline": record.title,
        "inLanguage": settings.language,
        "datePublished": record.added,
        "dateModified": incident.changed,
        "isPartOf": {"@id": _site_id(site)},
        "isAccessibleForFree": True,
        "license": _license(site),
        "author": _publisher(site),
        "publisher": _publisher(site),
        "image": site.urls.absolute(image) if image else None,
        "correction": [
            {"@type": "CorrectionComment", "text": f"{item.was} → {item.now}", "datePublished": item.date}
            for item in record.corrections
        ],
    }
    if record.withdrawn:
        _ = site.language.gettext
        return about | {
            "headline": _("Withdrawn: {title}", title=record.title),
            "creativeWorkStatus": _("Withdrawn"),
        }
    return about | {
        "description": record.summary,
        "temporalCoverage": coverage(incident.when),
        "keywords": _names(site, incident),
        "about": list(_about(site, incident)),
        "citation": [_stated(_citation(source)) for source in record.sources],
    }


def dataset(site: Site, path: str, files: Iterable[tuple[str, str]]) -> Node:
    """The data, described at `path`; `files` are (path, media type)."""
    settings, incidents = site.settings, site.library.incidents
    days = [day for incident in incidents for day in (incident.when.earliest, incident.when.latest) if day]
    return {
        "@type": "Dataset",
        "@id": f"{site.urls.absolute(path)}#dataset",
        "url": site.urls.absolute(path),
        "name": settings.title,
        # At least 50 characters are wanted of a data set's description.
        "description": f"{settings.title}: {settings.description}",
        "inLanguage": settings.language,
        "dateModified": site.updated,
        "temporalCoverage": f"{min(days)[:4]}/{max(days)[:4]}" if days else None,
        "isAccessibleForFree": True,
        "license": _license(site),
        "creator": _publisher(site),
        "publisher": _publisher(site),
        "isPartOf": {"@id": _site_id(site)},
        "distribution": [
            {"@type": "DataDownload", "contentUrl": site.urls.absolute(file), "encodingFormat": kind}
            for file, kind in files
        ],
    }


# ---------------------------------------------------------------- parts
def coverage(when: When) -> str:
    """A date in ISO 8601 without qualifiers, as precise as it is: `2025-03`, `2025-12/2026-01`, `2025/..`."""
    sides = [side.plain if side else ".." for side in (when.start, when.end)]
    return "/".join(sides if when.interval else sides[:1])


def _site_id(site: Site) -> str:
    return f"{site.urls.absolute()}#website"


def _license(site: Site) -> str | None:
    return urls.outgoing(site.settings.license.url) if site.settings.license else None


def _publisher(site: Site) -> Node:
    author = site.settings.author
    name = author.name if author else site.settings.title
    url = urls.outgoing(author.url) if author and author.url else site.urls.absolute()
    return {"@type": "Organization", "name": name, "url": url}


def _names(site: Site, incident: Incident) -> list[str]:
    tags = site.library.vocabularies["tags"]
    return [tags.get(id).name for id in term_ids(site.library, incident, "tags")]


def _about(site: Site, incident: Incident) -> Iterator[Node]:
    library = site.library
    type_id = term_ids(library, incident, "types")[0]
    yield {
        "@type": "DefinedTerm",
        "name": library.vocabularies["types"].terms[type_id].name,
        "url": site.urls.absolute(urls.term("types", type_id)),
    }
    for id in term_ids(library, incident, "actors"):
        actor = library.actor(id)
        yield {
            "@type": ACTOR_TYPE[actor.kind],
            "name": actor.name,
            **({"url": urls.outgoing(actor.url)} if actor.url else {}),
        }
    for id in term_ids(library, incident, "systems"):
        yield {"@type": "Thing", "name": library.vocabularies["systems"].terms[id].name}


def _citation(source: Source) -> Node:
    published = source.published
    return {
        "@type": "CreativeWork",
        "name": source.title,
        "url": urls.outgoing(source.url) if source.url else None,
        # Only a day that is known for sure: schema.org's dates are days, and it has no word for doubt.
        "datePublished": published.edtf if published and re.fullmatch(FULL_DAY_PATTERN, published.edtf) else None,
        "inLanguage": source.language,
        "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else None,
    }

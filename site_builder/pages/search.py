"""The search page, and what each incident's page tells the index about itself.

Which files the index is made of, and when it is made again, is `search`'s business; how the page asks it, that
of `templates/assets/js/search/`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote

from site_builder import urls, words
from site_builder.output.family import Family, single, untouched
from site_builder.output.output import Output
from site_builder.pages.desk import Desk, Head, Link, page
from site_builder.pages.entries import TypeMark
from site_builder.records.dates import Point, wording
from site_builder.records.library import Incident, Kind
from site_builder.site import TERM_KINDS, term_ids

SCRIPT = "search.js"

FACETS: Mapping[Kind, str] = {"tags": "tag", "actors": "actor", "systems": "system"}
"""Kind of term -> filter of the index. A value is `<id> <name>`: the address bar carries the id, and the
names come along with the filter, so that a list of terms to choose from needs no file of its own.
"""

ADDRESS_LENGTH = 100
"""Where an address that is searched for is cut off."""

_UNESCAPED = ";,/?:@&=+$-_.!~*'()#"  # as encodeURI (ECMA-262, section 19.2.6.4)
_ARCHIVE = re.compile(r"^https?://web\.archive\.org/web/[^/]+/(?=https?:)")
_FRONT = re.compile(r"^(https?://)?((www|m|amp|mobile)\.)?")
_TRACKING = re.compile(r"(^|&)((utm|mc|pk)_\w+|fbclid|gclid|igshid|ref|ref_src|cmpid|smid)(=[^&]*)?(?=&|$)")


class Status(NamedTuple):
    """A status that can be chosen."""

    id: str
    name: str


class Marks(NamedTuple):
    """What the index is told of an incident beside its text: filters (name, value), its date in words, the key it is
    sorted by, words that stand nowhere in its text (of its addresses and its publishers), and the addresses of its
    sources as `address_word`s.
    """

    filters: tuple[tuple[str, str], ...]
    date: str
    key: str
    words: str
    addresses: str


def families(desk: Desk) -> Iterator[Family]:
    """`/search/`."""
    yield single(f"{urls.SEARCH}index.html", lambda: _page(desk), untouched)


def address_word(url: str) -> str:
    """An address as the one word by which the index knows it; js/search/address.js makes the same of a query.

    Scheme, `www.`, fragment, tracking parameters, a closing slash and an archive's address before it do not
    count, nor does anything but ASCII letters and digits: the index would cut the word there.
    """
    text = _FRONT.sub("", _ARCHIVE.sub("", url.strip().lower())).partition("#")[0]
    path, _, query = text.partition("?")
    kept = _TRACKING.sub("", query)
    plain = quote(unquote(f"{path}?{kept}"), safe=_UNESCAPED).lower()
    return re.sub(r"[^a-z0-9]", "", plain)[:ADDRESS_LENGTH]


def marks(desk: Desk, incident: Incident) -> Marks:
    """What the page of an incident tells the index. A withdrawn one is found by its title alone."""
    record, vocabularies, at = incident.record, desk.site.library.vocabularies, incident.when.anchor
    status = "withdrawn" if record.withdrawn else record.status
    type_id = vocabularies["types"].current(record.type)
    filters = [("status", status), ("year", f"{at.year:04}")]
    addresses: list[str] = []
    publishers: list[str] = []
    if not record.withdrawn:
        filters += [("type", type_id), *_terms(desk, incident)]
        addresses = [url for source in record.sources for url in (source.url, source.archived) if url]
        publishers = [source.publisher for source in record.sources if source.publisher]
    slugs = [slug.replace("-", " ") for slug in (incident.slug, *record.aliases)]
    return Marks(
        tuple(filters),
        wording(incident.when, desk.language.dates),
        sort_key(at),
        ". ".join(dict.fromkeys([*slugs, *publishers])),
        " ".join(dict.fromkeys(map(address_word, addresses))),
    )


def _terms(desk: Desk, incident: Incident) -> Iterator[tuple[str, str]]:
    for kind, facet in FACETS.items():
        terms = desk.site.library.vocabularies[kind].terms
        for id in term_ids(desk.site.library, incident, kind):
            yield facet, f"{id} {terms[id].name}"


def sort_key(at: Point) -> str:
    """In order of text as on the timeline: an unknown month or day counts as later than the known ones."""
    return f"{at.year:04}-{at.month or 99:02}-{at.day or 99:02}"


def _page(desk: Desk) -> Output:
    site = desk.site
    _ = desk.language.gettext
    description = _("Search the incidents of {title}.", title=site.settings.title)
    head = Head(urls.SEARCH, _("Search"), description, "search")
    types = tuple(desk.entries.type_mark(id) for id in site.library.vocabularies["types"].terms)
    years = tuple(site.by_year)  # without numbers, which each new record would change

    def view() -> Mapping[str, object]:
        return _view(desk, types, years)

    made_from = (repr(types), repr(years))
    return page(desk, head, "pages/search.html", view, made_from)


def _view(desk: Desk, types: tuple[TypeMark, ...], years: tuple[int, ...]) -> Mapping[str, object]:
    _ = desk.language.gettext
    statuses = [Status(id, _(name)) for id, (name, _meaning) in words.STATUS.items()]
    return {
        "script": desk.link(desk.look.assets.path(SCRIPT)),
        "bundle": desk.link(urls.PAGEFIND),
        "types": types,
        "statuses": [*statuses, Status("withdrawn", _("Withdrawn"))],
        "facets": [(FACETS[kind], _(words.KIND[kind][0])) for kind in FACETS],
        "years": [Link(desk.link(urls.year(year)), str(year)) for year in years],
        "indexes": [Link(desk.link(urls.terms(kind)), _(words.KIND[kind][0])) for kind in TERM_KINDS],
        "sources": desk.link(urls.SOURCES),
    }

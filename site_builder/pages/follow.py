"""`/follow/`: what feeds are and which there are. The feeds themselves are made by `exports`.

Of a kind with more than `SHOWN` terms the most used are listed, and the way to the others: an index whose pages each
link their feed, and the OPML file with all of them.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from site_builder import urls, words
from site_builder.language import msg
from site_builder.output.family import Family, single, untouched
from site_builder.output.output import Output
from site_builder.pages.desk import Desk, Head, Link, page
from site_builder.records.library import Kind
from site_builder.site import TERM_KINDS

SHOWN: Final = 100

TITLE: Final = msg("Follow")
INTRO: Final = msg("Hear of every new incident and every correction, without an account and without being counted.")

# path, name, media type, who it is for
MAIN: Final = (
    (urls.FEED, "RSS", msg("The one to take if you are not sure: every feed reader knows it.")),
    (urls.ATOM, "Atom", msg("The same items in another format.")),
    (urls.JSON_FEED, "JSON Feed", msg("The same items as JSON, for programs.")),
    (urls.CORRECTIONS_FEED, msg("Corrections (RSS)"), msg("Corrections and withdrawals alone.")),
)


class Group(NamedTuple):
    """The feeds of a kind of term. `rest` is how many there are besides those listed."""

    name: str
    index: str  # type: ignore[assignment]
    feeds: tuple[Link, ...]
    rest: int


class MainFeed(NamedTuple):
    """A feed of the whole timeline. `address` is absolute: what to paste into a feed reader."""

    href: str
    address: str
    name: str
    text: str


def families(desk: Desk) -> Iterator[Family]:
    """`/follow/`."""
    yield single(urls.file_of(urls.FOLLOW), lambda: _page(desk), untouched)


def _page(desk: Desk) -> Output:
    _ = desk.language.gettext
    head = Head(urls.FOLLOW, _(TITLE), _(INTRO), "follow")
    groups = tuple(_group(desk, kind) for kind in TERM_KINDS)

    def view() -> Mapping[str, object]:
        link, absolute = desk.link, desk.site.urls.absolute
        return {
            "intro": head.description,
            "main": [MainFeed(link(path), absolute(path), _(name), _(text)) for path, name, text in MAIN],
            "groups": [group for group in groups if group.feeds],
            "opml": Link(link(urls.OPML), absolute(urls.OPML)),
        }

    return page(desk, head, "pages/follow.html", view, map(repr, groups))


def _group(desk: Desk, kind: Kind) -> Group:
    terms = list(desk.site.library.vocabularies[kind].terms.items())
    if len(terms) > SHOWN:
        found = desk.site.by_term[kind]
        terms = sorted(terms, key=lambda item: (-len(found[item[0]]), item[0]))[:SHOWN]
    named = sorted(terms, key=lambda item: (item[1].name.casefold(), item[0]))
    feeds = tuple(Link(desk.link(urls.term_feed(kind, id)), term.name) for id, term in named)
    total = len(desk.site.library.vocabularies[kind].terms)
    return Group(desk.language.gettext(words.KIND[kind][0]), desk.link(urls.terms(kind)), feeds, total - len(feeds))

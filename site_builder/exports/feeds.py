"""Which feeds there are, what each holds, and what each is made from.

Owns the list of feeds; what an item says is `items`' business, how it is written that of `rss`, `atom` and
`jsonfeed`. The list for feed readers to import is made by `opml`.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NamedTuple

from site_builder import urls
from site_builder.exports import atom, jsonfeed, rss
from site_builder.exports.items import Item, item
from site_builder.exports.notices import TERM, Notice, additions, newest, notices
from site_builder.exports.published import Published
from site_builder.exports.rss import Channel
from site_builder.language import msg
from site_builder.output.digest import digest
from site_builder.output.family import Family, single
from site_builder.output.look import Look
from site_builder.output.output import Output
from site_builder.output.packed import Packed
from site_builder.records.library import Kind
from site_builder.site import TERM_KINDS, Site

CORRECTIONS_TITLE: Final = msg("{title}: corrections")
CORRECTIONS_DESCRIPTION: Final = msg("Every correction and withdrawal, with what it was, what it is and why.")
ICON: Final = "icons/icon-512.png"
KEPT: Final = 600


class Feed(NamedTuple):
    """`path` is the feed's, `page` that of the page it belongs to; both relative to the site."""

    path: str
    page: str
    title: str
    description: str
    notices: tuple[Notice, ...]

    @property
    def updated(self) -> str | None:
        """The newest added, correction or withdrawal day of what the feed holds."""
        return max((notice.incident.changed for notice in self.notices), default=None)


@dataclass(frozen=True, slots=True)
class Press:
    """Makes the RSS of each item once for all feeds that hold it. Of items as values, a few are kept: those of the
    main feeds are asked for three times.
    """

    published: Published
    look: Look
    made_from: str  # the digest of what belongs into those of all feeds
    _items: dict[tuple[str, str, int], Item] = field(default_factory=dict)
    _rss: Packed[tuple[str, str, int]] = field(default_factory=Packed)
    _digests: dict[tuple[str, str, int], str] = field(default_factory=dict)

    def item(self, notice: Notice) -> Item:
        """What the notice says. Raises TemplateError."""
        key = (notice.incident.slug, notice.what, notice.number)
        if key not in self._items:
            if len(self._items) >= KEPT:
                self._items.clear()
            self._items[key] = item(self.published, self.look, notice)
        return self._items[key]

    def rss(self, notice: Notice) -> bytes:
        """The notice's RSS item. Raises TemplateError."""
        key = (notice.incident.slug, notice.what, notice.number)
        if (made := self._rss.get(key)) is not None:
            return made
        author = self.published.site.settings.author
        return self._rss.put(key, rss.item_xml(self.item(notice), author.name if author else None))

    def digest(self, notice: Notice) -> str:
        """The digest of all that its item shows."""
        key = (notice.incident.slug, notice.what, notice.number)
        if key not in self._digests:
            self._digests[key] = digest(*_made_from(self.published, notice))
        return self._digests[key]


Write = Callable[[Press, Channel, Feed], bytes]


def families(published: Published, look: Look) -> Iterator[Family]:
    """Every feed: the main ones, that of corrections, and one for each term, those without incidents too."""
    press = Press(published, look, digest(look.digest, published.site.frame, "feed"))
    for kind in TERM_KINDS:
        terms = published.site.library.vocabularies[kind].terms
        yield Family(
            kind, partial(iter, terms), partial(_of_term, press, kind), partial(_touched, published.site, kind)
        )
    yield single(urls.FEED, lambda: _output(press, _main(published, urls.FEED), _rss))
    yield single(urls.ATOM, lambda: _output(press, _main(published, urls.ATOM), _atom))
    yield single(urls.JSON_FEED, lambda: _output(press, _main(published, urls.JSON_FEED), _json))
    yield single(urls.CORRECTIONS_FEED, lambda: _output(press, _corrections(published), _rss))


def _touched(site: Site, kind: Kind, slugs: Collection[str]) -> set[str]:
    """Terms whose feeds show these incidents; the item of a withdrawn one shows what took its place."""
    return site.terms_of(kind, site.with_replaced(slugs))


def _of_term(press: Press, kind: Kind, id: str) -> Iterator[Output]:
    if id in press.published.site.library.vocabularies[kind].terms:
        yield _output(press, _term(press.published, kind, id), _rss)


def _output(press: Press, feed: Feed, write: Write) -> Output:
    made_from = digest(press.made_from, feed.path, feed.title, feed.description, *map(press.digest, feed.notices))
    return Output(feed.path, made_from, partial(_make, press, feed, write))


# ---------------------------------------------------------------- what each holds
def _main(published: Published, path: str) -> Feed:
    settings = published.site.settings
    return Feed(path, "", settings.title, settings.description, tuple(newest(notices(published.incidents))))


def _corrections(published: Published) -> Feed:
    changes = [notice for notice in notices(published.incidents) if notice.what != "added"]
    _ = published.site.language.gettext
    title = _(CORRECTIONS_TITLE, title=published.site.settings.title)
    held = tuple(newest(changes))
    return Feed(urls.CORRECTIONS_FEED, urls.CORRECTIONS, title, _(CORRECTIONS_DESCRIPTION), held)


def _term(published: Published, kind: Kind, id: str) -> Feed:
    site = published.site
    term = site.library.vocabularies[kind].get(id)
    title = f"{term.name} · {site.settings.title}"
    held = tuple(additions(site.by_term[kind][id])[:TERM])
    return Feed(urls.term_feed(kind, id), urls.term(kind, id), title, term.description, held)


def _made_from(published: Published, notice: Notice) -> Iterator[str]:
    """What an item shows: its record, and the record that takes the place of a withdrawn one."""
    digests, successor = published.site.digests, published.successor(notice.incident)
    yield f"{notice.what} {notice.number}"
    yield digests[notice.incident.slug]
    yield digests[successor.slug] if successor else ""


# ---------------------------------------------------------------- how each is written
def _make(press: Press, feed: Feed, write: Write) -> bytes:
    site, settings = press.published.site, press.published.site.settings
    author = settings.author
    channel = Channel(
        id=f"tag:{settings.feed_authority},2026:{feed.path}",
        title=feed.title,
        link=site.urls.absolute(feed.page),
        self_link=site.urls.absolute(feed.path),
        description=feed.description,
        language=settings.language,
        rights=settings.license.name if settings.license else None,
        author=author.name if author else settings.title,
        author_url=urls.outgoing(author.url) if author and author.url else None,
        icon=site.urls.absolute(press.look.assets.path(ICON)),
        updated=feed.updated,
    )
    return write(press, channel, feed)


def _rss(press: Press, channel: Channel, feed: Feed) -> bytes:
    return rss.feed_xml(channel, map(press.rss, feed.notices))


def _atom(press: Press, channel: Channel, feed: Feed) -> bytes:
    return atom.feed_xml(channel, (atom.entry_xml(press.item(notice)) for notice in feed.notices)).encode()


def _json(press: Press, channel: Channel, feed: Feed) -> bytes:
    return jsonfeed.feed_json(channel, map(press.item, feed.notices)).encode()

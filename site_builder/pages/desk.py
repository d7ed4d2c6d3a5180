"""The desk: what every page is made at, and the one way to make a page from a template.

Owns what all pages share (frame, navigation, digest). What a page shows is its own module's business.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Final, NamedTuple

from markupsafe import Markup

from site_builder import urls, words
from site_builder.language import Language, msg
from site_builder.output.digest import digest
from site_builder.output.look import Look
from site_builder.output.output import Output
from site_builder.pages.entries import Entries, make_entries
from site_builder.records.library import Incident
from site_builder.sharing import images, jsonld
from site_builder.site import TERM_KINDS, Site

STYLE, MIRROR, SCRIPT, ICON = "site.css", "css/rtl/rtl.css", "site.js", "favicon.svg"
SMALL_ICON, TOUCH_ICON, LARGE_ICON = "icons/icon-32.png", "icons/touch-180.png", "icons/icon-512.png"

# The feeds of the whole timeline: path, media type, and what its title is made of.
FEEDS: Final = (
    (urls.FEED, "application/rss+xml", "{title}"),
    (urls.ATOM, "application/atom+xml", "{title} (Atom)"),
    (urls.JSON_FEED, "application/feed+json", "{title} (JSON Feed)"),
    (urls.CORRECTIONS_FEED, "application/rss+xml", msg("{title}: corrections")),
)
# Pages below these folders list incidents.
LISTS: Final = ("timeline", "years", "tags", "actors", "systems", "types", "sources", "corrections")


class Link(NamedTuple):
    """A link with words. `count` is how many incidents (or what the place says) it leads to. Templates use that word,
    so here and in other views it hides the method of tuples.
    """

    href: str
    text: str
    count: int = 0  # type: ignore[assignment]


class FeedLink(NamedTuple):
    """A feed of the whole timeline, for the head of a page."""

    href: str
    type: str
    title: str


class Icons(NamedTuple):
    """Addresses of the icon as drawing and as pictures, and of the web manifest."""

    drawing: str
    small: str
    touch: str
    manifest: str


class Share(NamedTuple):
    """The picture that stands for a page elsewhere; `wide` if it is a card of 1200 x 630 pixels."""

    image: str
    wide: bool
    alt: str


class Frame(NamedTuple):
    """What is on every page. Nothing in it may change when a record does, or every page would."""

    title: str
    language: str
    direction: str  # empty: left to right
    locale: str  # for share tags; empty: their default
    home: str
    style: str
    mirror: str  # what a style sheet needs on top where the language is written from right to left; else empty
    script: str
    search: str
    icons: Icons
    feed: str
    feeds: tuple[FeedLink, ...]
    follow: str
    data: str
    noindex: bool
    navigation: tuple[tuple[str, Link], ...]  # section -> link
    author: Link | None
    license: Link | None
    repository: str


class Head(NamedTuple):
    """What a page says of itself. `path` is relative to the site, `section` its place in the navigation."""

    path: str
    title: str
    description: str
    section: str = ""
    feed: Link | None = None  # the page's own, beside the main one
    noindex: bool = False
    image: str = ""  # path of the share image; empty: the site's
    published: str = ""  # days of an article: added, and last changed
    modified: str = ""


class Parts(NamedTuple):
    """HTML that many pages share: links in the head, the page's header and footer."""

    links: Markup
    header: Markup
    footer: Markup


@dataclass(frozen=True, slots=True)
class Desk:
    """A site, its look, and the parts of pages that several pages use."""

    site: Site
    look: Look
    entries: Entries
    frame: Frame
    images: bool  # whether there are share images
    made_from: str  # the digest of what belongs into those of all pages
    permalink: Callable[[str], str]  # the link to an id on its page, as HTML
    _parts: dict[str, Parts] = field(default_factory=dict)  # by section

    @property
    def language(self) -> Language:
        """The site's language."""
        return self.site.language

    def parts(self, section: str) -> Parts:
        """What all pages of a section share, rendered once."""
        if section not in self._parts:
            made = {
                name: markup(self.look.render(f"partials/{name}.html", frame=self.frame, current=section))
                for name in ("links", "header", "footer")
            }
            self._parts[section] = Parts(**made)
        return self._parts[section]

    def link(self, path: str) -> str:
        """A root-relative link to a path of the site."""
        return self.site.urls.link(path)

    def shown(self, incidents: Iterable[Incident]) -> str:
        """Digests of the entries of incidents, all of one length."""
        return "".join(map(self.entries.digest, incidents))


def make_desk(site: Site, look: Look, *, images: bool = True) -> Desk:
    """The desk of a build."""
    permalink = lru_cache(maxsize=1024)(lambda id: look.render("partials/permalink.html", id=id))  # most are `p-3`
    made_from = digest(look.digest, site.frame, "page", f"images {images}")
    return Desk(site, look, make_entries(site, look), _frame(site, look), images, made_from, permalink)


View = Callable[[], Mapping[str, object]]


def page(desk: Desk, head: Head, template: str, view: View, made_from: Iterable[str], origin: str = "") -> Output:
    """A page as an output. `made_from` are digests and texts of all that `view` will show."""
    made = digest(desk.made_from, template, repr(head), *made_from)
    return Output(urls.file_of(head.path), made, partial(_make, desk, head, template, view), origin)


def _make(desk: Desk, head: Head, template: str, view: View) -> bytes:
    canonical = desk.site.urls.absolute(head.path)
    shown = view()
    context = {"frame": desk.frame, "head": head, "canonical": canonical, "share": _share(desk, head), **shown}
    context["parts"] = desk.parts(head.section)
    if "structured" not in shown:
        context["structured"] = "" if head.noindex else jsonld.script(about(desk, head))
    return desk.look.render(template, **context).encode()


def about(desk: Desk, head: Head) -> list[jsonld.Node]:
    """What any page is, as JSON-LD: the site, or a page or list of it and the way there."""
    site, (first, _, rest) = desk.site, head.path.partition("/")
    if not head.path:
        return [jsonld.website(site)]
    listing = head.section in LISTS and first == head.section
    kind = "CollectionPage" if listing else "WebPage"
    section = [(f"{first}/", link.text) for name, link in desk.frame.navigation if name == first and rest]
    return [
        jsonld.page(site, kind, head.path, head.title, head.description),
        jsonld.breadcrumbs(site, [*section, (head.path, head.title)]),
    ]


def _share(desk: Desk, head: Head) -> Share:
    absolute, title = desk.site.urls.absolute, desk.frame.title
    if not desk.images:
        return Share(absolute(desk.look.assets.path(LARGE_ICON)), wide=False, alt=title)
    if not head.image:
        return Share(absolute(images.DEFAULT), wide=True, alt=title)
    return Share(absolute(head.image), wide=True, alt=head.title)


def _frame(site: Site, look: Look) -> Frame:
    settings, link = site.settings, site.urls.link
    language, _ = site.language, site.language.gettext
    sections = [("timeline", Link(link(), _("Timeline"))), ("years", Link(link(urls.YEARS), _("Years")))]
    sections += [(kind, Link(link(urls.terms(kind)), _(words.KIND[kind][0]))) for kind in TERM_KINDS]
    sections += [("sources", Link(link(urls.SOURCES), _("Sources")))]
    sections += [("corrections", Link(link(urls.CORRECTIONS), _("Corrections")))]
    sections += [("follow", Link(link(urls.FOLLOW), _("Follow")))]
    sections += [(item.page, Link(link(urls.page(item.page)), item.title)) for item in settings.navigation]
    author, terms = settings.author, settings.license
    return Frame(
        title=settings.title,
        language=language.tag,
        direction=language.direction if language.direction != "ltr" else "",
        locale=language.locale,
        home=link(),
        style=link(look.assets.path(STYLE)),
        mirror=link(look.assets.path(MIRROR)) if language.direction == "rtl" else "",
        script=link(look.assets.path(SCRIPT)),
        search=link(urls.SEARCH),
        icons=Icons(
            drawing=link(look.assets.path(ICON)),
            small=link(look.assets.path(SMALL_ICON)),
            touch=link(look.assets.path(TOUCH_ICON)),
            manifest=link(urls.MANIFEST),
        ),
        feed=link(urls.FEED),
        feeds=tuple(FeedLink(link(path), kind, _(name, title=settings.title)) for path, kind, name in FEEDS),
        follow=link(urls.FOLLOW),
        data=link(urls.DATA),
        noindex=site.config.noindex,
        navigation=tuple(sections),
        author=Link(urls.outgoing(author.url) if author.url else "", author.name) if author else None,
        license=Link(urls.outgoing(terms.url), terms.name) if terms else None,
        repository=urls.outgoing(settings.repository) if settings.repository else "",
    )


def markup(html: str) -> Markup:
    """HTML of ours (a template's output, sanitised prose) as what templates do not escape again."""
    return Markup(html)  # noqa: S704

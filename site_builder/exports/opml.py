"""`/feeds.opml` (OPML 2.0, opml.org): every feed of the site, for feed readers to import."""

from collections.abc import Iterable, Iterator

from site_builder import urls, words
from site_builder.exports.feeds import CORRECTIONS_DESCRIPTION, CORRECTIONS_TITLE
from site_builder.exports.published import Published
from site_builder.exports.rss import escaped
from site_builder.language import msg
from site_builder.output.digest import digest, package_digest
from site_builder.output.family import Family, single, untouched
from site_builder.output.output import Output
from site_builder.site import TERM_KINDS

# The same items in other formats: listed, and named so that nobody follows all three unawares.
MAIN = (
    (urls.FEED, "{title}"),
    (urls.ATOM, msg("{title} (the same as Atom)")),
    (urls.JSON_FEED, msg("{title} (the same as JSON Feed)")),
)


def families(published: Published) -> Iterator[Family]:
    """The list of feeds."""
    yield single(urls.OPML, lambda: _output(published), untouched)


def _output(published: Published) -> Output:
    vocabularies = published.site.library.vocabularies
    terms = [
        f"{kind} {id} {term.name}\0{term.description}"
        for kind in TERM_KINDS
        for id, term in vocabularies[kind].terms.items()
    ]
    made_from = digest(package_digest(), published.site.frame, "opml", *terms)
    return Output(urls.OPML, made_from, lambda: _make(published))


def _make(published: Published) -> bytes:
    settings = published.site.settings
    owner = f"<ownerName>{escaped(settings.author.name)}</ownerName>\n" if settings.author else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n'
        f"<head>\n<title>{escaped(settings.title)}</title>\n{owner}</head>\n<body>\n"
        + "".join(_groups(published))
        + "</body>\n</opml>\n"
    ).encode()


def _groups(published: Published) -> Iterator[str]:
    site, settings, _ = published.site, published.site.settings, published.site.language.gettext
    named = [(path, _(title, title=settings.title)) for path, title in MAIN]
    main = [_feed(published, path, "", title, settings.description) for path, title in named]
    title = _(CORRECTIONS_TITLE, title=settings.title)
    main += [_feed(published, urls.CORRECTIONS_FEED, urls.CORRECTIONS, title, _(CORRECTIONS_DESCRIPTION))]
    yield _group(settings.title, main)
    for kind in TERM_KINDS:
        terms = site.library.vocabularies[kind].terms.items()
        if terms:
            yield _group(
                _(words.KIND[kind][0]),
                (
                    _feed(published, urls.term_feed(kind, id), urls.term(kind, id), term.name, term.description)
                    for id, term in terms
                ),
            )


def _group(text: str, feeds: Iterable[str]) -> str:
    return f'<outline text="{escaped(text)}">\n{"".join(feeds)}</outline>\n'


def _feed(published: Published, path: str, page: str, text: str, description: str) -> str:
    absolute = published.site.urls.absolute
    return (
        f'<outline type="rss" text="{escaped(text)}" title="{escaped(text)}" '
        f'description="{escaped(description)}" xmlUrl="{escaped(absolute(path))}" '
        f'htmlUrl="{escaped(absolute(page))}"/>\n'
    )

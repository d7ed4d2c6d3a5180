"""Free pages (content/pages/) at `/<slug>/`, and the page for addresses that lead nowhere."""

from collections.abc import Iterator, Mapping
from functools import partial

from site_builder import urls
from site_builder.output.family import Family, single
from site_builder.output.output import Output
from site_builder.pages.desk import Desk, Head, markup, page
from site_builder.prose.citations import Citation
from site_builder.prose.render import fill
from site_builder.records.library import Page


def families(desk: Desk) -> Iterator[Family]:
    """Every free page, and `/404.html`."""
    for item in desk.site.library.pages:
        yield single(urls.file_of(urls.page(item.slug)), partial(_page, desk, item))
    yield single("404.html", lambda: _lost(desk))


def _page(desk: Desk, item: Page) -> Output:
    head = Head(urls.page(item.slug), item.head.title, item.head.description, item.slug)
    prose = desk.site.pages[item.slug]

    def view() -> Mapping[str, object]:
        table = desk.language.gettext("Table")
        return {"body": markup(fill(prose, _as_written, address=lambda href: _address(desk, href), table=table))}

    return page(desk, head, "pages/free.html", view, [item.digest], item.file)


def _lost(desk: Desk) -> Output:
    _ = desk.language.gettext
    lost = Head("404.html", _("Not found"), _("There is no page at this address."), noindex=True)
    ways = {"years": desk.link(urls.YEARS), "tags": desk.link(urls.terms("tags"))}
    return page(desk, lost, "pages/404.html", lambda: ways, ())


def _as_written(citation: Citation, _: int) -> str:
    """A free page has no sources; `prose.check` reports its citations, so this is never published."""
    return str(markup("{}").format(citation.raw))


def _address(desk: Desk, href: str) -> str:
    return desk.link(href.removeprefix("/")) if href.startswith("/") else href

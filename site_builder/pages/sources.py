"""A source in a line, as its publisher's page and an incident's page show it."""

from typing import NamedTuple

from site_builder import urls, words
from site_builder.pages.dates import Piece, day, pieces
from site_builder.pages.desk import Desk, Link
from site_builder.records.library import publisher_name
from site_builder.records.model import Source
from site_builder.site import publisher_slug, title_language


class SourceLine(NamedTuple):
    """What is said of a source wherever it stands. `lang` and `title_lang` are empty where they are the
    site's language, `dir` where it is written the same way.
    """

    title: str
    url: str
    lang: str
    title_lang: str
    dir: str
    language: str
    kind: str
    kind_name: str
    publisher: Link | None
    authors: tuple[str, ...]
    published: tuple[Piece, ...]
    accessed: tuple[Piece, ...]
    archived: str
    quote: str

    @property
    def machine(self) -> bool:
        """Whether nobody wrote it."""
        return self.kind == "machine-generated"


def source_line(desk: Desk, source: Source) -> SourceLine:
    """The line of a source."""
    name = publisher_name(source)
    language = desk.language
    foreign = source.language if source.language != language.tag else None
    return SourceLine(
        title=source.title,
        url=urls.outgoing(source.url) if source.url else "",
        lang=foreign or "",
        title_lang=(title_language(source) or "") if foreign else "",
        dir=language.other_direction(foreign) if foreign else "",
        language=language.name_of(source.language or language.tag),
        kind=source.kind,
        kind_name=language.gettext(words.SOURCE_KIND[source.kind]),
        publisher=Link(desk.link(urls.publisher(publisher_slug(name))), name) if name else None,
        authors=source.author or (),
        published=pieces(source.published, language.dates) if source.published else (),
        accessed=day(source.accessed, language.dates) if source.accessed else (),
        archived=urls.outgoing(source.archived) if source.archived else "",
        quote=source.quote or "",
    )

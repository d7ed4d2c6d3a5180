"""Faults in what is said in Markdown: citations of no source, sources named nowhere, claims without a citation."""

from collections.abc import Iterable, Iterator, Mapping

from site_builder.problems import Fault, Place, quoted, suggest
from site_builder.prose.notes import RecordProse
from site_builder.prose.render import Prose, compile_prose
from site_builder.records.free_pages import TEXT
from site_builder.records.library import Page
from site_builder.records.model import Record
from site_builder.records.rules import FileFault
from site_builder.records.said import EACH, Said
from site_builder.records.source_rules import CITES, source_keys, undefined

Texts = Iterable[tuple[Place, Prose]]


def page_faults(pages: Iterable[Page], prose: Mapping[str, Prose]) -> Iterator[FileFault]:
    """The faults of free pages; `prose` by slug."""
    for page in pages:
        for fault in undefined_citations(TEXT, prose[page.slug], ()):
            yield page.file, fault


def prose_faults(record: Record, prose: RecordProse) -> Iterator[Fault]:
    """The faults of a record that is right in all else."""
    keys = tuple(source.key for source in record.sources)
    named: list[str] = [key for figure in record.impact for key in figure.cite]
    named += [key for dispute in record.disputes for position in dispute.positions for key in position.cite]
    named += [key for correction in record.corrections for key in correction.cite or ()]
    for source in record.sources:
        named += [*(source.based_on or ()), *((source.via,) if source.via else ())]
    events = [(("events", n, "text"), text) for n, text in enumerate(prose.events)]
    yield from _faults([(("body",), prose.body), *events], keys, named)


def said_faults(said: Said) -> Iterator[Fault]:
    """The faults of a record that has other problems too."""
    if not source_keys(said)[1]:
        return
    keys = tuple(key for key, _ in said.texts("sources", EACH, "key"))
    paths = (*CITES, ("sources", EACH, "based_on", EACH), ("sources", EACH, "via"))
    named = [key for path in paths for key, _ in said.texts(*path)]
    written = [*said.texts("body"), *said.texts("events", EACH, "text")]
    if said.meant:  # a field under a misspelt key may name any source
        named += keys
    yield from _faults([(place, compile_prose(text)) for text, place in written], keys, named)


def _faults(texts: Texts, keys: tuple[str, ...], named: Iterable[str]) -> Iterator[Fault]:
    """`named` are the keys that fields name; one of them that is no key has its problem already."""
    used = set(named)
    for place, text in texts:
        used |= {reference.key for citation in text.citations for reference in citation.references}
        yield from undefined_citations(place, text, keys)
        for claim in text.uncited if place == ("body",) else ():
            message = f"a figure without a source: {quoted(claim.text)}"
            hint = "add a citation such as [@key]"
            yield Fault("claim-uncited", place, message, hint, at="paragraph", occurrence=claim.offset)
    # A source that is named nowhere because its name is misspelt there is one mistake.
    used |= {near for key in used.difference(keys) if (near := suggest(key, keys))}
    for n, key in enumerate(keys):
        if key not in used:
            hint = f"cite it as [@{key}], or remove it"
            message = f"the source {quoted(key)} is named nowhere"
            yield Fault("cite-unused", ("sources", n, "key"), message, hint)


def undefined_citations(place: Place, text: Prose, keys: tuple[str, ...]) -> Iterator[Fault]:
    """Citations in a text of keys that are none of `keys`; a free page has no sources, so all of its citations."""
    for citation, occurrence in zip(text.citations, text.occurrences, strict=True):
        for reference in citation.references:
            if reference.key not in keys:
                yield undefined(reference.key, place, keys, occurrence)

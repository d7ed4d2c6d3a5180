"""Texts that are nothing but paragraphs and citations, as most are: read without a Markdown parser, in a tenth of the
time and to the same result.

Owns which texts these are. Whatever could mean anything else in Markdown is left to ``tree``.
"""

import re

from site_builder.prose.citations import Citation, parse

Paragraph = tuple[str | Citation, ...]

_CITED = re.compile(r"(?<!!)(\[@[^\[\]\n]*\])(?![(\[])")
# Signs of emphasis, code, links, quotes, tables, fences and character references; what the sanitiser writes
# otherwise; tabs; space at the edge of a line, empty lines in a row; what begins a list, a heading's underline or a
# rule.
_OTHER = re.compile(
    "[\\\\`*_<>&#|~\\[\\]\t\xa0\x85\u2028\u2029]|^[^\\S\n]|[^\\S\n]$|\n\n\n|^(?:[-+=:]|[0-9]+[.)])", re.MULTILINE
)


def paragraphs(source: str) -> tuple[Paragraph, ...] | None:
    """The paragraphs of a text, or None if there may be more in it. ``source`` is clean (``marks.clean``)."""
    text = source.strip("\n")
    pieces = _CITED.split(text)
    if not text or _OTHER.search("x".join(pieces[::2])):
        return None
    cited = [parse(raw) for raw in pieces[1::2]]
    found: list[list[str | Citation]] = [[]]
    for n, piece in enumerate(pieces[::2]):
        first, *rest = piece.split("\n\n")
        found[-1].append(first)
        found += [[part] for part in rest]
        if n < len(cited):
            citation = cited[n]
            if citation is None:
                return None
            found[-1].append(citation)
    return tuple(tuple(part for part in paragraph if part != "") for paragraph in found)

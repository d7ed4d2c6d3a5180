"""`/_redirects` in Netlify's format: former slugs and ids lead to present ones, with their feeds and data.

Netlify takes an address with and without its last slash for the same, and the first rule that fits. `!`
forces the redirect even where a file of that name exists. Slugs are letters, digits and hyphens: nothing in
them means anything here.
"""

from collections.abc import Iterator

from site_builder import urls
from site_builder.exports.published import Published
from site_builder.output.family import Family, single, untouched
from site_builder.output.output import Output, from_bytes
from site_builder.site import TERM_KINDS

REDIRECTS = "_redirects"


def families(published: Published) -> Iterator[Family]:
    """One file, there even if it holds no rule."""
    yield single(REDIRECTS, lambda: _output(published), untouched)


def _output(published: Published) -> Output:
    prefix = published.site.urls.prefix
    rules = [f"{prefix}{old} {prefix}{new} 301!" for old, new in redirects(published)]
    return from_bytes(REDIRECTS, "\n".join(["# Former addresses", *rules, ""]).encode())


def redirects(published: Published) -> Iterator[tuple[str, str]]:
    """Former and present path, relative to the site. A withdrawn record keeps its page: no redirect."""
    for old, new in sorted(published.former.items()):
        yield urls.incident(old), urls.incident(new)
        yield urls.incident_data(old), urls.incident_data(new)
    for kind in TERM_KINDS:
        for old, new in sorted(published.site.library.vocabularies[kind].renamed.items()):
            yield urls.term(kind, old), urls.term(kind, new)
            yield urls.term_feed(kind, old), urls.term_feed(kind, new)
            # The years of a term with many incidents.
            yield urls.term(kind, old) + "*", urls.term(kind, new) + ":splat"

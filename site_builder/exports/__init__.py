"""Which files exist, for machines: feeds, data, schemas, sitemap, redirects, share images.

What people read is in `pages`.
"""

from collections.abc import Iterator

from site_builder.cache import Cache
from site_builder.exports import feeds, incidents, opml, redirects, schema, sitemap, webmanifest
from site_builder.exports.published import Published
from site_builder.output.family import Family
from site_builder.output.look import Look
from site_builder.sharing import images as share_images
from site_builder.site import Site


def families(site: Site, look: Look, *, images: bool = True, cache: Cache | None = None) -> Iterator[Family]:
    """Every file for machines but the sitemap, which lists the pages (`sitemap.family`). `images`: share images
    too (they cost most of all files; pages must be made with the same choice). The `cache` is for parts of files.
    Who makes them begins with the last: with what shares items of feeds (see `output.making`).
    """
    published = Published(site, cache)
    yield from schema.families()
    yield sitemap.robots(published)
    yield from redirects.families(published)
    yield from webmanifest.families(site, look)
    yield from incidents.families(published)
    if images:
        yield from share_images.families(site)
    yield from feeds.families(published, look)
    yield from opml.families(published)

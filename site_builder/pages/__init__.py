"""Which pages exist, for people.

One module for each kind of page: it says at which addresses the pages are, what each shows, and what it is
made from (so that it is made again only when that changes). How it looks is the templates' business; files
for machines are `exports`'.
"""

from collections.abc import Iterator

from site_builder.output.family import Family
from site_builder.output.look import Look
from site_builder.pages import corrections, data, follow, free, home, incident, publishers, search, terms, years
from site_builder.pages.desk import make_desk
from site_builder.site import Site

MODULES = (home, years, terms, corrections, search, follow, data, free, publishers, incident)
"""In this order they are made: what lists entries of incidents first (see `output.making`)."""


def families(site: Site, look: Look, *, images: bool = True) -> Iterator[Family]:
    """Every page of the site. `images`: whether there are share images for pages to name (`exports` makes them)."""
    desk = make_desk(site, look, images=images)
    for module in MODULES:
        yield from module.families(desk)

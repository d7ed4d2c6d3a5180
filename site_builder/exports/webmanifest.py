"""`/site.webmanifest` (W3C Web Application Manifest): name, colours and icons for those who keep the site at hand."""

import json
from collections.abc import Iterator

from site_builder import urls
from site_builder.output.digest import digest
from site_builder.output.family import Family, single
from site_builder.output.look import Look
from site_builder.output.output import Output
from site_builder.site import Site

PAPER = "#fbfaf6"
"""The style sheet's --paper."""

ICONS = (
    ("favicon.svg", "any", "image/svg+xml", "any"),
    ("icons/icon-192.png", "192x192", "image/png", "any"),
    ("icons/icon-512.png", "512x512", "image/png", "any"),
    ("icons/maskable-512.png", "512x512", "image/png", "maskable"),
)


def families(site: Site, look: Look) -> Iterator[Family]:
    """The manifest."""
    path = urls.MANIFEST
    yield single(path, lambda: Output(path, digest(look.digest, site.frame, path), lambda: _make(site, look)))


def _make(site: Site, look: Look) -> bytes:
    settings, home = site.settings, site.urls.link()
    manifest = {
        "id": home,
        "name": settings.title,
        "description": settings.description,
        "lang": settings.language,
        **({"dir": site.language.direction} if site.language.direction != "ltr" else {}),
        "start_url": home,
        "scope": home,
        "display": "browser",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": site.urls.link(look.assets.path(name)), "sizes": sizes, "type": kind, "purpose": purpose}
            for name, sizes, kind, purpose in ICONS
        ],
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()

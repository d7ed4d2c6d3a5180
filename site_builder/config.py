"""Where the site will stand: its public address, and whether search engines may list it.

Both depend on the environment that builds it; everything else is in content/site.yaml
(`records.model.Settings`).
"""

from collections.abc import Mapping
from typing import NamedTuple

from site_builder.records.addresses import url_fault
from site_builder.urls import base_of


class Config(NamedTuple):
    """`base_url` ends in a slash; `noindex` is set for previews."""

    base_url: str
    noindex: bool = False


class BadBaseUrlError(ValueError):
    """The address given is no http(s) address; the message says why and where it came from."""


def configure(settings_url: str, option: str | None, environ: Mapping[str, str]) -> Config:
    """The first of: the option; on Netlify its production or preview address; the settings.

    Netlify's variables: "Build environment variables", `URL`, `DEPLOY_PRIME_URL`, `CONTEXT`, `NETLIFY`.
    """
    on_netlify = environ.get("NETLIFY") == "true"
    preview = on_netlify and environ.get("CONTEXT") != "production"
    variable = "DEPLOY_PRIME_URL" if preview else "URL"
    candidates = [
        ("--base-url", option),
        (variable, environ.get(variable) if on_netlify else None),
        ("url in content/site.yaml", settings_url),
    ]
    origin, url = next((origin, url) for origin, url in candidates if url)
    if fault := url_fault(url):
        raise BadBaseUrlError(f'{origin}: "{url}" {fault}')
    return Config(base_of(url), preview)

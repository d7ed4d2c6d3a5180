"""What a policy (CSP) allows; netlify.toml itself is read as `site_builder.serve.netlify` reads it."""

from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from site_builder.serve.netlify import Rule, headers_for, pattern, policy, read, rules

__all__ = ["Rule", "allows", "headers_for", "pattern", "policy", "read", "rules"]

# CSP level 3, section 6.1: these do not fall back to default-src.
NO_FALLBACK = frozenset({"base-uri", "form-action", "frame-ancestors"})


def allows(csp: Mapping[str, tuple[str, ...]], directive: str, address: str, page: str) -> bool:
    """Whether a policy lets the page at `page` (an absolute address) load `address` under a directive."""
    sources = csp.get(directive)
    if sources is None:
        if directive in NO_FALLBACK:
            return True
        sources = csp.get("default-src", ("*",))
    target = urljoin(page, address)
    scheme, host = urlsplit(target)[:2]
    if "'self'" in sources and (scheme, host) == urlsplit(page)[:2]:
        return True
    return any(source in {f"{scheme}:", f"{scheme}://{host}", host} for source in sources)

"""Addresses (http and https): what is wrong with one, and what was probably meant."""

import re
from urllib.parse import quote, urlsplit

from site_builder.problems import quoted


def url_fault(text: str) -> str | None:
    """What is wrong with an http(s) address, or None.

    RFC 3986, with letters beyond ASCII as in the WHATWG URL standard.
    """
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        return f"is malformed: {str(error).lower()}"
    if parts.scheme not in ("http", "https"):
        return (
            f"is not http or https: it begins with {quoted(parts.scheme + ':')}"
            if parts.scheme
            else "is not a whole address"
        )
    if not host or not text.lower().startswith(f"{parts.scheme}://"):
        return "has no host"
    if parts.username is not None:
        return "holds a user name"
    if bad := re.search(r'[\s\\<>"{}`^\x00-\x20\x7f]', text):
        return f"holds the character {quoted(bad[0])}" if bad[0].strip() else "holds a space"
    return _host_fault(host)


def _host_fault(host: str) -> str | None:
    if ":" in host:  # an IPv6 address; urlsplit has checked it
        return None
    labels = host.removesuffix(".").split(".")
    if len(host) > 253 or any(not 0 < len(label) <= 63 for label in labels):
        return f"has a malformed host {quoted(host)}"
    if not all(re.fullmatch(r"[^\W_]([\w-]*[^\W_])?|_[\w-]*", label) for label in labels):
        return f"has a malformed host {quoted(host)}"
    try:
        host.encode("ascii" if host.isascii() else "idna")
    except UnicodeError:
        return f"has a malformed host {quoted(host)}"
    return None


_SCHEMES = {"htp", "htpp", "http", "htttp", "ttp", "hhtp", "hxxp", "htt"}


def nearest_url(text: str) -> str | None:
    """The address that was probably meant; None if that is not certain."""
    plain = text.strip(" \t\n\u00a0\"'“”‘’<>()")
    match = re.match(r"([a-z]+)\s*(?::\s*/*|//+)\s*(.*)", plain, re.IGNORECASE | re.DOTALL)
    if match and (scheme := match[1].casefold()) and (scheme in _SCHEMES or scheme.removesuffix("s") in _SCHEMES):
        plain = f"{'https' if scheme.endswith('s') else 'http'}://{match[2]}"
    elif re.match(r"(//)?[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/|$)", plain, re.IGNORECASE):
        plain = f"https://{plain.removeprefix('//')}"
    plain = quote(plain, safe=":/?#[]@!$&'()*+,;=%~-._") if plain.isascii() else plain.replace(" ", "%20")
    return plain if plain != text and len(plain) <= 2000 and url_fault(plain) is None else None

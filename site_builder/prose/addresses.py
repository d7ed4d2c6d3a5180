"""Which addresses a link may have, and how they are written in an ``href``.

Allowed are ``http``, ``https`` and ``mailto``, addresses within the site (``/...``) and within the page
(``#...``). Characters that are not allowed in a URL are percent-encoded (WHATWG URL, "URL code points"); what
still is no address is refused, and the caller shows it as text.
"""

import ipaddress
import re
from urllib.parse import quote, urlsplit

_SCHEME = re.compile(r"(https?)://(.*)", re.IGNORECASE | re.DOTALL)
_MAIL = re.compile(r"[^\s@,:/?#\[\]<>\"\\]+@[^\s@,:/?#\[\]<>\"\\]+(?:\?[^#]*)?")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.?")
_NUMERIC = re.compile(r"(?:[0-9]+|0[xX][0-9a-fA-F]*)")
_PLAIN = "/?:@!$&'()*+,;=%~"
MAX_LENGTH = 2000


def address(written: str) -> str | None:
    """The ``href`` for an address as its author wrote it (characters decoded), or None if refused."""
    text = written.strip(" \n")
    if not text or len(text) > MAX_LENGTH or not text.replace("\ufffd", "\0").replace(" ", "a").isprintable():
        return None
    if match := _SCHEME.fullmatch(text):
        return _external(match[1].lower(), match[2])
    if text[:7].lower() == "mailto:":
        return f"mailto:{_encoded(text[7:])}" if _MAIL.fullmatch(text[7:]) else None
    # A browser reads a backslash as a slash: "/\host" would lead to another site. Encoding comes first.
    if text[0] in "/#":
        path = _encoded(text)
        return None if path.startswith("//") else path
    return None


def is_external(href: str) -> bool:
    """Whether the link leads to another host."""
    return href.startswith(("http://", "https://"))


def is_internal(href: str) -> bool:
    """Whether the link leads to a place in the site or on the page, so that it depends on where they are."""
    return href.startswith(("/", "#"))


def _external(scheme: str, rest: str) -> str | None:
    host = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    tail = rest[len(host) :]
    try:
        parts = urlsplit(f"{scheme}://{host}")
        if parts.username is not None or parts.hostname is None or not _is_host(parts.hostname, host):
            return None
        parts.port  # noqa: B018  raises for what is no port
    except ValueError:
        return None
    if tail.startswith("\\"):  # a browser reads it as a slash
        tail = f"/{tail[1:]}"
    return f"{scheme}://{host}{_encoded(tail)}"


def _is_host(name: str, written: str) -> bool:
    """Raises ValueError for a malformed number or internationalised name."""
    if written.startswith("["):
        return ipaddress.ip_address(name).version == 6 and "%" not in name
    if not _HOST.fullmatch(name):
        return False
    if _NUMERIC.fullmatch(name.rstrip(".").rpartition(".")[2]):
        ipaddress.IPv4Address(name)
    name.rstrip(".").encode("idna").decode("idna")
    return True


def _encoded(text: str) -> str:
    head, hash_, fragment = text.partition("#")
    return "".join([_quoted(head), hash_, _quoted(fragment)])


def _quoted(text: str) -> str:
    # Other scripts stay readable: only ASCII is encoded.
    text = _BROKEN_ESCAPE.sub("%25", text)
    return "".join(quote(part, safe=_PLAIN) if part.isascii() else part for part in re.split(r"([^\x00-\x7f]+)", text))

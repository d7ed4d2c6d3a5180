"""The headers of responses: those that netlify.toml declares, and types and caching where it says nothing."""

import mimetypes
import re
import tomllib
from pathlib import Path, PurePosixPath

from site_builder.problems import Problem
from site_builder.serve import netlify

# Netlify's type where Python's own table (the system's is not asked) says something else or nothing.
TYPES = mimetypes.MimeTypes(filenames=())
for _suffix, _type in {
    ".xml": "application/xml", ".js": "text/javascript", ".mjs": "text/javascript",
    ".webmanifest": "application/manifest+json", ".jsonl": "application/x-ndjson", ".opml": "text/x-opml",
    ".woff": "font/woff", ".woff2": "font/woff2", ".webp": "image/webp", ".avif": "image/avif",
    ".wasm": "application/wasm", ".ico": "image/vnd.microsoft.icon",
}.items():  # fmt: skip
    TYPES.add_type(_type, _suffix)
TEXT = re.compile(r"text/|application/(.*\+)?(json|xml)$|application/x-ndjson$|image/svg\+xml$")

# HSTS means nothing on plain HTTP (RFC 6797, section 7.2); the others are the server's own.
NOT_LOCAL = {"strict-transport-security", "content-type", "content-length", "transfer-encoding", "connection"}
POLICIES = ("content-security-policy", "content-security-policy-report-only")


class Headers:
    """The declared headers, read again when the file has changed; the last good ones while it is wrong."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: tuple[int, ...] | None = None
        self._rules: tuple[netlify.Rule, ...] = ()
        self._problems: tuple[Problem, ...] = ()

    def of(self, path: str, status: int, kind: str) -> dict[str, str]:
        """The headers of the response for a path of the site (with a slash before it) of the type `kind`."""
        self._look()
        declared = netlify.headers_for(path, self._rules)
        headers = {name: value for name, value in declared.items() if name not in NOT_LOCAL}
        headers["content-type"] = declared.get("content-type", kind) if status == 200 else kind
        if status != 200 or "immutable" not in headers.get("cache-control", ""):
            headers["cache-control"] = "no-store"
        for name in POLICIES:
            if name in headers and kind.startswith("text/html"):
                headers[name] = netlify.with_live_reload(headers[name])
        return headers

    @property
    def problems(self) -> tuple[Problem, ...]:
        self._look()
        return self._problems

    def _look(self) -> None:
        try:
            found = self._file.stat()
        except OSError:
            self._seen, self._rules, self._problems = None, (), ()
            return
        seen = (found.st_mtime_ns, found.st_size, found.st_ino)
        if seen == self._seen:
            return
        self._seen = seen
        try:
            self._rules, self._problems = netlify.rules(netlify.read(self._file)), ()
        except (OSError, ValueError) as error:
            # "... (at line 3, column 7)", as tomllib ends its messages.
            place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            line, column = (int(place[1]), int(place[2])) if place else (1, 1)
            kind = "toml-syntax" if isinstance(error, tomllib.TOMLDecodeError) else "headers-invalid"
            hint = "the last headers that could be read are used until then"
            self._problems = (Problem(self._file.name, line, column, line, column, "error", kind, str(error), hint),)


def content_type(path: str) -> str:
    """The type of a file of the site, with its charset where it is text, as is what has no suffix."""
    if not PurePosixPath(path).suffix:
        return "text/plain; charset=utf-8"
    kind = TYPES.guess_type(path)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if TEXT.match(kind) else kind

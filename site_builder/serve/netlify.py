"""netlify.toml as Netlify reads it: the headers a path is served with, and what a policy (CSP) says.

Paths match as in @netlify/headers-parser (`for_regexp`): `:name` is one whole segment, `*` anything below.
What the server adds for itself to a policy is here as well; which headers a response gets is `headers`' work.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple


class Rule(NamedTuple):
    """One `[[headers]]` table: the path as written, what it matches, header names in lower case."""

    path: str
    pattern: re.Pattern[str]
    values: Mapping[str, str]


def read(file: Path) -> dict[str, Any]:
    """The whole of a netlify.toml. Raises OSError, UnicodeDecodeError and tomllib.TOMLDecodeError."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def pattern(path: str) -> re.Pattern[str]:
    """What the `for` of a rule matches. Raises ValueError for a `*` inside: Netlify's tools differ on it."""
    segments = [segment for segment in path.split("/") if segment]
    if any("*" in segment for segment in segments[:-1]) or (segments and "*" in segments[-1] != "*"):
        message = f'the path "{path}" has a * that is not its last segment'
        raise ValueError(message)
    parts = [
        "?(.*)" if segment == "*" else "([^/]+)" if segment.startswith(":") else re.escape(segment)
        for segment in segments
    ]
    return re.compile(f"^/{'/'.join(parts)}/?$", re.IGNORECASE)


def rules(config: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The header rules in the order of the file. Raises ValueError for something else in their place."""
    try:
        return tuple(
            Rule(
                table["for"],
                pattern(table["for"]),
                {name.lower(): _value(value) for name, value in table["values"].items()},
            )
            for table in config.get("headers", ())
        )
    except (KeyError, TypeError, AttributeError) as error:
        message = 'each [[headers]] table needs "for" and "values"'
        raise ValueError(message) from error


def _value(value: object) -> str:
    """Several values, as a list or on several lines, are one header."""
    values = value if isinstance(value, list) else str(value).splitlines()
    return ", ".join(line for line in (str(part).strip() for part in values) if line)


def headers_for(path: str, among: tuple[Rule, ...]) -> dict[str, str]:
    """The headers of an address, names in lower case. Where two rules set one, the later one counts."""
    return {name: value for rule in among if rule.pattern.match(path) for name, value in rule.values.items()}


def policy(text: str) -> dict[str, tuple[str, ...]]:
    """A Content-Security-Policy as directive -> sources (CSP level 3, section 2.2.1): the first counts."""
    found: dict[str, tuple[str, ...]] = {}
    for words in filter(None, (directive.split() for directive in text.split(";"))):
        found.setdefault(words[0].lower(), tuple(words[1:]))
    return found


# What a page with live reload needs from its own origin, each with the directives it falls back to (CSP
# level 3, section 6.8.3): its script, the stream of events, and the worker that holds it for all tabs.
NEEDS = (
    ("script-src-elem", ("script-src", "default-src")),
    ("connect-src", ("default-src",)),
    ("worker-src", ("child-src", "script-src", "default-src")),
)


def with_live_reload(header: str) -> str:
    """A policy header, which may hold several policies, with 'self' added where live reload lacks it."""
    return ", ".join(_granted(policy(text)) for text in header.split(",") if text.strip())


def _granted(csp: dict[str, tuple[str, ...]]) -> str:
    for directive, fallbacks in NEEDS:
        governing = next((name for name in (directive, *fallbacks) if name in csp), None)
        if governing is None or {"'self'", "*"} & set(csp[governing]):
            continue
        # Not default-src, which governs more. Older browsers do not know script-src-elem.
        name = governing if governing != "default-src" else directive.removesuffix("-elem")
        csp[name] = (*(source for source in csp[governing] if source.lower() != "'none'"), "'self'")
    return "; ".join(" ".join((name, *sources)) for name, sources in csp.items())

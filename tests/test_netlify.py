"""Every built page and file against the headers that netlify.toml declares, on paper and in a browser."""

import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import html5lib
import pytest
import tinycss2

from tests import browser as chromium_tools
from tests import netlify

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage

CONFIG = netlify.read(Path(__file__).resolve().parents[1] / "netlify.toml")
RULES = netlify.rules(CONFIG)
POLICY = netlify.policy(netlify.headers_for("/", RULES)["content-security-policy"])
SEARCH = "/search/"

# Where the pages stand does not matter to a policy whose only host is 'self'.
ORIGIN = "https://site.example"

# Read by Netlify, never served.
NOT_SERVED = {"_redirects", "_headers"}

# Grants that no element of a page shows the need of.
UNSEEN = {
    "connect-src": "audits read robots.txt from inside the page",
    "img-src": "browsers ask for an icon that no page names, and static files may hold pictures",
}

# (element, attribute) -> directive. A link's directive hangs on its rel.
LOADS = {
    ("script", "src"): "script-src",
    ("img", "src"): "img-src",
    ("img", "srcset"): "img-src",
    ("input", "src"): "img-src",
    ("image", "href"): "img-src",
    ("use", "href"): "img-src",
    ("source", "src"): "media-src",
    ("source", "srcset"): "img-src",
    ("video", "src"): "media-src",
    ("video", "poster"): "img-src",
    ("audio", "src"): "media-src",
    ("track", "src"): "media-src",
    ("iframe", "src"): "frame-src",
    ("frame", "src"): "frame-src",
    ("embed", "src"): "object-src",
    ("object", "data"): "object-src",
    ("form", "action"): "form-action",
    ("button", "formaction"): "form-action",
    ("input", "formaction"): "form-action",
    ("base", "href"): "base-uri",
}
LINKS = {
    "stylesheet": "style-src",
    "icon": "img-src",
    "apple-touch-icon": "img-src",
    "manifest": "manifest-src",
    "modulepreload": "script-src",
}

# Which type each kind of file must be served with: the first pattern that matches the path.
TYPES = (
    (r"(^|/)feed\.xml$|^corrections\.xml$", "application/rss+xml"),
    (r"^atom\.xml$", "application/atom+xml"),
    (r"^feed\.json$", "application/feed+json"),
    (r"^feeds\.opml$", "text/x-opml"),
    (r"^data/[a-z]+\.schema\.json$", "application/schema+json"),
    (r"^data/.*\.jsonl$", "application/x-ndjson"),
    (r"\.json$", "application/json"),
    (r"\.csv$", "text/csv"),
    (r"\.xml$", "application/xml"),
    (r"\.txt$", "text/plain"),
    (r"\.html$", "text/html"),
    (r"\.css$", "text/css"),
    (r"\.js$", "text/javascript"),
    (r"\.svg$", "image/svg+xml"),
    (r"\.webmanifest$", "application/manifest+json"),
)

# What Netlify's servers know by extension, where Python's table would say something else or nothing.
NETLIFY_TYPES = {
    ".xml": "application/xml",
    ".js": "text/javascript",
    ".webmanifest": "application/manifest+json",
    # Netlify's answer to what it does not know; Pagefind's own formats.
    ".pagefind": "application/octet-stream",
    ".pf_meta": "application/octet-stream",
    ".pf_index": "application/octet-stream",
    ".pf_filter": "application/octet-stream",
    ".pf_fragment": "application/octet-stream",
    ".pack": "application/octet-stream",
}

OPEN_TO_ALL = r"(^|/)feed\.(xml|json)$|^(corrections|atom)\.xml$|^feeds\.opml$|^data/.*\.|^incidents/[^/]+\.json$"


def files(site: Path) -> list[str]:
    """Paths in the site, as Netlify would publish them: names that begin with a dot are left out."""
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    return [path for path in paths if path not in NOT_SERVED and not re.search(r"(^|/)\.", path)]


def pages(site: Path) -> list[str]:
    """The paths of all HTML files."""
    return [path for path in files(site) if path.endswith(".html")]


def address(path: str) -> str:
    """The address under which a file of the site is visited."""
    return "/" + path.removesuffix("index.html")


def content_type(path: str) -> str | None:
    """The type a file is served with, without its parameters."""
    declared = netlify.headers_for("/" + path, RULES).get("content-type")
    if declared:
        return declared.partition(";")[0].strip()
    return NETLIFY_TYPES.get(Path(path).suffix) or mimetypes.guess_type(path)[0]


def elements(file: Path) -> Iterator[Any]:
    """Every element of a page, as browsers would read it (WHATWG parsing)."""
    tree = html5lib.parse(file.read_bytes(), treebuilder="etree", namespaceHTMLElements=False)
    return (element for element in tree.iter() if isinstance(element.tag, str))


def local(name: str) -> str:
    """A name without its namespace: SVG elements and attributes have one."""
    return name.rpartition("}")[2].rpartition(":")[2].lower()


def inline_code(element: Any) -> Iterator[str]:
    """What the policy would block because it stands in the page: scripts, styles, handlers."""
    tag = local(element.tag)
    # JSON-LD is data: no browser runs it, and no policy is asked about it.
    if tag == "script" and "src" not in element.attrib and element.get("type") != "application/ld+json":
        yield "<script> without src"
    if tag == "style":
        yield "<style>"
    for name, value in element.attrib.items():
        if local(name) == "style":
            yield f'<{tag} style="{value}">'
        if local(name).startswith("on"):
            yield f"<{tag} {name}>"
        if re.match(r"\s*(javascript|vbscript):", value, re.IGNORECASE):
            yield f'<{tag} {name}="{value}">'
    if tag == "meta" and "http-equiv" in element.attrib:
        yield f"<meta http-equiv={element.get('http-equiv')}>: headers are declared in one place"


def loads(element: Any) -> Iterator[tuple[str, str]]:
    """(directive, address) of everything that a browser loads for an element."""
    tag = local(element.tag)
    if tag == "link":
        for rel in (element.get("rel") or "").lower().split():
            if rel in LINKS:
                yield LINKS[rel], element.get("href") or ""
        return
    for name, value in element.attrib.items():
        directive = LOADS.get((tag, local(name)))
        if directive and local(name) == "srcset":
            yield from ((directive, candidate.split()[0]) for candidate in value.split(","))
        elif directive:
            yield directive, value


def style_loads(css: str) -> Iterator[tuple[str, str]]:
    """(directive, address) of everything that a stylesheet loads."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        keyword = getattr(rule, "lower_at_keyword", "")
        directive = {"font-face": "font-src", "import": "style-src"}.get(keyword, "img-src")
        yield from ((directive, target) for target in addresses_in(rule))


def addresses_in(node: Any) -> Iterator[str]:
    """The addresses of `url(...)` anywhere below a node of tinycss2."""
    if node.type == "url":
        yield node.value
    elif node.type == "function" and node.lower_name == "url":
        yield from (part.value for part in node.arguments if part.type == "string")
    elif node.type == "at-rule" and node.lower_at_keyword == "import":
        yield from (part.value for part in node.prelude if part.type in {"string", "url"})
    else:
        for name in ("prelude", "content", "arguments"):
            for child in getattr(node, name, None) or ():
                yield from addresses_in(child)


def all_loads(site: Path) -> Iterator[tuple[str, str, str]]:
    """(path, directive, address) over all pages and stylesheets."""
    for path in files(site):
        if path.endswith(".html"):
            for element in elements(site / path):
                yield from ((path, *load) for load in loads(element))
        elif path.endswith(".css"):
            css = (site / path).read_text(encoding="utf-8")
            yield from ((path, *load) for load in style_loads(css))


def test_no_directive_of_the_policy_stands_twice() -> None:
    """The second one would count for nothing."""
    text = netlify.headers_for("/", RULES)["content-security-policy"]
    names = [directive.split()[0].lower() for directive in text.split(";") if directive.strip()]
    assert sorted(set(names)) == sorted(names)


def policy_of(path: str) -> dict[str, tuple[str, ...]]:
    """The policy of a page."""
    return netlify.policy(netlify.headers_for(address(path), RULES)["content-security-policy"])


def test_every_page_has_the_policy_and_the_search_page_alone_may_run_webassembly(built_site: Path) -> None:
    search = POLICY | {"script-src": ("'self'", "'wasm-unsafe-eval'")}
    due = {path: search if address(path) == SEARCH else POLICY for path in pages(built_site)}
    assert {path: policy_of(path) for path in due} == due


def test_no_two_rules_set_a_policy_for_one_path() -> None:
    """Also for addresses that no page has: hosts join two policies, and pages get less than either allows."""
    rules = [rule for rule in RULES if "content-security-policy" in rule.values]
    for path in ("/", SEARCH, "/404.html", "/about/", "/tags/", "/tags/x/", "/incidents/x/", "/no/such/page"):
        assert [rule.path for rule in rules if rule.pattern.match(path)][1:] == []


def test_the_policy_starts_from_nothing_and_allows_no_unsafe_word() -> None:
    assert POLICY["default-src"] == ("'none'",)
    assert [word for sources in POLICY.values() for word in sources if "unsafe" in word or "*" in word] == []
    for directive in ("base-uri", "frame-ancestors"):
        assert POLICY[directive] == ("'none'",)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("strict-transport-security", r"max-age=(\d{8,})\b.*includeSubDomains"),
        ("x-content-type-options", r"nosniff"),
        ("referrer-policy", r"strict-origin-when-cross-origin|no-referrer"),
        ("permissions-policy", r"(?=.*camera=\(\))(?=.*geolocation=\(\))(?=.*microphone=\(\)).*"),
        ("cross-origin-opener-policy", r"same-origin"),
    ],
)
def test_every_path_gets_the_security_headers(header: str, expected: str) -> None:
    for path in ("/", "/incidents/x/", "/assets/site.0123456789.css", "/no/such/page"):
        assert re.fullmatch(expected, netlify.headers_for(path, RULES)[header])


def test_no_header_of_a_file_is_set_by_two_rules(built_site: Path) -> None:
    for path in files(built_site):
        matching = [rule for rule in RULES if rule.pattern.match(address(path))]
        names = [name for rule in matching for name in rule.values]
        assert sorted(set(names)) == sorted(names), (path, [rule.path for rule in matching])


def test_no_page_holds_code_that_the_policy_would_block(built_site: Path) -> None:
    found = [
        f"{path}: {fault}"
        for path in pages(built_site)
        for element in elements(built_site / path)
        for fault in inline_code(element)
    ]
    assert found == []


def test_pages_and_stylesheets_load_only_what_the_policy_allows(built_site: Path) -> None:
    blocked = [
        f"{path}: {directive} {target}"
        for path, directive, target in all_loads(built_site)
        if not netlify.allows(POLICY, directive, target, ORIGIN + address(path))
    ]
    assert blocked == []


def test_the_policy_grants_nothing_that_no_page_uses(built_site: Path) -> None:
    granted = {directive for directive, sources in POLICY.items() if sources != ("'none'",)}
    used = {directive for _, directive, _ in all_loads(built_site)}
    assert granted - used - UNSEEN.keys() == set()


def test_every_file_is_served_with_its_type(built_site: Path) -> None:
    wrong = []
    for path in files(built_site):
        due = next((kind for expression, kind in TYPES if re.search(expression, path)), None)
        served = content_type(path)
        if served is None or (due and served != due):
            wrong.append(f"{path}: {served}, not {due}")
    assert wrong == []


def test_every_site_may_read_the_feeds_and_the_data(built_site: Path) -> None:
    due = [path for path in files(built_site) if re.search(OPEN_TO_ALL, path)]
    assert {"feed.xml", "data/incidents.json"} <= set(due)
    shut = [path for path in due if netlify.headers_for("/" + path, RULES).get("access-control-allow-origin") != "*"]
    assert shut == []


def test_fingerprinted_files_alone_are_cached_for_ever(built_site: Path) -> None:
    for path in files(built_site):
        cached = "immutable" in netlify.headers_for("/" + path, RULES).get("cache-control", "")
        assert cached == path.startswith("assets/"), path
        if cached:
            assert re.search(r"\.[0-9a-f]{8,}\.[a-z0-9]+$", path), path


def test_netlify_builds_from_the_lock_with_a_pinned_python() -> None:
    build = CONFIG["build"]
    assert build["publish"] == "public"
    assert "--require-hashes -r requirements.txt" in build["command"]
    assert build["command"].endswith("-m site_builder build")
    assert re.fullmatch(r"3\.\d+(\.\d+)?", build["environment"]["PYTHON_VERSION"])


def one_of_each_kind(site: Path) -> list[str]:
    """A page of each depth below each top folder, the largest of its kind."""
    largest: dict[tuple[str, int], str] = {}
    for path in sorted(pages(site), key=lambda path: ((site / path).stat().st_size, path)):
        largest[path.partition("/")[0], path.count("/")] = path
    return sorted(largest.values())


@pytest.mark.browser
def test_a_browser_that_enforces_the_headers_has_nothing_to_complain_of(built_site: Path, browser: "Browser") -> None:
    complaints: list[str] = []
    requests: list[str] = []
    with chromium_tools.serve(built_site, lambda path: netlify.headers_for(path, RULES)) as origin:

        def note(message: "ConsoleMessage") -> None:
            complaints.append(f"{page.url.removeprefix(origin)}: {message.type}: {message.text}")

        page = browser.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("request", lambda request: requests.append(request.url))
        visited = one_of_each_kind(built_site)
        for path in visited:
            answer = page.goto(origin + address(path), wait_until="networkidle")
            assert answer is not None
            assert answer.ok, path
            assert "default-src 'none'" in answer.headers["content-security-policy"]
        page.close()
    assert visited
    assert complaints == []
    assert [url for url in requests if urlsplit(url)[:2] != urlsplit(origin)[:2]] == []

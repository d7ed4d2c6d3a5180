"""netlify.toml as the server reads it, and what it adds to a policy."""

from pathlib import Path

import pytest

from site_builder.serve import netlify
from site_builder.serve.headers import Headers, content_type


@pytest.mark.parametrize(
    ("declared", "served"),
    [
        (
            "default-src 'none'; style-src 'self'",
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'",
        ),
        ("default-src 'self'", "default-src 'self'"),
        ("img-src 'none'", "img-src 'none'"),
        (
            "script-src 'none'; worker-src 'none'; default-src *",
            "script-src 'self'; worker-src 'self'; default-src *",
        ),
        (
            "script-src 'self'; script-src-elem https://a.example; connect-src https://a.example",
            "script-src 'self'; script-src-elem https://a.example 'self'; connect-src https://a.example 'self'",
        ),
        ("script-src 'none', connect-src 'none'", "script-src 'self', connect-src 'self'"),
    ],
)
def test_a_policy_gets_what_live_reload_needs_and_no_more(declared: str, served: str) -> None:
    assert netlify.with_live_reload(declared) == served


def test_the_policy_of_the_repository_allows_live_reload_and_nothing_unsafe(root: Path) -> None:
    declared = netlify.headers_for("/", netlify.rules(netlify.read(root / "netlify.toml")))
    served = netlify.policy(netlify.with_live_reload(declared["content-security-policy"]))
    assert "'self'" in served["script-src"]
    assert "'self'" in served["connect-src"]
    before = netlify.policy(declared["content-security-policy"])
    assert {name: sources for name, sources in served.items() if name in before and sources != before[name]} == {}


@pytest.mark.parametrize(
    ("path", "matched", "not_matched"),
    [
        ("/*", ["/", "/a", "/a/b/"], []),
        ("/assets/*", ["/assets/a.css", "/assets/a/b"], ["/", "/a/assets/x"]),
        ("/tags/:id/feed.xml", ["/tags/x/feed.xml"], ["/tags/feed.xml", "/tags/x/y/feed.xml"]),
        ("/", ["/"], ["/a"]),
    ],
)
def test_paths_match_as_netlify_documents(path: str, matched: list[str], not_matched: list[str]) -> None:
    expression = netlify.pattern(path)
    assert [address for address in matched + not_matched if expression.match(address)] == matched


@pytest.mark.parametrize(
    "text",
    ['[[headers]]\nfor = "/a*b"\n[headers.values]\nX = "1"', '[[headers]]\nfor = "/*"', "headers = 3"],
)
def test_what_is_no_rule_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "netlify.toml").write_text(text)
    with pytest.raises(ValueError, match=r"\*|headers"):
        netlify.rules(netlify.read(tmp_path / "netlify.toml"))


def test_a_file_that_is_wrong_is_a_problem_at_its_line_and_the_last_headers_stay(tmp_path: Path) -> None:
    file = tmp_path / "netlify.toml"
    headers = Headers(file)
    assert list(headers.problems) == []
    assert set(headers.of("/", 200, "text/html")) == {"content-type", "cache-control"}
    file.write_text('[[headers]]\nfor = "/*"\n[headers.values]\nX-A = "1"\n')
    assert headers.of("/", 200, "text/html")["x-a"] == "1"
    file.write_text('[[headers]]\nfor = "/*"\n[headers.values\nX-A = "22"\n')
    (problem,) = headers.problems
    assert (problem.file, problem.line) == ("netlify.toml", 3)
    assert headers.of("/", 200, "text/html")["x-a"] == "1"
    file.unlink()
    assert headers.problems == ()
    assert "x-a" not in headers.of("/", 200, "text/html")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.jsonl", "application/x-ndjson; charset=utf-8"),
        ("a.xml", "application/xml; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.txt", "text/plain; charset=utf-8"),
        ("_redirects", "text/plain; charset=utf-8"),
        ("a.png", "image/png"),
        ("a.woff2", "font/woff2"),
        ("a.unheard-of", "application/octet-stream"),
    ],
)
def test_types_do_not_depend_on_the_machine(path: str, kind: str) -> None:
    assert content_type(path) == kind

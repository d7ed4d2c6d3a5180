"""Requests and answers, down to the bytes on the wire."""

import http.client
import json
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.folder_site import Running, make_site, page, serving, wait_until

TAG = re.compile(rb'<script src="/_timeline/live\.js" defer data-path="[^"]*" data-digest="[^"]*"></script>')


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of a site that no test of this module changes."""
    with serving(make_site(tmp_path_factory.mktemp("site"))) as running:
        yield running


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Running]:
    """A server of a site that the test changes."""
    with serving(make_site(tmp_path)) as running:
        yield running


def raw(port: int, request: bytes) -> bytes:
    """The whole answer to a request as it stands."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def status(port: int, target: str, host: str | None = None, method: str = "GET") -> int:
    host = f"127.0.0.1:{port}" if host is None else host
    answer = raw(port, f"{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("latin-1"))
    return int(answer.split()[1])


def test_what_is_served_is_what_would_be_written_less_the_script(server: Running) -> None:
    for path, data in server.site.files.items():
        code, headers, body = server.get(f"/{path}")
        assert (code, TAG.sub(b"", body)) == (200, data)
        assert len(TAG.findall(body)) == path.endswith(".html")
        assert headers["content-length"] == str(len(body))


@pytest.mark.parametrize(
    ("path", "code", "location"),
    [
        ("/", 200, None),
        ("/tags/x/", 200, None),
        ("/tags/x", 301, "/tags/x/"),
        ("/tags/x?q=1&r=%2F", 301, "/tags/x/?q=1&r=%2F"),
        ("/old/", 301, "/tags/x/"),
        ("/tags/", 404, None),
        ("/none", 404, None),
        ("/index.html/", 404, None),
        ("/_timeline/", 404, None),
        ("/_timeline/none", 404, None),
    ],
)
def test_addresses_lead_where_the_host_would_lead(server: Running, path: str, code: int, location: str | None) -> None:
    answered, headers, _ = server.get(path)
    assert (answered, headers.get("location")) == (code, location)


def test_what_is_not_there_is_the_site_s_own_page_with_live_reload(server: Running) -> None:
    code, headers, body = server.get("/none/")
    assert (code, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert TAG.sub(b"", body) == server.site.files["404.html"]
    assert TAG.search(body)


def test_below_a_path_only_what_is_below_it_is_served(tmp_path: Path) -> None:
    with serving(make_site(tmp_path), prefix="/timeline/") as running:
        assert running.get("/")[:2][1]["location"] == "/timeline/"
        assert running.get("/timeline")[1]["location"] == "/timeline/"
        assert running.get("/timeline/tags/x")[1]["location"] == "/timeline/tags/x/"
        assert running.get("/timeline/")[0] == 200
        assert running.get("/tags/x/")[0] == 404
        assert running.get("/timeline/assets/site.1.css")[1]["cache-control"].endswith("immutable")


def test_the_declared_headers_hold_and_only_fingerprinted_files_are_cached(server: Running) -> None:
    _, headers, _ = server.get("/")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "script-src 'self'; connect-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "strict-transport-security" not in headers
    assert server.get("/feed.xml")[1]["content-type"] == "application/rss+xml; charset=utf-8"
    assert server.get("/data/a.json")[1]["content-type"] == "application/json; charset=utf-8"
    assert server.get("/assets/site.1.css")[1]["cache-control"] == "public, max-age=31536000, immutable"
    assert server.get("/assets/site.2.css")[1]["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/assets/site.1.css", "/none", "/tags/x", "/_timeline/live.js"])
def test_head_is_get_without_the_body(server: Running, path: str) -> None:
    code, headers, body = server.get(path, "HEAD")
    got, expected, content = server.get(path)
    assert (code, body) == (got, b"")
    assert {**headers, "date": ""} == {**expected, "date": ""}
    assert headers["content-length"] == str(len(content))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "FOO"])
@pytest.mark.parametrize("path", ["/", "/_timeline/state"])
def test_nothing_but_get_and_head_is_answered(server: Running, method: str, path: str) -> None:
    code, headers, _ = server.get(path, method)
    assert (code, headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/", "/_timeline/state", "/_timeline/events", "/assets/site.1.css"])
@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "localhost", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}",
     "127.0.0.1:{port}@evil.example", "", "0.0.0.0:{port}", "[::]:{port}"],
)  # fmt: skip
def test_another_name_is_refused(server: Running, host: str, path: str) -> None:
    assert status(server.port, path, host.format(port=server.port)) in {400, 421}


@pytest.mark.parametrize("host", ["localhost:{port}", "LOCALHOST:{port}", "127.0.0.1:{port}", "[::1]:{port}"])
def test_its_own_names_are_answered(server: Running, host: str) -> None:
    assert status(server.port, "/", host.format(port=server.port)) == 200


def test_a_request_with_no_name_or_two_is_refused(server: Running) -> None:
    good = f"Host: 127.0.0.1:{server.port}\r\n".encode()
    for request in (
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + good + b"Host: evil.example\r\nConnection: close\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\n" + good + b"Connection: close\r\n\r\n",
    ):
        assert int(raw(server.port, request).split()[1]) in {400, 421}


def test_only_loopback_is_listened_on(server: Running) -> None:
    with pytest.raises(ConnectionRefusedError):
        # An address of this machine that is none of its loopback's own.
        socket.create_connection(("127.0.0.2", server.port), timeout=5).close()


@pytest.mark.parametrize(
    "target",
    [
        "/../netlify.toml", "/%2e%2e/netlify.toml", "/tags/..%2f..%2f..%2fnetlify.toml", "/..%5cnetlify.toml",
        "/%2e%2e%5c%2e%2e%5cnetlify.toml", "//netlify.toml", "//127.0.0.1/", "/tags//x/", "/tags/./x/", "/%00",
        "/index.html%00.txt", "/%252e%252e/netlify.toml", "/tags/x/../../index.html", "/%c0%ae%c0%ae/netlify.toml",
        "/etc/passwd", "/content/index.html", "/%ff", "/tags/x%0d%0aX-A:%201", "/....//netlify.toml",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_site(server: Running, target: str) -> None:
    assert status(server.port, target) == 404


def test_a_line_break_in_a_path_makes_no_header(server: Running) -> None:
    answer = raw(
        server.port,
        f"GET /tags/x?%0d%0aX-A:1 HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n".encode(),
    )
    assert b"\r\nX-A" not in answer


def test_other_sites_may_not_use_what_is_the_server_s_own(server: Running) -> None:
    for path in ("/_timeline/state", "/_timeline/live.js", "/_timeline/events"):
        for origin in ("cross-site", "same-site"):
            assert server.get(path, Sec_Fetch_Site=origin)[0] == 403
    assert server.get("/_timeline/state", Sec_Fetch_Site="same-origin")[0] == 200
    assert server.get("/", Sec_Fetch_Site="cross-site")[0] == 200


def state(running: Running, path: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(running.get(f"/_timeline/state?path={path}")[2])
    return found


def shown(running: Running, path: str) -> bytes:
    found = re.search(rb'data-digest="([^"]+)"', running.get(path)[2])
    assert found
    return found[1]


def test_a_page_and_its_state_agree_until_what_it_shows_changes(own: Running, tmp_path: Path) -> None:
    for path in ("/", "/tags/x/", "/none/", "/index.html"):
        assert shown(own, path).decode() == state(own, path)["digest"]
    before = {path: state(own, path)["digest"] for path in ("/", "/tags/x/", "/none/")}
    (tmp_path / "content/tags/x/index.html").write_text(page("Another tag"))
    wait_until(lambda: state(own, "/tags/x/")["digest"] != before["/tags/x/"])
    assert state(own, "/")["digest"] == before["/"]
    assert state(own, "/none/")["digest"] == before["/none/"]


def test_a_changed_stylesheet_or_picture_changes_the_pages_that_load_it(own: Running, tmp_path: Path) -> None:
    (tmp_path / "content/a.png").write_text("1")
    (tmp_path / "content/index.html").write_text(page("Home", '<img src="/a.png" alt="">'))
    wait_until(lambda: b"a.png" in own.get("/")[2])
    before = state(own, "/")
    (tmp_path / "content/assets/site.1.css").write_text("h1 { color: red; }")
    wait_until(lambda: state(own, "/")["digest"] != before["digest"])
    assert state(own, "/")["content"] == before["content"]
    (tmp_path / "content/a.png").write_text("2")
    wait_until(lambda: state(own, "/")["content"] != before["content"])


def test_a_request_after_a_save_shows_it_once_it_was_heard(own: Running, tmp_path: Path) -> None:
    for number in range(10):
        heard = own.live.watcher.heard
        (tmp_path / "content/index.html").write_text(page(f"Home {number}"))
        wait_until(lambda: own.live.watcher.heard > heard)  # noqa: B023  # called at once
        assert f"Home {number}".encode() in own.get("/")[2]


def test_what_changed_is_told_with_its_problems_and_their_end(own: Running, tmp_path: Path) -> None:
    file = tmp_path / "content/tags/x/index.html"
    file.write_text(page("Tag", "BROKEN"))
    wait_until(lambda: any("[test-broken]" in text for text in own.said))
    assert re.search(r"Changed: .*content/tags/x/index\.html \(\d+ ms\)", own.said[0])
    assert "index.html:11:1: error: <b>this</b> is broken [test-broken]\n  11 | BROKEN\n     | ^^^^^^" in own.said[1]
    assert own.said[2] == "1 error in 1 file."
    file.write_text(page("Tag", "mended"))
    wait_until(lambda: own.said[-1] == "No problems.")


def test_with_problems_the_last_good_site_stays_and_every_state_has_them(own: Running, tmp_path: Path) -> None:
    (tmp_path / "content/index.html").write_text(page("Newer", "BROKEN"))
    wait_until(lambda: state(own, "/")["problems"])
    assert b"Home" in own.get("/")[2]
    for path in ("/", "/tags/x/", "/none/"):
        problems = state(own, path)["problems"]
        assert isinstance(problems, dict)
        assert problems["errors"] is True
        assert "content/index.html:11:1: error: <b>this</b> is broken [test-broken]" in problems["text"]
    (tmp_path / "content/index.html").write_text(page("Newest"))
    wait_until(lambda: state(own, "/")["problems"] is None)
    assert b"Newest" in own.get("/")[2]


def test_a_page_that_cannot_be_made_shows_the_last_good_one_with_the_problem(own: Running, tmp_path: Path) -> None:
    assert b"Home" in own.get("/")[2]
    (tmp_path / "content/index.html").write_text(page("Newer", "FAULT"))
    wait_until(lambda: state(own, "/")["problems"])
    code, _, body = own.get("/")
    assert (code, b"Home" in body) == (200, True)
    problems = state(own, "/")["problems"]
    assert isinstance(problems, dict)
    assert "content/index.html:3:1: error: 'x' is undefined [template-undefined]" in problems["text"]
    assert state(own, "/tags/x/")["problems"] is None
    assert sum("[template-undefined]" in text for text in own.said) == 1


def test_what_could_never_be_made_says_so_and_why(own: Running, tmp_path: Path) -> None:
    (tmp_path / "content/new.html").write_text(page("New", "FAULT"))
    (tmp_path / "content/new.xml").write_text("FAULT")
    wait_until(lambda: own.get("/new.html")[0] == 500)
    assert TAG.search(own.get("/new.html")[2])
    wait_until(lambda: own.get("/new.xml")[0] == 500)
    _, headers, body = own.get("/new.xml")
    assert (headers["content-type"], b"template-undefined" in body) == ("text/plain; charset=utf-8", True)
    (tmp_path / "content/new.html").write_text(page("New"))
    wait_until(lambda: own.get("/new.html")[0] == 200)


def test_an_empty_site_has_a_page_that_waits(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with serving(tmp_path) as running:
        code, _, body = running.get("/")
        assert code == 404
        assert TAG.search(body)
        before = shown(running, "/")
        (tmp_path / "content/index.html").write_text(page("Home"))
        wait_until(lambda: running.get("/")[0] == 200)
        assert shown(running, "/") != before


def test_where_there_are_no_events_changes_are_looked_for(tmp_path: Path) -> None:
    with serving(make_site(tmp_path), poll=True) as running:
        (tmp_path / "content/index.html").write_text(page("Newer"))
        wait_until(lambda: b"Newer" in running.get("/")[2])


def test_answers_on_one_connection_follow_each_other_at_once(server: Running) -> None:
    """With Nagle's algorithm each would take 40 ms: 100 of them 4 seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    started = time.monotonic()
    for _ in range(100):
        connection.request("GET", "/assets/site.1.css")
        connection.getresponse().read()
    connection.close()
    assert time.monotonic() - started < 3


def test_an_update_that_fails_is_told_and_the_next_one_is_taken_in(own: Running, tmp_path: Path) -> None:
    (tmp_path / "content/index.html").write_bytes(b"\xff not UTF-8")
    wait_until(lambda: any("UnicodeDecodeError" in text for text in own.said))
    assert b"Home" in own.get("/")[2]
    (tmp_path / "content/index.html").write_text(page("Newer"))
    wait_until(lambda: b"Newer" in own.get("/")[2])


def test_netlify_toml_is_watched_too(own: Running, tmp_path: Path) -> None:
    version = own.live.version
    (tmp_path / "netlify.toml").write_text('[[headers]]\nfor = "/*"\n[headers.values]\nX-A = "1"\n')
    wait_until(lambda: own.live.version != version)
    assert own.get("/")[1]["x-a"] == "1"
    (tmp_path / "netlify.toml").write_text("nonsense")
    wait_until(lambda: state(own, "/")["problems"])
    assert own.get("/")[1]["x-a"] == "1"

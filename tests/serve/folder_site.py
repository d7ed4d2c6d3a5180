"""A small site in memory, and a server of it: each file of `content/` is an output of its own.

Real files, a real server; what the server does must not depend on how the real site is made. Run as a program
(`python -m tests.serve.folder_site ROOT [PORT]`) it serves until it gets a signal.
"""

import asyncio
import contextlib
import hashlib
import http.client
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from site_builder.output.faults import TemplateError, TemplateFault
from site_builder.problems import Problem
from site_builder.serve.answers import Answers
from site_builder.serve.app import make_app
from site_builder.serve.live import Live
from site_builder.serve.run import Server, listen, serve
from site_builder.serve.watch import watch
from site_builder.serve.worker import Worker

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="stylesheet" href="{style}">
<link rel="icon" href="/icon.svg">
</head>
<body>
<main><h1>{title}</h1>
{text}
</main>
</body>
</html>
"""

POLICY = """\
[[headers]]
for = "/*"
[headers.values]
Content-Security-Policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'"
X-Content-Type-Options = "nosniff"
Strict-Transport-Security = "max-age=63072000"

[[headers]]
for = "/assets/*"
[headers.values]
Cache-Control = "public, max-age=31536000, immutable"

[[headers]]
for = "/feed.xml"
[headers.values]
Content-Type = "application/rss+xml; charset=utf-8"
"""


def page(title: str, text: str = "<p>Some text.</p>", style: str = "/assets/site.1.css") -> str:
    return PAGE.format(title=title, text=text, style=style)


def make_site(root: Path, **more: str) -> Path:
    """The files of a site with a few pages; the names in `more` have `__` for `/` and `_` for `.`."""
    files = {
        "content/index.html": page("Home"),
        "content/tags/x/index.html": page("Tag"),
        "content/404.html": page("No such page"),
        "content/feed.xml": "<rss/>",
        "content/icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "content/data/a.json": "{}",
        "content/assets/site.1.css": "h1 { color: rgb(1, 2, 3); }",
        "netlify.toml": POLICY,
    } | {name.replace("__", "/").replace("_", "."): text for name, text in more.items()}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


class FolderSite:
    """The workspace. `BROKEN` in a file is a problem; `FAULT` in a page is found when the page is made."""

    def __init__(self, root: Path, prefix: str = "/") -> None:
        self.root, self.prefix, self.version = root, prefix, 0
        self.problems: tuple[Problem, ...] = ()
        self.files: dict[str, bytes] = {}
        self.updates: list[frozenset[Path] | None] = []
        self.update(None)

    def update(self, changed: frozenset[Path] | None) -> None:
        self.updates.append(changed)
        content = self.root / "content"
        files = {
            path.relative_to(content).as_posix(): path.read_bytes()
            for path in sorted(content.rglob("*"))
            if path.is_file()
        }
        problems = tuple(self._problems(files))
        if files != self.files or problems != self.problems:
            self.version += 1
        self.problems = problems
        if not problems:
            self.files = files

    def _problems(self, files: dict[str, bytes]) -> Iterator[Problem]:
        for name, data in files.items():
            for number, line in enumerate(data.decode().splitlines(), 1):
                if at := line.find("BROKEN") + 1:
                    yield Problem(
                        f"content/{name}", number, at, number, at + 6, "error", "test-broken",
                        "<b>this</b> is broken", "mend it",
                    )  # fmt: skip

    def warm_up(self) -> None:
        pass

    def digest(self, path: str) -> str | None:
        data = self.files.get(path)
        return None if data is None else hashlib.sha256(data).hexdigest()

    def body(self, path: str) -> bytes:
        data = self.files[path]
        if b"FAULT" in data:
            fault = TemplateFault(self.root / "content" / path, 3, "template-undefined", "'x' is undefined")
            raise TemplateError(fault)
        return data

    def redirect(self, path: str) -> str | None:
        return {f"{self.prefix}old/": f"{self.prefix}tags/x/"}.get(path)


def places(root: Path) -> tuple[Path, ...]:
    """What is watched."""
    return root / "content", root / "netlify.toml"


@dataclass
class Running:
    """A server at work."""

    port: int
    live: Live
    site: FolderSite
    said: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (names in lower case) and body of the answer to a request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): v for name, v in headers.items()})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()


@contextlib.contextmanager
def serving(
    root: Path, prefix: str = "/", max_streams: int = 1000, port: int = 0, poll: bool = False
) -> Iterator[Running]:
    """Serve the site at `root` from threads of this process."""
    said: list[str] = []
    sockets = listen(port)
    port = sockets[0].getsockname()[1]
    worker, ready = Worker(), threading.Event()
    site = worker.submit(FolderSite, root, prefix).result()
    with watch(places(root), poll=poll) as watcher:
        live = Live(Answers(site, root, said.append), worker, watcher, said.append)
        server = Server(make_app(live, port, max_streams), live, ready.set)
        threads = [
            threading.Thread(target=lambda: asyncio.run(server.serve(sockets))),
            threading.Thread(target=live.follow),
        ]
        for thread in threads:
            thread.start()
        try:
            assert ready.wait(20)
            yield Running(port, live, site, said)
        finally:
            server.handle_exit(2, None)
            watcher.close()
            for thread in threads:
                thread.join(20)
            worker.close()
            for listening in sockets:
                listening.close()
    assert not any(thread.is_alive() for thread in threads)


def wait_until(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait for what must come, however busy the machine is."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


if __name__ == "__main__":
    folder, wanted = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    say = partial(print, flush=True)
    sys.exit(serve(lambda: FolderSite(folder), root=folder, places=places(folder), say=say, port=wanted))

"""Chromium for the tests that need one, and a server that sends what netlify.toml declares.

Which headers a path gets is the business of `tests/netlify.py`. `python -m tests.browser` prints the
Chromium that the tests would use, or says how to get one (exit status 1).
"""

import contextlib
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

ADVICE = (
    "no Chromium found: the browser tests need one. Debian: apt install chromium; elsewhere install Chromium "
    "or Google Chrome and put it on the PATH, or name it: CHROMIUM=/path/to/chrome make test"
)

# No request of the browser's own may be mistaken for one of the page's; no name but loopback resolves. The
# sandbox is left off (Playwright's default): the pages are our own, and containers often cannot have one.
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class NoBrowserError(Exception):
    """There is no Chromium here; the message says how to get one."""


def find_chromium() -> str:
    """The path of a Chromium: `CHROMIUM` if set, else the first of `NAMES` on the PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if not found:
            message = f"CHROMIUM={named} is not a program that can be run"
            raise NoBrowserError(message)
        return found
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise NoBrowserError(ADVICE)


@contextlib.contextmanager
def serve(site: Path, headers_for: Callable[[str], dict[str, str]]) -> Iterator[str]:
    """Serve a built site on loopback with the headers of `headers_for(path)`; yields its address."""

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def end_headers(self) -> None:
            for name, value in headers_for(self.path.partition("?")[0]).items():
                # Content-Type is the handler's own; HSTS means nothing on plain HTTP.
                if name not in {"content-type", "strict-transport-security"}:
                    self.send_header(name, value)
            super().end_headers()

        def guess_type(self, path: str | os.PathLike[str]) -> str:
            address = "/" + Path(path).relative_to(site).as_posix()
            return headers_for(address).get("content-type") or super().guess_type(path)

        def log_message(self, *_: object) -> None:
            """Keep quiet: pytest's output is for tests."""

    def handler(*arguments: object) -> Handler:
        return Handler(*arguments, directory=str(site))  # type: ignore[arg-type]  # socketserver's own three

    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


if __name__ == "__main__":
    try:
        print(find_chromium())  # noqa: T201  # the Makefile asks
    except NoBrowserError as problem:
        sys.exit(str(problem))

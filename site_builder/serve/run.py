"""`timeline serve`: sockets, threads and signals around the site; begins and ends all of it.

What is said goes to `say`; only `cli` prints.
"""

import asyncio
import contextlib
import errno
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import FrameType

import uvicorn

from site_builder.problems import as_text, counts
from site_builder.records.files import source_lines
from site_builder.serve.answers import Answers, Workspace
from site_builder.serve.app import make_app
from site_builder.serve.live import Live
from site_builder.serve.watch import watch
from site_builder.serve.worker import Worker

HOSTS = (("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6))

MAX_STREAMS = 2000
WARM_UP = 0.4
"""Seconds after the start; whoever opened a browser has the first page by then."""

FILES_BESIDE = 150
"""Open files that are left for everything but event streams."""

Say = Callable[[str], None]


class PortError(Exception):
    """The port cannot be had; the message says why, `hint` is a way out."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def serve(
    make_workspace: Callable[[], Workspace],
    *,
    root: Path,
    places: Iterable[Path],
    say: Say,
    port: int = 8000,
    open_browser: bool = False,
    poll: bool = False,
) -> int:
    """Serve the site on this machine until Ctrl-C or SIGTERM; returns the exit status, 0.

    `places` are the folders and files to watch: from before the first is read, so that no change is missed.
    `make_workspace` is called once, in the thread that the workspace then lives in; what it raises is raised
    here. Raises PortError and watch.WatchError, both with a `hint`.
    """
    with contextlib.suppress(KeyboardInterrupt), ending_on(signal.SIGTERM), contextlib.ExitStack() as stack:
        sockets = listen(port)
        for listening in sockets:
            stack.callback(listening.close)
        worker = Worker()
        stack.callback(worker.close)
        watcher = stack.enter_context(watch(places, poll=poll))
        say("Reading the site …")
        workspace = worker.submit(make_workspace).result()
        live = Live(Answers(workspace, root, say), worker, watcher, say)
        _run(live, sockets, say, open_browser=open_browser)
    return 0


def _run(live: Live, sockets: list[socket.socket], say: Say, *, open_browser: bool) -> None:
    port = sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}{live.answers.workspace.prefix}"

    def ready() -> None:
        if problems := live.answers.problems:
            say(f"{as_text(problems, source_lines)}\n{counts(problems)}.")
        say(f"Serving the site on {url} (Ctrl-C ends it)")
        idle = threading.Timer(WARM_UP, live.worker.submit, (live.answers.workspace.warm_up,))
        idle.daemon = True
        idle.start()
        threading.Thread(target=live.follow, name="timeline-updates", daemon=True).start()
        if open_browser:
            # Some browsers only return when they are closed.
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    server = Server(make_app(live, port, max_streams()), live, ready)
    asyncio.run(server.serve(sockets))


class Server(uvicorn.Server):
    """uvicorn, ending at once and quietly: event streams are ended by us, and no signal is raised again."""

    def __init__(self, app: object, live: Live, ready: Callable[[], None]) -> None:
        config = uvicorn.Config(
            app,  # type: ignore[arg-type]  # any ASGI application
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        super().__init__(config)
        self.live, self.ready = live, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self.live.start()
        await super().startup(sockets)
        await asyncio.to_thread(self.ready)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        del sig, frame
        self.force_exit = self.should_exit  # at the second time
        self.should_exit = True
        self.live.stop()


def listen(port: int) -> list[socket.socket]:
    """Sockets on every loopback address there is, all on one port (0: any that is free). Raises PortError."""
    for _ in range(20):
        sockets: list[socket.socket] = []
        wanted = port
        try:
            for host, family in HOSTS:
                if bound := _bind(host, family, wanted):
                    sockets.append(bound)
                    wanted = bound.getsockname()[1]
        except OSError as error:
            for bound in sockets:
                bound.close()
            if port == 0 and error.errno == errno.EADDRINUSE and sockets:
                continue  # taken on the other address
            raise _port_error(port, error) from error
        if sockets:
            return sockets
    raise PortError("no free port was found", "name one: --port 8001")


def _bind(host: str, family: socket.AddressFamily, port: int) -> socket.socket | None:
    """A listening socket; None if the machine has no such address. Raises OSError."""
    try:
        # With TCP named asyncio switches Nagle's algorithm off; else each answer would wait 40 ms for an
        # acknowledgement between its head and its body.
        bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except OSError:
        return None
    try:
        if sys.platform == "win32":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        bound.bind((host, port))
        bound.listen(1024)
    except OSError as error:
        bound.close()
        if error.errno in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}:
            return None
        raise
    return bound


def _port_error(port: int, error: OSError) -> PortError:
    other = f"--port {port + 1 if 1024 <= port < 65535 else 8001}"
    if error.errno == errno.EADDRINUSE:
        return PortError(f"port {port} is in use", f"choose another: {other}, or --port 0 for any that is free")
    return PortError(f"port {port} cannot be had: {error.strerror}", f"choose another: {other}")


def max_streams() -> int:
    """How many event streams there may be: as many as there may be open files, within reason."""
    try:
        import resource
    except ImportError:  # Windows
        return 200
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_STREAMS + FILES_BESIDE
    if 0 <= soft < wanted:
        soft = wanted if hard < 0 else min(wanted, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return MAX_STREAMS if soft < 0 else max(min(MAX_STREAMS, soft - FILES_BESIDE), 16)


@contextlib.contextmanager
def ending_on(number: signal.Signals) -> Iterator[None]:
    """Let a signal end the program as Ctrl-C does. Only the main thread hears signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(number, interrupt)
    try:
        yield
    finally:
        signal.signal(number, before)

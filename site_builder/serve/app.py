"""HTTP: which requests are answered at all, the server's own addresses, and all others from the site.

What a path of the site gets is decided by `answers`; when, by `live`.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from site_builder.serve.live import Live
from site_builder.serve.markup import LIVE, SCRIPT

METHODS = ("GET", "HEAD")

OWN = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
"""Headers of what is not the site's."""

SCRIPT_FILE = Path(__file__).with_name("live.js")

Endpoint = Callable[[Request], Awaitable[Response]]


def make_app(live: Live, port: int, max_streams: int) -> Starlette:
    """The application for a server on `port` of this machine, with at most `max_streams` event streams."""

    async def events(request: Request) -> Response:
        if live.streams >= max_streams:
            return PlainTextResponse("too many event streams\n", 503, OWN | {"retry-after": "5"})
        if request.method == "HEAD":
            return Response(headers=OWN, media_type="text/event-stream")
        return StreamingResponse(live.events(), headers=OWN, media_type="text/event-stream")

    async def state(request: Request) -> Response:
        await live.settled()
        version = live.version
        found = await live.state(request.query_params.get("path", "/"))
        return JSONResponse({"version": version, **found}, headers=OWN)

    async def script(request: Request) -> Response:
        del request
        # As a worker's script it has a policy of its own, not the page's.
        policy = {"content-security-policy": "default-src 'none'; connect-src 'self'"}
        return Response(SCRIPT_FILE.read_bytes(), headers=OWN | policy, media_type="text/javascript")

    async def unknown(request: Request) -> Response:
        del request
        return PlainTextResponse("not found\n", 404, OWN)

    async def site(request: Request) -> Response:
        path: str = request.scope["path"]
        if not path.startswith(f"{live.answers.workspace.prefix}assets/"):
            await live.settled()
        answer = await live.answer(path)
        headers = dict(answer.headers)
        if query := request.url.query if "location" in headers else "":
            headers["location"] += f"?{query}"
        return Response(answer.body, answer.status, headers)

    own: dict[str, Endpoint] = {
        f"{LIVE}events": events,
        f"{LIVE}state": state,
        SCRIPT: script,
        LIVE + "{rest:path}": unknown,
    }
    routes = [Route(path, endpoint) for path, endpoint in {**own, "/{path:path}": site}.items()]
    return Starlette(routes=routes, middleware=[Middleware(Guard, hosts=host_names(port))])


def host_names(port: int) -> frozenset[str]:
    """What a Host header may say; somebody else made any other name lead here (DNS rebinding)."""
    names = ("localhost", "127.0.0.1", "[::1]")
    return frozenset(f"{name}:{port}" for name in names) | frozenset(names if port == 80 else ())


class Guard:
    """Refuses what is not meant for this server, before anything is looked up."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (refused := self._refused(scope)):
            await refused(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _refused(self, scope: Scope) -> Response | None:
        sent: list[tuple[bytes, bytes]] = scope["headers"]
        hosts = [value.decode("latin-1").lower() for name, value in sent if name == b"host"]
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return PlainTextResponse("this server does not go by that name\n", 421, OWN)
        if scope["method"] not in METHODS:
            return PlainTextResponse("only GET and HEAD\n", 405, OWN | {"allow": ", ".join(METHODS)})
        if not scope["path"].startswith("/"):
            return PlainTextResponse("not a path\n", 400, OWN)
        # Our own addresses are for our own pages: no other site may hold streams open, or ask what is wrong.
        origin = dict(sent).get(b"sec-fetch-site", b"same-origin")
        if scope["path"].startswith(LIVE) and origin not in {b"same-origin", b"none"}:
            return PlainTextResponse("only for pages of this server\n", 403, OWN)
        return None

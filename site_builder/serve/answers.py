"""What the server answers: for each path of the site a response, and for each page its state.

Owns redirects, pages that cannot be made and problems as they are shown. All of it runs in the thread of the
worker; HTTP is `app`'s business, the site itself the workspace's.
"""

import os
import traceback
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

from site_builder.output.faults import TemplateError
from site_builder.problems import Problem, as_text, counts, has_errors, severity_of
from site_builder.records.files import source_lines
from site_builder.serve import markup
from site_builder.serve.headers import Headers, content_type

NOT_FOUND = "404.html"

KEPT = 128
"""Pages kept as they were made last: for the tabs that show them, and while they cannot be made."""

SHOWN = 50
"""Problems laid over a page; the terminal shows all."""


class Workspace(Protocol):
    """The site in memory. Paths are those of `Output` (`tags/x/index.html`) unless said otherwise."""

    @property
    def prefix(self) -> str:
        """The path of the base URL, `/` or `/timeline/`: the site is served below it."""

    @property
    def version(self) -> int:
        """Grows with every update that changed anything."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems there are now, with files relative to the root."""

    def update(self, changed: frozenset[Path] | None) -> None:
        """Take in changes of files, or of folders with all below them; None: look at everything."""

    def warm_up(self) -> None:
        """Prepare for the first save, while nobody waits."""

    def digest(self, path: str) -> str | None:
        """The digest of an output; None if there is none."""

    def body(self, path: str) -> bytes:
        """The bytes of an output, made now. Raises TemplateError."""

    def redirect(self, path: str) -> str | None:
        """Where `_redirects` leads from a request path (with its prefix)."""


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes = b""


class Made(NamedTuple):
    """A page as it was made last from an output of this `digest`, and what kept it from being made again."""

    digest: str
    page: markup.Page
    status: int = 200
    problem: Problem | None = None


class Answers:
    """Answers for the `workspace` whose files stand below `root`; `say` tells of what fails."""

    def __init__(self, workspace: Workspace, root: Path, say: Callable[[str], None]) -> None:
        self.workspace, self.root, self.say = workspace, root, say
        self._made: OrderedDict[str, Made] = OrderedDict()
        self._headers = Headers(root / "netlify.toml")
        self._told = (-1, "")
        self._sources: tuple[tuple[Problem, ...], ...] = ()
        self._problems: tuple[Problem, ...] = ()

    def answer(self, path: str) -> Answer:
        """The response to a request for a path, as decoded by the server."""
        status, target = self._find(path)
        if status in {301, 302}:
            # A browser would keep it for ever.
            return Answer(status, {"location": quote(target, safe="/?#&=%:+;,@!$'()*~"), "cache-control": "no-store"})
        kind = content_type(target)
        if kind.startswith("text/html"):
            made = self._page(target)
            status = made.status if status == 200 else status
            digest, _ = self._digests(path, target, made, status)
            body = markup.with_script(made.page.body, path=path, digest=digest)
        else:
            try:
                body = self.workspace.body(target)
            except Exception as error:  # shown instead
                status, kind = 500, "text/plain; charset=utf-8"
                body = as_text(self.from_here([self._problem(target, error)]), source_lines).encode()
        inner = "/" + path.removeprefix(self.workspace.prefix).lstrip("/")
        return Answer(status, self._headers.of(inner, status, kind), body)

    def state(self, path: str) -> dict[str, Any]:
        """What a tab that shows the page at `path` compares itself with."""
        status, target = self._find(path)
        problem = None
        found: dict[str, Any] = {"digest": "", "content": "", "styles": []}
        if status in {301, 302}:
            found["digest"] = found["content"] = markup.short_digest(target)
        elif content_type(target).startswith("text/html"):
            made = self._page(target)
            problem = made.problem
            found["digest"], found["content"] = self._digests(
                path, target, made, made.status if status == 200 else status
            )
            found["styles"] = [[address, self._load_digest(address, path)] for address in made.page.styles]
        return found | {"problems": self._shown(problem)}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of the site and of netlify.toml, as seen from the working directory."""
        sources = self.workspace.problems, self._headers.problems
        if sources != self._sources:
            self._sources, self._problems = sources, self.from_here([*sources[0], *sources[1]])
        return self._problems

    def from_here(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        return tuple(
            replace(problem, file=Path(os.path.relpath(self.root / problem.file)).as_posix()) for problem in problems
        )

    def _find(self, path: str) -> tuple[int, str]:
        """The status and the output or, if the status is 301 or 302, the address to go to."""
        prefix = self.workspace.prefix
        if is_odd(path):
            return 404, NOT_FOUND
        if (target := self.workspace.redirect(path)) and target != path:
            return 301, target
        if path in {"/", prefix.rstrip("/")} and path != prefix:
            return 302, prefix
        if not path.startswith(prefix):
            return 404, NOT_FOUND
        inner = path[len(prefix) :]
        output = inner if inner and not inner.endswith("/") else f"{inner}index.html"
        if self.workspace.digest(output) is not None:
            return 200, output
        if output == inner and self.workspace.digest(f"{inner}/index.html") is not None:
            return 301, f"{path}/"
        return 404, NOT_FOUND

    def _page(self, output: str) -> Made:
        """A page, made if it is not at hand; as it was last if it cannot be made."""
        digest = self.workspace.digest(output)
        made = self._made.get(output)
        if digest is None:
            return Made("", markup.read(placeholder("There is nothing here", "The site has no such page.")), 404)
        if made is None or made.digest != digest:
            try:
                made = Made(digest, markup.read(self.workspace.body(output)))
            except Exception as error:  # shown over the page
                page = made.page if made and made.status == 200 else None
                instead = placeholder("This page cannot be made", "It will be here when the problem is solved.")
                made = Made(digest, page or markup.read(instead), 200 if page else 500, self._problem(output, error))
            self._made[output] = made
        self._made.move_to_end(output)
        while len(self._made) > KEPT:
            self._made.popitem(last=False)
        return made

    def _digests(self, path: str, output: str, made: Made, status: int) -> tuple[str, str]:
        """Digests of the page with all it loads, and of the same without its stylesheets."""
        loads = [self._load_digest(address, path) for address in made.page.loads]
        content = markup.short_digest(output, str(status), made.page.rest, *loads)
        styles = [part for style in made.page.styles for part in (style, self._load_digest(style, path))]
        return f"{content}-{markup.short_digest(*styles)}", content

    def _load_digest(self, address: str, page: str) -> str:
        path = markup.site_path(address, page, self.workspace.prefix)
        return (path and self.workspace.digest(path)) or ""

    def _shown(self, of_page: Problem | None) -> dict[str, Any] | None:
        problems = [*self.problems, *self.from_here([of_page] if of_page else [])]
        if not problems:
            return None
        problems.sort(key=lambda problem: problem.severity != "error")
        text = as_text(problems[:SHOWN], source_lines)
        if len(problems) > SHOWN:
            text += f"\n… and {len(problems) - SHOWN} more: see the terminal"
        return {"title": counts(problems), "text": text, "errors": has_errors(problems)}

    def _problem(self, output: str, error: Exception) -> Problem:
        """What keeps an output from being made; told in the terminal, too."""
        if isinstance(error, TemplateError):
            fault = error.fault
            file = fault.file.as_posix()
            hint = "correct the template; docs/templates.md lists what templates are given"
            problem = Problem(
                file, fault.line, 1, fault.line, 1, severity_of(fault.code), fault.code, fault.message, hint
            )
            self._tell(as_text(self.from_here([problem]), source_lines))
            return problem
        self._tell("".join(traceback.format_exception(error)).rstrip())
        message = f"this file cannot be made: {type(error).__name__}: {error}"
        return Problem(output, 1, 1, 1, 1, "error", "output-failed", message, "the terminal says more")

    def _tell(self, text: str) -> None:
        """Say what many pages may have in common, once."""
        if (self.workspace.version, text) != self._told:
            self._told = self.workspace.version, text
            self.say(text)


def is_odd(path: str) -> bool:
    """Whether no site can have the path: dot segments, empty ones, backslashes, control characters."""
    segments = path.split("/")[1:]
    return (
        not path.startswith("/")
        or "\\" in path
        or any(ord(char) < 32 or ord(char) == 127 for char in path)
        or any(segment in {".", ".."} for segment in segments)
        or "" in segments[:-1]
    )


def placeholder(title: str, text: str) -> bytes:
    """A page of the server's own, for where the site has none."""
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"</head>\n<body>\n<h1>{title}</h1>\n<p>{text}</p>\n</body>\n</html>\n"
    ).encode()

"""The running server's state: the site in its worker, changes on their way into it, and who waits for them.

Joins the watcher's sets, the worker that takes them in, and the event loop that tells the browsers.
"""

import asyncio
import os
import time
import traceback
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from typing import Any

from site_builder.problems import Problem, as_text, counts, printable
from site_builder.records.files import source_lines
from site_builder.serve.answers import Answer, Answers
from site_builder.serve.watch import Changes, Watcher
from site_builder.serve.worker import Worker

GRACE = 0.002
"""Seconds a request waits for the news of a save that was made just before it."""

PATIENCE = 30.0
"""Seconds a request waits for an update; then it gets what there is."""

HEARTBEAT = 15.0
"""Seconds of silence on a stream after which a comment is sent: a lost connection shows."""


class Live:
    """What the requests share. `follow` runs in a thread of its own, the coroutines in the event loop."""

    def __init__(self, answers: Answers, worker: Worker, watcher: Watcher, say: Callable[[str], None]) -> None:
        self.answers, self.worker, self.watcher, self.say = answers, worker, watcher, say
        self.streams = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = False
        self._seen = 0  # of the watcher's events
        self._round = asyncio.Event()  # an update is through
        self._news = asyncio.Event()  # and has changed something
        # What tells this server's state from another one's, and from its own later ones.
        self._birth, self._generation = f"{os.getpid()}.{time.time_ns()}", 0

    def start(self) -> None:
        """Called in the event loop before the first request."""
        self._loop = asyncio.get_running_loop()

    def stop(self) -> None:
        """End all streams; called from the event loop's thread, signal handlers too."""
        self._stopping = changed = True
        if self._loop:
            self._loop.call_soon_threadsafe(self._ring, 0, changed)

    # ------------------------------------------------------------ updates
    def follow(self) -> None:
        """Take in what changes until the watcher is closed."""
        for changes in self.watcher:
            self.update(changes)

    def update(self, changes: Changes) -> None:
        """Take in a set and wait until that is done."""
        seen = self.watcher.taken
        try:
            changed = self.worker.submit(self._update, changes).result()
        except Exception:
            self.say(traceback.format_exc().rstrip())
            self.say("The change could not be taken in; the site is as it was. Please report this.")
            changed = True
        if self._loop and not self._stopping:
            self._loop.call_soon_threadsafe(self._ring, seen, changed)

    def _update(self, changes: Changes) -> bool:
        """In the worker: update the site and say what happened; whether a browser may show anything new."""
        workspace = self.answers.workspace
        before = workspace.version, self.answers.problems
        started = time.perf_counter()
        workspace.update(changes)
        milliseconds = (time.perf_counter() - started) * 1000
        problems = self.answers.problems
        # Headers are not the workspace's.
        if (workspace.version, problems) == before and not _names(changes, "netlify.toml"):
            return False
        self.say(f"{self._described(changes)} ({milliseconds:.0f} ms)")
        if problems != before[1]:
            self._tell_problems(problems, {*before[1]})
        return True

    def _tell_problems(self, problems: Sequence[Problem], known: Collection[Problem]) -> None:
        if fresh := [problem for problem in problems if problem not in known]:
            self.say(as_text(fresh, source_lines))
        self.say(f"{counts(problems)}." if problems else "No problems.")

    def _described(self, changes: Changes) -> str:
        """What changed, in a few words, with paths from the working directory."""
        paths = sorted(os.path.relpath(path) for path in changes or () if not path.is_dir())
        if not paths:
            return "Changed: folders" if changes else "Looked at everything"
        more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
        return printable(f"Changed: {', '.join(paths[:3])}{more}")

    def _ring(self, seen: int, changed: bool) -> None:  # noqa: FBT001  # call_soon passes by position
        """Wake who waits: in the event loop."""
        self._seen = max(self._seen, seen)
        self._round.set()
        self._round = asyncio.Event()
        if changed:
            self._generation += 1
            self._news.set()
            self._news = asyncio.Event()

    # ------------------------------------------------------------ requests
    @property
    def version(self) -> str:
        """What the streams tell: another text after each change, and from each server."""
        return f"{self._birth}.{self._generation}"

    async def settled(self) -> None:
        """Wait until all that has been heard of is taken in."""
        await asyncio.sleep(GRACE)
        heard = self.watcher.heard
        try:
            async with asyncio.timeout(PATIENCE):
                while self._seen < heard and not self._stopping:
                    await self._round.wait()
        except TimeoutError:
            return

    async def answer(self, path: str) -> Answer:
        return await asyncio.wrap_future(self.worker.submit(self.answers.answer, path))

    async def state(self, path: str) -> dict[str, Any]:
        return await asyncio.wrap_future(self.worker.submit(self.answers.state, path))

    async def events(self) -> AsyncIterator[str]:
        """A stream of server-sent events (HTML Standard, section 9.2): one now, and one for each change."""
        self.streams += 1
        try:
            yield "retry: 500\n"
            while not self._stopping:
                news = self._news
                yield f"data: {self.version}\n\n"
                while not await _within(HEARTBEAT, news):
                    yield ": nothing new\n\n"
        finally:
            self.streams -= 1


async def _within(seconds: float, event: asyncio.Event) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False


def _names(changes: Changes, name: str) -> bool:
    return changes is not None and any(path.name == name for path in changes)

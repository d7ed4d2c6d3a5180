"""Watching folders: which paths may have changed, as sets.

Owns hearing of changes, gathering those that belong together and waiting no longer than that takes. Whether
anything really changed is for who takes the sets to find out (`workspace`).
"""

import logging
import os
import queue
import re
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePath
from typing import NamedTuple, Self

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserverVFS

QUIET = 0.006
"""Seconds without another event after which a set is passed on."""

WRITING = 0.06
"""The same while a file has been written to and not closed: it may be empty just now."""

LONGEST = 0.1
"""Seconds after the first event after which a set is passed on in any case."""

HOLD = 0.003
"""Seconds that a file moved away is waited for to appear elsewhere."""

ENDING = 0.5
"""Seconds to wait for the observer's threads to end."""

LOOK = 1.0
"""Seconds between looks for folders that came or went unheard."""

POLL = 0.4
"""Seconds between looks where there are no events."""

MANY = 2000
"""With more paths than this, events may have been lost (inotify holds 16,384): all may have changed."""

Changes = frozenset[Path] | None
"""Absolute paths that may have changed; a folder stands for all that is or was below it. None: everything."""

# Not those of our own reading: opened, closed without writing.
EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent, FileClosedEvent,
    DirCreatedEvent, DirMovedEvent, DirDeletedEvent,
]  # fmt: skip

FOLDERS = frozenset({".git", ".hg", ".svn", ".cache", "__pycache__"})
LEFTOVERS = re.compile(r"^[.#]|~$")


class WatchError(Exception):
    """Changes cannot be watched for; the message says why."""

    hint = "look for changes instead of waiting for them: --poll"


def watch(places: Iterable[Path], *, poll: bool = False) -> "Watcher":
    """Begin to watch folders (with all below them) and files, there or not yet. Raises WatchError.

    Iterating gives a set for each burst of changes, until `close`.
    """
    return Watcher(places, poll=poll)


def is_noise(inner: PurePath) -> bool:
    """Whether a path, relative to a watched folder, is an editor's, a version control's or a cache's.

    `static/` is copied whole, dot files too, except Emacs's `.#` links.
    """
    parts = inner.parts
    if not FOLDERS.isdisjoint(parts) or any(part.startswith(".#") for part in parts):
        return True
    return parts[:1] != ("static",) and any(LEFTOVERS.search(part) for part in parts)


class Event(NamedTuple):
    """Something heard of a path: `created`, `modified`, `moved`, `deleted` or `closed`."""

    path: Path
    kind: str
    folder: bool


class Watcher:
    """Who watches the `places`. Sets are taken from one thread; `heard` and `taken` may be read from any.

    `heard` counts the events so far, `taken` those in the sets given out: where they differ, a set is coming.
    """

    def __init__(self, places: Iterable[Path], *, poll: bool) -> None:
        self.heard = self.taken = 0
        self._places = tuple(dict.fromkeys(path.absolute() for path in places))
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        # That a folder has come, or come back, is heard in its parent.
        parents = dict.fromkeys(place.parent for place in self._places)
        self._spots = [(path, True) for path in self._places] + [(path, False) for path in parents]
        self._known: dict[tuple[Path, bool], tuple[int, int] | None] = {}
        self._watches: dict[tuple[Path, bool], ObservedWatch] = {}
        self._observer, self._tells_closing = _observer(poll=poll)
        try:
            self._observer.start()
            self._settle()
        except OSError as error:
            self.close()
            reason = error.strerror or str(error)
            raise WatchError(f"the folders cannot be watched: {reason}") from error

    def close(self) -> None:
        """Stop; whoever waits for a set gets the end."""
        self._events.put(None)
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join(ENDING)  # its threads are daemons; one that has just begun may take seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[Changes]:
        while True:
            try:
                event = self._events.get(timeout=LOOK)
            except queue.Empty:
                if came_or_went := self._settle():
                    yield self._changes(came_or_went, ())
                continue
            if event is None:
                return
            burst = self._gather(event)
            of_places = {event.path for event in burst} & {path for path, _ in self._spots}
            paths = {event.path for event in burst} | self._settle(of_places)
            changes = self._changes(paths, [event.path for event in burst if _brings_files(event)])
            self.taken += len(burst)
            yield changes

    def hear(self, event: Event) -> None:
        """Take in an event; from the observer's thread alone."""
        self.heard += 1
        self._events.put(event)

    def is_place(self, path: Path) -> bool:
        return path in self._places

    def _gather(self, first: Event) -> list[Event]:
        """The events that belong together: those that follow closely, and the end of any writing."""
        burst, writing = [first], _writing(set(), first)
        latest = time.monotonic() + LONGEST
        while True:
            quiet = WRITING if writing and self._tells_closing else QUIET
            wait = min(quiet, latest - time.monotonic())
            try:
                event = self._events.get(timeout=wait) if wait > 0 else self._events.get_nowait()
            except queue.Empty:
                return burst
            if event is None:
                self._events.put(None)
                return burst
            burst.append(event)
            _writing(writing, event)
            if wait <= 0 and len(burst) > MANY:
                return burst

    def _settle(self, of: Collection[Path] = ()) -> set[Path]:
        """Watch what is there now: the places that came, went or became others, and those that are named."""
        changed = set()
        for spot in self._spots:
            path, deep = spot
            identity = _identity(path)
            if spot in self._known and identity == self._known[spot] and not (deep and path in of):
                continue
            first = spot not in self._known
            if watched := self._watches.pop(spot, None):
                self._observer.unschedule(watched)
            try:
                watched_now = identity is not None and self._schedule(path, deep=deep)
            except OSError:
                if first:
                    raise
                watched_now = False  # tried again at the next look
            self._known[spot] = identity if watched_now else None
            if deep and not first:
                changed.add(path)
        return changed

    def _schedule(self, path: Path, *, deep: bool) -> bool:
        """Watch a folder; False if it has just gone. Raises OSError."""
        # The folder itself may be a symbolic link; inotify follows none.
        handler = _Handler(self, path, Path(os.path.realpath(path)), deep=deep)
        try:
            watched = self._observer.schedule(handler, str(handler.real), recursive=deep, event_filter=EVENTS)
        except (FileNotFoundError, NotADirectoryError):
            return False
        self._watches[path, deep] = watched
        return True

    def _is_noise(self, path: Path) -> bool:
        return any(path.is_relative_to(place) and is_noise(path.relative_to(place)) for place in self._places)

    def _changes(self, paths: set[Path], folders: Iterable[Path]) -> Changes:
        """The set to give out. Files that came into a new folder before it was watched made no events."""
        found = set(paths)
        for folder in {*folders, *(path for path in paths if path in self._places)}:
            for parent, _, names in os.walk(folder):
                found.update(path for name in names if not self._is_noise(path := Path(parent, name)))
                if len(found) > MANY:
                    return None
        return frozenset(found) if len(found) <= MANY else None


class _Handler(FileSystemEventHandler):
    """Passes on what concerns the watched places, under the names they were given."""

    def __init__(self, watcher: Watcher, given: Path, real: Path, *, deep: bool) -> None:
        self.watcher, self.given, self.real, self.deep = watcher, given, real, deep

    def on_any_event(self, event: FileSystemEvent) -> None:
        for name in (event.src_path, event.dest_path):
            if not name:
                continue
            try:
                inner = Path(os.fsdecode(name)).relative_to(self.real)
            except ValueError:  # moved to or from elsewhere
                continue
            path = self.given / inner
            if not is_noise(inner) if self.deep else self.watcher.is_place(path):
                self.watcher.hear(Event(path, event.event_type, event.is_directory))


def _observer(*, poll: bool) -> tuple[BaseObserver, bool]:
    """An observer, and whether it tells that a file was closed after writing."""
    # It would tell of what it cannot do on standard error; what matters of that is raised.
    logging.getLogger("watchdog").addHandler(logging.NullHandler())
    if poll:
        # lstat: a link whose target is missing is not an error, and circles of links are not followed.
        return PollingObserverVFS(os.lstat, os.scandir, polling_interval=POLL), False
    observer = Observer()
    tells_closing = type(observer).__name__ == "InotifyObserver"
    if tells_closing:
        from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper

        # A file moved out of the watched folders, and every event after it, would be held back for half a
        # second in case the file appears elsewhere. The kernel reports both ends of a move in one go.
        InotifyMoveEventGrouper.delay = HOLD
    return observer, tells_closing


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a folder from one that took its place; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if path.is_dir() else None


def _writing(open_: set[Path], event: Event) -> set[Path]:
    """The files being written after the event."""
    if event.kind == "modified":
        open_.add(event.path)
    else:
        open_.discard(event.path)
    return open_


def _brings_files(event: Event) -> bool:
    return event.folder and event.kind in {"created", "moved"}

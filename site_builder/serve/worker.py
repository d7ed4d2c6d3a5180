"""One thread that does one thing at a time: the site in memory is changed and asked in it alone."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Worker:
    """A thread that ends with the program, in the middle of its work if need be: nobody waits for it then.

    (`ThreadPoolExecutor` is waited for when the interpreter ends.)
    """

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="timeline-worker", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        self._jobs.put((future, lambda: work(*args, **kwargs)))
        return future

    def close(self) -> None:
        """Let the thread end once it has done what it was given so far."""
        self._jobs.put(None)

    def _run(self) -> None:
        while job := self._jobs.get():
            future, work = job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = work()
            except BaseException as error:  # whoever waits for the result gets it
                future.set_exception(error)
            else:
                future.set_result(result)

"""Ctrl-C, where it has to wait. What it does is Python's business, and how a command ends `__main__`'s."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ctrl_c_waits() -> Iterator[None]:
    """Ctrl-C counts afterwards: in the middle of a fork or an import Python may swallow it, or make another error of
    it; in a process that has just been forked, that one would say it, too.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

"""The program as a process: `timeline`, which is the same as `python -m site_builder`."""

import multiprocessing
import os
import sys
from contextlib import suppress
from typing import NoReturn

from site_builder.interrupts import ctrl_c_waits


def run() -> NoReturn:
    """A command, and then the end at once: to give back a million values one by one first would take a twentieth of a
    second of each. Nothing waits for the end of the interpreter: what is open has been closed by whoever opened it.
    """
    status = 0
    try:
        with ctrl_c_waits():
            from site_builder.cli import main
        main(prog_name="timeline")
    except SystemExit as end:
        if end.code is not None and not isinstance(end.code, int):
            raise
        status = end.code or 0
    except (KeyboardInterrupt, RuntimeError) as error:
        # Where a class is being made, as when modules are imported, Python 3.11 makes another error of Ctrl-C.
        if not isinstance(error.__cause__ or error, KeyboardInterrupt):
            raise
        status = 1
        os.write(2, b"\nAborted!\n")  # as click says it
    for stream in filter(None, (sys.stdout, sys.stderr)):  # one that was closed from the start is None
        try:
            stream.flush()
        except OSError as error:  # nobody has read what was said, or there was no room for it
            status = status or 1
            with suppress(OSError):
                os.write(2, f"timeline: cannot say everything: {error.strerror}\n".encode())
    for child in multiprocessing.active_children():  # who still looks at something for us, when we are interrupted
        child.kill()
        child.join()
    os._exit(status)


if __name__ == "__main__":
    run()

"""How long a command takes, how much memory, and how long from a save to the page that shows it."""

import hashlib
import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

_MEMORY_EVERY = 0.03  # seconds between two looks
_POLL = 0.002  # seconds between two GETs
PATIENCE = 600.0  # seconds that a command may take


class FailedError(Exception):
    """A command did not do its work. `status` is its exit status; 0 where it had no end in time."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


# ---------------------------------------------------------------- commands
def seconds(command: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> float:
    """Wall time from start to end. Raises FailedError."""
    started = time.perf_counter()
    with _started(command, folder, environment) as process:
        _ended(process, command, folder)
        return time.perf_counter() - started


def peak_memory(command: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> int | None:
    """Bytes: the highest sum of PSS over all processes of the command. None where there is no /proc."""
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    peak = 0
    with _started(command, folder, environment) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_pss, _session(process.pid))))
            time.sleep(_MEMORY_EVERY)
        _ended(process, command, folder)
    return peak


@contextmanager
def _started(
    command: tuple[str, ...], folder: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a session of its own, by which all its children are known, and ended with it."""
    with _log(folder).open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _ended(process: subprocess.Popen[bytes], command: tuple[str, ...], folder: Path) -> None:
    # Not wait(timeout): it looks every 50 ms only, and we measure milliseconds.
    timer = threading.Timer(PATIENCE, process.kill)
    timer.start()
    started = time.perf_counter()
    try:
        status = process.wait()
    finally:
        timer.cancel()  # else the benchmark would not end before it
    if time.perf_counter() - started >= PATIENCE:
        raise FailedError(f"over {PATIENCE:.0f} s")
    if status:
        raise FailedError(_why(command, folder, status), status)


def _why(command: tuple[str, ...], folder: Path, status: int) -> str:
    said = _log(folder).read_text(encoding="utf-8", errors="replace").strip()
    return f"{' '.join(command)} ended with status {status}:\n{said[-1000:]}"


def _log(folder: Path) -> Path:
    """Where the commands run in the folder say what they say."""
    return folder.with_name(f"{folder.name}.log")


def _session(session: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                # proc(5): the sixth field; the second, in brackets, may hold anything.
                if int((entry / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                    yield int(entry.name)


def _pss(process: int) -> int:
    """Bytes; 0 for a process that has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


# ---------------------------------------------------------------- servers
def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def served(command: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> Iterator[tuple[int, float]]:
    """The port of a running server, and the seconds from its start to the last byte of its first page."""
    port = free_port()
    filled = tuple(part.format(port=port) for part in command)
    started = time.perf_counter()
    with _started(filled, folder, environment) as process:
        while True:
            if (status := process.poll()) is not None:
                raise FailedError(_why(filled, folder, status), status)
            with suppress(OSError, http.client.HTTPException), _connection(port) as connection:
                if _get(connection, "/")[0] == 200:
                    break
            if time.perf_counter() - started > PATIENCE:
                raise FailedError(f"over {PATIENCE:.0f} s")
            time.sleep(_POLL)
        yield port, time.perf_counter() - started


def seen(port: int, path: str, token: str, since: float) -> float:
    """Seconds from `since` to the last byte of the first answer that holds the token. Raises FailedError."""
    wanted = token.encode()
    with _connection(port) as connection:
        while time.perf_counter() - since < PATIENCE:
            try:
                body = _get(connection, path)[1]
            except (OSError, http.client.HTTPException):
                connection.close()  # the next request opens it again
                body = b""
            now = time.perf_counter()
            if wanted in body:
                return now - since
            time.sleep(_POLL)
    raise FailedError(f"{token!r} was not seen in {PATIENCE:.0f} s")


def _connection(port: int) -> closing[http.client.HTTPConnection]:
    return closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE))


def _get(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    connection.request("GET", path)
    response = connection.getresponse()
    return response.status, response.read()


# ---------------------------------------------------------------- files
def save_in_place(path: Path, text: str) -> float:
    """The moment at which the file is closed."""
    path.write_text(text, encoding="utf-8", newline="\n")
    return time.perf_counter()


def save_by_rename(path: Path, text: str) -> float:
    """As many editors do. The moment at which the new file is closed, before it takes the old one's name."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8", newline="\n")
    closed = time.perf_counter()
    new.replace(path)
    return closed


Save = Callable[[Path, str], float]


def digests(folder: Path) -> dict[str, bytes]:
    """The digest of each file below, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).digest()
        for path in folder.rglob("*")
        if path.is_file()
    }

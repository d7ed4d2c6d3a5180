"""The server as a program: its address, its port, its end; and hundreds of open event streams."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.serve import run
from site_builder.serve.watch import WatchError
from tests.serve.folder_site import FolderSite, make_site, page, places, serving, wait_until


@contextlib.contextmanager
def program(root: Path, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", list[str]]]:
    """The server in a process of its own, and the lines it has printed."""
    command = [sys.executable, "-m", "tests.serve.folder_site", str(root), *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:
        lines: list[str] = []
        assert process.stdout
        reader = threading.Thread(target=lines.extend, args=(process.stdout,))
        reader.start()
        try:
            yield process, lines
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            reader.join()


def port_of(lines: list[str]) -> int:
    wait_until(lambda: any("http://127.0.0.1:" in line for line in lines))
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", "".join(lines))
    assert found
    return int(found[1])


def open_stream(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(f"GET /_timeline/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    return connection


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_with_300_open_streams_it_answers_and_a_signal_ends_it_cleanly(tmp_path: Path, number: int) -> None:
    with program(make_site(tmp_path)) as (process, lines), contextlib.ExitStack() as streams:
        port = port_of(lines)
        for _ in range(300):
            stream = streams.enter_context(open_stream(port))
            assert b"text/event-stream" in stream.recv(4096)
        assert answers(port)
        process.send_signal(number)
        assert process.wait(20) == 0
    assert "Traceback" not in "".join(lines)
    assert "Error" not in "".join(lines)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_the_site_is_read_ends_it_as_well(tmp_path: Path, number: int) -> None:
    code = (
        "import sys, time; from pathlib import Path; from site_builder.serve.run import serve;"
        "sys.exit(serve(lambda: time.sleep(60), root=Path('.'), places=[], port=0,"
        "say=lambda text: print(text, flush=True)))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline()
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (0, b"")


def test_streams_that_were_left_are_forgotten(tmp_path: Path) -> None:
    with serving(make_site(tmp_path)) as running:
        for _ in range(3):
            with contextlib.ExitStack() as streams:
                for _ in range(50):
                    streams.enter_context(open_stream(running.port))
                wait_until(lambda: running.live.streams == 50)
            wait_until(lambda: running.live.streams == 0)


def test_more_streams_than_there_may_be_are_refused_and_pages_are_not(tmp_path: Path) -> None:
    with serving(make_site(tmp_path), max_streams=3) as running, contextlib.ExitStack() as streams:
        for _ in range(3):
            streams.enter_context(open_stream(running.port))
        wait_until(lambda: running.live.streams == 3)
        assert running.get("/_timeline/events")[0] == 503
        assert running.get("/")[0] == 200


def test_a_stream_tells_of_each_change_once(tmp_path: Path) -> None:
    with serving(make_site(tmp_path)) as running, open_stream(running.port) as stream:
        told = b""
        for number in range(3):
            while told.count(b"data: ") <= number:
                told += stream.recv(4096)
            (tmp_path / "content/index.html").write_text(page(f"Home {number}"))
        while told.count(b"data: ") <= 3:
            told += stream.recv(4096)
        versions = re.findall(rb"data: (\S+)\n\n", told)
        assert len(set(versions)) == len(versions)


def test_streams_are_ended_in_order_when_the_server_ends(tmp_path: Path) -> None:
    """With their last chunk (RFC 9112, section 7.1); those that are broken off have none."""
    with contextlib.ExitStack() as stack:
        with serving(make_site(tmp_path)) as running:
            streams = [stack.enter_context(open_stream(running.port)) for _ in range(5)]
            wait_until(lambda: running.live.streams == 5)
        for stream in streams:
            assert b"".join(iter(lambda: stream.recv(4096), b"")).endswith(b"0\r\n\r\n")  # noqa: B023  # at once


def test_a_port_in_use_is_an_error_with_a_way_out() -> None:
    with contextlib.ExitStack() as stack:
        (taken, *others) = (stack.enter_context(listening) for listening in run.listen(0))
        port = taken.getsockname()[1]
        assert all(other.getsockname()[1] == port for other in others)
        with pytest.raises(run.PortError, match=f"port {port} is in use") as caught:
            run.listen(port)
        assert "--port" in caught.value.hint


def test_a_port_in_use_on_the_other_loopback_address_is_an_error_too() -> None:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(listening) for listening in run.listen(0)]
        if len(sockets) < 2:
            pytest.skip("this machine has no IPv6 loopback")
        port = sockets[0].getsockname()[1]
        sockets[0].close()
        with pytest.raises(run.PortError, match="in use"):
            run.listen(port)


def test_the_port_is_free_again_at_once(tmp_path: Path) -> None:
    with serving(make_site(tmp_path)) as running:
        assert running.get("/")[0] == 200
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(listening) for listening in run.listen(running.port)]
        assert sockets[0].getsockname()[1] == running.port


def test_both_loopback_addresses_are_served(tmp_path: Path) -> None:
    with serving(make_site(tmp_path)) as running:
        try:
            connection = socket.create_connection(("::1", running.port), timeout=20)
        except OSError:
            pytest.skip("this machine has no IPv6 loopback")
        with connection:
            request = f"GET / HTTP/1.1\r\nHost: [::1]:{running.port}\r\nConnection: close\r\n\r\n"
            connection.sendall(request.encode())
            assert connection.recv(4096).startswith(b"HTTP/1.1 200")


def test_the_browser_is_opened_once_there_is_something_to_see(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`BROWSER` names the command that Python's webbrowser starts: here one that asks for the page and ends us."""
    seen = tmp_path / "seen"
    script = tmp_path / "browser"
    script.write_text(
        f"#!{sys.executable}\nimport os, sys, urllib.request, signal\n"
        f"open({str(seen)!r}, 'wb').write(urllib.request.urlopen(sys.argv[1]).read())\n"
        f"os.kill({os.getpid()}, signal.SIGINT)\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{script} %s")
    monkeypatch.setattr(webbrowser, "_tryorder", None)  # what BROWSER says is read once
    root = make_site(tmp_path / "site")
    said: list[str] = []
    code = run.serve(
        lambda: FolderSite(root), root=root, places=places(root), say=said.append, port=0, open_browser=True
    )
    assert code == 0
    assert b"Home" in seen.read_bytes()


def test_problems_at_the_start_are_told_and_the_server_starts(tmp_path: Path) -> None:
    with program(make_site(tmp_path, content__bad_html="BROKEN")) as (process, lines):
        port = port_of(lines)
        assert any("bad.html:1:1: error" in line for line in lines)
        (tmp_path / "content/bad.html").write_text("good")
        wait_until(lambda: "No problems.\n" in lines)
        assert answers(port)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_what_changed_while_the_site_was_read_is_seen(tmp_path: Path) -> None:
    root = make_site(tmp_path)

    class Slow(FolderSite):
        """Somebody saves just after the file was first read."""

        def update(self, changed: frozenset[Path] | None) -> None:
            super().update(changed)
            if changed is None:
                (root / "content/index.html").write_text(page("Saved meanwhile"))

    said: list[str] = []

    def say(text: str) -> None:
        said.append(text)
        if text.startswith("Changed: "):
            os.kill(os.getpid(), signal.SIGINT)

    in_vain = threading.Timer(30, os.kill, (os.getpid(), signal.SIGINT))
    in_vain.start()
    assert run.serve(lambda: Slow(root), root=root, places=places(root), say=say, port=0) == 0
    in_vain.cancel()
    assert any("index.html" in text for text in said)


def test_what_the_site_raises_when_it_is_read_comes_out(tmp_path: Path) -> None:
    def broken() -> FolderSite:
        message = "not a site"
        raise WatchError(message)

    with pytest.raises(WatchError, match="not a site"):
        run.serve(broken, root=tmp_path, places=[], say=lambda _: None, port=0)

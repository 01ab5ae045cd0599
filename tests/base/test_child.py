"""The child that reads strangers' files: its limits hold, its answers and refusals arrive, nothing gets out."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from app.areas.errors import ImportRefused
from app.base import child
from app.base.child import NotReadable, TooMuch, limits
from app.base.errors import DomainError
from app.base.jobs import Cancelled


def run(name: str, folder: Path, arguments: dict[str, Any] | None = None, **limits: Any) -> Any:
    return child.run(f"tests.base.hostile:{name}", arguments or {}, folder=folder, **limits)


def test_answers_with_what_the_function_returns(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    answer = run("answer", tmp_path, {"a": ["ä", None]}, progress=lambda *steps: told.append(steps))
    assert answer == {"given": {"a": ["ä", None]}, "mode": 0o600, "folder": True}
    assert told == [(1, 2), (2, 2)]
    assert (tmp_path / "written").read_text() == "ja"


def test_a_refusal_arrives_as_the_same_error(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        run("refuse", tmp_path)
    assert refused.value.problems == ["Eins", "Zwei"]
    assert (refused.value.field, list(refused.value.choices)) == ("crs", ["a", "b"])
    assert str(refused.value.message) == "Eins\nZwei"


def test_a_fault_of_ours_is_logged_and_told_in_plain_words(tmp_path: Path, caplog: Any) -> None:
    with pytest.raises(NotReadable, match="konnte nicht gelesen werden"):
        run("broken", tmp_path)
    assert "ZeroDivisionError: a fault of ours" in caplog.text


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("memory", {"memory_mb": 100}),
        ("native_memory", {"memory_mb": 100}),
        ("spin", {"seconds": 1}),
        ("big_file", {"file_mb": 1}),
        ("many_files", {}),
        ("die", {}),
    ],
)
def test_what_takes_too_much_ends_with_a_sentence(tmp_path: Path, name: str, limit: dict[str, int]) -> None:
    with pytest.raises(TooMuch, match="zu groß oder zu verwickelt"):
        run(name, tmp_path, **limit)
    assert run("answer", tmp_path)["given"] == {}, "the next file is read as if nothing had happened"


def test_threads_are_possible_and_processes_are_not(tmp_path: Path) -> None:
    assert run("threads", tmp_path) == 3
    for name in ("fork", "program", "signal_parent"):
        assert run(name, tmp_path).startswith("PermissionError"), name


def test_no_secret_is_in_reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "sehr-geheim")
    monkeypatch.setenv("DATABASE_URL", "postgresql://wer:sehr-geheim@hier/da")
    assert "sehr-geheim" not in str(run("environment", tmp_path))


def test_reads_and_writes_only_where_it_may(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    secret = outside / "secret_key"
    secret.write_text("sehr-geheim")
    assert run("read", inside, {"path": str(secret)}).startswith("PermissionError")
    assert run("write", inside, {"path": str(outside / "new")}).startswith("PermissionError")
    assert run("read", inside, {"path": str(secret)}, reads=[secret]) == "done: sehr-geheim"
    assert run("write", inside, {"path": str(secret)}, reads=[secret]).startswith("PermissionError")


def test_files_are_open_without_the_guard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Positive control: it is the guard that closes them."""
    monkeypatch.setattr(limits, "GUARDS", ("seccomp",))
    (tmp_path / "inside").mkdir()
    (tmp_path / "beside").write_text("offen")
    assert run("read", tmp_path / "inside", {"path": str(tmp_path / "beside")}) == "done: offen"


class Listener:
    """Counts the bytes that arrive at a port of this machine, and answers like a web server."""

    def __init__(self) -> None:
        self.received = b""
        self.stream = socket.create_server(("127.0.0.1", 0))
        self.port = self.stream.getsockname()[1]
        self.datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.datagrams.bind(("127.0.0.1", self.port))
        self.datagrams.settimeout(0.05)
        self.stream.settimeout(0.05)
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.listen)

    def listen(self) -> None:
        while not self.ended.is_set():
            try:
                line, _address = self.stream.accept()
            except TimeoutError:
                pass
            else:
                with line:
                    self.received += line.recv(4096)
                    line.sendall(b"HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            with suppress(TimeoutError):
                self.received += self.datagrams.recv(4096)


@contextmanager
def listener() -> Iterator[Listener]:
    found = Listener()
    found.thread.start()
    try:
        yield found
    finally:
        time.sleep(0.2)
        found.ended.set()
        found.thread.join()
        found.stream.close()
        found.datagrams.close()


WAYS = ("connect", "datagram", "web", "gdal")


@pytest.mark.parametrize("way", WAYS)
def test_no_byte_leaves(tmp_path: Path, way: str) -> None:
    with listener() as here:
        outcome = run(way, tmp_path, {"port": here.port, "open": True})
    assert here.received == b""
    assert not outcome.startswith("done")


@pytest.mark.parametrize("way", WAYS)
def test_bytes_would_leave_without_the_filter(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Positive control: the ways out that the filter closes are real."""
    monkeypatch.setattr(limits, "GUARDS", ())
    with listener() as here:
        run(way, tmp_path, {"port": here.port, "open": True})
    assert here.received


def test_gdal_alone_does_not_go_out_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the kernel has no filter, the options of GDAL still stand."""
    monkeypatch.setattr(limits, "GUARDS", ())
    with listener() as here:
        run("gdal", tmp_path, {"port": here.port})
    assert here.received == b""


def test_sockets_that_are_files_are_closed_too(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as database:
        database.bind(str(tmp_path / "s"))
        database.listen()
        assert run("local_socket", tmp_path, {"path": str(tmp_path / "s")}).startswith("PermissionError")


def test_a_machine_without_the_filter_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    monkeypatch.setattr(child, "_told", set())
    with caplog.at_level(logging.WARNING):
        child._warn_once("seccomp is not available")
        child._warn_once("seccomp is not available")
    assert caplog.text.count("seccomp is not available") == 1


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ends(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not is_alive(pid):
            return True
        time.sleep(0.02)
    return False


def test_cancel_kills_the_child(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="Abgebrochen"):
        run("sleep", tmp_path, cancelled=(tmp_path / "pid").exists)
    assert ends(int((tmp_path / "pid").read_text()))


def test_progress_that_raises_kills_the_child(tmp_path: Path) -> None:
    def stop(done: int, total: int | None) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        run("sleep", tmp_path, progress=stop)
    assert ends(int((tmp_path / "pid").read_text()))


def test_the_deadline_kills_a_child_that_only_waits(tmp_path: Path) -> None:
    with pytest.raises(TooMuch):
        run("sleep", tmp_path, seconds=1)
    assert ends(int((tmp_path / "pid").read_text()))

"""A line between a browser and the served application that can be slow, lossy, or gone: a small TCP proxy."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CHUNK = 16 * 1024


@dataclass
class Line:
    """`loss` is the chance that a connection is cut with what it carries; `delay` in seconds, `rate` in bytes a second.

    `lost_answers` counts down: so many answers to recordings are swallowed after the server has given them.
    """

    target: str
    url: str = ""
    is_up: bool = True
    loss: float = 0
    delay: float = 0
    rate: float = 0
    lost_answers: int = 0
    recordings: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    lock: threading.Lock = field(default_factory=threading.Lock)
    ends: set[socket.socket] = field(default_factory=set)

    def go_down(self) -> None:
        """From now on nobody answers, and what is on its way is cut."""
        self.is_up = False
        with self.lock:
            ends, self.ends = self.ends, set()
        for end in ends:
            _close(end)

    def go_up(self) -> None:
        self.is_up = True

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client: socket.socket) -> None:
        if not self.is_up:
            _close(client)
            return
        parts = urlsplit(self.target)
        try:
            server = socket.create_connection((parts.hostname or "", parts.port or 80))
        except OSError:
            _close(client)
            return
        with self.lock:
            self.ends |= {client, server}
        state = {"lose": False}
        threading.Thread(target=self.pump, args=(server, client, state, False), daemon=True).start()
        self.pump(client, server, state, True)

    def pump(
        self, source: socket.socket, sink: socket.socket, state: dict[str, bool], is_asking: bool
    ) -> None:
        try:
            while data := source.recv(CHUNK):
                if is_asking and b"PUT /api/submissions/" in data:
                    self.recordings += 1
                    with self.lock:
                        state["lose"] = self.lost_answers > 0
                        self.lost_answers -= state["lose"]
                if not self.is_up or self.chance.random() < self.loss or (state["lose"] and not is_asking):
                    break
                if self.delay or self.rate:
                    time.sleep(self.delay + (len(data) / self.rate if self.rate else 0))
                sink.sendall(data)
        except OSError:
            pass
        finally:
            _close(source)
            _close(sink)


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        end.close()


@contextmanager
def line_to(target: str) -> Iterator[Line]:
    """A line to the application at `target` until the block ends; its own address is `line.url`."""
    listener = socket.create_server(("127.0.0.1", 0))
    line = Line(target, url=f"http://127.0.0.1:{listener.getsockname()[1]}")
    threading.Thread(target=line.serve, args=(listener,), daemon=True).start()
    try:
        yield line
    finally:
        line.go_down()
        listener.close()

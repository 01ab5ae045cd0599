"""What a reader taken over by a file might try; called inside the child by its tests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
from flask_babel import gettext as _

from app.areas.errors import ImportRefused

Report = Callable[[int, int | None], None]


def answer(arguments: dict[str, Any], folder: Path, report: Report) -> dict[str, Any]:
    """Behaves: tells how far it is, writes into its folder, answers."""
    report(1, 2)
    (folder / "written").write_text("ja")
    report(2, 2)
    mode = (folder / "written").stat().st_mode & 0o777
    return {"given": arguments, "mode": mode, "folder": os.getcwd() == str(folder.resolve())}


def memory(arguments: dict[str, Any], folder: Path, report: Report) -> int:
    parts = []
    while True:
        parts.append(bytearray(10_000_000))


def native_memory(arguments: dict[str, Any], folder: Path, report: Report) -> int:
    return int(np.ones((1_000_000, 1_000)).sum())


def spin(arguments: dict[str, Any], folder: Path, report: Report) -> None:
    while True:
        pass


def sleep(arguments: dict[str, Any], folder: Path, report: Report) -> None:
    (folder / "pid").write_text(str(os.getpid()))
    report(0, None)
    time.sleep(600)


def big_file(arguments: dict[str, Any], folder: Path, report: Report) -> None:
    with (folder / "big").open("wb") as file:
        while True:
            file.write(b"x" * 1_000_000)


def many_files(arguments: dict[str, Any], folder: Path, report: Report) -> None:
    opened = []
    for number in range(10_000):
        opened.append((folder / str(number)).open("w"))


def environment(arguments: dict[str, Any], folder: Path, report: Report) -> list[str]:
    """All this process could find out about the installation: its variables, also those it was started with."""
    first = Path("/proc/self/environ").read_bytes().decode().split("\x00")
    return sorted({*(f"{name}={value}" for name, value in os.environ.items()), *first})


def refuse(arguments: dict[str, Any], folder: Path, report: Report) -> None:
    raise ImportRefused([str(_("Eins")), "Zwei"], field="crs", choices=["a", "b"])


def broken(arguments: dict[str, Any], folder: Path, report: Report) -> None:
    raise ZeroDivisionError("a fault of ours")


def die(arguments: dict[str, Any], folder: Path, report: Report) -> None:
    signal.raise_signal(signal.SIGSEGV)


def fork(arguments: dict[str, Any], folder: Path, report: Report) -> str:
    return _outcome(os.fork)


def program(arguments: dict[str, Any], folder: Path, report: Report) -> str:
    return _outcome(lambda: subprocess.run([sys.executable, "-c", ""], check=True))


def threads(arguments: dict[str, Any], folder: Path, report: Report) -> int:
    """Threads are no processes: libraries may use them."""
    found: list[int] = []
    started = [threading.Thread(target=found.append, args=(number,)) for number in range(3)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    return len(found)


def signal_parent(arguments: dict[str, Any], folder: Path, report: Report) -> str:
    return _outcome(lambda: os.kill(os.getppid(), signal.SIGTERM))


def read(arguments: dict[str, Any], folder: Path, report: Report) -> str:
    return _outcome(lambda: Path(arguments["path"]).read_text())


def write(arguments: dict[str, Any], folder: Path, report: Report) -> str:
    return _outcome(lambda: Path(arguments["path"]).write_text("von innen"))


def connect(arguments: dict[str, Any], folder: Path, report: Report) -> str:
    """Say something to a listener on this machine, by Python's own means."""

    def say() -> None:
        with socket.create_connection(("127.0.0.1", arguments["port"]), timeout=3) as line:
            line.sendall(b"geheim")

    return _outcome(say)


def datagram(arguments: dict[str, Any], folder: Path, report: Report) -> str:
    def say() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.sendto(b"geheim", ("127.0.0.1", arguments["port"]))

    return _outcome(say)


def local_socket(arguments: dict[str, Any], folder: Path, report: Report) -> str:
    """A database may listen on a socket that is a file."""

    def say() -> None:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(arguments["path"])
            line.sendall(b"geheim")

    return _outcome(say)


def web(arguments: dict[str, Any], folder: Path, report: Report) -> str:
    return _outcome(lambda: urllib.request.urlopen(f"http://127.0.0.1:{arguments['port']}/", timeout=3))


def gdal(arguments: dict[str, Any], folder: Path, report: Report) -> str:
    """The same through GDAL, whose own options were opened first."""
    if arguments.get("open"):
        pyogrio.set_gdal_config_options({"CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".geojson"})
    url = f"/vsicurl/http://127.0.0.1:{arguments['port']}/areas.geojson"
    return _outcome(lambda: pyogrio.read_info(url))


def _outcome(action: Callable[[], Any]) -> str:
    try:
        return f"done: {action()}"
    except BaseException as error:
        return f"{type(error).__name__}: {error}"

"""Files of strangers are read in a child that has little memory and time, no network, no secrets and no database."""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.base.child import limits
from app.base.errors import DomainError
from app.base.i18n import current_language
from app.config import ROOT

MOST_AT_ONCE = 2
_MOST_ANSWER = 64 * 1024 * 1024
_TICK = 0.2
_log = logging.getLogger(__name__)
_told: set[str] = set()

_ENVIRONMENT = {
    "PATH": os.defpath,
    "LANG": "C.UTF-8",
    "PYTHONPATH": str(ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
    "MALLOC_ARENA_MAX": "2",
    # One thread: what is limited is the file, not how fast it is read.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "ARROW_IO_THREADS": "1",
    # Arrow's own allocator reserves a whole gibibyte of addresses for its first byte.
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "GDAL_NUM_THREADS": "1",
    # GDAL without a network and without code from files, should the filter of the kernel be missing.
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "CPL_VSIL_USE_TEMP_FILE_FOR_RANDOM_WRITE": "NO",
    "GDAL_DRIVER_PATH": "disable",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_HTTP_TIMEOUT": "1",
    "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
    "PROJ_NETWORK": "OFF",
}


class TooMuch(DomainError):
    """A file needed more memory, time or disk than a file may."""


class NotReadable(DomainError):
    """A reader stumbled over a file in a way nobody had thought of; the log has the trace."""


def run(
    function: str,
    arguments: dict[str, Any],
    *,
    folder: Path,
    reads: Sequence[Path] = (),
    seconds: int = 60,
    memory_mb: int = 1024,
    file_mb: int = 512,
    progress: Callable[[int, int | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Any:
    """Call `package.module:name` as `name(arguments, folder, report)` in a limited child; its JSON answer.

    The child may write into `folder` only, and read there, what Python needs, and the files or folders in `reads`:
    name the uploaded file there or put it into `folder`. `report(done, total)` there calls `progress(done, total)`
    here. A DomainError of the function is raised here as the same class with the same message, field, problems.
    `cancelled` is asked several times a second; when it says True, or `progress` raises (jobs: Cancelled), the whole
    process group is killed. TooMuch when a limit was hit, NotReadable for any other error.
    """
    asked = {
        "function": function,
        "arguments": arguments,
        "folder": str(folder.resolve()),
        "language": current_language(),
        "limits": {"seconds": seconds, "memory_mb": memory_mb, "file_mb": file_mb},
        "reads": [str(path) for path in [*_needed(), *(path.resolve() for path in reads)]],
        "guards": list(limits.GUARDS),
    }
    with _turn, _connected() as connection:
        connection.settimeout(_TICK)
        pid = 0
        try:
            _send(connection, asked)
            deadline = time.monotonic() + seconds + 2
            for words in _words(connection, deadline, cancelled):
                pid = words.get("pid", pid)
                if "progress" in words and progress is not None:
                    done, total = words["progress"]
                    progress(done, total)
                for sentence in words.get("missing", ()):
                    _warn_once(sentence)
                if "result" in words:
                    return words["result"]
                if "error" in words:
                    raise _raised(words["error"], function)
        finally:
            _kill(pid)
    if not pid:
        _log.error("the process that reads files did not start; its own words stand above")
        raise NotReadable(_("Dateien können gerade nicht gelesen werden. Der Fehler liegt bei uns."))
    raise TooMuch(_too_much())


def _too_much() -> str:
    return str(
        _(
            "Die Datei ist zu groß oder zu verwickelt, um sie hier zu lesen. "
            "Es hilft, sie im GIS zu vereinfachen oder in mehrere Dateien zu teilen."
        )
    )


def _words(
    connection: socket.socket, deadline: float, cancelled: Callable[[], bool] | None
) -> Iterator[dict[str, Any]]:
    """What the child says, line by line, until it is silent for ever; TooMuch at the deadline."""
    buffer = bytearray()
    while True:
        if time.monotonic() > deadline or len(buffer) > _MOST_ANSWER:
            raise TooMuch(_too_much())
        if cancelled is not None and cancelled():
            raise DomainError(_("Abgebrochen. Es wurde nichts übernommen."))
        try:
            part = connection.recv(1 << 20)
        except TimeoutError:
            continue
        except ConnectionError:
            return
        if not part:
            return
        buffer += part
        while (end := buffer.find(b"\n")) >= 0:
            words = json.loads(buffer[:end])
            del buffer[: end + 1]
            yield words


def _send(connection: socket.socket, asked: dict[str, Any]) -> None:
    connection.settimeout(30)
    connection.sendall(json.dumps(asked).encode() + b"\n")
    connection.settimeout(_TICK)


def _kill(pid: int) -> None:
    if pid > 1:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def _raised(error: dict[str, Any], function: str) -> DomainError:
    """The error of the child as one of our own classes; what it says is a stranger's word, so nothing is imported."""
    if error["kind"] == "limit":
        return TooMuch(_too_much())
    if error["kind"] == "failure":
        _log.error("%s failed in its child:\n%s", function, error["trace"])
        return NotReadable(
            _(
                "Die Datei konnte nicht gelesen werden. Vielleicht ist sie beschädigt. "
                "Es hilft oft, sie im GIS zu öffnen und neu als GeoPackage zu speichern."
            )
        )
    kind = next((known for known in _errors() if _name(known) == error["kind"]), DomainError)
    raised = kind.__new__(kind, error["message"])
    raised.message, raised.field = error["message"], None
    for name, value in error["own"].items():
        setattr(raised, name, value)
    return raised


def _errors(root: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    yield root
    for kind in root.__subclasses__():
        yield from _errors(kind)


def _name(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


def _needed() -> list[Path]:
    """What Python and its libraries read while they work; the folder with the database is not among it."""
    places = [sys.prefix, sys.base_prefix, "/usr", "/lib", "/lib64", "/etc/ssl", "/etc/localtime"]
    devices = [
        "/dev/null",
        "/dev/urandom",
        "/proc/self",
        "/proc/meminfo",
        "/proc/cpuinfo",
        "/sys/devices/system/cpu",
    ]
    return [*map(Path, places + devices), ROOT / "app", ROOT / "translations", ROOT / "tests"]


def _warn_once(sentence: str) -> None:
    if sentence not in _told:
        _told.add(sentence)
        _log.warning(sentence)


_turn = threading.BoundedSemaphore(MOST_AT_ONCE)
_lock = threading.Lock()
_nursery: tuple[int, socket.socket, subprocess.Popen[bytes]] | None = None


@contextlib.contextmanager
def _connected() -> Iterator[socket.socket]:
    """A line to a new child."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs, _lock:
            try:
                socket.send_fds(_control(), [b"+"], [theirs.fileno()])
            except OSError:
                _forget()
                socket.send_fds(_control(), [b"+"], [theirs.fileno()])
        yield ours


def _control() -> socket.socket:
    """The line to the process that forks children, which starts with the first file and ends with this process."""
    global _nursery
    if _nursery is None or _nursery[0] != os.getpid() or _nursery[2].poll() is not None:
        _forget()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", "app.base.child.entry", str(theirs.fileno())]
            process = subprocess.Popen(  # noqa: S603 - our own module
                command,
                env=_ENVIRONMENT,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd=ROOT,
                start_new_session=True,
            )
        _nursery = (os.getpid(), ours, process)
    return _nursery[1]


def _forget() -> None:
    global _nursery
    if _nursery is not None:
        owner, control, process = _nursery
        control.close()
        if owner == os.getpid():
            process.wait(10)
        _nursery = None


atexit.register(_forget)

"""The other side of `run`: a process without secrets that has loaded the readers and forks one child for each file."""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import json
import os
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel

from app.base.child import limits
from app.base.errors import DomainError
from app.base.i18n import locale_of
from app.config import ROOT

_PRELOADED = (
    "app.areas.reading",
    "app.areas.preparing",
    "app.contributions.media.decoding.pictures",
    "app.contributions.media.decoding.sounds",
    "app.maps.paper.reading.work",
    "pyogrio",
    "pyarrow.feather",
    "openpyxl",
)
_LIMIT_ERRORS = {errno.EFBIG, errno.ENOSPC, errno.EMFILE, errno.ENFILE, errno.EDQUOT}


class Channel:
    """Lines of JSON to the parent and from it, by read and write: the calls of sockets will be closed."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def tell(self, **words: Any) -> None:
        data = memoryview(json.dumps(words).encode() + b"\n")
        while data:
            data = data[os.write(self._descriptor, data) :]

    def listen(self) -> dict[str, Any]:
        line = b""
        while not line.endswith(b"\n"):
            part = os.read(self._descriptor, 65536)
            if not part:
                raise SystemExit
            line += part
        asked: dict[str, Any] = json.loads(line)
        return asked


def serve(control: socket.socket) -> None:
    """Fork a child for every connection that comes through `control`; end with the parent."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # Ctrl-C in a terminal is for the parent, which ends us by closing the line.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in _PRELOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()
    while True:
        message, descriptors, _flags, _address = socket.recv_fds(control, 1, 1)
        if not message:
            return
        if os.fork() == 0:
            control.close()
            status = 1
            try:
                _child(Channel(descriptors[0]))
                status = 0
            finally:
                os._exit(status)
        os.close(descriptors[0])


def _child(channel: Channel) -> None:
    """Read the task, give up everything that is not needed, work, answer."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.umask(0o077)
    asked = channel.listen()
    channel.tell(pid=os.getpid())
    folder = Path(asked["folder"])
    os.chdir(folder)
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    try:
        work = _function(asked["function"])
        application = _speaking(asked["language"])
        limits.limit_resources(**asked["limits"])
        missing = limits.close_doors(folder, map(Path, asked["reads"]), asked["guards"])
        if missing:
            channel.tell(missing=missing)

        def report(done: int, total: int | None = None) -> None:
            channel.tell(progress=[done, total])

        with application.test_request_context():
            result = work(asked["arguments"], folder, report)
        channel.tell(result=result)
    except BaseException as error:
        gc.collect()
        channel.tell(error=_described(error))


def _function(name: str) -> Callable[..., Any]:
    module, _colon, function = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def _speaking(language: str) -> Flask:
    """A bare application, so that refusals speak the language of the person who waits; it knows no database."""
    application = Flask("app", root_path=str(ROOT / "app"))
    application.config.update(
        BABEL_DEFAULT_LOCALE=str(locale_of(language)),
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations"),
    )
    Babel(application)
    return application


def _described(error: BaseException) -> dict[str, Any]:
    """What the parent may know of an error."""
    if isinstance(error, DomainError):
        own = {
            name: value
            for name, value in vars(error).items()
            if name != "message" and isinstance(value, str | int | float | bool | list | tuple | dict | None)
        }
        kind = f"{type(error).__module__}:{type(error).__qualname__}"
        return {"kind": kind, "message": str(error.message), "own": own}
    if isinstance(error, MemoryError | RecursionError):
        return {"kind": "limit"}
    if isinstance(error, OSError) and error.errno in _LIMIT_ERRORS:
        return {"kind": "limit"}
    return {"kind": "failure", "trace": "".join(traceback.format_exception(error))[-4000:]}


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))

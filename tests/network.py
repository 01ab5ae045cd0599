"""No test reaches beyond this machine: connections to anything but loopback fail with a clear sentence."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest


class NetworkClosed(RuntimeError):
    """A test, or the code it tests, wanted to reach another machine."""


def is_here(host: str) -> bool:
    """True for this machine's own names and addresses."""
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    """Close the network for the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _only_here(getattr(socket.socket, name)))
        look_up = socket.getaddrinfo

        def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
            name = host.decode() if isinstance(host, bytes) else host or ""
            if not is_here(name):
                raise NetworkClosed(f"looked up {name}")
            return look_up(host, *args, **kwargs)

        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


def _only_here(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not is_here(str(address[0])):
            raise NetworkClosed(f"wanted to reach {address[0]}")
        return connect(self, address)

    return guarded

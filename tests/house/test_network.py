"""The network is closed in tests, except to this machine."""

from __future__ import annotations

import socket
import urllib.request

import pytest

from tests.network import NetworkClosed


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1"])
def test_other_machines_are_out_of_reach(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as own, pytest.raises(NetworkClosed):
        own.connect((address, 80))


def test_other_names_are_not_looked_up() -> None:
    with pytest.raises(NetworkClosed):
        urllib.request.urlopen("http://streifzug.example/")


def test_this_machine_is_in_reach() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as own,
    ):
        assert own.getpeername() == server.getsockname()

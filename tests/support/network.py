"""Keeps tests on this machine: a connection to any other address fails the test that tries it."""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock


class OutsideNetwork(AssertionError):
    """A test tried to reach another machine."""


def is_here(address: object) -> bool:
    """Return whether a socket address stays on this machine: a Unix socket, or a loopback address."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@contextmanager
def only_this_machine() -> Iterator[None]:
    """Refuse connections to other machines while the block lasts.

    :raises OutsideNetwork: at the place that tries to connect
    """
    connect, connect_ex, lookup = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if not is_here(address):
            raise OutsideNetwork(f"connection to {address}")
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if not is_here(address):
            raise OutsideNetwork(f"connection to {address}")
        return connect_ex(self, address)

    def guarded_lookup(host: Any, *rest: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not is_here((name, 0)):
            raise OutsideNetwork(f"look-up of {name}")
        return lookup(host, *rest, **named)

    with (
        mock.patch.object(socket.socket, "connect", guarded_connect),
        mock.patch.object(socket.socket, "connect_ex", guarded_connect_ex),
        mock.patch.object(socket, "getaddrinfo", guarded_lookup),
    ):
        yield

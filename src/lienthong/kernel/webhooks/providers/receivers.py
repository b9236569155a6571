"""Sends events to receivers in other networks, and to no address that is not theirs to name.

A name is looked up where the connection is made: every address of it must be allowed, and it is that address that is
connected to, so a name that means another machine a moment later leads nowhere. Redirects are not followed, no proxy
of the environment is used, and neither a slow answer nor a long one holds anything up.
"""

import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from ipaddress import ip_network
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import httpcore
from django.conf import settings

from ..contracts import Answer, ForbiddenAddress
from ..rules import is_allowed, wrong_with

SECONDS, LARGEST_ANSWER, KEPT_ANSWER = 10.0, 16 * 1024, 500


class Receivers:
    """Connections to receivers, kept while the block lasts."""

    def __enter__(self) -> "Receivers":
        """Make ready; nothing is connected yet."""
        self._ways = _GuardedBackend()
        self._pool = httpcore.ConnectionPool(ssl_context=_trusted(), network_backend=self._ways)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close every connection."""
        self._pool.close()

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a body and return what was answered; whatever goes wrong on the way is an answer without a status."""
        begin = time.monotonic()
        self._ways.deadline = begin + SECONDS
        try:
            status, text, retry_after = self._post(url, body, headers)
        except _FAILURES as failure:
            said = str(failure) or type(failure).__name__
            return Answer(status=None, text=said.replace("\0", "")[:KEPT_ANSWER], took_ms=_since(begin))
        return Answer(status=status, text=text, took_ms=_since(begin), retry_after=retry_after)

    def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, int | None]:
        if wrong_with(url, may_be_plain=settings.WEBHOOK_ALLOW_HTTP):
            raise ForbiddenAddress("the address is none for a webhook")
        sent = {**headers, "Host": urlsplit(url).netloc, "Content-Length": str(len(body)), "Accept": "*/*"}
        with self._pool.stream("POST", url, headers=list(sent.items()), content=body) as answer:
            retry_after = dict(answer.headers).get(b"Retry-After") or dict(answer.headers).get(b"retry-after", b"")
            return answer.status, _beginning(answer.iter_stream()), _seconds(retry_after)


_FAILURES: tuple[type[Exception], ...] = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
    ForbiddenAddress,
    OSError,
    ValueError,
)


class _GuardedBackend(httpcore.NetworkBackend):
    """Connects to allowed addresses only, and lets nothing last beyond the deadline."""

    def __init__(self) -> None:
        self.deadline = 0.0
        self._backend = httpcore.SyncBackend()

    @property
    def left(self) -> float:
        """Return the seconds that are left."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the receiver is too slow")
        return left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to an address of the host that a webhook may lead to."""
        del timeout
        stream = self._backend.connect_tcp(_resolve(host, port), port, self.left, local_address, socket_options)
        return _TimedStream(stream, self)


class _TimedStream(httpcore.NetworkStream):
    """A connection of which nothing lasts beyond the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, ways: _GuardedBackend) -> None:
        self._stream, self._ways = stream, ways

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come."""
        del timeout
        return self._stream.read(max_bytes, self._ways.left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        del timeout
        self._stream.write(buffer, self._ways.left)

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Encrypt; the certificate must name the host, whatever its address."""
        del timeout
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._ways.left), self._ways)

    def get_extra_info(self, info: str) -> Any:
        """Tell of the connection."""
        return self._stream.get_extra_info(info)


def _resolve(host: str, port: int) -> str:
    """Return an address of a host when every address it has is allowed.

    :raises ForbiddenAddress: one of them is not
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in sorted(found, key=lambda each: each[0] != socket.AF_INET)]
    networks = [ip_network(each, strict=False) for each in settings.WEBHOOK_ALLOWED_NETWORKS]
    for address in addresses:
        if not is_allowed(address, networks=networks):
            raise ForbiddenAddress(f"{address} is not an address that a webhook may lead to")
    return addresses[0]


def _beginning(pieces: Iterable[bytes]) -> str:
    read = b""
    for piece in pieces:
        read += piece
        if len(read) >= LARGEST_ANSWER:
            break
    return read[:KEPT_ANSWER].decode("utf-8", "replace").replace("\0", "")


def _seconds(retry_after: bytes) -> int | None:
    return int(retry_after) if retry_after.isdigit() and len(retry_after) < 7 else None


def _trusted() -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.WEBHOOK_CA_FILE:
        context.load_verify_locations(settings.WEBHOOK_CA_FILE)
    return context


def _since(begin: float) -> int:
    return int(1000 * (time.monotonic() - begin))

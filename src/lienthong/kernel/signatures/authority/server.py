"""The invented authority over HTTP, for trial and tests: time stamps at /tsa, questions at /ocsp, the list at /crl."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from . import load, make_root, root_file
from .revocation import answer_ocsp, revocation_list
from .signer import as_asn1
from .stamping import answer_request

_LARGEST = 64 * 1024


class _Door(BaseHTTPRequestHandler):
    """Answers what clients of authorities ask."""

    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_POST(self) -> None:
        """Stamp, or say whether a certificate counts."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit() and int(length) <= _LARGEST):
            self._answer(413, "text/plain", b"too large")
            return
        body = self.rfile.read(int(length))
        if self.path == "/tsa":
            self._answer(200, "application/timestamp-reply", answer_request(body))
        elif self.path == "/ocsp":
            self._answer(200, "application/ocsp-response", answer_ocsp(body, now=datetime.now(UTC)))
        else:
            self._answer(404, "text/plain", b"not here")

    def do_GET(self) -> None:
        """Hand out the list of what was revoked, and the root."""
        if self.path == "/crl":
            self._answer(200, "application/pkix-crl", revocation_list())
        elif self.path == "/root":
            self._answer(200, "application/pkix-cert", as_asn1(load(root_file())[1].public_bytes).dump())
        else:
            self._answer(404, "text/plain", b"not here")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's own name
        """Keep quiet: what was stamped is in the stamp."""

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def make_server(*, port: int = 0) -> ThreadingHTTPServer:
    """Return the authority, listening on this machine only; port 0 takes any that is free."""
    make_root()
    return ThreadingHTTPServer(("127.0.0.1", port), _Door)


@contextmanager
def serving(*, port: int = 0) -> Iterator[str]:
    """Let the authority answer while the block lasts, and give its address."""
    server = make_server(port=port)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

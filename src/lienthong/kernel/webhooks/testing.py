"""For tests: a receiver of webhooks that answers as it is told, over https on this machine."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from .models import Webhook, WebhookDelivery

__all__ = ["Receiver", "Webhook", "WebhookDelivery", "make_certificate", "receiving"]


@dataclass
class Receiver:
    """What came, and what to answer: statuses one after another, then 200; `refused` are subjects answered with 422."""

    url: str
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"ok"

    def answer(self, headers: dict[str, str], body: bytes) -> int:
        """Keep what came and say what to answer."""
        self.came.append((headers, body))
        if any(f'"subject":"{each}"'.encode() in body for each in self.refused):
            return 422
        return self.statuses.pop(0) if self.statuses else 200


@contextmanager
def receiving(certificate: Path, *, port: int = 0) -> Iterator[Receiver]:
    """Answer over https while the block lasts.

    :param certificate: key and certificate, as `make_certificate` writes them
    """
    holder: list[Receiver] = []

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            """Answer as the receiver says."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = holder[0].answer({name.lower(): value for name, value in self.headers.items()}, body)
            self.send_response(status)
            for name, value in {**holder[0].headers, "Content-Length": str(len(holder[0].body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(holder[0].body)

        def log_message(self, *_said: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Answering)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    holder.append(Receiver(f"https://localhost:{server.server_address[1]}/su-kien"))
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02))
    thread.start()
    try:
        yield holder[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def make_certificate(folder: Path, name: str = "localhost") -> Path:
    """Make a certificate for a name, signed by itself, and return the file of it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.9"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2045, 1, 1, tzinfo=UTC))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / f"{name}.pem"
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file

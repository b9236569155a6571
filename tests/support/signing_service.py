"""A signing service that speaks the API of the Cloud Signature Consortium over HTTP, with keys of the test."""

import base64
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils

from lienthong.kernel.signatures import authority

TOKEN, PIN = "token-of-the-server", "246810"
_ALGORITHMS = {"ec": "1.2.840.10045.4.3.2", "rsa": "1.2.840.113549.1.1.11"}


@dataclass
class SigningService:
    """What the service holds and what it was asked."""

    address: str = ""
    algorithm: str = "rsa"
    holders: dict[str, str] = field(default_factory=dict)
    authorized: dict[str, str] = field(default_factory=dict)
    signed: int = 0

    def info(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Tell the certificates and methods of a credential."""
        _key, certificate = self._held(asked)
        chain = (certificate, authority.load(authority.root_file())[1])
        encoded = [base64.b64encode(one.public_bytes(serialization.Encoding.DER)).decode() for one in chain]
        key = {"status": "enabled", "algo": [_ALGORITHMS[self.algorithm]], "len": 2048}
        return {"key": key, "cert": {"certificates": encoded}, "authMode": "explicit", "SCAL": "2", "multisign": 1}

    def authorize(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give leave to sign one hash, for the right PIN."""
        if asked.get("PIN") != PIN:
            raise PermissionError
        leave = secrets.token_hex(8)
        (self.authorized[leave],) = asked["hash"]
        return {"SAD": leave, "expiresIn": 60}

    def sign(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Sign the hash for which leave was given, once."""
        (wanted,) = asked["hash"]
        if self.authorized.pop(asked["SAD"]) != wanted:
            raise PermissionError
        key, _certificate = self._held(asked)
        digest, method = base64.b64decode(wanted), utils.Prehashed(hashes.SHA256())
        if isinstance(key, ec.EllipticCurvePrivateKey):
            value = key.sign(digest, ec.ECDSA(method))
        else:
            value = key.sign(digest, padding.PKCS1v15(), method)
        self.signed += 1
        return {"signatures": [base64.b64encode(value).decode()]}

    def _held(self, asked: dict[str, Any]) -> tuple[Any, Any]:
        name = asked["credentialID"]
        return authority.load(authority.make_leaf(key=name, signer_name=self.holders[name], algorithm=self.algorithm))


@contextmanager
def signing_service(*, holders: dict[str, str], algorithm: str = "rsa") -> Iterator[SigningService]:
    """Let the service answer while the block lasts; `holders` are names of people by credential."""
    service = SigningService(algorithm=algorithm, holders=holders)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            ways = {
                "/csc/v1/credentials/info": service.info,
                "/csc/v1/credentials/authorize": service.authorize,
                "/csc/v1/signatures/signHash": service.sign,
            }
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known = self.headers.get("Authorization") == f"Bearer {TOKEN}"
            try:
                status, answer = (200, ways[self.path](asked)) if known else (401, {"error": "unauthorized"})
            except (PermissionError, KeyError, ValueError):
                status, answer = 400, {"error": "invalid_request"}
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's own name
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    service.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

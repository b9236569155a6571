"""An identity provider on this machine that plays VNeID, honest or not: a real server, real tokens, real keys."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

CLIENT_ID, CLIENT_SECRET = "lien-thong", "only for tests"
KEY_ID = "k1"


@dataclass
class Grant:
    """A code that was given: for which person, under which nonce and challenge."""

    person: dict[str, Any]
    nonce: str
    challenge: str
    redirect_uri: str


@dataclass
class OuterProvider:
    """The provider: who is before it, and what it does wrong."""

    port: int = 0
    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "ES256"
    down: bool = False
    published_issuer: str = ""
    told_subject: str = ""
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    grants: dict[str, Grant] = field(default_factory=dict)
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        """The address of the provider."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, str]:
        """What the program is told of it."""
        return {
            "SIGN_IN_ISSUER": self.issuer,
            "SIGN_IN_CLIENT_ID": CLIENT_ID,
            "SIGN_IN_CLIENT_SECRET": CLIENT_SECRET,
        }

    def configuration(self) -> dict[str, Any]:
        """Return what it publishes of itself."""
        return {
            "issuer": self.published_issuer or self.issuer,
            "authorization_endpoint": f"{self.issuer}/oauth2/authorize",
            "token_endpoint": f"{self.issuer}/oauth2/token",
            "userinfo_endpoint": f"{self.issuer}/oauth2/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def keys(self) -> dict[str, Any]:
        """Return its public keys."""
        jwk = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [jwk | {"kid": KEY_ID, "use": "sig", "alg": "ES256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Return the address to which the person goes back with a code."""
        code = token_urlsafe(16)
        self.grants[code] = Grant(self.person, asked["nonce"], asked["code_challenge"], asked["redirect_uri"])
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Return the tokens for a code, none when it was used, or by somebody else than who began."""
        grant = self.grants.pop(sent.get("code", ""), None)
        whose = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        if (
            grant is None
            or authorization != f"Basic {whose}"
            or proof.decode().rstrip("=") != grant.challenge
            or sent.get("redirect_uri") != grant.redirect_uri
        ):
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "sub": grant.person["sub"], "iat": now, "exp": now + 300}
        claims |= {"nonce": grant.nonce} | self.claims
        key = {"none": "", "HS256": "x" * 32}.get(self.algorithm, self.key)
        signed = jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": KEY_ID})
        access = token_urlsafe(16)
        self.sessions[access] = grant.person | ({"sub": self.told_subject} if self.told_subject else {})
        return {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": signed}


@contextmanager
def outer_provider() -> Iterator[OuterProvider]:
    """Run a provider on a free port of this machine."""
    provider = OuterProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(provider: OuterProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            access = self.headers.get("Authorization", "").removeprefix("Bearer ")
            if parts.path == "/oauth2/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
                return
            answers = {
                "/.well-known/openid-configuration": provider.configuration(),
                "/jwks": provider.keys(),
                "/oauth2/userinfo": provider.sessions.get(access),
            }
            self._answer(answers.get(parts.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(provider.token(sent, self.headers.get("Authorization", "")))

        def _answer(self, body: dict[str, Any] | None) -> None:
            status = 503 if provider.down else 200 if body is not None else 400
            content = json.dumps(body or {"error": "invalid_grant"}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    return Handler

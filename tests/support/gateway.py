"""Peers over HTTP: a gateway for SMS that tells repetitions by their key, and Zalo, which replays recorded answers."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from .program import HOST, free_port

RECORDED = Path(__file__).parent / "zalo"
Answer = tuple[int, Any]


@dataclass
class Call:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Peer:
    """A server whose answers are given by a function; it can go away and come back at the same port.

    `dies_before_answer`: so many next requests are taken and their line broken.
    """

    answer: Callable[[Call], Answer]
    port: int = field(default_factory=free_port)
    calls: list[Call] = field(default_factory=list)
    dies_before_answer: int = 0
    _server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """Return where it listens."""
        return f"http://{HOST}:{self.port}"

    def up(self) -> None:
        """Listen."""
        peer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                self.do_POST()

            def do_POST(self) -> None:
                sent, kind = _sent(self), self.headers.get("Content-Type", "")
                call = Call(self.path, dict(self.headers.items()), _read(sent, kind))
                peer.calls.append(call)
                status, said = peer.answer(call)
                if peer.dies_before_answer:
                    peer.dies_before_answer -= 1
                    self.close_connection = True
                    self.connection.close()
                    return
                data = said if isinstance(said, bytes) else _written(said)
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

            def handle(self) -> None:
                with suppress(OSError, ValueError):
                    super().handle()

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, *_args: object) -> None:
                """Say nothing of lines that broke: they are broken on purpose."""

        self._server = Server((HOST, self.port), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def down(self) -> None:
        """End."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
        self._server = None


def _sent(call: BaseHTTPRequestHandler) -> bytes:
    """Return the body of a request, whether it says its length or comes in pieces."""
    if "chunked" not in call.headers.get("Transfer-Encoding", ""):
        return call.rfile.read(int(call.headers.get("Content-Length", 0)))
    pieces = []
    while size := int(call.rfile.readline(), 16):
        pieces.append(call.rfile.read(size))
        call.rfile.readline()
    call.rfile.readline()
    return b"".join(pieces)


def _read(sent: bytes, kind: str) -> Any:
    """Return a body as its kind says: JSON, the fields of a form, or the bytes of what carries files."""
    if "multipart" in kind:
        return sent
    text = sent.decode()
    return json.loads(text) if "json" in kind else {key: each[0] for key, each in parse_qs(text).items()}


def _written(said: Any) -> bytes:
    return said.encode() if isinstance(said, str) else json.dumps(said).encode()


class SmsGateway(Peer):
    """Takes SMS under the keys of their senders; `codes` are its next answers, "100" else."""

    def __init__(self) -> None:
        """Begin with no messages."""
        super().__init__(self._take)
        self.taken: dict[str, Any] = {}
        self.asked: Counter[str] = Counter()
        self.codes: list[str] = []

    def _take(self, call: Call) -> Answer:
        key = call.body["RequestId"]
        self.asked[key] += 1
        code = self.codes.pop(0) if self.codes else "100"
        if code != "100":
            return 200, {"CodeResult": code, "ErrorMessage": f"refused {call.body['Phone']}"}
        if key in self.taken:
            return 200, {"CodeResult": "124", "ErrorMessage": "Duplicate RequestId", "SMSID": f"id-{key}"}
        self.taken[key] = call.body
        return 200, {"CodeResult": "100", "SMSID": f"id-{key}"}

    def settings(self, name: str = "gateway", **more: Any) -> dict[str, Any]:
        """Return the settings of the provider that speaks to it."""
        return {
            "name": name, "channel": "sms", "kind": "http", "url": f"{self.url}/send", "phone": "84", "price": 800,
            "sender": "KHANHHOA",
            "body": {
                "ApiKey": "k", "Phone": "{phone}", "Content": "{text}", "IsUnicode": "{unicode}",
                "Brandname": "{sender}", "SmsType": "2", "RequestId": "{key}", "CallbackUrl": "{callback}",
                "Sandbox": 0,
            },
            "answer": {
                "code": "CodeResult", "good": ["100"], "id": "SMSID", "error": "ErrorMessage",
                "ways": {"99": "person", "103": "provider", "124": "sent", "101": "developer", "500": "later"},
            },
            "receipt": {
                "id": "SMSID", "state": "SendStatus", "states": {"5": "arrived", "4": "returned"}, "proof": "token",
                "secret": "mật khẩu gọi lại",
            },
        } | more  # fmt: skip


class ZaloPeer(Peer):
    """Replays the recorded answers of Zalo by the telephone number asked about; a refresh token works once."""

    def __init__(self) -> None:
        """Begin with the first refresh token."""
        super().__init__(self._reply)
        self.recorded = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in RECORDED.glob("*.json")}
        self.refresh, self.access, self.renewals = "refresh-0", "", 0
        self.answers: list[str] = []

    def _reply(self, call: Call) -> Answer:
        if call.path == "/v4/oa/access_token":
            return self._renew(call)
        if call.headers.get("access_token") != self.access:
            return 200, self.recorded["token_invalid"]["answer"]
        name = self.answers.pop(0) if self.answers else "sent"
        answer = json.loads(json.dumps(self.recorded[name]["answer"]))
        if name == "sent":
            answer["data"]["msg_id"] = f"zalo-{call.body['tracking_id']}"
        return 200, answer

    def _renew(self, call: Call) -> Answer:
        if call.headers.get("secret_key") != "app-secret" or call.body.get("refresh_token") != self.refresh:
            return 200, self.recorded["refresh_refused"]["answer"]
        self.renewals += 1
        self.refresh, self.access = f"refresh-{self.renewals}", f"access-{self.renewals}"
        return 200, self.recorded["renewed"]["answer"] | {"access_token": self.access, "refresh_token": self.refresh}

    def settings(self, name: str = "zalo-oa", **more: Any) -> dict[str, Any]:
        """Return the settings of the provider that speaks to it."""
        return {
            "name": name, "channel": "zalo", "kind": "zalo", "url": self.url, "oauth_url": self.url, "price": 300,
            "app_id": "4412", "secret_key": "app-secret", "oa_secret": "oa-secret", "refresh_token": "refresh-0",
            "templates": {"test.greeting": {"id": "280001", "data": {"ten": "{name}"}}},
        } | more  # fmt: skip


@contextmanager
def running(*peers: Peer) -> Iterator[None]:
    """Keep peers running while the block lasts."""
    for peer in peers:
        peer.up()
    try:
        yield
    finally:
        for peer in peers:
            peer.down()

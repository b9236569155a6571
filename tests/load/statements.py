"""SQL statements of requests, counted inside the program; run with the environment of a built database."""

import json
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import django
from django.test import Client
from django.test.utils import CaptureQueriesContext

from .reader import Answer, Reader, Sent


def _client(username: str) -> Client:
    from lienthong.kernel.accounts.models import User

    client = Client(headers={"host": "localhost"})
    if username:
        client.force_login(User.objects.get(username=username))
    return client


class Counter:
    """Counts statements of each request of a life cycle."""

    def __init__(self) -> None:
        """Sign the four officers in."""
        self.clients = {name: _client(name) for name in ("motcua", "hotich", "chutich", "vanthu")}
        self.counts: dict[str, int] = {}

    def request(self, name: str, who: str, path: str, body: Any = None, upload: bytes = b"") -> dict[str, Any]:
        """Do one request and note its statements."""
        from django.core.files.uploadedfile import SimpleUploadedFile
        from django.db import connection

        client = self.clients[who]
        with CaptureQueriesContext(connection) as captured:
            if upload:
                file = SimpleUploadedFile("giay-to.pdf", upload, "application/pdf")
                answer = client.post(f"/api/v1{path}", {"file": file})
            elif body is None:
                answer = client.get(f"/api/v1{path}")
            else:
                answer = client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")
        assert answer.status_code < 300, answer.content[:300]
        self.counts[name] = len(captured)
        return dict(answer.json())


def count_life_cycle() -> dict[str, int]:
    """Return the statements of the ten requests of a life cycle, by name."""
    from .life_cycle import ANSWERS, DOCUMENT, PROCEDURE

    count = Counter()
    party = count.request("party", "motcua", "/parties", {"name": "Nguyễn Đo Lường", "number": "056090000001"})["id"]
    count.counts.clear()
    draft = {
        "package": PROCEDURE,
        "case": "chinh-chu",
        "owner": party,
        "submitter": party,
        "answers": ANSWERS,
        "papers": [{"code": "GT-01"}, {"code": "GT-02"}],
        "fee_paid": True,
    }
    for _ in range(2):  # the second is counted: definitions are then known to the process
        number = count.request("create", "motcua", "/dossiers", draft)["number"]
        file_id = count.request("upload", "motcua", "/parties/files", upload=DOCUMENT)["id"]

        def act(label: str, who: str, code: str, number: str = number, **inputs: Any) -> None:
            count.request(label, who, f"/dossiers/{number}/acts/{code}", inputs)

        def step(who: str, number: str = number) -> int:
            return int(count.request("read", who, f"/dossiers/{number}")["steps"][0]["id"])

        act("attach", "motcua", "onestop.dossier.attach", name="Bản chụp", file=file_id)
        first = step("hotich")
        act("claim", "hotich", "onestop.step.claim", work_item=first)
        act("opinion", "hotich", "onestop.dossier.opinion", text="Đã đối chiếu sổ gốc.")
        act("complete", "hotich", "onestop.step.complete", work_item=first, outcome="propose")
        act("sign", "chutich", "onestop.result.sign", work_item=step("chutich"))
        act("issue", "vanthu", "onestop.result.issue", work_item=step("vanthu"))
        act("return", "motcua", "onestop.result.return", receiver="Nguyễn Đo Lường")
    return count.counts


def count_pages() -> dict[str, int]:
    """Return the most statements that each page took, from the counter to the result, by its name."""
    from .page_life import PageOffice

    most: dict[str, int] = {}
    office = PageOffice.open(lambda name: Reader(_sender(name, most)))
    office.run_case()
    most.clear()  # definitions are now known to the process
    office.run_case()
    return most


def _sender(username: str, most: dict[str, int]) -> Callable[[Sent], Answer]:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection
    from django.urls import resolve

    client = _client(username)

    def send(sent: Sent) -> Answer:
        files = {
            name: SimpleUploadedFile("giay-to.pdf", content, "application/pdf")
            for name, content in (sent.files or {}).items()
        }
        with CaptureQueriesContext(connection) as captured:
            answer = client.generic("GET", sent.address) if sent.method == "GET" else client.post(
                sent.address, {**sent.values, **files}
            )  # fmt: skip
            body = answer.getvalue()
        name = f"{sent.method} {resolve(urlsplit(sent.address).path).view_name}"
        most[name] = max(most.get(name, 0), len(captured))
        return Answer(answer.status_code, body, answer.headers.get("location", ""))

    return send


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps({"acts": count_life_cycle(), "pages": count_pages()}))

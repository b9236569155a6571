"""Signed-in clients over real HTTP, as the officers of the demonstration province."""

from typing import Any

import httpx

from .reader import Answer, Sent

PASSWORD = "lienthong-demo"


class Person:
    """An officer with a session on a running program."""

    def __init__(self, base: str, username: str) -> None:
        """Sign in through the page, as a browser does."""
        self.client = httpx.Client(base_url=base, timeout=60)
        self.client.get("/dang-nhap/")
        answer = self.client.post(
            "/dang-nhap/",
            data={"login": username, "password": PASSWORD, "csrfmiddlewaretoken": self.client.cookies["csrftoken"]},
        )
        assert answer.status_code == 302, f"{username} cannot sign in: {answer.status_code}"

    def __enter__(self) -> "Person":
        """Stay signed in while the block lasts."""
        return self

    def __exit__(self, *_failure: object) -> None:
        """Close the connections."""
        self.client.close()

    def _headers(self) -> dict[str, str]:
        return {"X-CSRFToken": self.client.cookies["csrftoken"]}

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Post JSON and return the answer."""
        answer = self.client.post(f"/api/v1{path}", json=body, headers=self._headers())
        assert answer.status_code < 300, f"{path}: {answer.status_code} {answer.text[:300]}"
        return dict(answer.json())

    def upload(self, content: bytes) -> int:
        """Store a PDF and return its id."""
        files = {"file": ("giay-to.pdf", content, "application/pdf")}
        answer = self.client.post("/api/v1/parties/files", files=files, headers=self._headers())
        assert answer.status_code < 300, answer.text[:300]
        return int(answer.json()["id"])

    def send(self, sent: Sent) -> Answer:
        """Ask for a page, or send a form with its files, as a browser does."""
        files = {name: ("giay-to.pdf", content, "application/pdf") for name, content in (sent.files or {}).items()}
        answer = self.client.request(sent.method, sent.address, data=dict(sent.values) or None, files=files or None)
        return Answer(answer.status_code, answer.content, answer.headers.get("location", ""))

    def get(self, path: str) -> dict[str, Any]:
        """Read JSON."""
        answer = self.client.get(f"/api/v1{path}")
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return dict(answer.json())

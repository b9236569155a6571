"""Reads pages as a browser without scripts does: opens addresses, follows links, fills forms and sends them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from lxml import html

LONGEST_CHAIN = 5
TICKED = {"checkbox", "radio"}


@dataclass(frozen=True)
class Sent:
    """A request; `files` are PDFs by the name of their field, None where a form has no file fields."""

    method: str
    address: str
    values: Mapping[str, list[str]] = field(default_factory=dict)
    files: Mapping[str, bytes] | None = None


@dataclass(frozen=True)
class Answer:
    """What came back; `location` is empty unless the answer leads elsewhere."""

    status: int
    body: bytes
    location: str = ""


class Reader:
    """One visitor who goes from page to page by what the pages offer."""

    def __init__(self, send: Callable[[Sent], Answer]) -> None:
        """Go by this way of sending requests."""
        self._send = send
        self.address = ""
        self.page: Any = None

    def fetch(self, address: str) -> bytes:
        """Return what an address gives, such as a file, and stay on the page."""
        answer = self._send(Sent("GET", urljoin(self.address, address)))
        assert answer.status == 200, f"{address}: {answer.status}"
        return answer.body

    def open(self, address: str) -> None:
        """Go to an address."""
        self._go(Sent("GET", urljoin(self.address, address)))

    def link(self, part: str) -> str:
        """Return the first address on the page that has this part."""
        found = self.page.xpath("//a[contains(@href, $part)]/@href", part=part)
        assert found, f"{self.address} has no link with {part}"
        return str(found[0])

    def follow(self, part: str) -> None:
        """Follow the first link whose address has this part."""
        self.open(self.link(part))

    def submit(self, path: str, values: Mapping[str, str], files: Mapping[str, bytes] | None = None) -> None:
        """Fill the first form that this XPath finds and send it.

        :param values: replace what the form holds; a name the form does not have is a button that was pressed
        """
        forms = self.page.xpath(path)
        assert forms, f"{self.address} has no form {path}"
        form = forms[0]
        filled = _contents(form, self.page) | {name: [value] for name, value in values.items()}
        address = urljoin(self.address, form.get("action") or self.address)
        self._go(Sent("POST", address, filled, files))

    def _go(self, sent: Sent) -> None:
        for _ in range(LONGEST_CHAIN):
            answer = self._send(sent)
            if not answer.location:
                break
            sent = Sent("GET", urljoin(sent.address, answer.location))
        assert answer.status == 200, f"{sent.method} {sent.address}: {answer.status} {_errors(answer.body)}"
        self.address = sent.address
        self.page = html.document_fromstring(answer.body.decode())


def _contents(form: Any, page: Any) -> dict[str, list[str]]:
    """Return what a form would send as it stands, with the controls elsewhere on the page that belong to it."""
    controls = form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]")
    if form.get("id"):
        controls += page.xpath(
            "//*[@name][@form=$id][self::input or self::select or self::textarea]", id=form.get("id")
        )
    found: dict[str, list[str]] = {}
    for control in controls:
        kind = control.get("type", "") if control.tag == "input" else control.tag
        if kind in {"file", "submit", "button"} or (kind in TICKED and control.get("checked") is None):
            continue
        value = control.get("value", "on" if kind in TICKED else "") if control.tag == "input" else control.value
        found.setdefault(control.get("name"), []).append(value or "")
    return found


def _errors(body: bytes) -> str:
    """Return what a page says went wrong."""
    page = html.document_fromstring(body.decode(errors="replace"))
    said = page.xpath("//*[contains(@class, 'lt-errmsg') or contains(@class, 'lt-errsum')]//text()") or page.xpath(
        "//h1//text()"
    )
    return " ".join(" ".join(said).split())[:300]

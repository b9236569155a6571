"""A client that files dossiers over the API with a key, so that sending again makes no second one."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpx

from tests.load.life_cycle import ANSWERS, PROCEDURE
from tests.load.people import Person


def draft(party: int) -> dict[str, Any]:
    """Return a complete dossier for the counter."""
    return {
        "package": PROCEDURE,
        "case": "chinh-chu",
        "owner": party,
        "submitter": party,
        "answers": ANSWERS,
        "papers": [{"code": "GT-01"}, {"code": "GT-02"}],
    }


def submit(person: Person, body: dict[str, Any], key: str) -> httpx.Response:
    """Send the dossier with an idempotency key."""
    headers = {"X-CSRFToken": person.client.cookies["csrftoken"], "Idempotency-Key": key}
    return person.client.post("/api/v1/dossiers", json=body, headers=headers)


def suppressed(request: Callable[[], object]) -> None:
    """Send, and let the broken connection be."""
    with suppress(httpx.HTTPError):
        request()

"""Calls over HTTP: nothing lasts beyond its time, no answer is longer than it may be, no redirect is followed."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

import httpx
from django.conf import settings

from ..contracts import PortalAway, PortalRefused

LARGEST_ANSWER = 20 * 1024 * 1024
# What says that nothing can be taken now, whatever it is; another fault is about what was sent.
AWAY = frozenset({408, 425, 429, 502, 503, 504})
OK = range(200, 300)


def call(url: str, *, said: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> tuple[int, dict[str, Any]]:
    """Post JSON and return status and answer, whatever the status.

    :raises PortalAway: no connection, no answer in time, or one that says so
    :raises PortalRefused: the answer is nothing that can be read
    """
    with _sent(url, headers=headers, json=dict(said)) as answer:
        return answer.status_code, _read(answer)


def send_file(
    url: str, *, name: str, content: BinaryIO, media_type: str, headers: Mapping[str, str]
) -> tuple[int, dict[str, Any]]:
    """Post a file and return status and answer; it is sent piece by piece. Refusals as `call`."""
    with _sent(url, headers=headers, files={"file": (name, content, media_type)}) as answer:
        return answer.status_code, _read(answer)


def taken(status: int, answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer that took what was sent.

    :raises PortalRefused: it did not
    """
    if status not in OK:
        raise PortalRefused(str(answer.get("code") or status), str(answer.get("message") or "")[:500])
    return dict(answer)


@contextmanager
def _sent(url: str, **request: Any) -> Iterator[httpx.Response]:
    seconds = settings.NATIONAL_PORTAL_SECONDS
    try:
        with (
            httpx.Client(timeout=seconds, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", url, **request) as answer,
        ):
            if answer.status_code in AWAY:
                raise PortalAway(f"HTTP {answer.status_code}")
            yield answer
    except httpx.HTTPError as failure:
        raise PortalAway(str(failure) or type(failure).__name__) from failure


def _read(answer: httpx.Response) -> dict[str, Any]:
    """Read the answer before its time is over; one that drips counts as none."""
    deadline, read = time.monotonic() + settings.NATIONAL_PORTAL_SECONDS, b""
    for piece in answer.iter_bytes():
        read += piece
        if len(read) > LARGEST_ANSWER:
            raise PortalRefused(str(answer.status_code), "the answer is too long")
        if time.monotonic() > deadline:
            raise PortalAway("the answer did not end in time")
    try:
        found = json.loads(read)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise PortalRefused(str(answer.status_code), "the answer is no JSON object")
    return found

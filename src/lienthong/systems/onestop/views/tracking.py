"""Anybody who holds a receipt follows the dossier by its code and secret; nothing personal is shown."""

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access
from lienthong.kernel.ui.contracts import Node
from lienthong.kernel.ui.words import day_phrase, moment_phrase
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.contracts import ResultEnd, State, Tracked, TrackedStep

from .labels import PORTAL_STATES

WINDOW_SECONDS = 600
EDGE = 16  # percent
# An address may be shared by an office; a code is one person's, yet strangers must not easily lock its holder out.
TRIES_BY_ADDRESS = 10
TRIES_BY_CODE = 30
NODE_STATES = {"done": "done", "returned": "late", "cancelled": "ahead", "present": "now", "ahead": "ahead"}


@access(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: ActorRequest) -> HttpResponse:
    """Ask for code and secret, or show where the dossier is; the link on the receipt carries both."""
    sent = request.POST if request.method == "POST" else request.GET
    number, secret = sent.get("ma", "").strip()[:60], sent.get("khoa", "").strip()[:40]
    if not number and not secret and request.method != "POST":
        return private(render(request, "onestop/tracking.html", {"number": ""}))
    if is_locked(request, number):
        return locked(request, number)
    now = timezone.now()
    try:
        seen = queries.track(number=number, secret=secret, now=now)
    except NotFound as refusal:
        return wrong(request, number, refusal.message)
    query = urlencode({"ma": number, "khoa": secret})
    correct = f"{reverse('onestop:correct')}?{query}"
    context = {
        "correct": correct,
        "withdraw": f"{reverse('onestop:withdraw')}?{query}",
        "seen": seen,
        "portal_state": PORTAL_STATES[seen.portal_code],
        "nodes": _nodes(seen),
        "present": _present(seen),
        "scale": _scale(seen, now),
    }
    return private(render(request, "onestop/tracking_found.html", context))


def locked(request: HttpRequest, number: str) -> HttpResponse:
    """Say that wrong codes and secrets were tried too often, and for how long to wait."""
    response = private(render(request, "onestop/tracking.html", {"number": number, "locked": True}, status=429))
    response["Retry-After"] = str(WINDOW_SECONDS)
    return response


def wrong(request: HttpRequest, number: str, message: str) -> HttpResponse:
    """Count a code and secret that open nothing, whatever the method, and ask for them again."""
    _count(request, number)
    return private(render(request, "onestop/tracking.html", {"number": number, "problem": message}, status=404))


def private(response: HttpResponse) -> HttpResponse:
    """Keep the secret in the address from other sites, from caches and from search engines."""
    # With "no-referrer" a browser sends the form with `Origin: null`, which the check against forgery refuses.
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _keys(request: HttpRequest, number: str) -> tuple[tuple[str, int], ...]:
    address = request.META.get("REMOTE_ADDR", "")
    code = "".join(sign for sign in number.upper() if sign.isalnum())
    return (f"onestop.track.ip.{address}", TRIES_BY_ADDRESS), (f"onestop.track.code.{code}", TRIES_BY_CODE)


def is_locked(request: HttpRequest, number: str) -> bool:
    """Tell whether wrong codes and secrets were tried too often from this address or for this code."""
    return any(cache.get(key, 0) >= most for key, most in _keys(request, number))


def _count(request: HttpRequest, number: str) -> None:
    for key, _most in _keys(request, number):
        cache.add(key, 0, timeout=WINDOW_SECONDS)
        try:
            cache.incr(key)
        except ValueError:  # it ran out between the two statements
            cache.set(key, 1, timeout=WINDOW_SECONDS)


def _present(seen: Tracked) -> str:
    """Return the step at which the dossier is, written to follow "Đang"."""
    name = next((step.name for step in seen.steps if step.state == "present"), "")
    return name[:1].lower() + name[1:]


def _scale(seen: Tracked, now: datetime) -> dict[str, Any]:
    """Return the limit drawn to the scale of working time, with today on it."""
    share = seen.share
    today = _("Today, %s") % day_phrase(now, today=timezone.localdate())
    return {
        "pieces": f"done:{share} ahead:{100 - share}",
        "now": share,
        "label": _("%(share)d percent of the working time is used") % {"share": share},
        # Near the ends the words would leave the drawing on a phone; the ends are named below anyway.
        "today": today if EDGE <= share <= 100 - EDGE else "",
    }


def _nodes(seen: Tracked) -> tuple[Node, ...]:
    first = Node(title=_("Received"), meta=f"{_moment(seen.received_at)} · {seen.reception}")
    steps = tuple(_node(step, paused=seen.state is State.SUPPLEMENT) for step in seen.steps)
    return (first, *steps, *_ending(seen))


def _node(step: TrackedStep, *, paused: bool) -> Node:
    state = NODE_STATES.get(step.state, "ahead")
    late = step.at is not None and step.due_at is not None and step.at > step.due_at
    if state == "now":
        at = _("since %s") % _moment(step.at)
        return Node(title=step.name, state="paused" if paused else "now", meta=_joined(step.holder, at))
    if state == "done":
        at = _("finished %s") % _moment(step.at)
        return Node(title=step.name, state="late" if late else "done", meta=_joined(at, step.holder))
    return Node(title=step.name, state=state, meta=step.holder)


def _ending(seen: Tracked) -> tuple[Node, ...]:
    if seen.state is State.STOPPED:
        return (Node(title=_("Stopped"), state="late", meta=_moment(seen.ended_at)),)
    if seen.returned_at is not None:
        handed = Node(title=_("Result handed over"), meta=f"{_moment(seen.returned_at)} · {seen.reception}")
        return (handed, *_put_right(seen))
    if seen.result_end is ResultEnd.REVOKED:
        return _put_right(seen)
    state = "now" if seen.state is State.DONE else "ahead"
    return (
        *_put_right(seen),
        Node(title=_("Hand over the result"), state=state, meta=seen.reception),
    )


def _put_right(seen: Tracked) -> tuple[Node, ...]:
    """Return that the result was replaced or revoked after it was issued, if it was."""
    if seen.result_end is None:
        return ()
    replaced = seen.result_end is ResultEnd.REPLACED
    title = _("Result replaced, the old one no longer counts") if replaced else _("Result revoked")
    return (Node(title=title, state="done" if replaced else "late", meta=_moment(seen.result_end_at)),)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _moment(at: datetime | None) -> str:
    return moment_phrase(at, today=timezone.localdate()) if at else ""

"""Words for what pages of queues show."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from lienthong.systems.queues.contracts import CounterState, OrderRule, TicketState

STATES = {
    TicketState.WAITING: pgettext_lazy("ticket", "Waiting"),
    TicketState.CALLED: pgettext_lazy("ticket", "Called"),
    TicketState.SERVING: pgettext_lazy("ticket", "Being served"),
    TicketState.SERVED: pgettext_lazy("ticket", "Served"),
    TicketState.MISSED: pgettext_lazy("ticket", "Was not there"),
    TicketState.LEFT: pgettext_lazy("ticket", "Given up"),
    TicketState.EXPIRED: pgettext_lazy("ticket", "Left over at the end of the day"),
}
LOOKS = {
    TicketState.WAITING: "new",
    TicketState.CALLED: "risk",
    TicketState.SERVING: "running",
    TicketState.SERVED: "done",
    TicketState.MISSED: "stopped",
    TicketState.LEFT: "stopped",
    TicketState.EXPIRED: "stopped",
}
COUNTERS = {
    CounterState.OPEN: pgettext_lazy("counter", "Open"),
    CounterState.PAUSED: pgettext_lazy("counter", "Paused"),
    CounterState.CLOSED: pgettext_lazy("counter", "Closed"),
}
COUNTER_LOOKS = {CounterState.OPEN: "done", CounterState.PAUSED: "wait", CounterState.CLOSED: "plain"}
HOUR = 3600
RULES = {
    OrderRule.SHARE: gettext_lazy("Every so-many-th call is for priority"),
    OrderRule.FIRST: gettext_lazy("Priority first, at most so many in a row"),
    OrderRule.ARRIVAL: gettext_lazy("By arrival alone"),
}


def spoken(name: str, name_en: str) -> str:
    """Return a name in the language of the page, in Vietnamese where nobody wrote another."""
    return name_en if name_en and (get_language() or "").startswith("en") else name


def minutes_words(seconds: int | None) -> str:
    """Return seconds as they are said in a list: 12 min, 1 h 05 min; nothing as a dash."""
    if seconds is None:
        return "-"
    if 0 < seconds < 60:
        return _("under 1 min")
    if seconds >= HOUR:
        return _("%(h)d h %(m)02d min") % {"h": seconds // HOUR, "m": seconds % HOUR // 60}
    return ngettext("%(n)d min", "%(n)d min", seconds // 60) % {"n": seconds // 60}


def private(response: HttpResponse) -> HttpResponse:
    """Keep the secret in the address from other sites, from caches and from search engines."""
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def beat(request: HttpRequest) -> int:
    """Return what a page that asks again has seen (`nhip`), -1 when it asks for the first time."""
    text = request.GET.get("nhip", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else -1

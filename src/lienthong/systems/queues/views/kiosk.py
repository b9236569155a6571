"""The kiosk: what for, priority or not, the number. One question a page; nothing is kept for the next visitor."""

from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.contracts import Conflict, Invalid, NotFound
from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access
from lienthong.kernel.ui.services import qr_svg
from lienthong.systems.queues import queries, services
from lienthong.systems.queues.queries import Kiosk

from .labels import private, spoken

KEY_LENGTH = 40


@access(PUBLIC)
@require_safe
def choose(request: ActorRequest, secret: str) -> HttpResponse:
    """Ask what the visitor comes for; who begins anew (`lai`) is asked in the usual language again."""
    if "lai" in request.GET:
        anew = redirect("queues:kiosk", secret)
        anew.delete_cookie(settings.LANGUAGE_COOKIE_NAME, path=settings.LANGUAGE_COOKIE_PATH)
        return private(anew)
    kiosk = queries.kiosk_of(secret=secret, now=timezone.now())
    choices = [(each, spoken(each.info.name, each.info.name_en), ", ".join(each.info.fields)) for each in kiosk.choices]
    context = _frame(kiosk) | {"choices": choices}
    return private(render(request, "queues/kiosk.html", context))


@access(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest, secret: str, prefix: str) -> HttpResponse:
    """Ask whether the visitor has priority, and give the number."""
    now = timezone.now()
    refused = ""
    if request.method == "POST":
        try:
            ticket = services.take_ticket(
                secret=secret,
                prefix=prefix,
                priority=request.POST.get("dien", "")[:40],
                language=(get_language() or "")[:2],
                key=request.POST.get("khoa", "")[:KEY_LENGTH],
                actor=request.actor,
                now=now,
            )
        except (Conflict, Invalid) as refusal:
            refused = refusal.message
        else:
            return redirect("queues:taken", secret, ticket)
    kiosk = queries.kiosk_of(secret=secret, now=now)
    chosen = next((each for each in kiosk.choices if each.info.prefix == prefix), None)
    if chosen is None:
        return redirect("queues:kiosk", secret)
    context = _frame(kiosk) | {
        "chosen": chosen,
        "name": spoken(chosen.info.name, chosen.info.name_en),
        "groups": [(each, spoken(each.name, each.name_en)) for each in kiosk.priorities],
        "key": uuid4().hex,
        "refused": refused,
    }
    return private(render(request, "queues/kiosk_ask.html", context, status=409 if refused else 200))


@access(PUBLIC)
@require_safe
def taken(request: ActorRequest, secret: str, ticket: UUID) -> HttpResponse:
    """Show the number that was given, to be printed or photographed; the page ends by itself."""
    now = timezone.now()
    page = queries.ticket_page(uuid=ticket, now=now)
    if page.desk.secret != secret:
        raise NotFound(_("There is no such ticket."))
    context = _frame(queries.kiosk_of(secret=secret, now=now)) | {
        "seen": page,
        "name": spoken(page.class_name, page.class_name_en),
        "group": spoken(page.priority, page.priority_en),
        "qr": mark_safe(qr_svg(follow_address(ticket), quiet_zone=True)),  # noqa: S308  drawn by us from an address
    }
    return private(render(request, "queues/kiosk_taken.html", context))


def follow_address(ticket: UUID) -> str:
    """Return the full address where a ticket is followed; it says nothing of its holder."""
    base = str(getattr(settings, "PUBLIC_BASE_URL", "http://localhost:8000")).rstrip("/")
    return base + reverse("queues:ticket", args=[ticket])


def _frame(kiosk: Kiosk) -> dict[str, object]:
    return {
        "kiosk": kiosk,
        "secret": kiosk.desk.secret,
        "place": spoken(kiosk.desk.name, kiosk.desk.name_en),
    }

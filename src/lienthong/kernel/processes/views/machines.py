"""Automatic steps that failed: what went wrong in plain words, trying again, passing over."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lienthong.kernel.acts.contracts import DomainError
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.contracts import Option
from lienthong.kernel.ui.services import Column, page_asked, send_table, words_asked

from .. import queries, services
from ..contracts import FailedService, ServiceFailure
from ..extensions import service_labels
from ..policy import SERVICES, SKIP

# In the address the failures are words people can read.
NAMES = {
    "tu-choi": ServiceFailure.REFUSED,
    "dung": ServiceFailure.GIVEN_UP,
    "dang-thu": ServiceFailure.TRYING,
    "khong-co": ServiceFailure.UNKNOWN,
}
LABELS: dict[ServiceFailure, str | Promise] = {
    ServiceFailure.REFUSED: gettext_lazy("Refused by the service"),
    ServiceFailure.GIVEN_UP: gettext_lazy("Given up"),
    ServiceFailure.TRYING: gettext_lazy("Tried again by itself"),
    ServiceFailure.UNKNOWN: gettext_lazy("No such service"),
}
PLAIN: dict[ServiceFailure, str | Promise] = {
    ServiceFailure.REFUSED: gettext_lazy(
        "The service answered that it cannot do this. Mend what it names, then try again."
    ),
    ServiceFailure.GIVEN_UP: gettext_lazy(
        "The service could not be reached or broke off, ten times. Ask who runs it; once it answers, try again."
    ),
    ServiceFailure.TRYING: gettext_lazy("The service could not be reached or broke off. The program tries again soon."),
    ServiceFailure.UNKNOWN: gettext_lazy(
        "This installation knows no service of this name. It comes with a part of the program that is not set up here."
    ),
}
TAGS = {
    ServiceFailure.REFUSED: "late",
    ServiceFailure.GIVEN_UP: "late",
    ServiceFailure.TRYING: "wait",
    ServiceFailure.UNKNOWN: "risk",
}
COLUMNS = (
    Column[FailedService](gettext_lazy("Case"), lambda row: row.subject_key, 26),
    Column[FailedService](gettext_lazy("Process"), lambda row: row.process_title, 50),
    Column[FailedService](gettext_lazy("Version"), lambda row: row.process_version, 8),
    Column[FailedService](gettext_lazy("Step"), lambda row: row.step, 40),
    Column[FailedService](gettext_lazy("Service"), lambda row: row.service, 30),
    Column[FailedService](gettext_lazy("What is wrong"), lambda row: str(LABELS[row.failure]), 26),
    Column[FailedService](gettext_lazy("What the service said"), lambda row: row.error, 60),
    Column[FailedService](gettext_lazy("Times tried"), lambda row: row.attempts, 8),
    Column[FailedService](gettext_lazy("Waiting since"), lambda row: row.opened_at),
)


def _filter(request: ActorRequest) -> tuple[str, ServiceFailure | None]:
    return words_asked(request), NAMES.get(request.GET.get("loi", ""))


@access(SERVICES)
@require_GET
def failed_services(request: ActorRequest) -> HttpResponse:
    """List the automatic steps that did not end, those that wait longest first."""
    text, failure = _filter(request)
    page = page_asked(request)
    rows, more = queries.list_failed_services(viewer=request.actor, text=text, failure=failure or "", page=page)
    names = service_labels()
    context = {
        "lines": [
            {
                "row": row,
                "label": LABELS[row.failure],
                "plain": PLAIN[row.failure],
                "tag": TAGS[row.failure],
                "service": names.get(row.service, row.service),
            }
            for row in rows
        ],
        "more": more,
        "page_number": page,
        "text": text,
        "options": _options(failure),
        "may_skip": request.actor.may(SKIP),
    }
    return render(request, "processes/failed_services.html", context)


def _options(chosen: ServiceFailure | None) -> tuple[Option, ...]:
    named = [Option(label=str(LABELS[kind]), url=name, chosen=kind is chosen) for name, kind in NAMES.items()]
    return (Option(label=_("All"), url="", chosen=chosen is None), *named)


@access(SERVICES)
@require_GET
def export_failed_services(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the list under the same filter as a file."""
    text, failure = _filter(request)
    rows = queries.all_failed_services(viewer=request.actor, text=text, failure=failure or "")
    return send_table(kind=kind, name="buoc-tu-dong", columns=COLUMNS, rows=rows)


@access(SERVICES)
@require_POST
def retry_service(request: ActorRequest, uuid: UUID, service_uuid: UUID) -> HttpResponse:
    """Put a failed service in line again."""
    try:
        services.retry_service(uuid=uuid, service_uuid=service_uuid, actor=request.actor, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The automatic step is in line again."))
    return redirect("processes:failed_services")


@access(SKIP)
@require_POST
def skip_service(request: ActorRequest, uuid: UUID, service_uuid: UUID) -> HttpResponse:
    """Pass a failed service over, with a reason."""
    reason = request.POST.get("reason", "")[:1000]
    try:
        services.skip_service(
            uuid=uuid, service_uuid=service_uuid, reason=reason, actor=request.actor, now=timezone.now()
        )
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The automatic step is passed over; the case goes on."))
    return redirect("processes:failed_services")

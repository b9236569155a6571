"""Certificates: the list, one of them, a new request, a file read in; and one's own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.extensions import OFFICER, ActorRequest, access
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.signatures import queries, services
from lienthong.kernel.signatures.contracts import MANAGE, SEE, CertificateInfo, CertificateState, HolderKind
from lienthong.kernel.signatures.forms import ImportForm, RequestForm
from lienthong.kernel.signatures.queries import CertificateFilter
from lienthong.kernel.signatures.words import KIND, STATE
from lienthong.kernel.ui.services import (
    Column,
    answer_form,
    number_asked,
    page_asked,
    pages_beside,
    send_table,
    shown_on,
    words_asked,
)

COLUMNS = (
    Column[CertificateInfo](gettext_lazy("Holder"), lambda each: each.holder_name, 36),
    Column[CertificateInfo](gettext_lazy("Kind of holder"), lambda each: str(KIND[each.kind]), 16),
    Column[CertificateInfo](gettext_lazy("Agency"), lambda each: each.agency_name, 40),
    Column[CertificateInfo](gettext_lazy("Code"), lambda each: each.agency_code, 18),
    Column[CertificateInfo](gettext_lazy("State"), lambda each: str(STATE[each.state]), 20),
    Column[CertificateInfo](gettext_lazy("Serial number"), lambda each: each.serial, 36),
    Column[CertificateInfo](gettext_lazy("Issued by"), lambda each: each.issuer, 40),
    Column[CertificateInfo](gettext_lazy("Since"), lambda each: each.valid_from, 18),
    Column[CertificateInfo](gettext_lazy("Until"), lambda each: each.valid_to, 18),
)
_LONGEST_ENDING = 366


@access(SEE)
@require_safe
def certificates(request: ActorRequest) -> HttpResponse:
    """List the certificates in sight."""
    wanted, page = _asked(request), page_asked(request)
    rows, more = queries.list_certificates(viewer=request.actor, wanted=wanted, now=timezone.now(), page=page)
    context = {
        "rows": rows,
        "wanted": wanted,
        "states": STATE.items(),
        "kinds": KIND.items(),
        **pages_beside(page, more=more),
        "query": request.GET.urlencode(),
        "may_manage": request.actor.may(MANAGE),
        "ending": queries.count_ending(viewer=request.actor, now=timezone.now()),
    }
    return render(request, "signatures/certificates.html", context)


@access(SEE)
@require_safe
def export(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the certificates of the list as a file."""
    rows = queries.stream_certificates(viewer=request.actor, wanted=_asked(request), now=timezone.now())
    return send_table(kind=kind, name="chung-thu-so", columns=COLUMNS, rows=rows)


@access(OFFICER)
@require_safe
def certificate(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show one certificate with its history, to those who look after it and to its holder."""
    shown = queries.get_certificate(uuid=uuid, viewer=request.actor, now=timezone.now())
    history = list_history(subject_type="signatures.certificate", subject_key=str(uuid), limit=100, newest_first=True)
    context = {
        "shown": shown,
        "history": history,
        "may_see_list": request.actor.may(SEE),
        "signed": queries.list_signed_with(serial=shown.serial),
    }
    return render(request, "signatures/certificate.html", context)


@access(OFFICER)
@require_safe
def own_certificates(request: ActorRequest) -> HttpResponse:
    """Show the certificates that name the viewer."""
    rows = queries.list_own_certificates(viewer=request.actor, now=timezone.now())
    return render(request, "signatures/own_certificates.html", {"rows": rows})


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def request_certificate(request: ActorRequest) -> HttpResponse:
    """Put a request for a certificate on record."""
    form = RequestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with shown_on(form):
            uuid = services.request_certificate(draft=form.draft(), actor=request.actor, now=timezone.now())
            messages.success(request, _("The request is on record."))
            return redirect("certificate", uuid)
    return answer_form(request, "signatures/request_certificate.html", form)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def read_certificate(request: ActorRequest) -> HttpResponse:
    """Put a certificate on record from its file."""
    form = ImportForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        data = form.cleaned_data["file"].read()
        with shown_on(form):
            uuid = services.import_certificate(draft=form.draft(), data=data, actor=request.actor, now=timezone.now())
            messages.success(request, _("The certificate is on record. Put it in use when its holder has tried it."))
            return redirect("certificate", uuid)
    return answer_form(request, "signatures/read_certificate.html", form)


def _asked(request: ActorRequest) -> CertificateFilter:
    state, kind = request.GET.get("trang_thai", ""), request.GET.get("loai", "")
    ending = number_asked(request, "het_han", least=0, most=_LONGEST_ENDING, otherwise=0)
    return CertificateFilter(
        text=words_asked(request),
        state=CertificateState(state) if state in set(CertificateState) else None,
        kind=HolderKind(kind) if kind in set(HolderKind) else None,
        ending=ending or None,
    )

"""The printed forms of a dossier, made when they are asked for; reading one changes nothing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.files import queries as files
from lienthong.kernel.papers import services as papers
from lienthong.systems.onestop import printing, queries

SEE = "onestop.dossier.see"
# A browser's own viewer of PDF does not start under `sandbox`; these papers are ours and sent with `nosniff`.
POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@access(SEE)
@require_safe
def receipt(request: ActorRequest, number: str) -> HttpResponse:
    """Print form 01, receipt and appointment."""
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    return pdf_of(
        "receipt", printing.receipt_context(dossier, now=timezone.now()), f"{number}-giay-hen.pdf", dossier.reception_id
    )


@access(SEE)
@require_safe
def supplement(request: ActorRequest, number: str, no: int) -> HttpResponse:
    """Print form 02, one request to supplement."""
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    wanted = next((each for each in dossier.supplements if each.no == no), None)
    if wanted is None:
        raise NotFound(_("This dossier has no such request to supplement."))
    return pdf_of(
        "supplement",
        printing.supplement_context(dossier, wanted),
        f"{number}-phieu-bo-sung-{no}.pdf",
        dossier.reception_id,
    )


@access(SEE)
@require_safe
def refusal(request: ActorRequest, number: str) -> HttpResponse:
    """Print form 03, once the dossier is refused."""
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    return pdf_of("refusal", printing.refusal_context(dossier), f"{number}-phieu-tu-choi.pdf", dossier.reception_id)


@access(SEE)
@require_safe
def stop_notice(request: ActorRequest, number: str) -> HttpResponse:
    """Print form 05, once the dossier has ended because its applicant withdrew."""
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    context = printing.stop_notice_context(dossier)
    return pdf_of("stop-notice", context, f"{number}-thong-bao-dung.pdf", dossier.reception_id)


@access(SEE)
@require_safe
def control_slip(request: ActorRequest, number: str) -> HttpResponse:
    """Print the control slip from the history so far."""
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    context = printing.control_slip_context(dossier, now=timezone.now())
    return pdf_of("control-slip", context, f"{number}-phieu-kiem-soat.pdf", dossier.reception_id)


@access(SEE)
@require_safe
def apology(request: ActorRequest, number: str) -> HttpResponse:
    """Print form 04 as it was signed."""
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    if dossier.extension is None:
        raise NotFound(_("No letter of apology was written for this dossier."))
    return _kept(dossier.extension.file_id, f"{number}-xin-loi.pdf")


@access(SEE)
@require_safe
def intake_slip(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Print form 02 or 03 as the counter gave it."""
    slip = queries.get_intake_slip(uuid=uuid, viewer=request.actor)
    return _kept(slip.file_id, f"{slip.row.number.replace('/', '-')}.pdf")


def _kept(file_id: int, name: str) -> HttpResponse:
    """Return a paper that was issued, byte for byte."""
    with files.open_file(file_id=file_id) as file:
        return _answer(file.read(), name)


def pdf_of(template: str, context: Mapping[str, Any], name: str, agency_id: int) -> HttpResponse:
    """Return a paper made from data, to be shown in the browser."""
    pdf = papers.render(template=template, context=context, now=timezone.now(), agency_id=agency_id)
    return _answer(pdf, name)


def _answer(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Security-Policy"] = POLICY
    return response

"""Asking other agencies about a dossier, and answering: one page for who asks and who is asked (R-21)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.acts.contracts import Actor, DomainError, Invalid, NotFound
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.files import services as files
from lienthong.kernel.forms import queries as compiled
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.contracts import AgencyKind
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import Stance
from lienthong.systems.onestop.queries import ConsultationDetail, DossierDetail

from ..forms.consultations import ConsultForm, OpinionForm, TakeBackForm
from .labels import STANCES

WORK = "onestop.dossier.work"
CONSULT, ANSWER = "onestop.dossier.consult", "onestop.consultation.answer"
REMIND, WITHDRAW = "onestop.dossier.remind_consultation", "onestop.dossier.withdraw_consultation"
USUAL_DAYS = 3


@access(WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest, number: str) -> HttpResponse:
    """Ask one or several agencies in one act; what was typed comes back when it is refused."""
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    form = _form(request, dossier)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            services.consult(
                number=number,
                question=given["question"],
                asked=form.asked,
                papers=[int(each) for each in given.get("papers", ())],
                shows_answers=given["shows_answers"],
                expected_version=given["version"],
                actor=request.actor,
                now=timezone.now(),
            )
        except DomainError as refused:
            _explain(form, refused)
        else:
            messages.success(request, _("Asked; it is in the inbox of who is asked."))
            return redirect("onestop:dossier", number)
    elif not dossier.offers(CONSULT):
        raise NotFound(_("There is no such act."))
    context = {"dossier": dossier, "row": dossier.row, "form": form}
    return render(request, "onestop/consult.html", context, status=422 if form.errors else 200)


@access(WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: ActorRequest, number: str) -> HttpResponse:
    """Show a question with what was shown; a POST answers it, reminds of it, or takes it back."""
    now = timezone.now()
    asked = queries.get_consultation(number=number, viewer=request.actor, now=now)
    wish = request.POST.get("viec", "")
    opinion = OpinionForm(request.POST, request.FILES) if wish == "tra-loi" else OpinionForm()
    reason = TakeBackForm(request.POST if wish == "rut" else None)
    form: Any = {"tra-loi": opinion, "rut": reason}.get(wish)
    if request.method == "POST" and (wish == "nhac" or (form is not None and form.is_valid())):
        try:
            done = _do(request, asked, wish, form)
        except DomainError as refused:
            if form is None or refused.status in {403, 404}:
                raise
            _explain(form, refused)
        else:
            messages.success(request, done)
            return redirect("onestop:dossier", asked.dossier) if wish == "rut" else redirect(request.path)
    return render(
        request, "onestop/consultation.html", _context(request, asked, opinion, reason),
        status=422 if opinion.errors or reason.errors else 200,
    )  # fmt: skip


def _do(request: ActorRequest, asked: ConsultationDetail, wish: str, form: Any) -> str:
    """Do what was pressed and say what was done."""
    call: dict[str, Any] = {"actor": request.actor, "now": timezone.now()}
    if wish == "tra-loi":
        sent = form.cleaned_data["file"]
        file_id = files.store(stream=sent, name=sent.name, **call).id if sent else None
        stance, text = Stance(form.cleaned_data["stance"]), form.cleaned_data["text"]
        services.answer_consultation(number=asked.row.number, stance=stance, text=text, file_id=file_id, **call)
        return _("The opinion is sent.")
    if wish == "nhac":
        services.remind_consultation(number=asked.dossier, no=asked.row.no, **call)
        return _("Reminded.")
    services.withdraw_consultation(number=asked.dossier, no=asked.row.no, reason=form.cleaned_data["reason"], **call)
    return _("The question is taken back.")


def _context(
    request: ActorRequest, asked: ConsultationDetail, opinion: OpinionForm, reason: TakeBackForm
) -> dict[str, Any]:
    described = compiled.get_form(key=asked.form_key, version=asked.form_version)
    chases = False
    if asked.of_dossier and asked.row.closed_at is None:
        chases = queries.get_dossier(number=asked.dossier, viewer=request.actor).offers(WITHDRAW)
    return {
        "asked": asked,
        "row": asked.row,
        "now": timezone.now(),
        "stance": STANCES.get(asked.row.stance, ""),
        "sections": described.display(asked.answers) if asked.row.shows_answers else (),
        "may_answer": asked.offers(ANSWER),
        "chases": chases,
        "opinion": opinion,
        "reason": reason,
    }


def _form(request: ActorRequest, dossier: DossierDetail) -> ConsultForm:
    spec = queries.load_package(code=dossier.procedure_code).spec
    days = spec.consult_within.removesuffix("wd")
    return ConsultForm(
        request.POST if request.method == "POST" else None,
        places=_places(request.actor),
        papers=[(str(paper.id), paper.name) for paper in dossier.papers if paper.file_uuid],
        days=int(days) if days.isdigit() else USUAL_DAYS,
        version=dossier.version,
    )


def _places(viewer: Actor) -> list[tuple[str, Any]]:
    """Return who may be asked, in groups: units of one's own agency, then the agencies of the province."""
    groups: dict[str, list[tuple[str, str]]] = {
        str(label): [] for label in (_("Units of my agency"), _("Departments and others"), _("Communes"))
    }
    own, departments, communes = groups.values()
    for each in organizations.list_agencies(at=timezone.localdate()):
        choice = (str(each.id), each.name)
        if each.kind is AgencyKind.UNIT:
            if each.parent_id == viewer.agency_id:
                own.append(choice)
        elif each.id != viewer.agency_id and each.kind is not AgencyKind.DISTRICT:
            (communes if each.kind is AgencyKind.COMMUNE else departments).append(choice)
    return [(label, sorted(choices, key=lambda each: each[1])) for label, choices in groups.items() if choices]


def _explain(form: Any, refused: DomainError) -> None:
    """Put what the service found wrong beside the fields it concerns."""
    if refused.status in {403, 404}:
        raise refused
    errors = refused.errors if isinstance(refused, Invalid) else ()
    for error in errors:
        place = form.place_of(error.path) if isinstance(form, ConsultForm) else error.path
        form.add_error(place if place in form.fields else None, error.message)
    if not errors:
        form.add_error(None, refused.message)

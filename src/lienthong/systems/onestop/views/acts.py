"""Doing an act on a dossier: one door for all, each with its own form."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.kernel.acts.contracts import Conflict, DomainError, Invalid, NotFound
from lienthong.kernel.acts.extensions import OFFICER, ActorRequest, access
from lienthong.kernel.audit import queries as history
from lienthong.kernel.audit.extensions import act_words
from lienthong.kernel.files import services as sent_files
from lienthong.kernel.ui.services import keep_address
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.contracts import SUBJECT_TYPE
from lienthong.systems.onestop.extensions import told_elsewhere
from lienthong.systems.onestop.forms.acts import ActForm

from .act_kinds import KINDS, ActKind
from .dossier_page import Panel, mark_groups, my_steps, open_panel, page_context, panel_title, thread_of


@access(OFFICER)
@require_POST
def do_act(request: ActorRequest, number: str, act: str) -> HttpResponse:
    """Do an act and return to the dossier; what was typed comes back when it is refused.

    :raises NotFound: no such act, or the dossier is out of the officer's sight
    """
    kind = KINDS.get(act)
    if kind is None:
        raise NotFound(_("There is no such act."))
    form = kind.form(request.POST, _files(request) if kind.upload else None)
    if form.is_valid():
        try:
            _run(request, number, kind, form)
        except Conflict as refusal:
            return _conflict(request, number, kind, form, refusal)
        except DomainError as refusal:
            if refusal.status in {403, 404}:
                raise
            _explain(form, refusal)
        else:
            messages.success(request, str(kind.done))
            return redirect("onestop:dossier", number)
    return _render(request, number, kind, form, status=422)


def _files(request: ActorRequest) -> "MultiValueDict[str, UploadedFile[bytes]]":
    """Return the files that came with the form or, in parts, before it."""
    return sent_files.with_uploads(files=request.FILES, named=request.POST, actor=request.actor, now=timezone.now())


def _run(request: ActorRequest, number: str, kind: ActKind, form: ActForm) -> None:
    """Do the act; a step must be one of this dossier that the officer may do, whatever number was sent.

    :raises Conflict: the step was finished or taken meanwhile
    """
    given = form.cleaned_data
    if kind.at_step and given["step"] not in {item.id for item in my_steps(number=number, viewer=request.actor)}:
        raise Conflict(_("This step is no longer yours to do: somebody took it or finished it."))
    call: dict[str, Any] = {"number": number, "actor": request.actor, "now": timezone.now()}
    kind.run(form, {**call, "expected_version": given["version"]})


def _explain(form: ActForm, refusal: DomainError) -> None:
    """Put what the service found wrong beside the fields it concerns."""
    errors = refusal.errors if isinstance(refusal, Invalid) else ()
    for error in errors:
        form.add_error(error.path if error.path in form.fields else None, error.message)
    if not errors:
        form.add_error("file" if "file" in form.fields else None, refusal.message)


def _render(
    request: ActorRequest, number: str, kind: ActKind, form: ActForm, *, status: int, **more: Any
) -> HttpResponse:
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    thread = thread_of(number=number, viewer=request.actor)
    context = page_context(dossier=dossier, thread=thread, viewer=request.actor, now=timezone.now(), chosen_paper="")
    title = panel_title(dossier, thread.mine, kind, str(form.data.get("outcome", "")))
    context |= {"panel": Panel(kind, form, title, mark_groups(dossier, form)), **more}
    context["told"] = told_elsewhere(number=number, viewer=request.actor)
    return keep_address(render(request, "onestop/dossier.html", context, status=status))


def _conflict(request: ActorRequest, number: str, kind: ActKind, form: ActForm, refusal: Conflict) -> HttpResponse:
    """Show the dossier as it is now, who changed it, and what was typed, ready to be sent again if it still fits."""
    dossier = queries.get_dossier(number=number, viewer=request.actor)
    thread = thread_of(number=number, viewer=request.actor)
    given = form.cleaned_data
    outcome = str(given.get("outcome", ""))
    context = page_context(dossier=dossier, thread=thread, viewer=request.actor, now=timezone.now(), chosen_paper="")
    panel = open_panel(dossier, thread.mine, slug=kind.slug, outcome=outcome)
    shown = [field for field in form.visible_fields() if field.name != "file"]
    if panel is not None:
        panel.form.initial.update({field.name: given.get(field.name) for field in shown})
    lines = history.list_history(subject_type=SUBJECT_TYPE, subject_key=number)
    context["told"] = told_elsewhere(number=number, viewer=request.actor)
    context |= {
        "panel": panel if shown else None,
        "refusal": refusal.message,
        "last": lines[-1] if lines else None,
        "last_label": act_words(lines[-1].act) if lines else "",
        "typed": [] if panel else [(field.label, given.get(field.name)) for field in shown if given.get(field.name)],
    }
    return keep_address(render(request, "onestop/dossier.html", context, status=409))

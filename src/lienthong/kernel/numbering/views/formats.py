"""How numbers are written: the list, a new format, one of them with a preview."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.numbering import queries, services
from lienthong.kernel.numbering.contracts import SEE, SET_FORMATS, FormatDraft
from lienthong.kernel.numbering.forms import FormatForm
from lienthong.kernel.ui.services import answer_form, shown_on


@access(SEE)
@require_safe
def formats(request: ActorRequest) -> HttpResponse:
    """List the formats with what their numbers look like."""
    rows = queries.list_formats(viewer=request.actor, day=timezone.localdate())
    return render(request, "numbering/formats.html", {"rows": rows, "may_format": request.actor.may(SET_FORMATS)})


@access(SET_FORMATS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_format(request: ActorRequest) -> HttpResponse:
    """Say how numbers of a kind are written."""
    return _edit(request, None)


@access(SET_FORMATS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_format(request: ActorRequest, format_id: int) -> HttpResponse:
    """Change how numbers of a kind are written."""
    return _edit(request, queries.get_format(format_id=format_id, viewer=request.actor, day=timezone.localdate()).draft)


def _edit(request: ActorRequest, known: FormatDraft | None) -> HttpResponse:
    initial = {name: getattr(known, name) for name in FormatForm.base_fields} if known else None
    form = FormatForm(request.POST if request.method == "POST" else None, initial=initial)
    if known is not None:
        # What a format is for is its name; for something else there is another one.
        for name in ("kind", "agency_code"):
            form.fields[name].disabled = True
    samples: tuple[str, ...] = ()
    if form.is_valid():
        draft, now = form.draft(), timezone.now()
        with shown_on(form):
            if "thu" in request.POST:
                samples = services.preview_format(draft=draft, now=now)
            else:
                services.save_format(draft=draft, actor=request.actor, now=now)
                messages.success(request, _("Numbers are written so from now on."))
                return redirect("numbering_formats")
    return answer_form(request, "numbering/format.html", form, {"known": known, "samples": samples})

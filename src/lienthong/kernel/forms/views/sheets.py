"""A form as a sheet: the template to fill in, and what a filled one would bring in."""

from typing import BinaryIO, cast

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.contracts import Conflict
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.forms import queries
from lienthong.kernel.forms.compiled import CompiledForm
from lienthong.kernel.forms.contracts import SheetRefused
from lienthong.kernel.forms.policy import DESIGN

from .trials import compiled_design

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_ROWS = 100


def _form(request: ActorRequest, key: str) -> CompiledForm:
    design = queries.get_design(key=key, viewer=request.actor)
    if queries.design_errors(design):
        raise Conflict(_("The form cannot be used yet."))
    return compiled_design(design)


@access(DESIGN)
@require_safe
def sheet_file(request: ActorRequest, key: str) -> HttpResponse:
    """Give the empty sheet of a form."""
    answer = HttpResponse(queries.template_sheet(form=_form(request, key)), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{key}.xlsx"'
    return answer


@access(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def try_sheet(request: ActorRequest, key: str) -> HttpResponse:
    """Read a filled sheet and say row by row what is wrong; nothing is kept."""
    form = _form(request, key)
    design = queries.get_design(key=key, viewer=request.actor)
    upload = request.FILES.get("tep")
    problem, read = "", None
    if request.method == "POST":
        if upload is None:
            problem = _("Choose a file")
        else:
            try:
                read = queries.read_sheet(form=form, stream=cast("BinaryIO", upload.file))
            except SheetRefused as refusal:
                problem = refusal.message
    wrong = [row for row in read.rows if row.errors][:SHOWN_ROWS] if read else []
    context = {"design": design, "problem": problem, "read": read, "wrong": wrong}
    return render(request, "forms/sheet.html", context, status=422 if problem else 200)

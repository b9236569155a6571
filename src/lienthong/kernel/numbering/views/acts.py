"""Acts on a book, each asked on a page of its own."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.acts.contracts import FieldError, Invalid, NotFound
from lienthong.kernel.acts.extensions import Act, ActorRequest, access
from lienthong.kernel.numbering import queries, services
from lienthong.kernel.numbering.contracts import MANAGE, BookKey
from lienthong.kernel.numbering.forms import OpenForm, ReasonForm, ReserveForm, VoidForm
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.ui.services import answer_form, shown_on

WAYS: dict[str, tuple[Act[Any, Any], type[forms.Form]]] = {
    "dong": (services.close_book, ReasonForm),
    "mo-lai": (services.reopen_book, ReasonForm),
    "huy-so": (services.void_in_book, VoidForm),
    "giu-so": (services.reserve_in_book, ReserveForm),
}


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def act_on_book(request: ActorRequest, book_id: int, way: str) -> HttpResponse:
    """Ask what the act needs, and do it."""
    if way not in WAYS:
        raise Http404
    act, kind = WAYS[way]
    shown = queries.get_book(book_id=book_id, viewer=request.actor)
    given = {"number": request.GET.get("so", "")} if way == "huy-so" else None
    form: Any = kind(request.POST if request.method == "POST" else None, initial=given)
    if form.is_valid():
        with shown_on(form):
            act(id=book_id, actor=request.actor, now=timezone.now(), **form.inputs())
            messages.success(request, _("Done, and written into the history."))
            return redirect("numbering_book", book_id)
    context = {"shown": shown, "act": act.declaration(), "is_open": act.name in shown.may}
    return answer_form(request, "numbering/act.html", form, context)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def open_book(request: ActorRequest) -> HttpResponse:
    """Open a book before its first number."""
    known = queries.list_formats(viewer=request.actor, day=timezone.localdate())
    kinds = sorted({(each.draft.kind, each.draft.label) for each in known if not each.draft.agency_code})
    form = OpenForm(request.POST if request.method == "POST" else None, kinds=kinds)
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            key = BookKey(given["kind"], _agency(given["agency_code"]), given["period"])
            book_id = services.open_book(
                book=key, after=given["after"], reason=given["reason"], actor=request.actor, now=timezone.now()
            )
            messages.success(request, _("The book is open."))
            return redirect("numbering_book", book_id)
    return answer_form(request, "numbering/open.html", form, {"kinds": kinds})


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def return_block(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Give a reservation back."""
    shown = queries.get_block(uuid=uuid, viewer=request.actor)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with shown_on(form):
            services.return_block(uuid=uuid, actor=request.actor, now=timezone.now(), **form.inputs())
            messages.success(request, _("The block is returned; what was not used is void."))
            return redirect("numbering_book", shown.book_id)
    return answer_form(request, "numbering/return.html", form, {"shown": shown})


def _agency(code: str) -> int:
    try:
        return organizations.find_agency(code=code.strip()).id
    except NotFound as unknown:
        raise Invalid(unknown.message, errors=(FieldError("agency_code", unknown.message),)) from unknown

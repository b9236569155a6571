"""Who looked at personal data: what a person reads of their own, and what those who look after the log read of all."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lienthong.kernel.accounts import queries
from lienthong.kernel.accounts.contracts import SEE_LOOKS
from lienthong.kernel.accounts.forms import LookFilterForm
from lienthong.kernel.acts.extensions import SIGNED_IN, ActorRequest, access
from lienthong.kernel.audit.contracts import Look, LookFilters
from lienthong.kernel.audit.extensions import purpose_label
from lienthong.kernel.ui.services import Column, page_asked, pages_beside, send_table

# How far back the log of all opens before another day is asked for: what a week holds is found at once.
OPENS_WITH = timedelta(days=7)
COLUMNS = (
    Column[Look](gettext_lazy("When"), lambda look: look.at),
    Column[Look](gettext_lazy("Who"), lambda look: look.actor, 30),
    Column[Look](gettext_lazy("Position"), lambda look: look.position, 28),
    Column[Look](gettext_lazy("Agency"), lambda look: look.agency, 40),
    Column[Look](gettext_lazy("On behalf of"), lambda look: look.on_behalf_of, 28),
    Column[Look](gettext_lazy("What for"), lambda look: purpose_label(look.purpose), 44),
    Column[Look](gettext_lazy("Record"), lambda look: look.subject_key, 26),
)
Named = tuple[Look, str]


def _of_look(column: Column[Look]) -> Column[Named]:
    return Column[Named](column.label, lambda row: column.value(row[0]), column.width)


ALL_COLUMNS = (Column[Named](gettext_lazy("Whose data"), lambda row: row[1], 30), *map(_of_look, COLUMNS))


@access(SIGNED_IN)
@require_safe
def own_looks(request: ActorRequest) -> HttpResponse:
    """Show the person who looked at their data, when, at what and what for."""
    form, page = LookFilterForm(request.GET), page_asked(request)
    looks, more = queries.own_looks(viewer=request.actor, filters=form.filters(), page=page)
    return _page(request, "accounts/own_looks.html", form, [(look, "") for look in looks], more=more)


@access(SIGNED_IN)
@require_safe
def export_own_looks(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the person the same list as a file."""
    rows = queries.stream_own_looks(viewer=request.actor, filters=LookFilterForm(request.GET).filters())
    return send_table(kind=kind, name="luot-xem-du-lieu", columns=COLUMNS, rows=rows)


@access(SEE_LOOKS)
@require_safe
def looks(request: ActorRequest) -> HttpResponse:
    """Show who looked at whom, by reader, person concerned and day; at first the last week."""
    form, page = LookFilterForm(request.GET), page_asked(request)
    rows, more = queries.list_looks(viewer=request.actor, filters=_lately(form), number=form.number, page=page)
    return _page(request, "accounts/looks.html", form, rows, more=more)


@access(SEE_LOOKS)
@require_safe
def export_looks(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the list of those who look after the log as a file."""
    form = LookFilterForm(request.GET)
    rows = queries.stream_looks(viewer=request.actor, filters=_lately(form), number=form.number)
    return send_table(kind=kind, name="nhat-ky-luot-xem", columns=ALL_COLUMNS, rows=rows)


def _page(
    request: ActorRequest, template: str, form: LookFilterForm, rows: Iterable[Named], *, more: bool
) -> HttpResponse:
    page = page_asked(request)
    context = {
        "form": form,
        "lines": [(look, purpose_label(look.purpose), name) for look, name in rows],
        "filtered": any(request.GET.get(name) for name in form.fields),
        **pages_beside(page, more=more),
        "query": request.GET.urlencode(),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _lately(form: LookFilterForm) -> LookFilters:
    """Return the filters of the whole log; without a day or a person only what is recent, which is found at once."""
    filters = form.filters()
    if filters.since or filters.until or form.number:
        return filters
    return replace(filters, since=timezone.localdate() - OPENS_WITH)

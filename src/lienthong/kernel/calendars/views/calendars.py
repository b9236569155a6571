"""The calendars of the province, one calendar by year, and who works by it."""

import csv

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.acts.contracts import DomainError
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.audit.queries import list_history

from .. import queries, rules, services
from ..contracts import CalendarDetails, CalendarEdit
from ..forms import DetailsForm, GiveForm
from ..policy import MANAGE, SEE
from .refusals import show as show_refusal

LONGEST_SEARCH = 100
FIRST_YEAR, LAST_YEAR = 2000, 2100
HISTORY_LINES = 10


def _number(text: str, *, least: int, most: int, otherwise: int) -> int:
    return min(max(int(text), least), most) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise


@access(SEE)
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """List the calendars."""
    text = request.GET.get("q", "")[:LONGEST_SEARCH].replace("\0", "")
    page = _number(request.GET.get("trang", ""), least=1, most=1000, otherwise=1)
    lines, more = queries.list_calendars(viewer=request.actor, text=text, page=page)
    context = {"lines": lines, "more": more, "text": text, "page_number": page, "may_manage": request.actor.may(MANAGE)}
    return render(request, "calendars/list.html", context)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    """Make a calendar."""
    choices = queries.calendar_choices(viewer=request.actor)
    form = DetailsForm(request.POST if request.method == "POST" else None, calendars=choices)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = services.create_calendar(
                name=given["name"], parent_id=given["parent"], actor=request.actor, now=timezone.now()
            )
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The calendar is made."))
            return redirect("calendars:show", made)
    return render(request, "calendars/create.html", {"form": form}, status=422 if form.errors else 200)


@access(SEE)
@require_safe
def show(request: ActorRequest, calendar_id: int) -> HttpResponse:
    """Show a year of a calendar, its hours, its special days and who works by it."""
    today = timezone.localdate()
    year = _number(request.GET.get("nam", ""), least=FIRST_YEAR, most=LAST_YEAR, otherwise=today.year)
    shown = queries.get_calendar(calendar_id=calendar_id, viewer=request.actor, at=today)
    history = list_history(
        subject_type="calendars.calendar", subject_key=str(calendar_id), limit=HISTORY_LINES, newest_first=True
    )
    context = {
        "shown": shown,
        "year": queries.year_of(calendar_id=calendar_id, year=year),
        "today": today,
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < LAST_YEAR else None,
        "weekdays": range(1, 8),
        "week": [(day, shown.week.hours.get(day, ())) for day in range(1, 8)],
        "history": history,
        "give_form": GiveForm(),
    }
    return render(request, "calendars/show.html", context)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: ActorRequest, calendar_id: int) -> HttpResponse:
    """Rename a calendar or let it inherit from another, after a look at what that does."""
    shown = queries.get_calendar(calendar_id=calendar_id, viewer=request.actor, at=timezone.localdate())
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        initial={"name": shown.name, "parent": shown.parent_id},
        calendars=queries.calendar_choices(viewer=request.actor, without=calendar_id),
    )
    if form.is_valid():
        name = " ".join(form.cleaned_data["name"].split())
        said = CalendarDetails(name, form.cleaned_data["parent"], shown.valid_from, shown.valid_to)
        try:
            uuid = services.propose_change(
                calendar_id=calendar_id, edit=CalendarEdit(details=said), actor=request.actor, now=timezone.now()
            )
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("calendars:change", uuid)
    context = {"form": form, "shown": shown}
    return render(request, "calendars/details.html", context, status=422 if form.errors else 200)


@access(MANAGE)
@require_POST
def give(request: ActorRequest, calendar_id: int) -> HttpResponse:
    """Let an agency work by the calendar."""
    shown = queries.get_calendar(calendar_id=calendar_id, viewer=request.actor, at=timezone.localdate())
    form = GiveForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.give_calendar(
                calendar_id=calendar_id,
                code=given["code"],
                reason=given["reason"],
                actor=request.actor,
                now=timezone.now(),
            )
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The agency works by this calendar now."))
            return redirect("calendars:show", calendar_id)
    return render(request, "calendars/give.html", {"form": form, "shown": shown}, status=422)


@access(SEE)
@require_safe
def export(request: ActorRequest, calendar_id: int) -> HttpResponse:
    """Hand out the calendar's own special days of a year as a table that can be read in again."""
    year = _number(request.GET.get("nam", ""), least=FIRST_YEAR, most=LAST_YEAR, otherwise=timezone.localdate().year)
    queries.get_calendar(calendar_id=calendar_id, viewer=request.actor, at=timezone.localdate())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="lich-{calendar_id}-{year}.csv"'
    response.write("\ufeff")
    table = csv.writer(response)
    table.writerow(["date", "kind", "name", "source", "hours", "to_confirm"])
    for entry in queries.list_days(calendar_id=calendar_id, year=year):
        hours = rules.write_typed_sessions(entry.hours) if entry.hours else ""
        doubt = "x" if entry.to_confirm else ""
        table.writerow([entry.day.isoformat(), entry.kind.value, _cell(entry.name), _cell(entry.source), hours, doubt])
    return response


def _cell(text: str) -> str:
    """Return a text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text

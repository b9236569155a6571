"""The calendars of the province, one calendar by year, and who works by it."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.ui.services import (
    Column,
    answer_form,
    number_asked,
    page_asked,
    send_table,
    shown_on,
    words_asked,
)

from .. import queries, rules, services
from ..contracts import CalendarDetails, CalendarEdit, DayEntry
from ..forms import DetailsForm, GiveForm
from ..policy import MANAGE, SEE

FIRST_YEAR, LAST_YEAR = 2000, 2100
HISTORY_LINES = 10
# The names of the columns are those that reading them in again knows in every language.
COLUMNS = (
    Column[DayEntry]("date", lambda each: each.day, 12),
    Column[DayEntry]("kind", lambda each: each.kind.value, 18),
    Column[DayEntry]("name", lambda each: each.name, 40),
    Column[DayEntry]("source", lambda each: each.source, 40),
    Column[DayEntry]("hours", lambda each: rules.write_typed_sessions(each.hours) if each.hours else "", 26),
    Column[DayEntry]("to_confirm", lambda each: "x" if each.to_confirm else "", 12),
)


@access(SEE)
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """List the calendars."""
    text, page = words_asked(request), page_asked(request)
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
        with shown_on(form):
            made = services.create_calendar(
                name=given["name"], parent_id=given["parent"], actor=request.actor, now=timezone.now()
            )
            messages.success(request, _("The calendar is made."))
            return redirect("calendars:show", made)
    return answer_form(request, "calendars/create.html", form)


@access(SEE)
@require_safe
def show(request: ActorRequest, calendar_id: int) -> HttpResponse:
    """Show a year of a calendar, its hours, its special days and who works by it."""
    today = timezone.localdate()
    year = number_asked(request, "nam", least=FIRST_YEAR, most=LAST_YEAR, otherwise=today.year)
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
        with shown_on(form):
            uuid = services.propose_change(
                calendar_id=calendar_id, edit=CalendarEdit(details=said), actor=request.actor, now=timezone.now()
            )
            return redirect("calendars:change", uuid)
    return answer_form(request, "calendars/details.html", form, {"shown": shown})


@access(MANAGE)
@require_POST
def give(request: ActorRequest, calendar_id: int) -> HttpResponse:
    """Let an agency work by the calendar."""
    shown = queries.get_calendar(calendar_id=calendar_id, viewer=request.actor, at=timezone.localdate())
    form = GiveForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            services.give_calendar(
                calendar_id=calendar_id,
                code=given["code"],
                reason=given["reason"],
                actor=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("The agency works by this calendar now."))
            return redirect("calendars:show", calendar_id)
    return answer_form(request, "calendars/give.html", form, {"shown": shown})


@access(SEE)
@require_safe
def export(request: ActorRequest, calendar_id: int, kind: str) -> HttpResponseBase:
    """Hand out the calendar's own special days of a year as a table that can be read in again."""
    year = number_asked(request, "nam", least=FIRST_YEAR, most=LAST_YEAR, otherwise=timezone.localdate().year)
    queries.get_calendar(calendar_id=calendar_id, viewer=request.actor, at=timezone.localdate())
    rows = queries.list_days(calendar_id=calendar_id, year=year)
    return send_table(kind=kind, name=f"lich-{calendar_id}-{year}", columns=COLUMNS, rows=rows)

"""Writing changes of a calendar down: days, hours, files. Each leads to the page that shows what it does."""

from datetime import date, timedelta
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.contracts import read_day
from lienthong.kernel.ui.services import answer_form, shown_on

from .. import queries, rules, services
from ..contracts import CalendarEdit, DayEntry, DayKind, UnreadableDays, WeekPeriod
from ..forms import LIKE_ITS_WEEKDAY, DayForm, LoadForm, WeekForm
from ..policy import MANAGE

LONGEST_NAME = 200


def _propose(request: ActorRequest, calendar_id: int, form: Form, edit: CalendarEdit) -> HttpResponse | None:
    """Write a change down and lead to its page; with a refusal on the form, nothing."""
    with shown_on(form):
        uuid = services.propose_change(calendar_id=calendar_id, edit=edit, actor=request.actor, now=timezone.now())
        return redirect("calendars:change", uuid)
    return None


def _shown(request: ActorRequest, calendar_id: int) -> queries.CalendarPage:
    return queries.get_calendar(calendar_id=calendar_id, viewer=request.actor, at=timezone.localdate())


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: ActorRequest, calendar_id: int) -> HttpResponse:
    """Enter, change or take back special days."""
    shown = _shown(request, calendar_id)
    asked = read_day(request.GET.get("ngay", ""))
    form = DayForm(request.POST if request.method == "POST" else None, initial=_known_day(calendar_id, asked))
    if form.is_valid() and (answer := _propose(request, calendar_id, form, _days_edit(form.cleaned_data))):
        return answer
    return answer_form(request, "calendars/day.html", form, {"shown": shown, "asked": asked})


def _known_day(calendar_id: int, asked: date | None) -> dict[str, Any]:
    if asked is None:
        return {}
    entry = queries.get_working_time(calendar_id=calendar_id).entry(asked)
    if entry is None:
        return {"first_day": asked}
    said = {"name": entry.name, "source": entry.source, "to_confirm": entry.to_confirm}
    hours = rules.write_typed_sessions(entry.hours or ())
    return {"first_day": asked, "kind": entry.kind.value, **said, "hours": hours}


def _days_edit(given: dict[str, Any]) -> CalendarEdit:
    first, last = given["first_day"], given["last_day"] or given["first_day"]
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    if given["kind"] == LIKE_ITS_WEEKDAY:
        return CalendarEdit(removed_days=tuple(days))
    kind, hours = DayKind(given["kind"]), given["hours"] or None
    name, source = " ".join(given["name"].split()), " ".join(given["source"].split())
    return CalendarEdit(
        days=tuple(DayEntry(each, kind, name, source, hours=hours, to_confirm=given["to_confirm"]) for each in days)
    )


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: ActorRequest, calendar_id: int) -> HttpResponse:
    """Enter hours of the week, for good or for a period, or take a period back."""
    shown = _shown(request, calendar_id)
    asked = read_day(request.GET.get("tu", ""))
    known = next((period for period in shown.periods if asked and period.valid_from == asked), None)
    form = WeekForm(request.POST if request.method == "POST" else None, initial=_known_week(shown, known, asked))
    edit = None
    if asked is not None and known is not None and "take_back" in request.POST:
        form, edit = WeekForm(WeekForm.initial_of(known)), CalendarEdit(removed_weeks=(asked,))
    elif form.is_valid():
        edit = CalendarEdit(weeks=(form.period(),))
    if edit is not None and (answer := _propose(request, calendar_id, form, edit)):
        return answer
    return answer_form(
        request,
        "calendars/hours.html",
        form,
        {"shown": shown, "known": known, "inherits": not shown.periods and shown.parent_id},
    )


def _known_week(shown: queries.CalendarPage, known: WeekPeriod | None, asked: date | None) -> dict[str, Any]:
    if known is not None:
        return WeekForm.initial_of(known)
    base = next((period for period in shown.periods if period.valid_from is None), None)
    return WeekForm.initial_of(WeekPeriod((base or shown.week).hours, asked))


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: ActorRequest, calendar_id: int) -> HttpResponse:
    """Read special days from a file; all of them or none, after a look at what they change."""
    shown = _shown(request, calendar_id)
    form = LoadForm(request.POST, request.FILES) if request.method == "POST" else LoadForm()
    faults: tuple[object, ...] = ()
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            days = services.read_days(name=str(sent.name)[-LONGEST_NAME:], content=sent.read())
        except UnreadableDays as refusal:
            form.add_error("file", refusal.message)
            faults = refusal.faults
        else:
            if answer := _propose(request, calendar_id, form, CalendarEdit(days=days)):
                return answer
    return answer_form(request, "calendars/load.html", form, {"shown": shown, "faults": faults})


@access(MANAGE)
@require_POST
def national(request: ActorRequest, calendar_id: int) -> HttpResponse:
    """Take over the national days that come with the program."""
    shown = _shown(request, calendar_id)
    form = LoadForm({})
    form.errors.clear()
    edit = CalendarEdit(days=services.read_national_days())
    if answer := _propose(request, calendar_id, form, edit):
        return answer
    return answer_form(request, "calendars/load.html", form, {"shown": shown, "faults": ()})

"""Waiting and serving times of a desk on a day, and the tickets behind them."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import Column, day_asked, page_asked, pages_beside, send_table
from lienthong.systems.queues import queries, rules
from lienthong.systems.queues.contracts import SUPERVISE, DeskInfo, TicketRow, TicketState
from lienthong.systems.queues.queries import Part, TicketFilters

from .labels import LOOKS, STATES, minutes_words

COLUMNS = (
    Column[TicketRow](gettext_lazy("Ticket"), lambda row: row.code, 10),
    Column[TicketRow](gettext_lazy("Class"), lambda row: row.class_name, 30),
    Column[TicketRow](gettext_lazy("Priority"), lambda row: row.priority, 26),
    Column[TicketRow](gettext_lazy("State"), lambda row: STATES[row.state]),
    Column[TicketRow](pgettext_lazy("ticket", "Taken"), lambda row: row.taken_at),
    Column[TicketRow](gettext_lazy("Last called"), lambda row: row.called_at),
    Column[TicketRow](gettext_lazy("Served from"), lambda row: row.started_at),
    Column[TicketRow](pgettext_lazy("ticket", "Ended"), lambda row: row.ended_at),
    Column[TicketRow](gettext_lazy("Waited, seconds"), lambda row: row.waited),
    Column[TicketRow](gettext_lazy("Served, seconds"), lambda row: row.served),
    Column[TicketRow](gettext_lazy("Counter"), lambda row: row.counter, 8),
    Column[TicketRow](gettext_lazy("Officer"), lambda row: row.officer, 26),
    Column[TicketRow](gettext_lazy("Dossiers"), lambda row: ", ".join(row.dossiers), 30),
)
LEFT, RIGHT, TOP = 56, 440, 8
BAR, GAP = 20, 10


@access(SUPERVISE)
@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show how long people wait and are served at a desk."""
    desks, desk, filters, wrong = _asked(request)
    now = timezone.now()
    context: dict[str, Any] = {"desks": desks, "desk": desk, "filters": filters, "wrong_day": wrong, "now": now}
    if desk is not None:
        found = queries.figures_of(desk=desk, viewer=request.actor, filters=filters)
        longest = rules.seconds_between(found.longest_since, now) if found.longest_since else None
        today = filters.day == timezone.localdate(now)
        names = {each.prefix: f"{each.prefix} - {each.name}" for each in queries.classes_of(desk=desk)}
        context |= {
            "found": found,
            "today": today,
            "longest": minutes_words(longest) if today else "-",
            "mean": minutes_words(found.total.waited if found.total else None),
            "half": minutes_words(found.total.waited_half if found.total else None),
            "most": minutes_words(found.total.waited_most if found.total else None),
            "serving": minutes_words(found.total.served if found.total else None),
            "bars": _bars(found.hours),
            "tables": (
                (_("By hour"), _("Hour"), "gio", _lines(found.hours, {}, ":00")),
                (_("By counter"), _("Counter"), "quay", _lines(found.counters, {}, "")),
                (_("By class"), _("Class"), "loai", _lines(found.classes, names, "")),
            ),
        }
    return render(request, "queues/figures.html", context, status=422 if wrong else 200)


@access(SUPERVISE)
@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """Show the tickets of a desk on a day."""
    desks, desk, filters, wrong = _asked(request)
    page = page_asked(request)
    context: dict[str, Any] = {"desks": desks, "desk": desk, "filters": filters, "wrong_day": wrong}
    if desk is not None:
        rows, more = queries.list_tickets(desk=desk, viewer=request.actor, filters=filters, page=page)
        context |= {
            "rows": [
                (row, STATES[row.state], LOOKS[row.state], minutes_words(row.waited), minutes_words(row.served))
                for row in rows
            ],
            "views": [(each.value, STATES[each], filters.state is each) for each in TicketState],
            "query": request.GET.urlencode(),
            "narrowed": bool(filters.state or filters.prefix or filters.counter or filters.hour is not None),
            **pages_beside(page, more=more),
        }
    return render(request, "queues/tickets.html", context, status=422 if wrong else 200)


@access(SUPERVISE)
@require_safe
def export_list(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the list under the same filters as a file."""
    _desks, desk, filters, _wrong = _asked(request)
    rows = queries.stream_tickets(desk=desk, viewer=request.actor, filters=filters) if desk is not None else iter(())
    return send_table(kind=kind, name="luot-phuc-vu", columns=COLUMNS, rows=rows)


def _asked(request: ActorRequest) -> tuple[tuple[DeskInfo, ...], DeskInfo | None, TicketFilters, bool]:
    """Return the desks to choose from, the one asked for, what narrows it, and whether the day is none."""
    desks = queries.list_desks(viewer=request.actor, permission=SUPERVISE)
    wanted = request.GET.get("diem", "")
    desk = next((each for each in desks if str(each.uuid) == wanted), desks[0] if desks else None)
    day, wrong = day_asked(request)
    state, hour = request.GET.get("xem", ""), request.GET.get("gio", "")
    return desks, desk, TicketFilters(
        day=day,
        state=TicketState(state) if state in set(TicketState) else None,
        prefix=request.GET.get("loai", "")[:2],
        counter=request.GET.get("quay", "")[:6],
        hour=int(hour) if hour.isascii() and hour.isdigit() and int(hour[:3]) < 24 else None,
    ), wrong  # fmt: skip


def _lines(parts: tuple[Part, ...], names: dict[str, str], behind: str) -> list[dict[str, Any]]:
    return [
        {
            "key": part.name,
            "name": names.get(part.name, part.name + behind),
            "servings": part.servings,
            "times": [
                minutes_words(each)
                for each in (
                    part.waited, part.waited_half, part.waited_most, part.served, part.served_half, part.served_most,
                )
            ],
        }
        for part in parts
    ]  # fmt: skip


def _bars(hours: tuple[Part, ...]) -> dict[str, Any] | None:
    """Return bars of the average wait by hour, in the units of the drawing; None before anybody was served."""
    if not hours:
        return None
    longest = max(part.waited for part in hours) or 1
    rows = [
        {
            "y": TOP + at * (BAR + GAP),
            "text_y": TOP + at * (BAR + GAP) + BAR - 4,
            "width": max(2, round(part.waited * (RIGHT - LEFT) / longest)),
            "end": LEFT + max(2, round(part.waited * (RIGHT - LEFT) / longest)) + 8,
            "hour": f"{part.name}:00",
            "said": minutes_words(part.waited),
        }
        for at, part in enumerate(hours)
    ]
    worst = max(hours, key=lambda part: part.waited)
    return {
        "rows": rows,
        "left": LEFT,
        "bar": BAR,
        "height": TOP + len(rows) * (BAR + GAP),
        "worst_hour": f"{worst.name}:00",
        "worst": minutes_words(worst.waited),
    }

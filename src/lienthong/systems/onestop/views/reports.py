"""The situation of handling in a period: every figure opens the dossiers behind it (section 19, R-75)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.contracts import Option
from lienthong.kernel.ui.services import Column, send_table
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.forms.reports import GROUPED, ReportForm
from lienthong.systems.onestop.queries import Situation, SituationRow

from .lists import agencies_for

# The question of the list of dossiers that narrows it to one line of the report.
NARROWS = {"agency": "giai_quyet", "field": "linh_vuc", "procedure": "thu_tuc"}
SHOWN = (
    *("carried", "received_online", "received_counter", "received_post", "total", "early", "on_time", "late"),
    *("open_in_time", "open_late", "waiting", "refused", "stopped"),
)


@dataclass(frozen=True)
class Asked:
    """What a report is asked for."""

    form: ReportForm
    start: date
    end: date
    by: str


@access("onestop.figures")
@require_GET
def show_situation(request: ActorRequest) -> HttpResponse:
    """Show the report of the period in the address, by default of this month."""
    now = timezone.now()
    asked = _asked(request, timezone.localdate(now))
    found = _found(asked, request.actor)
    kept = {name: request.GET[name] for name in NARROWS.values() if request.GET.get(name)}
    context = {
        "now": now,
        "asked": asked,
        "form": asked.form,
        "word": GROUPED[asked.by],
        "total": _line(found.total, asked, kept),
        "lines": [_line(row, asked, {**kept, NARROWS[asked.by]: row.key}) for row in found.rows],
        "options": report_tabs("onestop:situation"),
        "export": f"?{request.GET.urlencode()}",
    }
    return render(request, "onestop/report_situation.html", context, status=422 if asked.form.errors else 200)


@access("onestop.figures")
@require_GET
def export_situation(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the report as a file, with the sums of all lines at its end."""
    asked = _asked(request, timezone.localdate())
    found = _found(asked, request.actor)
    return send_table(kind=kind, name="tinh-hinh", columns=COLUMNS, rows=(*found.rows, found.total))


COLUMNS = (
    Column[SituationRow](_("Line"), lambda row: row.name or _("All"), 48),
    Column[SituationRow](_("Carried over"), lambda row: row.carried),
    Column[SituationRow](_("Received online"), lambda row: row.received_online),
    Column[SituationRow](_("Received at the counter"), lambda row: row.received_counter),
    Column[SituationRow](_("Received by post"), lambda row: row.received_post),
    Column[SituationRow](_("Carried over and received"), lambda row: row.total),
    Column[SituationRow](_("Solved"), lambda row: row.solved),
    Column[SituationRow](_("Solved early"), lambda row: row.early),
    Column[SituationRow](_("Solved on the day"), lambda row: row.on_time),
    Column[SituationRow](_("Solved late"), lambda row: row.late),
    Column[SituationRow](_("In process at the end"), lambda row: row.open),
    Column[SituationRow](_("In process, in time"), lambda row: row.open_in_time),
    Column[SituationRow](_("In process, late"), lambda row: row.open_late),
    Column[SituationRow](_("Waiting for a supplement at the end"), lambda row: row.waiting),
    Column[SituationRow](_("Refused"), lambda row: row.refused),
    Column[SituationRow](_("Withdrawn or stopped"), lambda row: row.stopped),
    Column[SituationRow](_("On time, %"), lambda row: "" if row.rate is None else f"{row.rate:.1f}".replace(".", ",")),
)


def report_tabs(chosen: str) -> tuple[Option, ...]:
    """Return the reports as links, one of them chosen by the name of its address."""
    tabs = {
        "onestop:situation": _("Situation of handling"),
        "onestop:late": _("Late dossiers"),
        "onestop:register": _("Register of dossiers"),
    }
    return tuple(Option(label=str(said), url=reverse(name), chosen=name == chosen) for name, said in tabs.items())


def report_form(request: ActorRequest, without: tuple[str, ...] = ()) -> ReportForm:
    """Return what narrows a report as the address gives it."""
    agencies = agencies_for(request.actor, request.GET)
    return ReportForm(request.GET, packages=queries.list_packages(), agencies=agencies, without=without)


def _asked(request: ActorRequest, today: date) -> Asked:
    form = report_form(request, without=("xin_loi",))
    start, end = form.period(today)
    return Asked(form, start, end, form.grouping())


def _found(asked: Asked, viewer: Actor) -> Situation:
    return queries.situation(
        viewer=viewer,
        start=asked.start,
        end=asked.end,
        now=timezone.now(),
        by=asked.by,
        filters=asked.form.filters(),
    )


def _line(row: SituationRow, asked: Asked, narrowed: Mapping[str, str]) -> dict[str, Any]:
    """Return a line with each figure and the address of the list of the dossiers behind it."""
    base = reverse("onestop:list")
    period = {"ky_tu": f"{asked.start:%d/%m/%Y}", "ky_den": f"{asked.end:%d/%m/%Y}"}
    links = {name: f"{base}?{urlencode({**narrowed, 'muc': name, **period})}" for name in queries.FIGURES}
    cells = [(name, getattr(row, name), links[name]) for name in SHOWN]
    return {"row": row, "cells": cells, "links": links}

"""One process: its diagram with the heat of a year, who held it, and its event log."""

from __future__ import annotations

import json
from datetime import timedelta

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import page_asked

from .. import queries
from ..policy import DESIGN
from ..rules.xes import write_log

PERIODS = {"30": 30, "90": 90, "365": 365}


def _period(request: ActorRequest) -> tuple[str, int]:
    asked = request.GET.get("ky", "365")
    return (asked, PERIODS[asked]) if asked in PERIODS else ("365", 365)


@csp_update(settings.CSP_DIAGRAM)  # type: ignore[arg-type]  # its types know no views with arguments
@access(DESIGN)
@require_GET
def overview(request: ActorRequest, key: str) -> HttpResponse:
    """Show a process: where its cases wait, its versions, and what may be done with it."""
    period, days = _period(request)
    newest = queries.get_definition(key=key)
    heat = queries.step_heat(key=key, version=None, since=timezone.now() - timedelta(days=days))
    running = queries.count_running(key=key)
    context = {
        "info": newest,
        "heat": heat,
        "colours": json.dumps({each.key: each.heat for each in heat if each.heat}),
        "slowest": max(heat, key=lambda each: each.heat * 1_000_000 + each.mean, default=None),
        "periods": tuple(PERIODS),
        "period": period,
        "versions": [(each, running.get(each.version, 0)) for each in queries.list_versions(key=key)],
        "today": timezone.localdate(),
        "draft": next((each for each in queries.list_drafts() if each.key == key), None),
    }
    return render(request, "processes/process.html", context)


@access(DESIGN)
@require_GET
def holders(request: ActorRequest, key: str) -> HttpResponse:
    """Show who held the steps how long: per step, agency, unit and person."""
    period, days = _period(request)
    page = page_asked(request)
    since = timezone.now() - timedelta(days=days)
    step = request.GET.get("buoc", "")[:80]
    rows, more = queries.held_times(key=key, since=since, viewer=request.actor, step=step, page=page)
    info = queries.get_definition(key=key)
    context = {
        "info": info,
        "rows": rows,
        "more": more,
        "page_number": page,
        "period": period,
        "periods": tuple(PERIODS),
        "step": step,
        "steps": queries.get_running(info.id).model.steps.values(),
    }
    return render(request, "processes/holders.html", context)


@access(DESIGN)
@require_GET
def event_log(request: ActorRequest, key: str) -> HttpResponseBase:
    """Send the event log of the period as XES, while it is read."""
    _period_name, days = _period(request)
    info = queries.get_definition(key=key)
    rows = queries.log_rows(key=key, since=timezone.now() - timedelta(days=days))
    response = StreamingHttpResponse(write_log(rows, name=info.title), content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="nhat-ky.xes"'
    return response

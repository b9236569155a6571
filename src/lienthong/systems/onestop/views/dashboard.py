"""What a leader asks first: are we on time, where are we late, and which records stand behind each figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui import words
from lienthong.kernel.ui.contracts import Option
from lienthong.kernel.ui.services import Column, send_table
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.forms.filters import PeriodForm
from lienthong.systems.onestop.queries import FigureRow

from .trend import trend_line

# Late per thousand resolved, at which a cell of the heat table becomes darker.
HEAT_BOUNDS = (5, 10, 20, 40)
MOST_AGENCIES = 20


@dataclass(frozen=True)
class Period:
    """A stretch of local days, both included; `key` is its name in the address."""

    key: str
    start: date
    end: date


@access("onestop.figures")
@require_GET
def show_dashboard(request: ActorRequest) -> HttpResponse:
    """Show the figures of what the leader sees, for the period in the address."""
    now, viewer = timezone.now(), request.actor
    today = timezone.localdate(now)
    form = _form(request)
    period = _period(request.GET.get("ky", ""), form, today)
    found = queries.figures(viewer=viewer, start=period.start, end=period.end, now=now)
    months = queries.figures_by_month(viewer=viewer, start=_months_before(period.end, 11), end=period.end)
    urgent = queries.urgent(viewer=viewer, now=now)
    context = {
        "now": now,
        "period": period,
        "periods": _periods(period, today),
        "form": form,
        "sentence": sentence(found.total, found.by_agency),
        "total": found.total,
        "links": _links(period, {}),
        "due_today": urgent.due_today,
        "late": [queries.clocked(row=row, now=now) for row in urgent.late],
        "agencies": _heat(found.by_agency[:MOST_AGENCIES], period, "giai_quyet"),
        "fields": _heat(found.by_field, period, "linh_vuc"),
        "more_agencies": max(0, len(found.by_agency) - MOST_AGENCIES),
        "bounds": _bounds(),
        "trend": trend_line(months),
        "months": months,
        "export": f"?{request.GET.urlencode()}",
    }
    return render(request, "onestop/dashboard.html", context, status=422 if form.errors else 200)


@access("onestop.figures")
@require_GET
def export_figures(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the figures of every agency of the period in the address as a file."""
    now = timezone.now()
    period = _period(request.GET.get("ky", ""), _form(request), timezone.localdate(now))
    found = queries.figures(viewer=request.actor, start=period.start, end=period.end, now=now)
    return send_table(kind=kind, name="so-lieu", columns=COLUMNS, rows=found.by_agency)


COLUMNS = (
    Column[FigureRow](gettext_lazy("Agency"), lambda row: row.name, 48),
    Column[FigureRow](gettext_lazy("Received"), lambda row: row.received),
    Column[FigureRow](gettext_lazy("Resolved"), lambda row: row.ended),
    Column[FigureRow](gettext_lazy("On time"), lambda row: row.on_time),
    Column[FigureRow](gettext_lazy("Resolved late"), lambda row: row.late),
    Column[FigureRow](gettext_lazy("Open"), lambda row: row.open),
    Column[FigureRow](gettext_lazy("Open and overdue"), lambda row: row.open_late),
    Column[FigureRow](gettext_lazy("Waiting for the citizen"), lambda row: row.waiting),
)


def _form(request: ActorRequest) -> PeriodForm:
    return PeriodForm(request.GET if "tu" in request.GET else None)


def sentence(total: FigureRow, agencies: Iterable[FigureRow]) -> str:
    """Answer first: the share on time, then the agencies in which more than half of what is late lies."""
    if total.rate is None:
        return _("No dossier was resolved in this period.")
    rate = _("On time %(rate)s.") % {"rate": words.percent_phrase(total.rate)}
    troubled = sorted(
        (row for row in agencies if row.late + row.open_late), key=lambda row: row.late + row.open_late, reverse=True
    )
    late = sum(row.late + row.open_late for row in troubled)
    if not late:
        none = _("No dossier is late.")
        return f"{rate} {none}"
    first, held = troubled[:1], troubled[0].late + troubled[0].open_late
    if len(troubled) > 1 and 2 * held <= late:
        first, held = troubled[:2], held + troubled[1].late + troubled[1].open_late
    if len(troubled) == 1:
        where = _("All %(late)s late dossiers lie at %(agency)s.")
        return f"{rate} {where % {'late': words.figure_phrase(late), 'agency': first[0].name}}"
    if 2 * held <= late:
        spread = _("%(late)s late dossiers are spread over %(agencies)s agencies.")
        return f"{rate} {spread % {'late': words.figure_phrase(late), 'agencies': len(troubled)}}"
    names = _(" and ").join(row.name for row in first)
    most = _("More than half of the late dossiers lie at %(agencies)s.") % {"agencies": names}
    return f"{rate} {most}"


def heat_step(row: FigureRow) -> int:
    """Return the darkness of a row, 1 to 5, by late dossiers per thousand resolved."""
    if not row.ended:
        return 5 if row.late else 1
    share = 1000 * row.late / row.ended
    return 1 + sum(share >= bound for bound in HEAT_BOUNDS)


def _period(key: str, form: PeriodForm, today: date) -> Period:
    if form.is_bound and form.is_valid() and form.cleaned_data["tu"]:
        start, end = form.cleaned_data["tu"], form.cleaned_data["den"] or today
        return Period("", min(start, end), max(start, end))
    if key == "quy":
        return Period("quy", date(today.year, 1 + 3 * ((today.month - 1) // 3), 1), today)
    if key == "12-thang":
        return Period("12-thang", _months_before(today, 11), today)
    return Period("thang", today.replace(day=1), today)


def _months_before(day: date, months: int) -> date:
    """Return the first day of the month so many months before."""
    first = day.replace(day=1)
    for _month in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def _periods(period: Period, today: date) -> tuple[Option, ...]:
    said = {
        "thang": _("Month %(month)s") % {"month": today.month},
        "quy": _("This quarter"),
        "12-thang": _("12 months"),
    }
    return tuple(Option(label=label, url=f"?ky={key}", chosen=period.key == key) for key, label in said.items())


def _links(period: Period, extra: dict[str, str]) -> dict[str, str]:
    """Return for each figure the address of the list of the records behind it."""
    received = {"nhan_tu": f"{period.start:%d/%m/%Y}", "nhan_den": f"{period.end:%d/%m/%Y}"}
    ended = {"xong_tu": f"{period.start:%d/%m/%Y}", "xong_den": f"{period.end:%d/%m/%Y}"}
    chosen = {
        "received": received,
        "ended": {"han": "ended", **ended},
        "on_time": {"han": "on_time", **ended},
        "late": {"han": "late", **ended},
        "open": {"han": "open"},
        "open_late": {"han": "open_late"},
        "waiting": {"han": "waiting"},
        "due_today": {"han": "due_today"},
    }
    base = reverse("onestop:list")
    return {name: f"{base}?{urlencode({**extra, **query})}" for name, query in chosen.items()}


def _heat(rows: Sequence[FigureRow], period: Period, parameter: str) -> list[dict[str, Any]]:
    return [
        {"row": row, "step": heat_step(row), "links": _links(period, {parameter: row.key})}
        for row in rows
        if row.received or row.ended or row.open
    ]


def _bounds() -> list[tuple[int, str]]:
    """Return the steps of the heat table with their words, for its legend."""
    edges = (0, *HEAT_BOUNDS)
    found = [(at, f"{low}-{high - 1}") for at, (low, high) in enumerate(zip(edges, HEAT_BOUNDS, strict=False), start=1)]
    return [*found, (len(edges), _("from %(n)s") % {"n": HEAT_BOUNDS[-1]})]

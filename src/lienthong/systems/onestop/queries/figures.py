"""Figures of the one-stop shop, counted from the dossiers themselves (section 19, R-75)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncMonth

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.ui.queries import within_days
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS

from .dossiers import ON_TIME, timeliness


@dataclass(frozen=True)
class FigureRow:
    """The figures of one agency, field, month, or of all."""

    key: str
    name: str
    received: int
    ended: int
    on_time: int
    late: int
    open: int
    open_late: int
    waiting: int

    @property
    def rate(self) -> float | None:
        """Return the share of ended dossiers that ended on time, in percent; none when nothing ended."""
        return 100 * self.on_time / self.ended if self.ended else None


@dataclass(frozen=True)
class Figures:
    """What a leader sees: the whole, by agency, by field, by month."""

    total: FigureRow
    by_agency: tuple[FigureRow, ...]
    by_field: tuple[FigureRow, ...]
    by_month: tuple[FigureRow, ...]


def figures(*, viewer: Actor, start: date, end: date, now: datetime) -> Figures:
    """Return the figures of what the viewer sees, for a period of local days, both included. Four statements.

    Received counts by day of acceptance; ended, on time and late by day of the end of processing; open, late
    and waiting are as they stand now.
    """
    rows = DOSSIERS.visible(Dossier.objects.all(), viewer)
    counts = _counts(start, end, now)
    return Figures(
        total=_row("", "", rows.aggregate(**counts)),
        by_agency=_grouped(rows, counts, "competent_id", "competent__name"),
        by_field=_grouped(rows, counts, "field", "field"),
        by_month=_by_month(rows, start, end),
    )


def figures_by_month(*, viewer: Actor, start: date, end: date) -> tuple[FigureRow, ...]:
    """Return the months of a period by end of processing, of what the viewer sees. One statement."""
    return _by_month(DOSSIERS.visible(Dossier.objects.all(), viewer), start, end)


def _counts(start: date, end: date, now: datetime) -> dict[str, Count]:
    accepted = within_days("accepted_at", start, end)
    ended = within_days("ended_at", start, end)
    return {
        "received": Count("id", filter=accepted),
        "ended": Count("id", filter=ended),
        "on_time": Count("id", filter=ended & timeliness("on_time", now)),
        "late": Count("id", filter=ended & timeliness("late", now)),
        "open": Count("id", filter=timeliness("open", now)),
        "open_late": Count("id", filter=timeliness("open_late", now)),
        "waiting": Count("id", filter=timeliness("waiting", now)),
    }


def _grouped(rows: "QuerySet[Dossier]", counts: dict[str, Count], key: str, name: str) -> tuple[FigureRow, ...]:
    annotated: Iterable[Mapping[str, Any]] = rows.values(group=F(key), shown=F(name)).annotate(**counts)
    grouped = list(annotated)
    grouped.sort(key=lambda row: (-row["received"], row["shown"]))
    return tuple(_row(str(row["group"]), row["shown"], row) for row in grouped)


def _by_month(rows: "QuerySet[Dossier]", start: date, end: date) -> tuple[FigureRow, ...]:
    """Return the months of the period by end of processing, for the line of the on-time rate."""
    ended = (
        rows.filter(within_days("ended_at", start, end))
        .values(month=TruncMonth("ended_at"))
        .annotate(ended=Count("id"), on_time=Count("id", filter=ON_TIME))
        .order_by("month")
    )
    return tuple(
        FigureRow(
            key=row["month"].strftime("%Y-%m"),
            name=row["month"].strftime("%m/%Y"),
            received=0,
            ended=row["ended"],
            on_time=row["on_time"],
            late=row["ended"] - row["on_time"],
            open=0,
            open_late=0,
            waiting=0,
        )
        for row in ended
    )


def _row(key: str, name: str, counted: Mapping[str, int]) -> FigureRow:
    names = ("received", "ended", "on_time", "late", "open", "open_late", "waiting")
    return FigureRow(key=key, name=name, **{each: counted[each] for each in names})

"""The situation of handling: what came, what was solved and what remained in a period (section 19, R-75)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max

from lienthong.kernel.acts.contracts import Actor

from .dossiers import filtered
from .rows import DossierFilters
from .standing import alive_between, standings

# How the report is grouped: the column that tells groups apart and the one that names them.
GROUPS = {
    "agency": ("competent_id", "competent__name"),
    "field": ("field", "field"),
    "procedure": ("procedure_code", "title"),
}


@dataclass(frozen=True)
class SituationRow:
    """One line of the report: what was there, came, ended and remained, in dossiers.

    Carried over and received together are total; total is solved, refused, stopped and open together.
    """

    key: str
    name: str
    carried: int
    received: int
    received_online: int
    received_counter: int
    received_post: int
    total: int
    solved: int
    early: int
    on_time: int
    late: int
    open: int
    open_in_time: int
    open_late: int
    waiting: int
    refused: int
    stopped: int

    @property
    def rate(self) -> float | None:
        """Return the share of solved dossiers that were solved early or on time, in percent; none without any."""
        return 100 * (self.early + self.on_time) / self.solved if self.solved else None


FIGURES = tuple(field.name for field in fields(SituationRow) if field.name not in {"key", "name"})


@dataclass(frozen=True)
class Situation:
    """The report of a period: its lines by name, and all of them together."""

    total: SituationRow
    rows: tuple[SituationRow, ...]


def situation(*, viewer: Actor, start: date, end: date, now: datetime, by: str, filters: DossierFilters) -> Situation:
    """Return the situation of handling of what the viewer sees, as of the end of the period. One statement.

    :param start: first local day; `end` is the last one, included
    :param by: a key of `GROUPS`
    """
    key, name = GROUPS[by]
    conditions = standings(start=start, end=end, now=now)
    counts = {figure: Count("id", filter=conditions[figure]) for figure in FIGURES}
    alive = filtered(viewer, filters, now).filter(alive_between(start, end))
    grouped = alive.order_by().values(group=F(key)).annotate(shown=Max(name), **counts)
    rows = tuple(_row(str(each["group"]), each["shown"], each) for each in grouped.order_by("shown", "group"))
    whole = {figure: sum(getattr(row, figure) for row in rows) for figure in FIGURES}
    return Situation(total=_row("", "", whole), rows=rows)


def _row(key: str, name: str, counted: Mapping[str, Any]) -> SituationRow:
    return SituationRow(key=key, name=name, **{figure: counted[figure] for figure in FIGURES})

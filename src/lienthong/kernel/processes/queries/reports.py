"""Reports about many cases."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound

from ..contracts import ReportInfo
from ..models import ProcessReport


def _describe(row: ProcessReport) -> ReportInfo:
    return ReportInfo(
        id=row.pk,
        kind=row.kind,
        key=row.key,
        state=row.state,
        params={name: value for name, value in row.params.items() if name != "xml"},
        done=row.done,
        total=row.total,
        result=row.result,
        asked_at=row.asked_at,
        asked_by_name=row.asked_by_name,
        finished_at=row.finished_at,
    )


def get_report(*, key: str, report_id: int) -> ReportInfo:
    """Return a report of a process. One statement.

    :raises NotFound: there is none under this number
    """
    row = ProcessReport.objects.filter(key=key, pk=report_id).first()
    if row is None:
        raise NotFound(_("There is no such report."))
    return _describe(row)


def list_reports(*, key: str, kinds: tuple[str, ...]) -> tuple[ReportInfo, ...]:
    """Return the last twenty reports of some kinds about a process, newest first. One statement."""
    rows = ProcessReport.objects.filter(key=key, kind__in=kinds).order_by("-asked_at")[:20]
    return tuple(_describe(row) for row in rows)

"""What goes into stores: results as they are issued, replaced and revoked, and papers (R-57, R-59).

Each handler asks the one-stop shop how all results of the dossier stand and keeps that, so an event told twice, late or
out of order leads to the same.
"""

from datetime import datetime

from django.utils import timezone

from lienthong.kernel.events.contracts import Delivery
from lienthong.kernel.events.extensions import on
from lienthong.systems.onestop import queries as onestop
from lienthong.systems.onestop.contracts import RESULT_TYPE, SUBJECT_TYPE
from lienthong.systems.onestop.events import PaperDigitised, ResultIssued, ResultReplaced, ResultRevoked
from lienthong.systems.onestop.queries import IssuedResult, KeptPaper

from . import services
from .contracts import ItemKind, KeptItem


@on(ResultIssued, name="stores.keep_issued")
def keep_issued(event: ResultIssued, context: Delivery) -> None:
    """Keep the result and the papers of the dossier for its owner, whoever filed it (R-57)."""
    _keep_results(event.number, context.occurred_at)
    _keep_papers(event.number, context.occurred_at)


@on(PaperDigitised, name="stores.keep_digitised")
def keep_digitised(event: PaperDigitised, context: Delivery) -> None:
    """Let a kept paper that waited for its scan count; before the result nothing is kept yet."""
    if onestop.issued_results(number=event.number):
        _keep_papers(event.number, context.occurred_at)


@on(ResultReplaced, name="stores.keep_replaced")
def keep_replaced(event: ResultReplaced, context: Delivery) -> None:
    """Keep the result that counts now, and let the one before it no longer count."""
    _keep_results(event.number, context.occurred_at)


@on(ResultRevoked, name="stores.keep_revoked")
def keep_revoked(event: ResultRevoked, context: Delivery) -> None:
    """Let a revoked result no longer count."""
    _keep_results(event.number, context.occurred_at)


def _keep_results(number: str, now: datetime) -> None:
    for result in onestop.issued_results(number=number):
        services.keep_item(item=_of_result(result), now=now)


def _keep_papers(number: str, now: datetime) -> None:
    for paper in onestop.kept_papers(number=number):
        services.keep_item(item=_of_paper(paper), now=now)


def _of_result(result: IssuedResult) -> KeptItem:
    return KeptItem(
        source=f"{RESULT_TYPE}:{result.code}",
        chain=f"{SUBJECT_TYPE}:{result.dossier}",
        no=result.no,
        kind=ItemKind.RESULT,
        owner_id=result.owner_id,
        type_code=result.type_code,
        title=result.title,
        number=result.number,
        dossier=result.dossier,
        issuer_name=result.issuer_name,
        issued_on=timezone.localdate(result.issued_at),
        valid_from=result.valid_from,
        valid_to=result.valid_to,
        file_id=result.file_id,
        sha256=result.sha256,
        code=result.code,
        end=result.end,
        ended_at=result.ended_at,
        end_reason=result.end_reason,
    )


def _of_paper(paper: KeptPaper) -> KeptItem:
    day = timezone.localdate(paper.taken_at)
    source = f"onestop.paper:{paper.key}"
    return KeptItem(
        source=source,
        chain=source,
        no=1,
        kind=ItemKind.PAPER,
        owner_id=paper.owner_id,
        type_code=paper.type_code,
        title=paper.title,
        number="",
        dossier=paper.dossier,
        issuer_name="",
        issued_on=day,
        valid_from=day,
        valid_to=None,
        file_id=paper.file_id,
        sha256=paper.sha256,
    )

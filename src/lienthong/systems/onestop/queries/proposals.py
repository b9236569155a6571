"""What agencies want applicants to be asked for, waiting at the counter that received the dossier (R-20)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from lienthong.kernel.acts.contracts import Actor
from lienthong.systems.onestop.contracts import ProposalState
from lienthong.systems.onestop.models import SupplementProposal

MOST = 40


@dataclass(frozen=True)
class ProposalLine:
    """A dossier whose applicant is to be asked for something."""

    dossier: str
    title: str
    owner: str
    reason: str
    asked_by: str
    asked_at: datetime


def list_proposals(*, viewer: Actor) -> tuple[ProposalLine, ...]:
    """Return what waits at the viewer's counter, the longest first, at most forty. One statement."""
    rows = _waiting(viewer).select_related("dossier__owner").order_by("asked_at")[:MOST]
    return tuple(
        ProposalLine(
            dossier=row.dossier.number,
            title=row.dossier.title,
            owner=row.dossier.owner.name,
            reason=row.reason,
            asked_by=row.asked_by_name,
            asked_at=row.asked_at,
        )
        for row in rows
    )


def _waiting(viewer: Actor) -> "QuerySet[SupplementProposal]":
    return SupplementProposal.objects.filter(
        state=ProposalState.WAITING, dossier__reception_id=viewer.agency_id, dossier__ended_at__isnull=True
    )

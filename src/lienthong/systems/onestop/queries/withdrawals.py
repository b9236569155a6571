"""What applicants asked to take back, and the answers."""

from lienthong.kernel.acts.extensions import Prepared
from lienthong.systems.onestop.contracts import WithdrawalState
from lienthong.systems.onestop.models import Withdrawal

from .rows import WithdrawalRow

_OF_DOSSIER = Prepared(lambda dossier: Withdrawal.objects.filter(dossier_id=dossier).order_by("no"))


def withdrawals_of(*, dossier_id: int) -> tuple[WithdrawalRow, ...]:
    """Return the wishes to take a dossier back in their order, for who may see the dossier. One statement."""
    return tuple(
        WithdrawalRow(
            no=row.no,
            state=WithdrawalState(row.state),
            reason=row.reason,
            asked_at=row.asked_at,
            asked_by=row.asked_by_name,
            recorded_by=row.recorded_by_name,
            answer=row.answer,
            decided_at=row.decided_at,
            decided_by=row.decided_by_name,
            position=row.decided_by_position,
        )
        for row in _OF_DOSSIER(dossier=dossier_id)
    )

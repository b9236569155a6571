"""Answering an applicant's wish to take the dossier back; used by the acts of this app."""

from datetime import datetime

from lienthong.kernel.acts.contracts import Actor
from lienthong.systems.onestop.contracts import WithdrawalState
from lienthong.systems.onestop.models import Dossier, Withdrawal

from .errands import withdrawal_answered


def close_withdrawal(
    dossier: Dossier, *, state: WithdrawalState, answer: str = "", actor: Actor, now: datetime
) -> Withdrawal | None:
    """Write down the answer and take the wish out of the inbox; None when nobody asks. One statement then."""
    asked = dossier.withdrawals.select_for_update().filter(state=WithdrawalState.ASKED).first()
    if asked is None:
        return None
    asked.state, asked.answer, asked.decided_at = state, answer.strip(), now
    asked.decided_by_name, asked.decided_by_position = actor.name, actor.position
    asked.save(update_fields=["state", "answer", "decided_at", "decided_by_name", "decided_by_position"])
    withdrawal_answered(dossier, actor=actor, now=now)
    return asked

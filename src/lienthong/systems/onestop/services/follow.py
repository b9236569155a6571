"""Bringing the dossier in line with its process; used by the acts of this app."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.processes.contracts import ProcessState
from lienthong.systems.onestop.contracts import Clock, Delivery, ResultState, State, WithdrawalState
from lienthong.systems.onestop.models import Dossier

from .close_consultations import end_consultations
from .close_withdrawal import close_withdrawal
from .pass_on import pass_to, pass_with


def take_holder(dossier: Dossier, state: ProcessState) -> None:
    """Write on the dossier who holds it now and at which step; nobody when the process has ended."""
    first = state.open_items[0] if state.open_items else None
    dossier.holder_name = first.agency_name if first else ""
    dossier.step_name = first.step_name if first else ""


def follow(dossier: Dossier, state: ProcessState, *, actor: Actor, now: datetime) -> None:
    """Move the dossier on with its process: being processed, or done when the last step is (R-45)."""
    take_holder(dossier, state)
    pass_with(dossier, state, actor=actor, now=now)
    if not state.ended:
        dossier.state = State.PROCESSING
        return
    dossier.clock = Clock.STOPPED
    dossier.ended_at = now
    end_consultations(dossier, actor=actor, now=now)
    with override(settings.LANGUAGE_CODE):
        decided = _("The dossier was decided meanwhile.")
    close_withdrawal(dossier, state=WithdrawalState.DECLINED, answer=decided, actor=actor, now=now)
    if dossier.result_state == ResultState.REFUSED:
        dossier.state = State.STOPPED
    else:
        dossier.state = State.DONE
        dossier.delivery_state = Delivery.AT_COUNTER
        dossier.holder_name = dossier.reception.name


def stop(dossier: Dossier, *, actor: Actor, now: datetime) -> None:
    """End a dossier without a result: its clock stops, nobody is asked any more, it goes back to the counter.

    Its process must have ended or been cancelled before.
    """
    dossier.state, dossier.clock, dossier.ended_at, dossier.paused_at = State.STOPPED, Clock.STOPPED, now, None
    dossier.holder_name = dossier.step_name = ""
    end_consultations(dossier, actor=actor, now=now)
    pass_to(dossier, (dossier.reception_id,), actor=actor, now=now)

"""Work for the cashier out of what does not agree: it stands in the inbox until somebody says what was done."""

from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.processes import queries as steps
from lienthong.kernel.processes import services as processes
from lienthong.systems.payments.contracts import Verdict
from lienthong.systems.payments.models import CallBack

PROCESS, LIMIT = "payments.look", "1wd"
CALL_BACK = "payments.callback"
# Forged words are many and nobody's work; the others name a demand that we know.
FOR_NOBODY = frozenset({Verdict.ACCEPTED, Verdict.REPLAYED, Verdict.FORGED, Verdict.NOT_PAID})
_MODEL = Path(__file__).resolve().parents[1] / "processes" / "look.bpmn"


def ask_to_look(*, row: CallBack, now: datetime) -> None:
    """Put a message of the gateway into the inbox of the payee's cashiers; what names no demand is left to the list."""
    demand = row.demand
    if demand is None or Verdict(row.verdict) in FOR_NOBODY or demand.payee.calendar_id is None:
        return
    actor = Actor.system("payments")
    _make_sure_of_process(actor, now)
    with override("vi"):
        title = _("Message of the gateway about %(number)s") % {"number": demand.number}
    processes.start(
        definition_key=PROCESS,
        system="payments",
        subject_type=CALL_BACK,
        subject_key=str(row.uuid),
        title=title,
        subtitle=demand.title,
        url=f"/thu-phi/can-xem/{row.uuid}/",
        places={"competent": demand.payee_id},
        calendar_id=demand.payee.calendar_id,
        actor=actor,
        now=now,
    )


def looked_at(*, row: CallBack, note: str, actor: Actor, now: datetime) -> None:
    """Take it out of the inbox: done by whose step it was, closed where another one who may has settled it."""
    mine = steps.my_items_for(viewer=actor, subject_type=CALL_BACK, subject_key=str(row.uuid))
    if mine:
        processes.complete(work_item_id=mine[0].id, outcome="settle", actor=actor, now=now, note=note)
    elif steps.open_items_for(subject_type=CALL_BACK, subject_key=str(row.uuid)):
        processes.cancel(subject_type=CALL_BACK, subject_key=str(row.uuid), actor=actor, now=now, reason=note)


def _make_sure_of_process(actor: Actor, now: datetime) -> None:
    try:
        steps.get_definition(key=PROCESS)
    except NotFound:
        with override("vi"):
            title = _("Look at a message of the gateway")
        processes.save_definition(
            key=PROCESS, title=title, xml=_MODEL.read_text(encoding="utf-8"), total_limit=LIMIT, actor=actor, now=now
        )

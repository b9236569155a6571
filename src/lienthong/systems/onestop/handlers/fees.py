"""What follows for fees: they are asked for when a dossier is accepted, and what became of them is followed.

`payments` serves whatever is paid for and knows no dossier, so the one-stop shop knows it and never the other way: it
asks for the fee here, and here it listens to what became of it.
"""

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.events.contracts import Delivery
from lienthong.kernel.events.extensions import on
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import RESULT_TYPE, SUBJECT_TYPE, Payment
from lienthong.systems.onestop.events import DossierAccepted, FeeTaken, ResultReplaced
from lienthong.systems.onestop.queries import DossierDetail
from lienthong.systems.payments import services as payments
from lienthong.systems.payments.contracts import DemandDraft, FeeLine, LineKind
from lienthong.systems.payments.events import FeeCancelled, FeePaid

PROGRAM = Actor.system("onestop")


@on(DossierAccepted, name="onestop.demand_fee")
def demand_fee(event: DossierAccepted, context: Delivery) -> None:
    """Ask for the fee of a dossier, to be paid to who decides; what the counter took at once is settled at once."""
    dossier = _dossier(event.number)
    if dossier.fee:
        _demand(dossier, context)
    if dossier.fee and dossier.payment == Payment.PAID:
        _settle_in_cash(event.number, context)


@on(FeeTaken, name="onestop.settle_fee")
def settle_fee(event: FeeTaken, context: Delivery) -> None:
    """Settle in cash what was asked for; a dossier older than its demand is asked for first."""
    _demand(_dossier(event.number), context)
    _settle_in_cash(event.number, context)


@on(FeePaid, name="onestop.mark_paid")
def mark_paid(event: FeePaid, _context: Delivery) -> None:
    """Let the result be handed over once the fee is settled, by whatever way (R-52, R-53)."""
    if event.subject_type == SUBJECT_TYPE:
        services.follow_payment(
            number=event.subject_key,
            payment=Payment.PAID,
            demand=event.number,
            online=event.online,
            actor=PROGRAM,
            now=event.at,
        )


@on(FeeCancelled, name="onestop.mark_free")
def mark_free(event: FeeCancelled, _context: Delivery) -> None:
    """Ask for nothing any more when the demand is void and none takes its place (R-51)."""
    if event.subject_type == SUBJECT_TYPE and not event.replaced:
        services.follow_payment(
            number=event.subject_key, payment=Payment.NONE, demand=event.number, actor=PROGRAM, now=event.at
        )


@on(ResultReplaced, name="onestop.demand_again")
def demand_again(event: ResultReplaced, context: Delivery) -> None:
    """Ask for the fee again where the applicant erred and it was said so; the dossier's own payment is untouched."""
    if event.with_fee:
        _demand(_dossier(event.number), context, again=event.code)


def _demand(dossier: DossierDetail, context: Delivery, *, again: str = "") -> None:
    """Ask for the fee of a dossier.

    :param again: code of the result for which it is asked once more
    """
    lines = tuple(
        FeeLine(code=line["code"], kind=_line_kind(line["kind"]), name=line["name"], amount=line["amount"])
        for line in dossier.fee_lines
        if line["amount"]
    )
    draft = DemandDraft(
        subject_type=RESULT_TYPE if again else SUBJECT_TYPE,
        subject_key=again or dossier.row.number,
        title=dossier.row.title,
        payee_id=dossier.competent_id,
        collector_id=dossier.reception_id,
        payer_name=dossier.parties["submitter"]["name"],
        lines=lines,
        key=f"{RESULT_TYPE}:{again}" if again else f"{SUBJECT_TYPE}:{dossier.row.number}",
        url=f"/ho-so/{dossier.row.number}/",
    )
    payments.demand_fee(draft=draft, actor=Actor.system(context.actor_name), now=context.occurred_at)


def _line_kind(kind: str) -> LineKind:
    return LineKind(kind) if kind in set(LineKind) else LineKind.OTHER


def _settle_in_cash(number: str, context: Delivery) -> None:
    """Settle it in the name of who took the money."""
    payments.settle_at_counter(
        subject_type=SUBJECT_TYPE,
        subject_key=number,
        cause=context.event_id,
        actor=Actor.system(context.actor_name),
        now=context.occurred_at,
    )


def _dossier(number: str) -> DossierDetail:
    return queries.get_dossier(number=number, viewer=PROGRAM)

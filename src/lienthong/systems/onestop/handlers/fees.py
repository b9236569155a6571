"""The fees of dossiers: asked for here, for `payments` knows no dossier, and followed when something became of them."""

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.events.contracts import Delivery
from lienthong.kernel.events.extensions import on
from lienthong.systems.onestop import queries, rules, services
from lienthong.systems.onestop.contracts import RESULT_TYPE, SUBJECT_TYPE, Payment
from lienthong.systems.onestop.events import (
    DossierAccepted,
    DossierStopped,
    FeeTaken,
    ResultIssued,
    ResultReplaced,
    SupplementRequested,
)
from lienthong.systems.onestop.queries import DossierDetail
from lienthong.systems.payments import queries as payments_asked
from lienthong.systems.payments import services as payments
from lienthong.systems.payments.contracts import Collect, DemandDraft, DemandState, FeeLine, LineKind
from lienthong.systems.payments.events import FeeCancelled, FeePaid

PROGRAM = Actor.system("onestop")


def dossier_of(number: str) -> DossierDetail:
    """Return a dossier as the program sees it."""
    return queries.get_dossier(number=number, viewer=PROGRAM)


@on(DossierAccepted, name="onestop.demand_fee")
def demand_fee(event: DossierAccepted, context: Delivery) -> None:
    """Ask for the fee of a dossier, to be paid to who decides; what the counter took at once is settled at once."""
    dossier = dossier_of(event.number)
    if dossier.fee:
        _demand(dossier, context)
    if dossier.fee and dossier.payment == Payment.PAID:
        _settle_in_cash(event.number, context)


@on(SupplementRequested, name="onestop.demand_with_supplement")
def demand_with_supplement(event: SupplementRequested, context: Delivery) -> None:
    """Ask for what is paid when something is supplemented (R-31)."""
    _demand(dossier_of(event.number), context, collect=Collect.WITH_SUPPLEMENT)


@on(ResultIssued, name="onestop.demand_before_result")
def demand_before_result(event: ResultIssued, context: Delivery) -> None:
    """Ask for what is paid before the result is handed over (R-31)."""
    _demand(dossier_of(event.number), context, collect=Collect.ON_RETURN)


@on(FeeTaken, name="onestop.settle_fee")
def settle_fee(event: FeeTaken, context: Delivery) -> None:
    """Settle in cash what was asked for; a dossier older than its demand is asked for first."""
    dossier = dossier_of(event.number)
    for collect in Collect:
        _demand(dossier, context, collect=collect)
    _settle_in_cash(event.number, context)


@on(FeePaid, name="onestop.mark_paid")
def mark_paid(event: FeePaid, _context: Delivery) -> None:
    """Let the result be handed over once the fee is settled, by whatever way (R-52, R-53)."""
    if event.subject_type == SUBJECT_TYPE:
        _follow(event, Payment.PAID, online=event.online)


@on(FeeCancelled, name="onestop.mark_free")
def mark_free(event: FeeCancelled, _context: Delivery) -> None:
    """Ask for nothing any more when the demand is void and none takes its place (R-51)."""
    if event.subject_type == SUBJECT_TYPE and not event.replaced:
        _follow(event, Payment.NONE)


@on(DossierStopped, name="onestop.ask_no_more")
def ask_no_more(event: DossierStopped, context: Delivery) -> None:
    """Ask for no fee any more that is still to be paid for a dossier its applicant took back (R-55)."""
    if not event.withdrawn:
        return
    for demand in payments_asked.fees_of(subject_type=SUBJECT_TYPE, subject_key=event.number, viewer=PROGRAM):
        if demand.state is DemandState.WAITING:
            payments.cancel_demand(
                number=demand.number, reason="Người nộp rút hồ sơ", actor=PROGRAM, now=context.occurred_at
            )


@on(ResultReplaced, name="onestop.demand_again")
def demand_again(event: ResultReplaced, context: Delivery) -> None:
    """Ask for the fee again where the applicant erred and it was said so; the dossier's own payment is untouched."""
    if event.with_fee:
        _demand(dossier_of(event.number), context, again=event.code)


def _follow(event: FeePaid | FeeCancelled, payment: Payment, **paid: str) -> None:
    services.follow_payment(
        number=event.subject_key,
        payment=payment,
        demand=event.number,
        codes=_part(event),
        actor=PROGRAM,
        now=event.at,
        **paid,
    )


def _part(event: FeePaid | FeeCancelled) -> frozenset[str] | None:
    """Return the codes of what a demand was about while another waits; None when nothing waits any more."""
    left = payments_asked.due_of(subject_type=event.subject_type, subject_key=event.subject_key, viewer=PROGRAM)
    if left is None:
        return None
    demand = payments_asked.get_demand(number=event.number, viewer=PROGRAM)
    return frozenset(line.code for line in demand.lines)


def _demand(
    dossier: DossierDetail, context: Delivery, *, collect: Collect = Collect.ON_RECEPTION, again: str = ""
) -> None:
    """Ask for the part of the fee of a dossier that is paid at a moment, if there is any and the moment has come.

    :param again: code of the result for which the whole is asked once more
    """
    lines = tuple(
        FeeLine(code=line["code"], kind=_line_kind(line["kind"]), name=line["name"], amount=line["amount"])
        for line in dossier.fee_lines
        if line["amount"]
        and line.get("state", rules.ASKED) != rules.LATER
        and (again or line.get("collect", Collect.ON_RECEPTION) == collect)
    )
    if not lines:
        return
    part = "" if collect is Collect.ON_RECEPTION else f":{collect.value}"
    draft = DemandDraft(
        subject_type=RESULT_TYPE if again else SUBJECT_TYPE,
        subject_key=again or dossier.row.number,
        title=dossier.row.title,
        payee_id=dossier.competent_id,
        collector_id=dossier.reception_id,
        payer_name=dossier.parties["submitter"]["name"],
        lines=lines,
        key=f"{RESULT_TYPE}:{again}" if again else f"{SUBJECT_TYPE}:{dossier.row.number}{part}",
        collect=collect,
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

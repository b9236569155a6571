"""Asking for a fee."""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, ActorKind, FieldError, Invalid, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.kernel.numbering import services as numbering
from lienthong.kernel.numbering.contracts import BookKey, GivenTo
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.ui.contracts import fold
from lienthong.systems.payments import rules
from lienthong.systems.payments.contracts import SUBJECT_TYPE, AmountWrong, DemandDraft, DemandState, Online
from lienthong.systems.payments.events import FeeDemanded, FeePaid
from lienthong.systems.payments.models import FeeDemand, PayeeAccount

DEMAND = "payments.fee.demand"
EXEMPT = "exempt"


def demand_fee(*, draft: DemandDraft, actor: Actor, now: datetime) -> str:
    """Raise a demand and return its number; the same `key` again changes nothing and returns the same number (R-51).

    Where an exemption leaves nothing to pay, the demand is settled as it is raised.

    :raises NotPermitted: only the program demands for other systems; officers replace demands
    :raises AmountWrong: an amount is no whole number of đồng, or more is taken off than asked for
    :raises Invalid: a reduction without ground or proof
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise NotPermitted(_("A demand is raised by what is to be paid for; correct it by cancelling and a new one."))
    return raise_demand(draft=draft, actor=actor, now=now, replaces=None)


def raise_demand(*, draft: DemandDraft, actor: Actor, now: datetime, replaces: FeeDemand | None) -> str:
    """Write a demand down, with its history and events; who may do it is asked by the caller."""
    total = _checked_total(draft)
    known = FeeDemand.objects.filter(key=draft.key).values_list("number", flat=True).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _write(draft, total, replaces, actor, now)
    except IntegrityError:
        # Somebody else raised it between the look and the writing.
        return FeeDemand.objects.values_list("number", flat=True).get(key=draft.key)


def _checked_total(draft: DemandDraft) -> int:
    amounts = [line.amount for line in draft.lines] + [each.amount for each in draft.reductions]
    total = rules.net(draft.lines, draft.reductions) if all(map(rules.is_amount, amounts)) else -1
    if not draft.lines or total < 0:
        raise AmountWrong(
            _("Amounts are whole đồng, and no more can be taken off than is asked for."),
            errors=(FieldError("amount", _("Enter a whole number of đồng")),),
        )
    if any(not each.ground.strip() or not each.proof.strip() for each in draft.reductions):
        message = _("Say on which ground less is paid, and which paper proves it")
        raise Invalid(message, errors=(FieldError("ground", message),))
    return total


def _write(draft: DemandDraft, total: int, replaces: FeeDemand | None, actor: Actor, now: datetime) -> str:
    payee = organizations.get_agencies(agency_ids=(draft.payee_id,))[draft.payee_id]
    account = PayeeAccount.objects.filter(agency_id=payee.id).first()
    year = timezone.localdate(now).year
    given_to = GivenTo(draft.subject_type, draft.subject_key, draft.title, draft.url)
    order = numbering.next_number(book=BookKey("payments.demand", payee.id, str(year)), now=now, given_to=given_to)
    demand = FeeDemand.objects.create(
        number=f"PAY-{payee.code}-{year}-{order:06d}",
        reference=rules.new_reference(),
        key=draft.key,
        subject_type=draft.subject_type,
        subject_key=draft.subject_key,
        subject_url=draft.url,
        title=draft.title,
        payee_id=payee.id,
        collector_id=draft.collector_id or payee.id,
        account_bank=account.bank if account else "",
        account_number=account.number if account else "",
        account_name=account.name if account else "",
        payer_name=draft.payer_name,
        payer_folded=fold(draft.payer_name),
        lines=[asdict(line) for line in draft.lines],
        reductions=[asdict(each) for each in draft.reductions],
        total=total,
        collect=draft.collect,
        replaces=replaces,
        state=DemandState.WAITING if total else DemandState.PAID,
        method="" if total else EXEMPT,
        paid_at=None if total else now,
        created_at=now,
        created_by_name=actor.name,
    )
    audit.record(
        subject_type=SUBJECT_TYPE, subject_key=demand.number, act=DEMAND, actor=actor, now=now, data={"total": total}
    )
    about = {"number": demand.number, "subject_type": draft.subject_type, "subject_key": draft.subject_key}
    raised = FeeDemanded(**about, total=total, at=now)
    events.publish(event=raised, subject=demand.number, now=now, actor_name=actor.name)
    if not total:
        settled = FeePaid(**about, total=0, method=EXEMPT, online=Online.NO.value, at=now)
        events.publish(event=settled, subject=demand.number, now=now, actor_name=actor.name)
    return demand.number

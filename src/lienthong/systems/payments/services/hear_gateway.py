"""What a gateway tells: judged, kept, and only then believed."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.systems.payments import queries, rules
from lienthong.systems.payments.contracts import ACCOUNTS, CORRECT, LARGEST_CALL, SUBJECT_TYPE, NoAnswer, Verdict
from lienthong.systems.payments.extensions import Gateway, Told, find_way
from lienthong.systems.payments.models import CallBack, FeeDemand, Payment
from lienthong.systems.payments.policy import DEMANDS

from .ask_to_look import ask_to_look, looked_at
from .take_money import confirm_payment

ASK = "payments.fee.ask"
SETTLE = "payments.callback.settle"


def hear_gateway(*, provider: str, body: bytes, now: datetime, was_asked: bool = False) -> Verdict:
    """Judge a call-back, keep it, and mark its demand paid when signature, amount, currency, payee and state agree.

    Called again with the same words it changes nothing but a count (R-52).

    :param was_asked: we asked ourselves: that nothing was paid yet is no message for a person to look at
    :raises NotFound: no such gateway
    :raises Invalid: it is too long to be one
    """
    gateway = find_way(provider)
    if not isinstance(gateway, Gateway):
        raise NotFound(_("There is no such gateway."))
    if len(body) > LARGEST_CALL:
        raise Invalid(_("This is too long."))
    told = gateway.read(body)
    with transaction.atomic():
        demand = _demand_of(told)
        verdict = _judge(gateway, told, demand, now)
        is_news = verdict not in {Verdict.NOT_PAID, Verdict.REPLAYED} or not was_asked
        if is_news and (verdict is not Verdict.FORGED or not _has_enough_forged(now)):
            _keep(provider, body, told, demand, verdict, now)
    return verdict


def ask_gateway(*, number: str, actor: Actor, now: datetime, provider: str = "platform") -> Verdict:
    """Ask the gateway how a demand stands and judge its answer as a call-back (R-53).

    :raises NotFound: no such demand in sight
    :raises NoAnswer: it did not answer
    """
    bill = queries.get_bill(number=number, viewer=actor)
    gateway = find_way(provider)
    if not isinstance(gateway, Gateway):
        raise NotFound(_("There is no such gateway."))
    try:
        body = gateway.ask(bill)
    except OSError:
        raise NoAnswer(_("The gateway does not answer. Try again later.")) from None
    audit.record(subject_type=SUBJECT_TYPE, subject_key=number, act=ASK, actor=actor, now=now)
    return hear_gateway(provider=provider, body=body, now=now, was_asked=True)


def settle_call_back(*, uuid: UUID, note: str, actor: Actor, now: datetime) -> None:
    """Say what was done about a call-back that was not accepted, so that it waits for nobody any more.

    :raises NotFound: no such call-back in sight
    :raises NotPermitted: the actor sees it only
    :raises Invalid: nothing was said
    """
    row = queries.find_call_back(uuid=uuid, viewer=actor)
    if not _may_settle(row.demand, actor):
        raise NotPermitted(_("You may see this but not settle it."))
    if not note.strip():
        raise Invalid(_("Say what was done"), errors=(FieldError("note", _("Say what was done")),))
    with transaction.atomic():
        open_rows = CallBack.objects.filter(uuid=row.uuid, settled_at__isnull=True)
        if not open_rows.update(settled_at=now, settled_by_name=actor.name, note=note.strip()[:1000]):
            raise Conflict(_("Somebody else has settled this."))
        key = row.demand or str(row.uuid)
        audit.record(subject_type=SUBJECT_TYPE, subject_key=key, act=SETTLE, actor=actor, now=now, note=note.strip())
        looked_at(row=CallBack.objects.get(uuid=uuid), note=note.strip()[:1000], actor=actor, now=now)


def _may_settle(number: str, actor: Actor) -> bool:
    """Tell whether somebody may correct the demand; of what names none, whoever sets the accounts looks at it."""
    if not number:
        return actor.may(ACCOUNTS)
    return DEMANDS.allows(actor, CORRECT, FeeDemand.objects.select_related("payee", "collector").get(number=number))


def _demand_of(told: Told) -> FeeDemand | None:
    wanted = str(told.data.get("transactionId", "")).replace("\0", "")
    return FeeDemand.objects.select_related("payee").filter(number=wanted).first()


def _judge(gateway: Gateway, told: Told, demand: FeeDemand | None, now: datetime) -> Verdict:
    if not told.is_signed:
        return Verdict.FORGED
    if demand is None:
        return Verdict.UNKNOWN
    verdict = rules.judge(told.data, total=demand.total, payee=demand.payee.code)
    if verdict is not Verdict.ACCEPTED:
        return verdict
    transaction_no = str(told.data.get("reference") or demand.number)[:100]
    try:
        confirm_payment(
            number=demand.number,
            method=gateway.key,
            transaction_no=transaction_no,
            online=gateway.online,
            told_at=rules.moment_told(told.data.get("paidAt")),
            actor=Actor.system(f"payments.{gateway.key}"),
            now=now,
        )
    except Conflict:
        same = Payment.objects.filter(demand=demand, method=gateway.key, transaction=transaction_no, is_refund=False)
        return Verdict.REPLAYED if same.exists() else Verdict.NOT_WAITING
    return Verdict.ACCEPTED


def _has_enough_forged(now: datetime) -> bool:
    newest = CallBack.objects.filter(verdict=Verdict.FORGED).order_by("-id").values_list("received_at", flat=True)
    most = settings.PAYMENT_MOST_FORGED
    return any(at > now - timedelta(days=1) for at in newest[most - 1 : most])


def _keep(provider: str, body: bytes, told: Told, demand: FeeDemand | None, verdict: Verdict, now: datetime) -> None:
    """Keep what came; what came before is counted, and its verdict only ever becomes a better one."""
    amount = told.data.get("amount")
    row, is_new = CallBack.objects.get_or_create(
        provider=provider,
        digest=sha256(body).hexdigest(),
        defaults={
            "body": body.decode(errors="replace").replace("\0", "�"),
            "transaction": str(told.data.get("transactionId", ""))[:100].replace("\0", "�"),
            "amount": amount if rules.is_amount(amount) else None,
            "verdict": verdict,
            "demand": demand if told.is_signed else None,
            "received_at": now,
        },
    )
    if is_new:
        ask_to_look(row=row, now=now)
    else:
        rows = CallBack.objects.filter(pk=row.pk)
        rows.update(times=F("times") + 1)
        if verdict is Verdict.ACCEPTED:
            rows.update(verdict=verdict, demand=demand)

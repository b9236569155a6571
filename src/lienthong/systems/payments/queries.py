"""What may be read of fees."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound, NotPermitted, Offered
from lienthong.kernel.acts.services import offered
from lienthong.kernel.ui.contracts import fold
from lienthong.kernel.ui.queries import within_days

from .contracts import (
    ACCOUNTS,
    SEE,
    Account,
    Bill,
    CallBackRow,
    DayState,
    DemandRow,
    DemandState,
    FeeLine,
    ReconciledDay,
    Reduction,
    Verdict,
)
from .models import CallBack, FeeDemand, PayeeAccount, Reconciliation
from .policy import DEMANDS
from .rules import most_refund

PAGE = 40
MOST_DAYS = 62
BATCH = 500
FINE = (Verdict.ACCEPTED, Verdict.REPLAYED)


@dataclass(frozen=True)
class DemandFilters:
    """What narrows the list of demands; each is optional. The dates are local days of raising, both included."""

    state: str = ""
    text: str = ""
    raised_from: date | None = None
    raised_to: date | None = None


@dataclass(frozen=True)
class Movement:
    """Money that came or went back."""

    is_refund: bool
    amount: int
    method: str
    transaction: str
    at: datetime
    by_name: str


@dataclass(frozen=True)
class DemandDetail:
    """One demand, whole, as plain data."""

    row: DemandRow
    lines: tuple[FeeLine, ...]
    reductions: tuple[Reduction, ...]
    account: Account
    reason: str
    ended_at: datetime | None
    created_by: str
    replaces: str
    replaced_by: str
    movements: tuple[Movement, ...]
    call_backs: tuple[CallBackRow, ...]
    acts: tuple[Offered, ...]
    most_refund: int
    version: int


@dataclass(frozen=True)
class PublicDemand:
    """A demand as whoever holds its reference sees it: nobody's name."""

    bill: Bill
    state: DemandState
    paid_at: datetime | None


def list_demands(
    *, viewer: Actor, filters: DemandFilters, after: int | None = None
) -> tuple[tuple[DemandRow, ...], int | None]:
    """Return a page of demands, newest first, and the cursor of the next page. One statement."""
    rows = _filtered(viewer, filters).select_related("payee").order_by("-id")
    if after is not None:
        rows = rows.filter(id__lt=after)
    found = list(rows[: PAGE + 1])
    cursor = found[PAGE - 1].pk if len(found) > PAGE else None
    return tuple(_row(each) for each in found[:PAGE]), cursor


def stream_demands(*, viewer: Actor, filters: DemandFilters) -> Iterator[DemandRow]:
    """Yield all demands of the list, for a file."""
    rows = _filtered(viewer, filters).select_related("payee").order_by("-id")
    for each in rows.iterator(chunk_size=BATCH):
        yield _row(each)


def sum_by_state(*, viewer: Actor, filters: DemandFilters) -> dict[DemandState, tuple[int, int]]:
    """Return how many demands of each state fit the other filters, and their sum in đồng. One statement."""
    rows = _filtered(viewer, filters, any_state=True).values("state").annotate(n=Count("id"), sum=Sum("total"))
    found = {row["state"]: (row["n"], row["sum"]) for row in rows}
    return {state: found.get(state.value, (0, 0)) for state in DemandState}


def get_demand(*, number: str, viewer: Actor) -> DemandDetail:
    """Return one demand with what came for it. At most four statements.

    :raises NotFound: it does not exist, or the viewer may not know of it
    """
    demand = _seen(number, viewer)
    rows = demand.payments.order_by("id")
    after = FeeDemand.objects.filter(replaces=demand).values_list("number", flat=True).first()
    lines = tuple(FeeLine(**line) for line in demand.lines)
    return DemandDetail(
        row=_row(demand),
        lines=lines,
        reductions=tuple(Reduction(**each) for each in demand.reductions),
        account=_account(demand),
        reason=demand.reason,
        ended_at=demand.ended_at,
        created_by=demand.created_by_name,
        replaces=demand.replaces.number if demand.replaces else "",
        replaced_by=after or "",
        movements=tuple(
            Movement(each.is_refund, each.amount, each.method, each.transaction, each.at, each.by_name) for each in rows
        ),
        call_backs=tuple(_call_back(each) for each in demand.call_backs.select_related("demand").order_by("-id")[:20]),
        acts=offered(demand, viewer),
        most_refund=most_refund(lines, demand.total),
        version=demand.version,
    )


def get_bill(*, number: str, viewer: Actor) -> Bill:
    """Return a demand as ways to pay need it. One statement.

    :raises NotFound: it does not exist, or the viewer may not know of it
    """
    return _bill(_seen(number, viewer))


def find_public(*, reference: str) -> PublicDemand:
    """Return what the payer sees who was given the reference. One statement.

    :raises NotFound: nothing goes by it
    """
    wanted = reference.strip().upper().replace("\0", "")
    demand = FeeDemand.objects.select_related("payee").filter(reference=wanted).first()
    if demand is None:
        raise NotFound(_("There is no such demand. Check the code."))
    return PublicDemand(_bill(demand), DemandState(demand.state), demand.paid_at)


def fees_of(*, subject_type: str, subject_key: str, viewer: Actor) -> tuple[DemandRow, ...]:
    """Return the demands for one thing that the viewer may know of, newest first. One statement."""
    rows = DEMANDS.visible(FeeDemand.objects.select_related("payee"), viewer)
    rows = rows.filter(subject_type=subject_type, subject_key=subject_key).order_by("-id")
    return tuple(_row(each) for each in rows[:PAGE])


def due_of(*, subject_type: str, subject_key: str, viewer: Actor) -> int | None:
    """Return what is left to pay for one thing, in đồng; None when nothing in sight waits. One statement."""
    rows = DEMANDS.visible(FeeDemand.objects.all(), viewer)
    waiting = rows.filter(subject_type=subject_type, subject_key=subject_key, state=DemandState.WAITING)
    found: int | None = waiting.aggregate(sum=Sum("total"))["sum"]
    return found


def list_call_backs(*, viewer: Actor) -> tuple[CallBackRow, ...]:
    """Return what came in and waits for a person, newest first. One statement."""
    rows = _call_backs(viewer).filter(settled_at__isnull=True).exclude(verdict__in=FINE)
    return tuple(_call_back(each) for each in rows[:PAGE])


def find_call_back(*, uuid: UUID, viewer: Actor) -> CallBackRow:
    """Return one call-back in sight. One statement.

    :raises NotFound: it does not exist, or the viewer may not know of it
    """
    row = _call_backs(viewer).filter(uuid=uuid).first()
    if row is None:
        raise NotFound(_("There is no such message, or you may not see it."))
    return _call_back(row)


def list_days(*, viewer: Actor) -> tuple[ReconciledDay, ...]:
    """Return the last days that were held against the gateways' lists, newest first; of all agencies together.

    One statement.

    :raises NotPermitted: the viewer does not look after the fees of the whole province
    """
    if not viewer.may(ACCOUNTS):
        raise NotPermitted(_("Only administrators see the days of all agencies."))
    rows = Reconciliation.objects.order_by("-day", "provider").values(*(each.name for each in fields(ReconciledDay)))
    return tuple(ReconciledDay(**row | {"state": DayState(row["state"])}) for row in rows[:MOST_DAYS])


def find_account(*, agency_id: int) -> Account:
    """Return the account of an agency, an empty one when none is set."""
    row = PayeeAccount.objects.filter(agency_id=agency_id).first()
    return Account(row.bank, row.number, row.name) if row else Account("", "", "")


def seen_numbers(viewer: Actor, numbers: Collection[str]) -> Collection[str]:
    """Return of some demands those that the viewer may know of. One statement."""
    rows = DEMANDS.visible(FeeDemand.objects.filter(number__in=list(numbers)), viewer)
    return list(rows.values_list("number", flat=True))


def _call_backs(viewer: Actor) -> "QuerySet[CallBack]":
    """Return those about demands in sight; what belongs to no demand is for those who see the whole province."""
    rows = CallBack.objects.select_related("demand").order_by("-id")
    if DEMANDS.condition(viewer, SEE) == Q():
        return rows
    return rows.filter(demand__in=DEMANDS.visible(FeeDemand.objects.all(), viewer).values("pk"))


def _seen(number: str, viewer: Actor) -> FeeDemand:
    wanted = number.replace("\0", "")
    rows = DEMANDS.visible(FeeDemand.objects.select_related("payee", "replaces"), viewer)
    demand: FeeDemand | None = rows.filter(number=wanted).first()
    if demand is None:
        raise NotFound(_("There is no such demand, or you may not see it."))
    return demand


def _filtered(viewer: Actor, filters: DemandFilters, *, any_state: bool = False) -> "QuerySet[FeeDemand]":
    rows = DEMANDS.visible(FeeDemand.objects.all(), viewer)
    if filters.state and not any_state:
        rows = rows.filter(state=filters.state)
    rows = rows.filter(within_days("created_at", filters.raised_from, filters.raised_to))
    if filters.text:
        folded, typed = fold(filters.text), filters.text.strip()
        codes = Q(number__istartswith=typed) | Q(subject_key__istartswith=typed) | Q(reference=typed.upper())
        rows = rows.filter(codes | Q(payer_folded__contains=folded))
    return rows


def _account(demand: FeeDemand) -> Account:
    return Account(demand.account_bank, demand.account_number, demand.account_name)


def _bill(demand: FeeDemand) -> Bill:
    return Bill(
        number=demand.number,
        reference=demand.reference,
        total=demand.total,
        title=demand.title,
        payee_code=demand.payee.code,
        payee_name=demand.payee.name,
        account=_account(demand),
        created_at=demand.created_at,
    )


def _row(demand: FeeDemand) -> DemandRow:
    return DemandRow(
        id=demand.pk,
        number=demand.number,
        reference=demand.reference,
        title=demand.title,
        subject_type=demand.subject_type,
        subject_key=demand.subject_key,
        subject_url=demand.subject_url,
        payer=demand.payer_name,
        payee=demand.payee.name,
        total=demand.total,
        state=DemandState(demand.state),
        method=demand.method,
        created_at=demand.created_at,
        paid_at=demand.paid_at,
    )


def _call_back(row: CallBack) -> CallBackRow:
    return CallBackRow(
        uuid=row.uuid,
        provider=row.provider,
        transaction=row.transaction,
        amount=row.amount,
        verdict=Verdict(row.verdict),
        received_at=row.received_at,
        times=row.times,
        demand=row.demand.number if row.demand else "",
        settled_at=row.settled_at,
        settled_by=row.settled_by_name,
        note=row.note,
    )

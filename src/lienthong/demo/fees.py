"""What was asked for and paid for the dossiers that ended, and the accounts to which fees go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lienthong.kernel.numbering.contracts import BookKey
from lienthong.kernel.ui.contracts import fold
from lienthong.systems.payments import services as payments
from lienthong.systems.payments.contracts import Account, Collect, DemandState, Online

from .catalogue import PROGRAM
from .organisation import STAFFED, Land, table
from .registers import Registers, Wanted
from .rhythm import year_of
from .rows import SUBJECT, Ended, dossier_fee
from .story import Filing

BOOK = "payments.demand"
SIGNS, LENGTH = "23456789ABCDEFGHJKMNPQRSTVWXYZ", 12
# How people pay, in hundredths, and how the service-quality index counts it.
WAYS = {"cash": 68, "transfer": 20, "platform": 12}
COUNTED = {"cash": Online.NO, "transfer": Online.NO, "platform": Online.PORTAL}
BANK = "970415"


def open_accounts(*, land: Land, now: datetime) -> None:
    """Say to which account fees go: that of each department and of the communes with officers."""
    payees = [*land.departments.values(), *(land.seat(name).agency for name in STAFFED)]
    for order, agency in enumerate(payees, start=1):
        # Figures that no real account has.
        account = Account(bank=BANK, number=f"{order:010d}", name=fold(agency.name).upper())
        payments.set_account(agency_code=agency.code, account=account, actor=PROGRAM, now=now)


def wanted_demand(filing: Filing) -> Wanted:
    """Return what the demand of a dossier needs from the book of its payee."""
    return Wanted(filing.order, BookKey(BOOK, filing.competent_id, year_of(filing.accepted_at)), filing.accepted_at)


def write_demands(*, ended: Sequence[Ended], numbers: Registers) -> None:
    """Write the demands of dossiers that ended and the money that came for them."""
    accounts = {row.agency_id: row for row in table("payments.PayeeAccount").objects.all()}
    pairs = [_rows(each, numbers, accounts) for each in ended if each.story.filing.order in numbers.numbers]
    table("payments.FeeDemand").objects.bulk_create([demand for demand, _payment in pairs], batch_size=500)
    paid = [payment for _demand, payment in pairs if payment is not None]
    table("payments.Payment").objects.bulk_create(paid, batch_size=500)


def _rows(ended: Ended, numbers: Registers, accounts: dict[int, Any]) -> tuple[Any, Any | None]:
    """Return the demand of a dossier and its payment, if it was paid."""
    story, filing, chance = ended.story, ended.story.filing, ended.story.ident.branch("fee")
    fee = dossier_fee(ended)
    payee, account = ended.agencies[filing.competent_id], accounts.get(filing.competent_id)
    year = year_of(filing.accepted_at)
    method = chance.weighted(WAYS) if fee["fee_paid_at"] else ""
    demand = table("payments.FeeDemand")(
        number=f"PAY-{payee.code}-{year}-{numbers.numbers[filing.order]:06d}",
        reference=chance.signs(SIGNS, LENGTH),
        key=f"{SUBJECT}:{ended.number}",
        subject_type=SUBJECT,
        subject_key=ended.number,
        subject_url=f"/ho-so/{ended.number}/",
        title=ended.package.spec.title,
        payee_id=payee.id,
        collector_id=filing.reception_id,
        account_bank=account.bank if account else "",
        account_number=account.number if account else "",
        account_name=account.name if account else "",
        payer_name=filing.applicant.person.name,
        payer_folded=fold(filing.applicant.person.name),
        lines=[line | {"refundable": True} for line in fee["fee_lines"]],
        total=fee["fee"],
        collect=Collect.ON_RECEPTION,
        state=DemandState.PAID if method else DemandState.WAITING,
        method=method,
        created_at=filing.accepted_at,
        created_by_name=filing.officer.name,
        paid_at=fee["fee_paid_at"],
        version=2 if method else 1,
    )
    if not method:
        return demand, None
    payment = table("payments.Payment")(
        demand=demand,
        amount=demand.total,
        method=method,
        transaction="" if method == "cash" else f"{method[:2].upper()}{demand.reference}",
        online=COUNTED[method],
        at=demand.paid_at,
        by_name=story.filing.officer.name if method != "platform" else "payments.platform",
    )
    return demand, payment

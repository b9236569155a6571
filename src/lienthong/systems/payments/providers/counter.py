"""Cash at the counter, and a bank transfer that an officer sees on the statement of the account."""

from django.utils.translation import gettext_lazy as _

from lienthong.systems.payments.contracts import Bill
from lienthong.systems.payments.extensions import Offer, Way
from lienthong.systems.payments.rules import transfer_code

from .banks import BANKS


class Cash(Way):
    """Money over the counter."""

    key = "cash"
    label = _("Cash")
    at_counter = True


class Transfer(Way):
    """A transfer to the payee's account, by VietQR."""

    key = "transfer"
    label = _("Bank transfer")
    at_counter = True
    needs_reference = True

    def offer(self, bill: Bill, *, return_url: str) -> Offer | None:  # noqa: ARG002  nobody comes back from a bank
        """Return the code to scan, where the payee has an account."""
        if not bill.account:
            return None
        code = transfer_code(
            bank=bill.account.bank, account=bill.account.number, amount=bill.total, purpose=bill.reference
        )
        facts = (
            (_("Bank"), BANKS.get(bill.account.bank, bill.account.bank)),
            (_("Account number"), bill.account.number),
            (_("Account holder"), bill.account.name),
            (_("Code of the transfer"), bill.reference),
        )
        return Offer(qr=code, facts=facts)

"""The account to which the fees of an agency go."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.organizations import queries as organizations
from lienthong.systems.payments.contracts import ACCOUNTS, Account
from lienthong.systems.payments.models import PayeeAccount

SET = "payments.account.set"
ACCOUNT_TYPE = "payments.payeeaccount"


def set_account(*, agency_code: str, account: Account, actor: Actor, now: datetime) -> None:
    """Say to which account transfers for an agency go from now on; demands raised before keep theirs (R-51).

    :raises NotPermitted: only administrators set accounts
    :raises NotFound: no such agency
    :raises Invalid: the bank is no six-figure code, the account no number, or nobody holds it
    """
    if not actor.may(ACCOUNTS):
        raise NotPermitted(_("Only administrators set accounts."))
    agency = organizations.find_agency(code=agency_code)
    errors = []
    if not re.fullmatch(r"[0-9]{6}", account.bank):
        errors.append(FieldError("bank", _("Enter the six-figure code of the bank")))
    if not re.fullmatch(r"[0-9A-Za-z]{3,19}", account.number):
        errors.append(FieldError("number", _("Enter the account, letters and figures only")))
    if not account.name.strip():
        errors.append(FieldError("name", _("Enter who holds the account")))
    if errors:
        raise Invalid(_("Please correct what is marked."), errors=tuple(errors))
    with transaction.atomic():
        PayeeAccount.objects.update_or_create(
            agency_id=agency.id,
            defaults={
                "bank": account.bank,
                "number": account.number,
                "name": account.name.strip()[:200],
                "set_at": now,
                "set_by_name": actor.name,
            },
        )
        data = {"account": [account.bank, account.number]}
        audit.record(subject_type=ACCOUNT_TYPE, subject_key=agency.code, act=SET, actor=actor, now=now, data=data)

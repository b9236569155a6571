"""Who may sign now: persons in their order, the agency after them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from .. import rules
from ..contracts import OutOfOrder, SignerRole
from ..queries import Earlier
from .verify_pdf import verify_pdf


def check_order(
    *, pdf: bytes, role: SignerRole, after: Sequence[str], earlier: Sequence[Earlier], is_signed: bool, now: datetime
) -> None:
    """Refuse a signature that comes too early or too late.

    What was signed elsewhere is read from the file itself; only signatures that hold count.

    :raises OutOfOrder: somebody else must sign before, or the seal is on it already
    """
    signed = [(name, SignerRole(each)) for name, each, _level, _at in earlier]
    if is_signed and not earlier:
        report = verify_pdf(pdf=pdf, now=now)
        signed = [(one.signer, SignerRole.PERSON) for one in report.signatures if one.valid]
    require_turn(role=role, after=after, signed=signed)


def require_turn(*, role: SignerRole, after: Sequence[str], signed: Sequence[tuple[str, SignerRole]]) -> None:
    """Refuse a signature that comes too early or too late.

    :param signed: who has signed, in order
    :raises OutOfOrder: somebody else must sign before, or the seal is on it already
    """
    missing = rules.missing_before(role=role, after=after, signed=signed)
    if missing is None:
        return
    if missing is SignerRole.PERSON:
        raise OutOfOrder(_("The agency seals only what the competent person has signed."), missing="person")
    if missing is SignerRole.AGENCY:
        raise OutOfOrder(_("This paper bears the seal already: nobody signs it any more."), missing="")
    raise OutOfOrder(_("%(name)s must sign before.") % {"name": missing}, missing=str(missing))

"""With which key a person or an agency signs now."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.acts.extensions import Prepared

from .. import rules
from ..contracts import TRIAL_KEY, CertificateNotUsable, CertificateState, HolderKind, SigningKey
from ..extensions import is_trial
from ..models import Certificate
from ..rules import Standing

_HELD = ("state", "key", "holder_name", "fingerprint", "valid_from", "valid_to")
_OF_PERSON = Prepared(
    lambda user_id: Certificate.objects.filter(kind=HolderKind.PERSON, user_id=user_id).values_list(*_HELD)
)
_OF_AGENCY = Prepared(
    lambda agency_id: Certificate.objects.filter(kind=HolderKind.AGENCY, agency_id=agency_id).values_list(*_HELD)
)

_PERSON_LACKS: Mapping[CertificateState | None, str | Promise] = {
    None: _("You have no digital certificate. Ask the administrator to put one on record in your name."),
    CertificateState.REQUESTED: _("Your certificate was requested but not issued yet. Ask the administrator."),
    CertificateState.ISSUED: _("Your certificate is not in use yet. Ask the administrator to put it in use."),
    CertificateState.SUSPENDED: _("Your certificate is suspended. Ask the administrator when it can be used again."),
    CertificateState.REVOKED: _("Your certificate was revoked. Ask the administrator for a new one."),
    CertificateState.EXPIRED: _("Your certificate has expired. Ask the administrator for a new one."),
    CertificateState.IN_USE: _("The record of your certificate names no key. Ask the administrator to complete it."),
}
_AGENCY_LACKS: Mapping[CertificateState | None, str | Promise] = {
    None: _("The agency has no digital certificate for its seal. Ask the administrator to put one on record."),
    CertificateState.REQUESTED: _("The agency's certificate was requested but not issued yet. Ask the administrator."),
    CertificateState.ISSUED: _("The agency's certificate is not in use yet. Ask the administrator to put it in use."),
    CertificateState.SUSPENDED: _("The agency's certificate is suspended. Ask the administrator."),
    CertificateState.REVOKED: _("The agency's certificate was revoked. Ask the administrator for a new one."),
    CertificateState.EXPIRED: _("The agency's certificate has expired. Ask the administrator for a new one."),
    CertificateState.IN_USE: _("The record of the agency's certificate names no key. Ask the administrator."),
}


def signing_key(*, now: datetime, user_id: int | None = None, agency_id: int | None = None) -> SigningKey:
    """Return the key with which an agency seals, or else a person signs, now. At most one statement.

    Where the invented authority is in use, who has no certificate on record signs with the key of a trial; who has
    one that was suspended, revoked or expired does not.

    :param agency_id: for its seal; without it the key of the person is meant
    :raises CertificateNotUsable: there is no certificate in use; the sentence says whom to ask for what
    """
    if agency_id is not None:
        rows = _OF_AGENCY.tuples(agency_id=agency_id)
    else:
        rows = _OF_PERSON.tuples(user_id=user_id) if user_id is not None else []
    held = [Standing(CertificateState(row[0]), *row[1:]) for row in rows]
    chosen = rules.newest_usable(held, now=now)
    if chosen is not None:
        return SigningKey(chosen.key, chosen.holder, chosen.fingerprint)
    state = rules.nearest_to_use(held, now=now)
    if state in {None, CertificateState.REQUESTED} and is_trial():
        return SigningKey(TRIAL_KEY)
    lacks = _PERSON_LACKS if agency_id is None else _AGENCY_LACKS
    raise CertificateNotUsable(str(lacks[state]), state=state.value if state else "")

"""Asking for a certificate."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.accounts import queries as accounts
from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.organizations import queries as organizations

from ...contracts import MANAGE, CertificateDraft, CertificateState, HolderKind
from ...models import Certificate
from ...policy import CERTIFICATES

LONGEST_NAME, LONGEST_KEY = 200, 80


def request_certificate(*, draft: CertificateDraft, actor: Actor, now: datetime) -> UUID:
    """Put a request for a certificate on record, as the agency that directly manages the holder does.

    A person's certificate names their account; an agency's may name the clerk who keeps its key.

    :raises NotPermitted: the actor does not look after certificates of this agency
    :raises Invalid: something is missing, or no such agency or account
    """
    with transaction.atomic():
        row = new_record(draft, actor=actor, now=now)
        row.save()
        write_history(row, "signatures.certificate.request", actor, now)
    return row.uuid


def new_record(draft: CertificateDraft, *, actor: Actor, now: datetime) -> Certificate:
    """Return a record of what is asked for, not yet kept; see `request_certificate`."""
    errors, name, key = [], draft.holder_name.strip(), draft.key.strip()
    user_id = agency_id = None
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        errors.append(FieldError("holder_name", _("Name the holder, in at most 200 letters")))
    if len(key) > LONGEST_KEY or not key.isprintable():
        errors.append(FieldError("key", _("At most 80 letters")))
    try:
        agency_id = organizations.find_agency(code=draft.agency_code.strip()).id
    except NotFound as refusal:
        errors.append(FieldError("agency_code", refusal.message))
    if draft.username.strip():
        user = accounts.find_user(username=draft.username.strip()) if draft.username.isprintable() else None
        user_id = user.pk if user else None
        if user is None:
            errors.append(FieldError("username", _("There is no such account")))
    elif draft.kind is HolderKind.PERSON:
        errors.append(FieldError("username", _("Name the account of the person")))
    if errors or agency_id is None:
        raise Invalid(errors[0].message, errors=tuple(errors))
    row = Certificate(
        kind=draft.kind,
        holder_name=name,
        user_id=user_id,
        agency_id=agency_id,
        key=key,
        state=CertificateState.REQUESTED,
        state_at=now,
        requested_at=now,
    )
    if not CERTIFICATES.allows(actor, MANAGE, row):
        raise NotPermitted(_("Only those who look after the certificates of this agency may do this."))
    return row


def write_history(row: Certificate, act: str, actor: Actor, now: datetime) -> None:
    """Write the first entry in the history of a certificate."""
    audit.record(
        subject_type="signatures.certificate",
        subject_key=str(row.uuid),
        act=act,
        actor=actor,
        now=now,
        data={"holder": row.holder_name, "kind": row.kind, "serial": row.serial},
    )

"""Certificates of the invented authority on record, for the demo and for tests of other apps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit import services as audit

from . import authority
from .contracts import CertificateState, HolderKind
from .models import Certificate
from .services.certificates.reading import fill_in, read_certificate


@dataclass(frozen=True)
class Holder:
    """Who holds a certificate: `user_id` is the account of a person, or of who keeps the key of an agency or device.

    `period`: from when to when it counts; that of the authority itself unless given.
    """

    kind: HolderKind
    name: str
    agency_id: int
    key: str
    user_id: int | None = None
    state: CertificateState = CertificateState.IN_USE
    reason: str = ""
    period: tuple[datetime, datetime] = (authority.FROM, authority.UNTIL)


def put_on_record(holders: Iterable[Holder], *, actor: Actor, now: datetime) -> list[Certificate]:
    """Make keys and certificates of the invented authority and put them on record, all in two statements."""
    rows = [_row(holder, now) for holder in holders]
    Certificate.objects.bulk_create(rows)
    audit.record_all(
        {
            "subject_type": "signatures.certificate",
            "subject_key": str(row.uuid),
            "act": f"signatures.certificate.{act}",
            "actor": actor,
            "now": now,
            "data": {"holder": row.holder_name, "kind": row.kind, "serial": row.serial},
        }
        for row in rows
        for act in _acts_to(CertificateState(row.state))
    )
    return rows


def _row(holder: Holder, now: datetime) -> Certificate:
    row = Certificate(
        kind=holder.kind,
        holder_name=holder.name,
        user_id=holder.user_id,
        agency_id=holder.agency_id,
        key=holder.key,
        state=holder.state,
        state_at=now,
        reason=holder.reason,
        requested_at=now,
    )
    if holder.state is not CertificateState.REQUESTED:
        leaf = authority.make_leaf(
            key=holder.key,
            signer_name=holder.name,
            algorithm=settings.SIGNATURES_TEST_KEYS,
            period=holder.period,
        )
        pem = authority.load(leaf)[1].public_bytes(Encoding.PEM)
        fill_in(row, read_certificate(pem))
    return row


def _acts_to(state: CertificateState) -> tuple[str, ...]:
    """Return the acts that bring a certificate to a state."""
    if state is CertificateState.REQUESTED:
        return ("request",)
    begun = ("import", "use")
    ending = {
        CertificateState.SUSPENDED: "suspend",
        CertificateState.REVOKED: "revoke",
        CertificateState.EXPIRED: "expire",
    }
    if state in ending:
        return (*begun, ending[state])
    return begun if state is CertificateState.IN_USE else ("import",)

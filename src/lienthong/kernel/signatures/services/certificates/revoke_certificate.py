"""Revoking a certificate."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act

from ...authority.revocation import revoke
from ...contracts import MANAGE, CertificateState
from ...events import CertificateChanged
from ...extensions import is_trial
from ...models import Certificate
from ...policy import CERTIFICATES
from ...rules import states_before
from .enter_state import enter_state


@act(
    "signatures.certificate.revoke",
    subject=Certificate,
    policy=CERTIFICATES,
    permission=MANAGE,
    label=gettext_lazy("Revoke"),
    states=states_before(CertificateState.REVOKED),
    key="uuid",
    related=("agency",),
    danger=True,
    needs_reason=True,
)
def revoke_certificate(subject: Certificate, *, reason: str, actor: Actor, now: datetime) -> CertificateChanged:  # noqa: ARG001  acts are told who acts
    """End a certificate for good: its holder left, its device is lost, or it was asked for by mistake.

    What was signed before stays valid. A real authority is asked by its own form (05 of Nghị định 68/2024/NĐ-CP); the
    invented one revokes at once.
    """
    if subject.serial and is_trial():
        revoke(serial=subject.serial, now=now)
    return enter_state(subject, CertificateState.REVOKED, reason=reason, now=now)

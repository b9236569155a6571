"""Suspending a certificate."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act

from ...contracts import MANAGE, CertificateState
from ...events import CertificateChanged
from ...models import Certificate
from ...policy import CERTIFICATES
from ...rules import states_before
from .enter_state import enter_state


@act(
    "signatures.certificate.suspend",
    subject=Certificate,
    policy=CERTIFICATES,
    permission=MANAGE,
    label=gettext_lazy("Suspend"),
    states=states_before(CertificateState.SUSPENDED),
    key="uuid",
    related=("agency",),
    needs_reason=True,
)
def suspend_certificate(subject: Certificate, *, reason: str, actor: Actor, now: datetime) -> CertificateChanged:  # noqa: ARG001  acts are told who acts
    """Let nothing be signed with a certificate for a time, such as while its device is looked for."""
    return enter_state(subject, CertificateState.SUSPENDED, reason=reason, now=now)

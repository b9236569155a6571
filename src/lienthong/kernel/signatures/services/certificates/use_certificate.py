"""Putting a certificate in use."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act

from ...contracts import MANAGE, CertificateState
from ...events import CertificateChanged
from ...models import Certificate
from ...policy import CERTIFICATES
from .enter_state import enter_state


@act(
    "signatures.certificate.use",
    subject=Certificate,
    policy=CERTIFICATES,
    permission=MANAGE,
    label=gettext_lazy("Put in use"),
    states={CertificateState.ISSUED},
    key="uuid",
    related=("agency",),
)
def use_certificate(subject: Certificate, *, actor: Actor, now: datetime) -> CertificateChanged:  # noqa: ARG001  acts are told who acts
    """Let a certificate be signed with, once its holder has the device and has tried it."""
    return enter_state(subject, CertificateState.IN_USE, now=now)

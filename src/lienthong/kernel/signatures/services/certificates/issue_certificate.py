"""Entering the certificate that was issued on a request."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act

from ...contracts import MANAGE, CertificateState
from ...events import CertificateChanged
from ...models import Certificate
from ...policy import CERTIFICATES
from .enter_state import enter_state
from .reading import check_holder, read_certificate, write_into


@act(
    "signatures.certificate.issue",
    subject=Certificate,
    policy=CERTIFICATES,
    permission=MANAGE,
    label=gettext_lazy("Enter the certificate issued"),
    states={CertificateState.REQUESTED},
    key="uuid",
    related=("agency",),
)
def issue_certificate(subject: Certificate, *, pem: str, actor: Actor, now: datetime) -> CertificateChanged:  # noqa: ARG001  acts are told who acts
    """Keep the certificate that the authority issued on a request.

    :param pem: the certificate as text (PEM)
    :raises Invalid: it is none, names another holder, or is on record already
    """
    read = read_certificate(pem.encode("utf-8", "replace"))
    check_holder(read, subject.holder_name)
    write_into(subject, read)
    return enter_state(subject, CertificateState.ISSUED, now=now)

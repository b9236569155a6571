"""Words of certificates in templates."""

from django import template

from lienthong.kernel.signatures.contracts import CertificateState, HolderKind, SignerRole
from lienthong.kernel.signatures.words import KIND, ROLE, STATE

register = template.Library()
_LOOKS = {
    CertificateState.REQUESTED: "new",
    CertificateState.ISSUED: "accepted",
    CertificateState.IN_USE: "done",
    CertificateState.SUSPENDED: "wait",
    CertificateState.REVOKED: "stopped",
    CertificateState.EXPIRED: "late",
}


@register.filter
def state_label(state: CertificateState) -> str:
    """Return the state of a certificate in words."""
    return str(STATE[state])


@register.filter
def state_look(state: CertificateState) -> str:
    """Return which tag shows the state."""
    return _LOOKS[state]


@register.filter
def holder_label(kind: HolderKind) -> str:
    """Return for whom a certificate is, in words."""
    return str(KIND[kind])


@register.filter
def role_label(role: SignerRole) -> str:
    """Return in which capacity somebody signed, in words."""
    return str(ROLE[role])

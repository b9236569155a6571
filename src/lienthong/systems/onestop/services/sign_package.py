"""Signing a package: the document that names its manifest is signed, and travels with it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.signatures import queries as keys
from lienthong.kernel.signatures import services as signatures
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import SignatureState
from lienthong.systems.onestop.models import PackageFile
from lienthong.systems.onestop.policy import PACKAGES, PUBLISH_PACKAGES


@act(
    "onestop.package.sign",
    subject=PackageFile,
    policy=PACKAGES,
    permission=PUBLISH_PACKAGES,
    label=gettext_lazy("Sign the package"),
    key="id",
    history_key="reference",
    step_up=True,
)
def sign_package(subject: PackageFile, *, actor: Actor, now: datetime) -> Remember:
    """Sign the contents of a package with the actor's own key (XAdES); what is signed is signed once.

    :raises Conflict: somebody signed it already
    :raises CertificateNotUsable: the actor has no certificate in use
    """
    if subject.signature is not None:
        raise Conflict(_("This package is signed already by %(name)s.") % {"name": subject.signed_by_name})
    signed = signatures.sign_xml(
        xml=rules.seal_text(subject.digest),
        signer_name=actor.name,
        key=keys.signing_key(user_id=actor.user_id, now=now),
        reason=subject.reference,
        now=now,
        kind="package",
    )
    subject.signature, subject.signature_state = signed, SignatureState.VALID
    subject.signed_by_name, subject.signed_at = actor.name, now
    return Remember({"digest": subject.digest})

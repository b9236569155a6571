"""Words of signatures: states and kinds of certificates, and what each check found."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.extensions import name_acts

from .contracts import Answer, CertificateState, Check, CheckName, HolderKind, SignatureReport, SignerRole

STATE: Mapping[CertificateState, str | Promise] = {
    CertificateState.REQUESTED: _("Certificate requested"),
    CertificateState.ISSUED: _("Issued, not yet in use"),
    CertificateState.IN_USE: _("In use"),
    CertificateState.SUSPENDED: _("Suspended"),
    CertificateState.REVOKED: _("Revoked"),
    CertificateState.EXPIRED: _("Expired"),
}
KIND: Mapping[HolderKind, str | Promise] = {
    HolderKind.PERSON: _("Person"),
    HolderKind.AGENCY: _("Agency"),
    HolderKind.DEVICE: _("Device, service or software"),
}
ROLE: Mapping[SignerRole, str | Promise] = {
    SignerRole.PERSON: _("Signature of a person"),
    SignerRole.AGENCY: _("Seal of the agency"),
}
CHECK: Mapping[CheckName, str | Promise] = {
    CheckName.CONTENT: _("Content"),
    CheckName.ADDITIONS: _("Additions"),
    CheckName.AUTHORITY: _("Authority"),
    CheckName.PERIOD: _("Period of the certificate"),
    CheckName.REVOCATION: _("Revocation"),
    CheckName.TIME: _("Time of signing"),
}
name_acts(
    {
        "signatures.certificate.request": _("Requested"),
        "signatures.certificate.import": _("Put on record from its file"),
        "signatures.certificate.issue": _("Certificate entered"),
        "signatures.certificate.use": _("Put in use"),
        "signatures.certificate.suspend": _("Suspended"),
        "signatures.certificate.resume": _("Use resumed"),
        "signatures.certificate.revoke": _("Revoked"),
        "signatures.certificate.expire": _("Expired"),
    }
)
_FOUND: Mapping[str, str | Promise] = {
    "intact": _("Not one byte of what was signed has been changed since."),
    "changed": _("The content was changed after signing, or the signature is damaged."),
    "nothing_added": _("Nothing but signatures was added to the file after this one."),
    "added": _("Something was added to the file after this signature."),
    "known_authority": _("The certificate comes from an authority trusted here."),
    "unknown_authority": _("The certificate comes from an authority not trusted here."),
    "within_period": _("The certificate had begun and had not expired when it signed."),
    "outside_period": _("The certificate had expired, or had not begun, when it signed."),
    "not_revoked": _("The authority had not revoked the certificate when it signed."),
    "revoked": _("The certificate had been revoked when it signed."),
    "not_asked": _("No list of revoked certificates of this authority is at hand, so this could not be asked."),
    "stamped": _("A trusted authority stamped the time of signing."),
    "registered": _("The signature was made here, and the register of signatures proves when."),
    "claimed": _("The time is what the signer's machine said; the certificate still counts."),
    "unproven": _("The certificate does not count any more, and nothing proves that it signed while it did."),
    "bad_stamp": _("The time stamp is damaged, or comes from an authority not trusted here."),
    "future": _("The signature claims a time that has not come yet."),
}


def words_of(check: Check) -> str:
    """Return what a check found, as a sentence in the language of the reader."""
    return str(_FOUND.get(check.code, check.code))


def words_of_signature(*, intact: bool, trusted: bool, whole: bool, checks: tuple[Check, ...]) -> str:
    """Return in one sentence what a signature proves, or the first thing that speaks against it."""
    if not intact:
        return gettext("The content was changed after signing, or the signature is damaged.")
    bad = {check.name: check for check in checks if check.answer is Answer.BAD}
    if CheckName.AUTHORITY in bad:
        return gettext("The content is unchanged, but the certificate comes from an authority not trusted here.")
    for check in bad.values():
        return words_of(check)
    if not trusted:
        return gettext("The content is unchanged, but the certificate comes from an authority not trusted here.")
    if not whole:
        return gettext("Something was added to the file after this signature.")
    return gettext("The content is unchanged since it was signed, and the certificate is trusted.")


def summary_of(reports: tuple[SignatureReport, ...]) -> str:
    """Return in one sentence what the signatures of a file prove together."""
    if not reports:
        return gettext("This file carries no digital signature.")
    wrong = next((one for one in reports if not one.valid), None)
    if wrong is not None:
        return f"{wrong.signer}: {wrong.words}"
    return gettext("Every signature in this file is valid.")

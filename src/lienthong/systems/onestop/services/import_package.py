"""Reading a package in: nothing of the file is believed, and it is a draft until it is published."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.signatures import services as signatures
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import PACKAGE_TYPE, Origin, PackageParts, SignatureState
from lienthong.systems.onestop.models import PackageFile
from lienthong.systems.onestop.policy import MANAGE_PACKAGES
from lienthong.systems.onestop.queries.law import legal_text

from .install_package import check_parts, keep, read, refusal

IMPORT = "onestop.package.import"


def import_package(*, data: bytes, actor: Actor, now: datetime) -> tuple[str, int]:
    """Check a package that was sent as a whole and keep it as a draft; return its code and number.

    The same contents keep the number they have; a signature that comes with them is added.

    :raises NotPermitted: the actor does not look after packages
    :raises PackageRefused: one sentence says why; nothing is kept of it
    """
    if not actor.may(MANAGE_PACKAGES):
        raise NotPermitted(_("Only procedure control looks after packages."))
    try:
        members, manifest, signature = rules.unpack(data)
    except rules.PackageBroken as broken:
        raise refusal(broken.code, **broken.about) from broken
    parts = read(members, code=manifest["code"], origin=manifest["origin"])
    require_law(parts, now=now)
    signed = _signer(signature, parts.digest, now)
    with transaction.atomic():
        check_parts(parts, actor=actor, now=now)
        kept = keep(members, parts, actor=actor, now=now)
        if signature is not None and kept.signature is None:
            _add_signature(kept, signature, signed)
        audit.record(
            subject_type=PACKAGE_TYPE, subject_key=kept.reference, act=IMPORT, actor=actor, now=now,
            data={"digest": parts.digest},
        )  # fmt: skip
    return kept.code, kept.number


def require_law(parts: PackageParts, *, now: datetime) -> None:
    """Refuse legal parts that differ from the national database as it is known here (R-9).

    :raises PackageRefused: names the first part that differs
    """
    if parts.origin is not Origin.NATIONAL:
        if parts.spec.code.count(".") == 1:
            raise refusal("law_changed", part="origin")
        return
    known = legal_text(code=parts.spec.code, day=timezone.localdate(now))
    if known is None:
        return
    given = asdict(parts.legal)
    for name, value in asdict(known).items():
        if given[name] != value:
            raise refusal("law_changed", part=name)


def _signer(signature: bytes | None, digest: str, now: datetime) -> tuple[SignatureState, str, datetime | None]:
    """Return what a signature proves.

    :raises PackageRefused: it does not fit this package
    """
    if signature is None:
        return SignatureState.NONE, "", None
    report = signatures.verify_xml(xml=signature, now=now)
    if not report.intact or rules.sealed_digest(signature) != digest:
        raise refusal("signature_broken")
    state = SignatureState.VALID if report.valid else SignatureState.UNTRUSTED
    return state, report.signer_name[:200], report.signed_at


def _add_signature(kept: PackageFile, signature: bytes, signed: tuple[SignatureState, str, datetime | None]) -> None:
    kept.signature = signature
    kept.signature_state, kept.signed_by_name, kept.signed_at = signed
    kept.version += 1
    kept.save(update_fields=["signature", "signature_state", "signed_by_name", "signed_at", "version"])

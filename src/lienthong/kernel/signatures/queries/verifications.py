"""Verifications that were made: each shown to who made it, and to those who look after certificates."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound

from ..contracts import (
    MANAGE,
    Answer,
    Check,
    CheckName,
    SignatureReport,
    VerificationInfo,
    VerificationReport,
)
from ..models import Verification
from ..words import summary_of, words_of, words_of_signature

_LATEST = 20


def get_verification(*, uuid: UUID, viewer: Actor) -> VerificationInfo:
    """Return one verification, in words of the present language.

    What somebody found who was not signed in is shown to whoever has its address, which nobody can guess.

    :raises NotFound: there is none, or the viewer neither made it nor looks after certificates
    """
    row = Verification.objects.filter(_in_sight(viewer), uuid=uuid).first()
    if row is None:
        raise NotFound(_("There is no such verification."))
    return _info(row)


def list_verifications(*, viewer: Actor) -> tuple[VerificationInfo, ...]:
    """Return the latest verifications that the viewer made."""
    rows = Verification.objects.filter(user_id=viewer.user_id or 0).order_by("-verified_at", "-pk")
    return tuple(_info(row) for row in rows[:_LATEST])


def _in_sight(viewer: Actor) -> Q:
    return Q() if viewer.may(MANAGE) else Q(user_id=viewer.user_id or 0) | Q(user_id=None)


def _info(row: Verification) -> VerificationInfo:
    reports = tuple(_report(found) for found in row.found)
    return VerificationInfo(
        uuid=row.uuid,
        file_name=row.file_name,
        sha256=row.sha256,
        size=row.size,
        verified_at=row.verified_at,
        verified_by=row.verified_by,
        report=VerificationReport(signatures=reports, summary=summary_of(reports)),
    )


def _report(found: Mapping[str, Any]) -> SignatureReport:
    """Read a signature as it was found, and put it in words."""
    checks = tuple(Check(CheckName(name), Answer(answer), code) for name, answer, code in found["checks"])
    facts = {name: bool(found[name]) for name in ("intact", "trusted", "whole_file")}
    return SignatureReport(
        **facts,
        signer=found["signer"],
        serial=found["serial"],
        issuer=found["issuer"],
        level=found["level"],
        signed_at=_moment(found["signed_at"]),
        stamped_at=_moment(found["stamped_at"]),
        words=words_of_signature(
            intact=facts["intact"], trusted=facts["trusted"], whole=facts["whole_file"], checks=checks[2:]
        ),
        checks=tuple(Check(check.name, check.answer, check.code, words_of(check)) for check in checks),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

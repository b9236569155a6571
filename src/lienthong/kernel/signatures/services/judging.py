"""Judging a certificate as of the moment of signing: authority, period, revocation, and what proves the moment.

Nothing is fetched from the network: revocation is judged by what lies in the file and by the lists kept on this server.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    CRLValidationError,
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    OCSPValidationError,
    PathError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule

from ..contracts import Answer, Check, CheckName

_CLOCKS_DIFFER = timedelta(minutes=5)
_SOFT = RevocationCheckingRule.CHECK_IF_DECLARED_SOFT
_ASKED = RevocationCheckingPolicy(ee_certificate_rule=_SOFT, intermediate_ca_cert_rule=_SOFT)
_SHOWN = RevocationCheckingPolicy(
    ee_certificate_rule=RevocationCheckingRule.CRL_OR_OCSP_REQUIRED, intermediate_ca_cert_rule=_SOFT
)


@dataclass(frozen=True)
class Proofs:
    """By what certificates are judged: trusted roots, other certificates, lists and answers on revocation."""

    roots: Sequence[x509.Certificate]
    certificates: Sequence[x509.Certificate] = ()
    crls: Sequence[bytes | crl.CertificateList] = ()
    ocsps: Sequence[bytes | ocsp.OCSPResponse] = ()

    def context(self, moment: datetime | None, *, proved: bool = False) -> ValidationContext:
        """Return the context of judging at a moment; lists that appeared later count, for they name each moment.

        :param proved: whether it must be shown that the certificate itself was not revoked
        """
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=list(self.certificates),
            crls=list(self.crls),
            ocsps=list(self.ocsps),
            moment=moment,
            allow_fetching=False,
            revinfo_policy=CertRevTrustPolicy(_SHOWN if proved else _ASKED, retroactive_revinfo=True),
        )


@dataclass(frozen=True)
class Moment:
    """When something was signed: what the signer says, what a stamp says, and whether the register knows of it."""

    claimed: datetime | None
    stamped: datetime | None = None
    stamp_is_bad: bool = False
    is_registered: bool = False

    def best(self, now: datetime) -> datetime:
        """Return the moment as of which the certificate is judged."""
        return self.stamped or self.claimed or now

    @property
    def is_proven(self) -> bool:
        """Tell whether something other than the signer's word says when."""
        return self.stamped is not None or self.is_registered


@dataclass(frozen=True)
class _Path:
    """What became of the way from a certificate to a trusted root at one moment; proved: shown not to be revoked."""

    known: bool = True
    revoked: bool = False
    proved: bool = False


def judge(
    certificate: x509.Certificate, others: Iterable[x509.Certificate], *, proofs: Proofs, moment: Moment, now: datetime
) -> tuple[Check, ...]:
    """Return the checks of a certificate that signed at a moment.

    :param others: what came along with the signature
    :param now: the moment of judging; a certificate that ended since proves nothing about a time that is only claimed
    """
    beside, best = list(others), moment.best(now)
    inside = certificate.not_valid_before <= best <= certificate.not_valid_after
    nearest = min(max(best, certificate.not_valid_before), certificate.not_valid_after)
    path = _walk(certificate, beside, proofs, nearest)
    later = _walk(certificate, beside, proofs, now) if not moment.is_proven else path
    ended = not moment.is_proven and (later.revoked or now > certificate.not_valid_after)
    return (
        _check(CheckName.AUTHORITY, path.known, "known_authority", "unknown_authority"),
        _check(CheckName.PERIOD, inside, "within_period", "outside_period"),
        _revocation(path),
        _time(moment, ended=ended, now=now),
    )


def is_trusted(checks: Iterable[Check]) -> bool:
    """Tell whether nothing speaks against the certificate."""
    return all(check.answer is not Answer.BAD for check in checks)


def is_proved_good(
    certificate: x509.Certificate, others: Iterable[x509.Certificate], *, proofs: Proofs, moment: datetime
) -> bool:
    """Tell whether the proofs show that the certificate was good, and not only that nothing is known against it."""
    return _walk(certificate, list(others), proofs, moment).proved


def _walk(certificate: x509.Certificate, others: list[x509.Certificate], proofs: Proofs, moment: datetime) -> _Path:
    try:
        asyncio.run(_validate(certificate, others, proofs.context(moment, proved=True)))
    except RevokedError:
        return _Path(revoked=True)
    except (InsufficientRevinfoError, ExpiredError, NotYetValidError, CRLValidationError, OCSPValidationError):
        # Periods are asked by themselves, and a missing or unreadable list says nothing against the certificate.
        return _Path()
    except (PathError, ValidationError):
        return _Path(known=False)
    return _Path(proved=True)


async def _validate(certificate: x509.Certificate, others: list[x509.Certificate], context: ValidationContext) -> None:
    await CertificateValidator(certificate, others, validation_context=context).async_validate_path()


def _check(name: CheckName, good: bool, code: str, otherwise: str) -> Check:  # noqa: FBT001  the one thing that is told
    return Check(name, Answer.GOOD if good else Answer.BAD, code if good else otherwise)


def _revocation(path: _Path) -> Check:
    if path.revoked:
        return Check(CheckName.REVOCATION, Answer.BAD, "revoked")
    if path.proved:
        return Check(CheckName.REVOCATION, Answer.GOOD, "not_revoked")
    return Check(CheckName.REVOCATION, Answer.UNKNOWN, "not_asked")


def _time(moment: Moment, *, ended: bool, now: datetime) -> Check:
    if moment.stamped is not None:
        return Check(CheckName.TIME, Answer.GOOD, "stamped")
    if moment.stamp_is_bad:
        return Check(CheckName.TIME, Answer.BAD, "bad_stamp")
    if moment.claimed is not None and moment.claimed > now + _CLOCKS_DIFFER:
        return Check(CheckName.TIME, Answer.BAD, "future")
    if moment.is_registered:
        return Check(CheckName.TIME, Answer.GOOD, "registered")
    if ended:
        return Check(CheckName.TIME, Answer.BAD, "unproven")
    return Check(CheckName.TIME, Answer.UNKNOWN, "claimed")

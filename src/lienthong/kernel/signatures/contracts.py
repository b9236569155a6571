"""What crosses the border of signatures: levels, certificates, reports of verification and refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from lienthong.kernel.acts.contracts import DomainError

SEE = "signatures.certificates.see"
MANAGE = "signatures.certificates.manage"

# The key of the invented authority with which those sign who have no certificate on record yet: trial only.
TRIAL_KEY = "demo-officer"


class Level(StrEnum):
    """How long a signature can be proved (ETSI EN 319 142-1).

    B-B: as long as the certificate counts; B-T: its time is stamped; B-LT: what proves that the certificate was not
    revoked lies in the file; B-LTA: all that is stamped once more, and can be stamped again.
    """

    B_B = "B-B"
    B_T = "B-T"
    B_LT = "B-LT"
    B_LTA = "B-LTA"


class SignerRole(StrEnum):
    """In which capacity one signs: a person by their own key, or an agency by its seal (Nghị định 30/2020/NĐ-CP)."""

    PERSON = "person"
    AGENCY = "agency"


class CertificateState(StrEnum):
    """Where a certificate stands between the request for it and its end (Nghị định 68/2024/NĐ-CP)."""

    REQUESTED = "requested"
    ISSUED = "issued"
    IN_USE = "in_use"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"


class HolderKind(StrEnum):
    """For whom a certificate is: forms 01, 02 and 03 of Nghị định 68/2024/NĐ-CP."""

    PERSON = "person"
    AGENCY = "agency"
    DEVICE = "device"


class CheckName(StrEnum):
    """What is asked of every signature, in the order in which it is told."""

    CONTENT = "content"
    ADDITIONS = "additions"
    AUTHORITY = "authority"
    PERIOD = "period"
    REVOCATION = "revocation"
    TIME = "time"


class Answer(StrEnum):
    """What a check found. Unknown: there was nothing to judge by, which does not speak against the signature."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


class Look(StrEnum):
    """How a signature is seen (Nghị định 30/2020/NĐ-CP, appendix I).

    Words: a frame with name, position and time; image: the picture of the signature or seal alone, as the decree asks
    on the main document; margin: number and time in 10 point, top right, as the decree asks of an agency on a file
    that stands beside the main document or on a copy.
    """

    WORDS = "words"
    IMAGE = "image"
    MARGIN = "margin"


@dataclass(frozen=True)
class Appearance:
    """What is seen of a signature beside the name and time of the signer.

    :param image: a PNG, transparent: blue for a person, red for a seal
    :param number: number and notation of the document, for the margin
    """

    look: Look = Look.WORDS
    image: bytes | None = None
    position: str = ""
    number: str = ""


@dataclass(frozen=True)
class Check:
    """One check of one signature: what it found, as a code for machines and a sentence for people."""

    name: CheckName
    answer: Answer
    code: str
    words: str = ""


@dataclass(frozen=True)
class SignatureReport:
    """What one signature proves.

    `intact`: the bytes it covers are unchanged and it was made with the key of the certificate; `trusted`: the
    certificate led, at the time of signing, to an authority trusted here and was neither expired nor revoked;
    `whole_file`: nothing but further signatures was added after it. `signed_at` is what the signer says,
    `stamped_at` what a trusted time stamp proves.
    """

    intact: bool
    trusted: bool
    whole_file: bool
    signer: str
    serial: str
    signed_at: datetime | None
    words: str
    stamped_at: datetime | None = None
    level: str = ""
    issuer: str = ""
    checks: tuple[Check, ...] = ()

    @property
    def valid(self) -> bool:
        """Tell whether the signature holds in every respect."""
        return self.intact and self.trusted and self.whole_file


@dataclass(frozen=True)
class VerificationReport:
    """What the signatures of a file prove together, in the order of signing; `summary` says it in plain words."""

    signatures: tuple[SignatureReport, ...]
    summary: str

    @property
    def signed(self) -> bool:
        """Tell whether there is any signature."""
        return bool(self.signatures)

    @property
    def intact(self) -> bool:
        """Tell whether the file is signed and every signature fits its content."""
        return self.signed and all(one.intact for one in self.signatures)

    @property
    def trusted(self) -> bool:
        """Tell whether the file is signed and every certificate is trusted here."""
        return self.signed and all(one.trusted for one in self.signatures)

    @property
    def valid(self) -> bool:
        """Tell whether the file is signed and every signature holds in every respect."""
        return self.signed and all(one.valid for one in self.signatures)

    @property
    def signer_name(self) -> str:
        """Who signed last, empty when nobody did."""
        return self.signatures[-1].signer if self.signatures else ""

    @property
    def signed_at(self) -> datetime | None:
        """When the last signature says it was made."""
        return self.signatures[-1].signed_at if self.signatures else None


@dataclass(frozen=True)
class StampReport:
    """What a time stamp proves of some bytes: whether it fits them and is trusted here, and which moment it names."""

    intact: bool
    trusted: bool
    stamped_at: datetime | None
    authority: str

    @property
    def valid(self) -> bool:
        """Tell whether the stamp holds."""
        return self.intact and self.trusted


@dataclass(frozen=True)
class CertificateDraft:
    """A certificate that is asked for. `key` names the key in the provider; a person is named by user name."""

    kind: HolderKind
    holder_name: str
    agency_code: str
    username: str = ""
    key: str = ""


@dataclass(frozen=True)
class SigningKey:
    """With which key of the provider somebody signs now, and what our record says of its certificate.

    `holder` is the name on the certificate, `fingerprint` its SHA-256; both are empty for the key of a trial, which
    is on no record.
    """

    name: str
    holder: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class CertificateInfo:
    """A certificate as pages and lists show it.

    `days_left` counts to its last moment, None before it is issued; `may` are the acts open to the viewer.
    """

    uuid: UUID
    kind: HolderKind
    holder_name: str
    agency_code: str
    agency_name: str
    state: CertificateState
    state_at: datetime
    reason: str
    key: str
    serial: str
    subject: str
    issuer: str
    fingerprint: str
    valid_from: datetime | None
    valid_to: datetime | None
    days_left: int | None
    version: int
    may: frozenset[str] = frozenset()


@dataclass(frozen=True)
class VerificationInfo:
    """A verification that was made, as its page shows it: the evidence, put in words of the reader's language."""

    uuid: UUID
    file_name: str
    sha256: str
    size: int
    verified_at: datetime
    verified_by: str
    report: VerificationReport


@dataclass(frozen=True)
class SignerLine:
    """Who signed a file here, in order."""

    order: int
    signer: str
    role: SignerRole
    level: str
    signed_at: datetime
    evidence: Mapping[str, str] = field(default_factory=dict)


class ProviderMissing(DomainError):
    """The place that should hold the keys is not set up on this server."""

    code: ClassVar[str] = "signing_provider_missing"
    status: ClassVar[int] = 503


class KeyRefused(DomainError):
    """The token or signing service would not sign: wrong PIN, no such key, or it does not answer."""

    code: ClassVar[str] = "signing_key_refused"
    status: ClassVar[int] = 503


class StampMissing(DomainError):
    """The time-stamping authority gave no stamp, or what a lasting signature needs could not be had."""

    code: ClassVar[str] = "time_stamp_missing"
    status: ClassVar[int] = 503


class NotSignable(DomainError):
    """The file is not one that can be signed."""

    code: ClassVar[str] = "not_signable"
    status: ClassVar[int] = 422


class OutOfOrder(DomainError):
    """Somebody else must sign before: persons in their order, the agency after them."""

    code: ClassVar[str] = "signed_out_of_order"
    status: ClassVar[int] = 409


class CertificateNotUsable(DomainError):
    """Who signs has no certificate in use, or that of the key is expired, revoked or suspended."""

    code: ClassVar[str] = "certificate_not_usable"
    status: ClassVar[int] = 409

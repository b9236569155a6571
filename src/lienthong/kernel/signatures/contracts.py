"""What crosses the border of signatures: reports of verification and refusals."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from lienthong.kernel.acts.contracts import DomainError


@dataclass(frozen=True)
class SignatureReport:
    """What one signature in a PDF proves.

    `intact`: the bytes it covers are unchanged and it was made with the key of the certificate; `trusted`: the
    certificate leads to an authority trusted here; `whole_file`: nothing but further signatures was added after it.
    """

    intact: bool
    trusted: bool
    whole_file: bool
    signer: str
    serial: str
    signed_at: datetime | None
    words: str

    @property
    def valid(self) -> bool:
        """Tell whether the signature holds in every respect."""
        return self.intact and self.trusted and self.whole_file


@dataclass(frozen=True)
class VerificationReport:
    """What the signatures of a PDF prove together; `summary` says it in plain words."""

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


class ProviderMissing(DomainError):
    """The place that should hold the keys is not set up on this server."""

    code: ClassVar[str] = "signing_provider_missing"
    status: ClassVar[int] = 503


class NotSignable(DomainError):
    """The file is not a PDF that can be signed."""

    code: ClassVar[str] = "not_signable"
    status: ClassVar[int] = 422

"""Registers the app with Django."""

from datetime import datetime

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.contracts import StampVerdict
from lienthong.kernel.papers.contracts import SignatureCheck

from .extensions import TRIAL, SigningProvider, signing_provider


class SignaturesConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.signatures"
    label = "signatures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the providers, and let papers read signatures."""
        from lienthong.kernel.audit.extensions import stamp_days_by
        from lienthong.kernel.papers.extensions import check_signatures_by

        signing_provider(TRIAL, _server_test_key)
        signing_provider("pkcs11", _token)
        signing_provider("remote", _remote)
        check_signatures_by(_checks_of_paper)
        stamp_days_by(_DayStamps())
        self._offer_pages()

    def _offer_pages(self) -> None:
        from lienthong.kernel.acts.contracts import Scope
        from lienthong.kernel.organizations.extensions import name_permissions, role
        from lienthong.kernel.ui.extensions import Section, Shell, navigation

        from .contracts import MANAGE, SEE

        name_permissions(
            {
                "signatures.certificates.manage": _("Change certificates"),
                "signatures.certificates.see": _("Read certificates"),
            }
        )
        role("administrator", _("Administrator"), {SEE: Scope.PROVINCE, MANAGE: Scope.PROVINCE})
        navigation(
            Shell.WORKSPACE,
            Section.LOOKUP,
            _("Verify signatures"),
            "verify_signatures",
            "rosette-discount-check",
            order=85,
        )
        navigation(
            Shell.WORKSPACE, Section.ADMINISTRATION, _("Certificates"), "certificates", "certificate", permission=SEE,
            order=40,
        )  # fmt: skip


def _server_test_key() -> SigningProvider:
    # The libraries of certificates take half a second to load: only where something is signed or verified.
    from .providers.server_keys import ServerTestKeyProvider

    return ServerTestKeyProvider()


def _token() -> SigningProvider:
    from .providers.token import TokenProvider

    return TokenProvider()


def _remote() -> SigningProvider:
    from .providers.remote import RemoteProvider

    return RemoteProvider()


class _DayStamps:
    """Stamps the days of the audit chain; the libraries are loaded when the first is stamped."""

    def stamp(self, *, digest: bytes, now: datetime) -> bytes:
        """Return a time stamp over the head of a day."""
        from .services.stamp import stamp_digest

        return stamp_digest(digest=digest, now=now)

    def verify(self, *, token: bytes, digest: bytes) -> StampVerdict:
        """Return what a stamp proves of it."""
        from .services.stamp import verify_stamp

        report = verify_stamp(token=token, digest=digest)
        return StampVerdict(valid=report.valid, stamped_at=report.stamped_at, authority=report.authority)


def _checks_of_paper(pdf: bytes) -> tuple[SignatureCheck, ...]:
    from .services.verify_pdf import checks_of_paper

    return checks_of_paper(pdf, timezone.now())

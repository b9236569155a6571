"""Registers the app with Django."""

from django.apps import AppConfig

from lienthong.kernel.papers.contracts import SignatureCheck

from .extensions import SigningProvider, signing_provider


class SignaturesConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.signatures"
    label = "signatures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the test provider, and let papers read signatures."""
        from lienthong.kernel.papers.extensions import check_signatures_by

        signing_provider("server_test_key", _server_test_key)
        check_signatures_by(_checks_of_paper)


def _server_test_key() -> SigningProvider:
    # The libraries of certificates take half a second to load: only where something is signed or verified.
    from .providers import ServerTestKeyProvider

    return ServerTestKeyProvider()


def _checks_of_paper(pdf: bytes) -> tuple[SignatureCheck, ...]:
    from .services.verify_pdf import checks_of_paper

    return checks_of_paper(pdf)

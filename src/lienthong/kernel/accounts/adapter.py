"""How allauth behaves here: nobody registers by themselves, and words are ours."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.organizations.queries import appointments_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Closes registration: accounts of officers come from personnel, those of citizens from VNeID."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "Too many wrong passwords for this name. Signing in is closed for five minutes; the account is unharmed."
        ),
        "username_password_mismatch": _("This user name and password do not go together."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        """Refuse registration."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send officers to their work and others to their account; who was going elsewhere never comes here."""
        held = appointments_of(user_id=request.user.pk or 0, at=timezone.localdate())
        return str(settings.LOGIN_REDIRECT_URL) if held else reverse("account")

"""How people sign in: nobody registers by themselves, words are ours, secrets are kept encrypted."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.accounts.queries import level_of_sign_in
from lienthong.kernel.accounts.sessions import remember_device
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

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in, and note on what machine, for the list on the account page."""
        super().login(request, user)
        remember_device(
            request.session,
            agent=request.headers.get("User-Agent", ""),
            address=request.META.get("REMOTE_ADDR", ""),
            now=timezone.now(),
            assurance=level_of_sign_in(records=get_authentication_records(request, user)),
        )

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:  # noqa: ARG002  allauth's signature
        """Send who has a closed account back, and say so."""
        messages.error(request, _("This account is closed. Ask the administrator of your agency."))
        return redirect("account_login")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send officers to their work and others to their account; who was going elsewhere never comes here."""
        held = appointments_of(user_id=request.user.pk or 0, at=timezone.localdate())
        return str(settings.LOGIN_REDIRECT_URL) if held else reverse("account")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Keeps the secrets of authenticator apps unreadable to who sees only the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is wrong or has expired. Enter the code that the application shows now."),
    }

    def get_totp_issuer(self) -> str:
        """Name the program in the list of the authenticator app."""
        return "Liên Thông"

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret as it is used; keys of before still open it (SECRET_KEY_FALLBACKS)."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"lienthong.accounts.second-factor:" + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])

"""How allauth behaves here: nobody registers by themselves, words are ours, secrets are kept encrypted."""

import base64
import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.organizations.queries import appointments_of

from .models import User
from .sessions import remember_device


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
        )

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


class SignOnAdapter(DefaultOIDCAdapter):  # type: ignore[misc]  # allauth carries no types
    """What other systems learn of a person who signs on to them: who, and in which position of which agency."""

    scope_display = {
        "openid": _("A number that stands for you and is not your personal number"),
        "profile": _("Your name, position and agency"),
    }

    def get_user_sub(self, client: Client, user: AbstractBaseUser) -> str:  # noqa: ARG002  allauth's signature
        """Name a person by a number that means nothing elsewhere."""
        return str(user.uuid)  # type: ignore[attr-defined]  # our own account

    def get_user_by_sub(self, client: Client, sub: str) -> User | None:  # noqa: ARG002  allauth's signature
        """Return an open account by that number."""
        with suppress(ValueError):
            return User.objects.filter(uuid=UUID(sub), is_active=True).first()
        return None

    def get_claims(
        self,
        purpose: str,  # noqa: ARG002  allauth's signature
        user: AbstractBaseUser,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,  # noqa: ARG002  allauth's signature
        **kwargs: Any,  # noqa: ARG002  allauth's signature
    ) -> dict[str, Any]:
        """Tell who it is; position and agency are those of the main appointment today."""
        claims = {"sub": self.get_user_sub(client, user)}
        if "profile" in scopes:
            claims["name"] = user.name  # type: ignore[attr-defined]  # our own account
            for held in appointments_of(user_id=user.pk or 0, at=timezone.localdate())[:1]:
                claims |= {
                    "position": held.position,
                    "agency": held.agency.name,
                    "agency_code": held.agency.code,
                }
        return claims

    def list_private_keys(
        self,
        *,
        did_activate: bool | None = None,  # noqa: ARG002  allauth's signature
        is_active: bool | None = None,  # noqa: ARG002  allauth's signature
    ) -> list[PrivateKey]:
        """Return the key that signs: given by the environment, else one made for this installation and kept."""
        return [PrivateKey(pem=settings.OIDC_PRIVATE_KEY or _kept_key(Path(settings.KEYS_DIR) / "sign-on.pem"))]


@cache
def _kept_key(path: Path) -> str:
    """Return the key in a file, made there by whoever comes first."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = rsa.generate_private_key(public_exponent=65537, key_size=3072).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_bytes(made)
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"lienthong.accounts.second-factor:" + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])

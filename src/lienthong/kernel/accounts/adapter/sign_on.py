"""What other systems learn of people who sign on to them, and the key that signs it."""

import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.accounts.models import User
from lienthong.kernel.organizations.queries import appointments_of


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

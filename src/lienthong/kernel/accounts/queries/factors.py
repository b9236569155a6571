"""What an account signs in with beside its password."""

from allauth.mfa.models import Authenticator

from lienthong.kernel.accounts.contracts import FactorsInfo, PasskeyInfo
from lienthong.kernel.accounts.sessions import SECOND_FACTORS

MOST_PASSKEYS = 50


def has_second_factor(*, user_id: int) -> bool:
    """Tell whether an account asks for a code or passkey at sign-in. One statement."""
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=SECOND_FACTORS).exists())


def factors_of(*, user_id: int) -> FactorsInfo:
    """Return whether an account has codes of an application, and its passkeys. One statement."""
    rows = list(Authenticator.objects.filter(user_id=user_id, type__in=SECOND_FACTORS).order_by("pk")[:MOST_PASSKEYS])
    return FactorsInfo(
        has_codes=any(row.type == Authenticator.Type.TOTP for row in rows),
        passkeys=tuple(
            PasskeyInfo(id=row.pk, name=row.wrap().name, added_at=row.created_at, used_at=row.last_used_at)
            for row in rows
            if row.type == Authenticator.Type.WEBAUTHN
        ),
    )

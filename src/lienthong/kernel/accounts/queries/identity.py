"""How surely a person is known, and through whom people may sign in."""

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from lienthong.kernel.accounts.contracts import Assurance
from lienthong.kernel.accounts.models import User


def outer_provider() -> str:
    """Return the name of the outer provider people may sign in through, empty when there is none."""
    return settings.SIGN_IN_NAME if settings.SIGN_IN_ISSUER else ""


def level_of_sign_in(*, records: Iterable[Mapping[str, Any]]) -> Assurance:
    """Return the level at which the outer provider proved the person in a session, none without it.

    At most one statement.

    :param records: what allauth wrote into the session of how the person signed in
    """
    for record in records:
        if record.get("method") == "socialaccount":
            tie = SocialAccount.objects.filter(provider=record["provider"], uid=record["uid"]).first()
            return Assurance(tie.extra_data.get("level", 0)) if tie is not None else Assurance.NONE
    return Assurance.NONE


def is_proven(*, party_id: int) -> bool:
    """Tell whether somebody in the register has an account that the outer provider proved. One statement."""
    return User.objects.filter(party__id=party_id, assurance__gte=Assurance.MATCHED).exists()

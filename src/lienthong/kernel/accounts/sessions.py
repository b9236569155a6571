"""Sessions in the database: one statement gives the session, its account and the edition of the organisation."""

from collections.abc import MutableMapping
from contextvars import ContextVar
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import Exists, OuterRef
from django.utils import timezone

from lienthong.kernel.acts.extensions import Prepared
from lienthong.kernel.organizations.queries import current_edition

from .models import Session, User

DEVICE = "device"
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_FACTORS = Authenticator.objects.filter(user_id=OuterRef("user_id"), type__in=SECOND_FACTORS)
_LIVING = Prepared(
    lambda key, now: (
        Session.objects.select_related("user")
        .annotate(edition=current_edition(), second=Exists(_FACTORS))
        .filter(session_key=key, expire_date__gt=now)
    )
)
# The account that came with the session just read, for the backend that Django asks for it next.
_came_along: ContextVar[User | None] = ContextVar("account that came with the session", default=None)


def remember_device(
    session: MutableMapping[str, Any], *, agent: str, address: str, now: datetime, assurance: int = 0
) -> None:
    """Note in a session that has just begun on what machine it did, and how surely the person was known."""
    session[DEVICE] = {
        "uuid": str(uuid4()),
        "began_at": now.isoformat(),
        "agent": agent.replace("\0", "")[:300],
        "address": address[:45],
        "assurance": assurance,
    }


class SessionStore(DatabaseStore):
    """Keeps sessions as rows that know whose they are.

    `edition` is the mark of the organisation when the session was read, `None` before that; `has_second_factor` tells
    whether its account asks for a code.
    """

    edition: UUID | None = None
    has_second_factor: bool = False

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table."""
        return Session

    def create(self) -> None:
        """Begin under a new key, with a number of its own: for a moment the row of the old key is there too."""
        data: dict[str, Any] = getattr(self, "_session_cache", {})
        if DEVICE in data:
            data[DEVICE] = {**data[DEVICE], "uuid": str(uuid4())}
        super().create()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row of this session."""
        if DEVICE not in data:
            # Kept with the session, so that it goes by the same number and beginning at each save.
            remember_device(data, agent="", address="", now=timezone.now())
        row = cast("Session", super().create_model_instance(data))
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        seen = data[DEVICE]
        row.uuid, row.began_at = UUID(seen["uuid"]), datetime.fromisoformat(seen["began_at"])
        row.agent, row.address = seen["agent"], seen["address"]
        row.assurance = seen.get("assurance", 0)
        return row

    def _get_session_from_db(self) -> Session | None:
        row = next(iter(_LIVING(key=self.session_key, now=timezone.now())), None)
        _came_along.set(row.user if row is not None else None)
        if row is None:
            self._session_key = None
            return None
        self.edition, self.has_second_factor = row.edition, row.second
        return row


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth carries no types
    """Signs in by password; answers for the account of a session without reading it a second time."""

    def get_user(self, user_id: int) -> User | None:
        """Return an account that may still sign in."""
        came, _used = _came_along.get(), _came_along.set(None)
        if came is not None and came.pk == int(user_id):
            return came if self.user_can_authenticate(came) else None
        found: User | None = super().get_user(user_id)
        return found

"""Sessions in the database: one statement gives the session, its account and the edition of the organisation."""

from collections.abc import MutableMapping
from contextvars import ContextVar
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from lienthong.kernel.organizations.queries import current_edition

from .models import Session, User

DEVICE = "device"
# The account that came with the session just read, for the backend that Django asks for it next.
_came_along: ContextVar[User | None] = ContextVar("account that came with the session", default=None)


def remember_device(session: MutableMapping[str, Any], *, agent: str, address: str, now: datetime) -> None:
    """Note in a session that has just begun on what machine it did."""
    session[DEVICE] = {
        "uuid": str(uuid4()),
        "began_at": now.isoformat(),
        "agent": agent.replace("\0", "")[:300],
        "address": address[:45],
    }


class SessionStore(DatabaseStore):
    """Keeps sessions as rows that know whose they are.

    `edition` is the mark of the organisation when the session was read, `None` before that.
    """

    edition: UUID | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row of this session."""
        row = cast("Session", super().create_model_instance(data))
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        seen = data.get(DEVICE)
        if seen is not None:
            row.uuid, row.began_at = UUID(seen["uuid"]), datetime.fromisoformat(seen["began_at"])
            row.agent, row.address = seen["agent"], seen["address"]
        return row

    def _get_session_from_db(self) -> Session | None:
        rows = Session.objects.select_related("user").annotate(edition=current_edition())
        row = next(iter(rows.filter(session_key=self.session_key, expire_date__gt=timezone.now())), None)
        _came_along.set(row.user if row is not None else None)
        if row is None:
            self._session_key = None
            return None
        self.edition = row.edition
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

"""From an account to the actor it acts as."""

from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator

from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant
from lienthong.kernel.organizations.queries import AppointmentInfo, appointments_of

from .contracts import SessionInfo
from .extensions import grants_of
from .models import Session, User
from .rules import device_name

MOST_SESSIONS = 50


def actor_of(user: User, *, at: date, appointment_id: int | None = None, edition: UUID | None = None) -> Actor:
    """Return the actor a signed-in person acts as at a date.

    An officer acts in one appointment: the one chosen, else the main one. Without any the person is a citizen.

    :param edition: the mark of the organisation, when it was read with the session
    """
    appointments = appointments_of(user_id=user.pk, at=at, edition=edition)
    if not appointments:
        kind = ActorKind.MACHINE if user.is_machine else ActorKind.CITIZEN
        return Actor(kind=kind, name=user.name, user_id=user.pk)
    chosen = next((each for each in appointments if each.id == appointment_id), appointments[0])
    return officer(chosen, name=user.name)


def officer(appointment: AppointmentInfo, *, name: str) -> Actor:
    """Return the actor of one appointment, with the grants of its roles."""
    agency = appointment.agency
    return Actor(
        kind=ActorKind.OFFICER,
        name=name,
        user_id=appointment.user_id,
        position=appointment.position,
        agency_id=agency.id,
        agency_name=agency.name,
        agency_path=agency.path,
        unit_id=appointment.unit_id,
        appointment_id=appointment.id,
        on_behalf_of=appointment.on_behalf_of,
        acting_for_id=appointment.giver_id,
        roles=appointment.roles,
        grants=tuple(
            Grant(
                permission=granted.permission,
                scope=granted.scope,
                role=role,
                agency_id=agency.id,
                agency_path=agency.path,
                unit_id=appointment.unit_id,
            )
            for role in sorted(appointment.roles)
            for granted in grants_of(role)
            if appointment.only is None or granted.permission in appointment.only
        ),
    )


def find_user(*, username: str) -> User | None:
    """Return the account with the user name, if any."""
    return User.objects.filter(username=username.lower()).first()


def sessions_of(*, user_id: int, current_key: str, now: datetime) -> tuple[SessionInfo, ...]:
    """Return the browsers in which a person is signed in, this one first. One statement.

    :param current_key: the key of the session that asks
    """
    rows = Session.objects.filter(user_id=user_id, expire_date__gt=now).order_by("-began_at")[:MOST_SESSIONS]
    found = [
        SessionInfo(
            uuid=row.uuid,
            device=device_name(row.agent),
            address=row.address,
            began_at=row.began_at,
            ends_at=row.expire_date,
            is_current=row.session_key == current_key,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: not each.is_current))


def has_second_factor(*, user_id: int) -> bool:
    """Tell whether an account asks for a code of an authenticator app at sign-in. One statement."""
    return bool(Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists())

"""From an account to the actor it acts as."""

from datetime import date
from uuid import UUID

from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant
from lienthong.kernel.organizations.queries import AppointmentInfo, appointments_of

from .extensions import grants_of
from .models import User


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
        ),
    )


def find_user(*, username: str) -> User | None:
    """Return the account with the user name, if any."""
    return User.objects.filter(username=username.lower()).first()

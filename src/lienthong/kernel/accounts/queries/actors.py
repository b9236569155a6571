"""From an account to the actor it acts as."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from lienthong.kernel.accounts.contracts import Assurance, PermissionHolder, SessionInfo
from lienthong.kernel.accounts.extensions import grants_of, role_labels
from lienthong.kernel.accounts.models import Session, User
from lienthong.kernel.accounts.rules import device_name
from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant
from lienthong.kernel.organizations.queries import AppointmentInfo, appointments_of, current_edition, seats_with

MOST_SESSIONS = 50


def actor_of(
    user: User,
    *,
    at: date,
    appointment_id: int | None = None,
    edition: UUID | None = None,
    has_second_factor: bool = False,
    confirmed_at: datetime | None = None,
) -> Actor:
    """Return the actor a signed-in person acts as at a date.

    An officer acts in one appointment: the one chosen, else the main one. Without any the person is a citizen.

    :param edition: the mark of the organisation, when it was read with the session
    :param has_second_factor: whether the account asks for a code, known with the session
    :param confirmed_at: when the person last gave a password or code in the session
    """
    appointments = appointments_of(user_id=user.pk, at=at, edition=edition)
    if not appointments:
        kind = ActorKind.MACHINE if user.is_machine else ActorKind.CITIZEN
        return Actor(kind=kind, name=user.name, user_id=user.pk)
    chosen = next((each for each in appointments if each.id == appointment_id), appointments[0])
    actor = officer(chosen, name=user.name)
    return replace(actor, has_second_factor=has_second_factor, confirmed_at=confirmed_at, edition=edition)


def actor_again(user_id: int, appointment_id: int | None, now: datetime) -> Actor | None:
    """Return as whom an account acts now in the appointment in which it began something. One statement, two at first.

    None when the account is closed or no longer fills the appointment: another of its seats is no substitute.
    """
    user = User.objects.filter(pk=user_id, is_active=True).annotate(edition=current_edition()).first()
    if user is None:
        return None
    at = timezone.localdate(now)
    if appointment_id is None:
        return actor_of(user, at=at, edition=user.edition)
    held = appointments_of(user_id=user_id, at=at, edition=user.edition)
    seat = next((each for each in held if each.id == appointment_id), None)
    return officer(seat, name=user.name) if seat is not None else None


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


def holders_of(*, permission: str, at: date) -> tuple[PermissionHolder, ...]:
    """Return the people with an account in use who hold a permission at a date, in whichever agency, by name."""
    roles = [role for role in role_labels() if any(each.permission == permission for each in grants_of(role))]
    held = {seat.user_id for seat in seats_with(roles=roles, at=at) if seat.only is None or permission in seat.only}
    rows = User.objects.filter(pk__in=held, is_active=True).order_by("name", "pk")
    return tuple(PermissionHolder(row.pk, row.name, row.email) for row in rows)


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
            assurance=Assurance(row.assurance),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: not each.is_current))

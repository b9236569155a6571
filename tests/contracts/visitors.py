"""Who tries the doors: officers of the narrow and the wide roles, and their clients."""

from datetime import date

from django.test import Client
from django.utils import timezone

from lienthong.kernel.accounts.models import User
from lienthong.kernel.accounts.queries import actor_of
from lienthong.kernel.acts.contracts import Actor, Scope
from lienthong.kernel.organizations import services as organizations
from lienthong.kernel.organizations.contracts import AgencyKind
from lienthong.kernel.organizations.extensions import grants_of, role_labels
from lienthong.kernel.organizations.models import Agency, Appointment, Position


def officer_of(username: str, *, agency: int, roles: tuple[str, ...], unit: str = "") -> Actor:
    """Open the account of an officer with some roles in an agency, or in a unit of it, and return them as they act."""
    today = date(2025, 7, 1)
    user = User.objects.create_user(username=username, password=None, name=f"Người {username}")
    position = Position.objects.order_by("pk")[0]
    place = agency
    if unit:
        parent = Agency.objects.get(pk=agency)
        place = organizations.found_agency(
            code=f"{parent.code}.99", name=unit, kind=AgencyKind.UNIT, level="commune", parent_id=parent.pk,
            valid_from=today,
        ).id  # fmt: skip
    Appointment.objects.create(user=user, agency_id=place, position=position, roles=list(roles), valid_from=today)
    now = timezone.now()
    return actor_of(user, at=timezone.localdate(now), has_second_factor=True, confirmed_at=now)


def narrow_roles() -> tuple[str, ...]:
    """Return the roles that reach no farther than an agency; one officer who holds all of them meets what any meets."""
    return tuple(sorted(role for role in role_labels() if not _reaches_far(role)))


def wide_roles() -> tuple[str, ...]:
    """Return the roles that reach the province in something; each is tried by itself, for each opens other doors."""
    return tuple(sorted(role for role in role_labels() if _reaches_far(role)))


def _reaches_far(role: str) -> bool:
    return any(grant.scope in {Scope.PROVINCE, Scope.SUBTREE} for grant in grants_of(role))


def signed_in(username: str) -> Client:
    """Return a client in which an officer is signed in, or a stranger."""
    client = Client(raise_request_exception=False)
    if username:
        client.force_login(User.objects.get(username=username))
    return client

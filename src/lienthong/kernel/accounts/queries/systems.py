"""Systems that are connected: who they are, and as whom their tokens act."""

from datetime import datetime
from uuid import UUID

from allauth.idp.oidc.models import Token
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.accounts.contracts import MANAGE, SEE_LOOKS, SIGN_ON_SCOPES, SystemInfo
from lienthong.kernel.accounts.models import ConnectedSystem
from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant, NotFound, Scope
from lienthong.kernel.acts.extensions import find_act
from lienthong.kernel.organizations.extensions import grants_of, permission_label, role_labels

PAGE = 40


def list_systems(*, viewer: Actor, text: str = "", page: int = 1) -> tuple[tuple[SystemInfo, ...], bool]:
    """Return a page of the connected systems, those that work first, and whether more follow. One statement.

    :param text: a part of the name
    """
    rows = _seen(viewer).order_by("revoked_at", "-registered_at")
    if text:
        rows = rows.filter(client__name__icontains=text)
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    return tuple(_info(row) for row in found[:PAGE]), len(found) > PAGE


def get_system(*, uuid: UUID, viewer: Actor) -> SystemInfo:
    """Return one connected system.

    :raises NotFound: no such system, or the viewer does not look after them
    """
    row = _seen(viewer).filter(uuid=uuid).first()
    if row is None:
        raise NotFound(_("There is no such connected system."))
    return _info(row)


def grantable_permissions() -> tuple[str, ...]:
    """Return what a machine may be given: what roles give, but not what is done in a person's name or over accounts."""
    known = {granted.permission for code in role_labels() for granted in grants_of(code)}
    return tuple(sorted(each for each in known if each not in {MANAGE, SEE_LOOKS} and not _asks_for_person(each)))


def machine_of_token(*, value: str, now: datetime) -> tuple[Actor, datetime | None] | None:
    """Return the machine that a bearer token stands for and when it was last heard, none for what opens nothing.

    A token that a person gave to another system for signing on opens nothing here. One statement.
    """
    tokens = Token.objects.by_value(value).filter(type=Token.Type.ACCESS_TOKEN, expires_at__gt=now, user=None)
    live = tokens.filter(client__connected__revoked_at=None, client__connected__user__is_active=True)
    token = live.select_related("client__connected__agency", "client__connected__user").first()
    if token is None:
        return None
    system: ConnectedSystem = token.client.connected
    return _machine(system, set(token.get_scopes())), system.last_used_at


def machine_of_system(*, system_id: int) -> Actor | None:
    """Return the machine that a connected system acts as, with all it was given; None when it is connected no more."""
    rows = ConnectedSystem.objects.select_related("client", "agency", "user")
    system = rows.filter(pk=system_id, revoked_at=None, user__is_active=True).first()
    return _machine(system, set(system.client.get_scopes())) if system is not None else None


def own_system_id(*, machine: Actor) -> int | None:
    """Return which connected system a machine is, None for anybody else."""
    if machine.kind is not ActorKind.MACHINE or machine.user_id is None:
        return None
    rows = ConnectedSystem.objects.filter(user_id=machine.user_id, revoked_at=None)
    return rows.values_list("pk", flat=True).first()


def system_choices(*, viewer: Actor) -> tuple[tuple[int, str], ...]:
    """Return the systems that are connected, by name, for a form of those who look after them."""
    rows = _seen(viewer).filter(revoked_at=None).order_by("client__name", "pk")
    return tuple((row.pk, f"{row.client.name}, {row.agency.name}") for row in rows[:500])


def _machine(system: ConnectedSystem, scopes: set[str]) -> Actor:
    allowed = scopes & set(system.client.get_scopes()) & set(grantable_permissions())
    return Actor(
        kind=ActorKind.MACHINE,
        name=system.client.name,
        user_id=system.user_id,
        agency_id=system.agency_id,
        agency_name=system.agency.name,
        agency_path=system.agency.path,
        grants=tuple(
            Grant(
                permission=permission,
                scope=Scope(system.reach),
                role="machine",
                agency_id=system.agency_id,
                agency_path=system.agency.path,
            )
            for permission in sorted(allowed)
        ),
    )


def _seen(viewer: Actor) -> QuerySet[ConnectedSystem]:
    rows = ConnectedSystem.objects.select_related("client", "agency")
    return rows if viewer.may(MANAGE) else rows.none()


def _asks_for_person(permission: str) -> bool:
    try:
        return find_act(permission).step_up
    except NotFound:
        return False


def _info(row: ConnectedSystem) -> SystemInfo:
    return SystemInfo(
        uuid=row.uuid,
        client_id=row.client_id,
        name=row.client.name,
        agency_name=row.agency.name,
        purpose=row.purpose,
        reach=Scope(row.reach),
        permissions=tuple(each for each in row.client.get_scopes() if each not in SIGN_ON_SCOPES),
        permission_labels=tuple(
            permission_label(each) for each in row.client.get_scopes() if each not in SIGN_ON_SCOPES
        ),
        redirect_uris=tuple(row.client.get_redirect_uris()),
        registered_at=row.registered_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )

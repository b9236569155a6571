"""Rights beyond their own that administrators took: as whom they act, who took them, what was done under them."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.accounts.contracts import MANAGE, EmergencyInfo
from lienthong.kernel.accounts.extensions import grants_of
from lienthong.kernel.accounts.models import EmergencyRights
from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant, NotFound
from lienthong.kernel.audit.contracts import HistoryLine
from lienthong.kernel.audit.queries import list_acts
from lienthong.kernel.organizations.extensions import role_labels

PAGE = 40
# Stands in the history as the position of who acts under such rights, in the language of the records.
POSITION = "Quyền khẩn cấp"


def under_emergency(*, actor: Actor, uuid: UUID, now: datetime) -> tuple[Actor, EmergencyInfo] | None:
    """Return as whom somebody acts under rights they took, none when these have ended. One statement.

    They act in that role of that agency and in nothing else, so that nothing is done by the way.
    """
    row = _rows().filter(uuid=uuid, user_id=actor.user_id or 0, ended_at=None, ends_at__gt=now).first()
    if row is None:
        return None
    agency = row.agency
    grants = tuple(
        Grant(
            permission=granted.permission,
            scope=granted.scope,
            role=row.role,
            agency_id=agency.pk,
            agency_path=agency.path,
        )
        for granted in grants_of(row.role)
    )
    acting = replace(
        actor,
        kind=ActorKind.OFFICER,
        position=POSITION,
        agency_id=agency.pk,
        agency_name=agency.name,
        agency_path=agency.path,
        unit_id=None,
        appointment_id=None,
        on_behalf_of="",
        acting_for_id=None,
        roles=frozenset({row.role}),
        grants=grants,
    )
    return acting, _info(row, now)


def list_emergency_rights(
    *, viewer: Actor, now: datetime, text: str = "", page: int = 1
) -> tuple[tuple[EmergencyInfo, ...], bool]:
    """Return a page of the rights that were taken, newest first, and whether more follow. One statement.

    :param text: a part of the person's name, the purpose or the agency's name
    """
    rows = _seen(viewer)
    if text:
        rows = rows.filter(Q(user__name__icontains=text) | Q(purpose__icontains=text) | Q(agency__name__icontains=text))
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    return tuple(_info(row, now) for row in found[:PAGE]), len(found) > PAGE


def get_emergency_rights(*, uuid: UUID, viewer: Actor, now: datetime) -> tuple[EmergencyInfo, tuple[HistoryLine, ...]]:
    """Return rights that were taken, and what was done under them, oldest first. Two statements.

    :raises NotFound: no such rights, or the viewer does not look after accounts
    """
    row = _seen(viewer).filter(uuid=uuid).first()
    if row is None:
        raise NotFound(_("There are no such emergency rights."))
    info = _info(row, now)
    acts = list_acts(actor_id=row.user_id, position=POSITION, since=info.began_at, until=info.ends_at)
    return info, acts


def count_running(*, now: datetime) -> int:
    """Return how many such rights hold now. One statement."""
    return EmergencyRights.objects.filter(ended_at=None, ends_at__gt=now).count()


def _rows() -> QuerySet[EmergencyRights]:
    return EmergencyRights.objects.select_related("user", "agency").order_by("-began_at", "-pk")


def _seen(viewer: Actor) -> QuerySet[EmergencyRights]:
    return _rows() if viewer.may(MANAGE) else _rows().none()


def _info(row: EmergencyRights, now: datetime) -> EmergencyInfo:
    return EmergencyInfo(
        uuid=row.uuid,
        user_id=row.user_id,
        who=row.user.name,
        role=str(role_labels().get(row.role, row.role)),
        agency_code=row.agency.code,
        agency_name=row.agency.name,
        purpose=row.purpose,
        began_at=row.began_at,
        ends_at=row.ended_at or row.ends_at,
        runs=row.ended_at is None and row.ends_at > now,
    )

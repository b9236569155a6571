"""Saying how a procedure is connected."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.systems.national_portal.contracts import CONNECT, ROUTE_TYPE, Generation
from lienthong.systems.national_portal.models import Route

SET = "national_portal.route.set"
ALL = "*"


def set_route(
    *,
    procedure: str,
    generation: Generation,
    actor: Actor,
    now: datetime,
    field_code: str = "",
    service_code: str = "",
    names: Mapping[str, str] | None = None,
    is_on: bool = True,
    expected_version: int | None = None,
) -> None:
    """Connect a procedure, or all that have no route of their own when `procedure` is empty.

    What was told by the former generation stays; from now on changes go by this one.

    :param names: what the Portal calls cases, papers and questions, by what we call them
    :raises NotPermitted: the actor does not look after the connection
    :raises Conflict: somebody else changed it meanwhile
    """
    if not actor.may(CONNECT):
        raise NotPermitted(_("You may not change the connection to the National Portal."))
    with transaction.atomic():
        row = Route.objects.select_for_update().filter(procedure=procedure).first() or Route(procedure=procedure)
        if expected_version is not None and (row.version if row.pk else 0) != expected_version:
            raise Conflict(_("Somebody else changed this meanwhile. Look at it again."))
        row.version = row.version + 1 if row.pk else 1
        row.generation, row.field_code, row.service_code = generation, field_code, service_code
        row.names, row.is_on = dict(names or {}), is_on
        row.changed_at, row.changed_by_name = now, actor.name
        row.save()
        data = {"generation": generation.value, "is_on": is_on, "field": field_code, "service": service_code}
        key = procedure or ALL
        audit.record(subject_type=ROUTE_TYPE, subject_key=key, act=SET, actor=actor, now=now, data=data)

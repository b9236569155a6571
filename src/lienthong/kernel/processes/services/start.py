"""Beginning a process for a subject."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor

from ..contracts import InstanceStatus, PlaceMissing, ProcessState
from ..models import ProcessInstance
from ..queries.definitions import get_definition, get_running
from ..rules.engine import Run
from .projection import project


def start(
    *,
    definition_key: str,
    version: int | None = None,
    system: str,
    subject_type: str,
    subject_key: str,
    title: str,
    subtitle: str = "",
    url: str = "",
    places: Mapping[str, int],
    data: Mapping[str, Any] | None = None,
    calendar_id: int,
    subject_due_at: datetime | None = None,
    subject_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> ProcessState:
    """Begin a process on the newest version valid that day, or the one named, and open its first steps.

    :param places: the agency (id) of each place the process names
    :param data: small values that conditions of gateways may read as `data.…`
    :param subject_due_at: when the subject itself is due, shown beside each step
    :raises NotFound: there is no such process
    :raises PlaceMissing: no agency was given for a place
    """
    day = timezone.localdate(now) if version is None else None
    definition = get_definition(key=definition_key, version=version, on=day)
    running = get_running(definition.id)
    missing = sorted(running.model.places - set(places))
    if missing:
        raise PlaceMissing(_("No agency was given for: %(places)s.") % {"places": ", ".join(missing)}, places=missing)
    instance = ProcessInstance.objects.create(
        definition_id=definition.id,
        system=system,
        subject_type=subject_type,
        subject_key=subject_key,
        subject_id=subject_id,
        title=title,
        subtitle=subtitle,
        url=url,
        places=dict(places),
        data=dict(data or {}),
        status=InstanceStatus.RUNNING,
        calendar_id=calendar_id,
        subject_due_at=subject_due_at,
        started_at=now,
    )
    run = Run.begin(running.spec, instance.data)
    return project(instance, running, run, actor=actor, now=now, fresh=True)

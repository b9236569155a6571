"""Diagrams with the token on them, for bpmn-js."""

from collections import Counter
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound

from ..contracts import CANCELLED, DiagramInfo
from ..models import ProcessInstance, WorkItem
from .definitions import get_definition, get_running


def get_definition_diagram(*, key: str, version: int | None = None) -> DiagramInfo:
    """Return the diagram of a process.

    :raises NotFound: there is no such process
    """
    return DiagramInfo(xml=get_running(get_definition(key=key, version=version).id).xml)


def get_instance_diagram(*, uuid: UUID) -> DiagramInfo:
    """Return the diagram of a case: where it is, what is done, working minutes spent at each element.

    Two statements once the definition is known to the process.

    :raises NotFound: there is no such case
    """
    instance = ProcessInstance.objects.only("pk", "definition_id").filter(uuid=uuid).first()
    if instance is None:
        raise NotFound(_("There is no such case."))
    rows = WorkItem.objects.filter(instance=instance).order_by("opened_at", "pk")
    active: list[str] = []
    done: list[str] = []
    minutes: Counter[str] = Counter()
    for key, completed_at, used, outcome in rows.values_list(
        "step_key", "completed_at", "working_minutes_used", "outcome"
    ):
        minutes[key] += used or 0
        if completed_at is None:
            active.append(key)
        elif outcome != CANCELLED:
            done.append(key)
    return DiagramInfo(
        xml=get_running(instance.definition_id).xml,
        active=tuple(dict.fromkeys(active)),
        done=tuple(key for key in dict.fromkeys(done) if key not in active),
        minutes_by_element=dict(minutes),
    )

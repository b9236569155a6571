"""Open work follows an agency that is reorganised (R-3): same step, same holder, same due date."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.organizations.contracts import AgencyInfo, AgencyKind
from lienthong.kernel.organizations.extensions import Handover, Mover
from lienthong.kernel.organizations.queries import get_agency

from ..models import ProcessInstance, WorkItem
from ..models.instance import LIVE


class OpenWork(Mover):
    """Moves open steps, and the places of running cases so that later steps open at the successor."""

    code: ClassVar[str] = "work"
    label: ClassVar[str | Promise] = _("Open work")
    columns: ClassVar[frozenset[str]] = frozenset({"processes.workitem.agency", "processes.workitem.unit"})

    def count(self, agency_ids: Collection[int]) -> Mapping[int, int]:
        """Return how many steps are open, by agency."""
        rows = WorkItem.objects.filter(completed_at__isnull=True, agency_id__in=agency_ids)
        return dict(rows.values_list("agency_id").annotate(number=Count("pk")))

    def move(self, handover: Handover) -> int:
        """Move what is open; who holds a step keeps it."""
        if handover.target_id is None:
            return 0
        target = get_agency(agency_id=handover.target_id)
        agency_id, unit_id = _place(target)
        rows = WorkItem.objects.filter(completed_at__isnull=True)
        moved = rows.filter(agency_id=handover.source_id).update(agency_id=agency_id)
        rows.filter(unit_id=handover.source_id).update(unit_id=unit_id, agency_id=agency_id)
        _move_places(handover.source_id, agency_id)
        return moved


def _place(target: AgencyInfo) -> tuple[int, int | None]:
    is_unit = target.kind is AgencyKind.UNIT and target.parent_id is not None
    return (target.parent_id or target.id, target.id) if is_unit else (target.id, None)


def _move_places(source_id: int, target_id: int) -> None:
    """Let the running cases that name an agency as a place name its successor."""
    running: Any = ProcessInstance.objects.select_for_update().filter(status__in=[each.value for each in LIVE])
    named = running.extra(
        where=["EXISTS (SELECT 1 FROM jsonb_each_text(places) AS place WHERE place.value = %s)"],
        params=[str(source_id)],
    )
    changed = list(named.order_by("pk"))
    for case in changed:
        case.places = {name: target_id if place == source_id else place for name, place in case.places.items()}
    ProcessInstance.objects.bulk_update(changed, ["places"], batch_size=500)

"""Desks follow an agency that is reorganised: its successor receives people there (R-3)."""

from collections.abc import Collection, Mapping
from typing import ClassVar

from django.db.models import Count, F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.organizations.extensions import Handover, Mover
from lienthong.systems.queues.models import Desk


class Desks(Mover):
    """Moves the desks of an agency with their lines; nobody in line loses their place."""

    code: ClassVar[str] = "desks"
    label: ClassVar[str | Promise] = _("Desks and tickets")
    columns: ClassVar[frozenset[str]] = frozenset({"queues.desk.agency"})

    def count(self, agency_ids: Collection[int]) -> Mapping[int, int]:
        """Return how many desks each agency has."""
        rows = Desk.objects.filter(agency_id__in=agency_ids)
        return dict(rows.values_list("agency_id").annotate(n=Count("id")))

    def move(self, handover: Handover) -> int:
        """Give the desks to the successor; one whose name the successor has already says where it came from."""
        if handover.target_id is None:
            return 0
        rows, moved = Desk.objects.filter(agency_id=handover.source_id), 0
        taken = set(Desk.objects.filter(agency_id=handover.target_id).values_list("name", flat=True))
        for desk in rows.select_related("agency"):
            if desk.name in taken:
                desk.name = f"{desk.name}, {desk.agency.name}"[:200]
            Desk.objects.filter(pk=desk.pk).update(
                agency_id=handover.target_id, name=desk.name, version=F("version") + 1
            )
            moved += 1
        return moved

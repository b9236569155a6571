"""What waits to be paid follows an agency that is reorganised: its successor takes the money (R-3)."""

from collections.abc import Collection, Mapping
from typing import ClassVar

from django.db.models import Count, F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.organizations.extensions import Handover, Mover
from lienthong.systems.payments.contracts import DemandState
from lienthong.systems.payments.models import FeeDemand


class WaitingDemands(Mover):
    """Moves the counter of demands that wait; the payee printed on them stays, as all of a demand does (R-51)."""

    code: ClassVar[str] = "demands"
    label: ClassVar[str | Promise] = _("Demands for fees")
    columns: ClassVar[frozenset[str]] = frozenset({"payments.feedemand.collector"})

    def count(self, agency_ids: Collection[int]) -> Mapping[int, int]:
        """Return how many demands wait, by the agency that takes the money."""
        rows = FeeDemand.objects.filter(state=DemandState.WAITING, collector_id__in=agency_ids)
        return dict(rows.values_list("collector_id").annotate(n=Count("id")))

    def move(self, handover: Handover) -> int:
        """Let the successor take the money."""
        if handover.target_id is None:
            return 0
        rows = FeeDemand.objects.filter(state=DemandState.WAITING, collector_id=handover.source_id)
        return rows.update(collector_id=handover.target_id, version=F("version") + 1)

"""What a leader looks at first: the dossiers that are late the longest, and how many are due today."""

from dataclasses import dataclass
from datetime import datetime

from lienthong.kernel.acts.contracts import Actor
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS

from .dossiers import describe_row, timeliness
from .rows import DossierRow


@dataclass(frozen=True)
class Urgent:
    """The dossiers late the longest, and the count of those due before the end of today."""

    late: tuple[DossierRow, ...]
    due_today: int


def urgent(*, viewer: Actor, now: datetime, limit: int = 4) -> Urgent:
    """Return what is most urgent in what the viewer sees. Two statements."""
    rows = DOSSIERS.visible(Dossier.objects.all(), viewer)
    late = rows.filter(timeliness("open_late", now)).select_related("reception", "competent", "owner")
    return Urgent(
        late=tuple(describe_row(dossier) for dossier in late.order_by("due_at")[:limit]),
        due_today=rows.filter(timeliness("due_today", now)).count(),
    )

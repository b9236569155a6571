"""Which dossiers other systems may be told of."""

from collections.abc import Collection

from lienthong.kernel.acts.contracts import Actor
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS


def seen_numbers(viewer: Actor, numbers: Collection[str]) -> Collection[str]:
    """Return of some dossiers those that the viewer may know of. One statement."""
    rows = DOSSIERS.visible(Dossier.objects.filter(number__in=list(numbers)), viewer)
    return list(rows.values_list("number", flat=True))

"""Which agencies other systems may be told of."""

from collections.abc import Collection

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations.models import Agency
from lienthong.kernel.organizations.policy import AGENCIES


def seen_codes(viewer: Actor, codes: Collection[str]) -> Collection[str]:
    """Return of some agencies those that the viewer may know of, by code. One statement."""
    rows = AGENCIES.visible(Agency.objects.filter(code__in=list(codes)), viewer)
    return list(rows.values_list("code", flat=True))

"""Dossiers on paper on their way between agencies, for the doors that everybody tries."""

from datetime import datetime
from uuid import uuid4

from lienthong.kernel.organizations.models import Agency
from lienthong.systems.onestop.contracts import Passing
from lienthong.systems.onestop.models import Dossier, HandOver


def plant_hand_overs(*, number: str, giver: int, now: datetime) -> dict[str, str]:
    """Plant a hand-over of a dossier that is given and one that waits, and return the slip of the first."""
    dossier, slip = Dossier.objects.get(number=number), uuid4()
    taker = Agency.objects.get(code="H32").pk
    common = {"dossier": dossier, "from_agency_id": giver, "to_agency_id": taker, "on_paper": True}
    moments = {"ready_at": now, "due_at": now}
    given = {"state": Passing.GIVEN, "given_at": now, "slip": slip}
    HandOver.objects.create(number=f"{number}.1", no=1, **given, **common, **moments)
    HandOver.objects.create(number=f"{number}.2", no=2, state=Passing.WAITING, **common, **moments)
    return {"hand-over-slip": str(slip)}

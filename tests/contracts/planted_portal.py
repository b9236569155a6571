"""What is planted of the National Portal: a dossier it is told of, and an act that it pushed."""

from datetime import datetime

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations.contracts import AgencyInfo
from lienthong.systems.national_portal import services
from lienthong.systems.national_portal.contracts import SEE, Generation, PartyIn
from lienthong.systems.national_portal.models import PushedAct
from lienthong.systems.national_portal.testing import connect, pushed_act

__all__ = ["MARKS", "PLACES", "SEE", "plant_portal"]

PREPARER = Actor.system("Người chuẩn bị")
MARKS = ("KÍN người nộp từ Cổng", "KÍN nhắn từ Cổng")
# Where the parameters of their addresses lead, in the form of `planted.PLACES`.
PLACES: tuple[tuple[str, dict[str, str]], ...] = (
    ("/cong-quoc-gia/ho-so/", {"number": "number"}),
    ("/cong-quoc-gia/den/danh-sach", {"kind": "sheet"}),
    ("/cong-quoc-gia/den/", {"uuid": "pushed"}),
)


def plant_portal(*, agency: AgencyInfo, number: str, now: datetime) -> str:
    """Connect all procedures, note a change of a dossier, and push something; return what names it."""
    connect(Generation.FIRST, now=now)
    services.note_change(number=number, cause="comparison", event_id="kin", officer="", now=now)
    owner = PartyIn("citizen", "KÍN người nộp từ Cổng", "")
    pushed = pushed_act(agency.code, {}, procedure="9.999999", owner=owner, note="KÍN nhắn từ Cổng")
    services.take_in(pushed=pushed, actor=PREPARER, now=now)
    return str(PushedAct.objects.get(portal_code=pushed.portal_code).uuid)

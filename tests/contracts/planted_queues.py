"""A desk with numbers of a commune, for the doors that everybody tries."""

from datetime import datetime

from lienthong.kernel.organizations import queries as organizations
from lienthong.systems.queues.contracts import SEE, CounterDraft, DeskDraft
from lienthong.systems.queues.testing import small_desk

PLACES = (
    ("/lay-so/", {"secret": "desk-secret", "ticket": "ticket", "prefix": "prefix"}),
    ("/man-hinh-goi/", {"secret": "desk-secret"}),
    ("/so-cua-toi/", {"ticket": "ticket"}),
    ("/hang-cho/quay/", {"counter": "desk-counter", "act": "desk-act"}),
    ("/quan-tri/diem-tiep-nhan/", {"desk": "desk"}),
)
COUNTER = "KÍN tên quầy"


def plant_desk(*, agency_id: int, now: datetime) -> tuple[dict[str, str], dict[str, str]]:
    """Plant a desk with somebody in line; return what addresses name, and its marks with who may meet them.

    Whoever holds the secret reads at the kiosk what the desk is called; of a closed counter only officers know.
    """
    agency_code = organizations.get_agency(agency_id=agency_id).code
    draft = DeskDraft("Điểm tiếp nhận thử", keeps_hours=False)
    counters = (CounterDraft("1", COUNTER, ("A", "B")),)
    desk = small_desk(agency_code=agency_code, now=now, draft=draft, counters=counters)
    values = {
        "desk-secret": desk.secret, "ticket": str(desk.take("A", now).uuid), "prefix": "A", "desk": str(desk.uuid),
        "desk-counter": str(desk.counters["1"]), "desk-act": "goi",
    }  # fmt: skip
    return values, {COUNTER: SEE}

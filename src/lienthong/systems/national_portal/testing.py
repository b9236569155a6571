"""For tests and the demo: routes, and acts as the Portal pushes them."""

from datetime import datetime
from typing import Any

from lienthong.kernel.acts.contracts import Actor

from .contracts import ActKind, Generation, PartyIn, PushedAct
from .models import Change, Comparison, Missing, PortalLine, PushedFile, Sync
from .services import set_route

__all__ = ["Change", "Comparison", "Missing", "PortalLine", "PushedFile", "Sync", "connect", "pushed_act"]

PREPARER = Actor.system("national_portal.testing")


def connect(generation: Generation, *, now: datetime, procedure: str = "", **more: Any) -> None:
    """Connect a procedure, or all of them."""
    set_route(procedure=procedure, generation=generation, actor=PREPARER, now=now, **more)


def pushed_act(agency: str, answers: dict[str, Any], **more: Any) -> PushedAct:
    """Return a filing of a certified copy as the Portal pushes it."""
    given: dict[str, Any] = {
        "portal_code": "G22.99-261005-000123",
        "act_id": "1",
        "kind": ActKind.FILING,
        "procedure": "2.000635",
        "agency": agency,
        "owner": PartyIn("citizen", "Lê Thị Nộp Xa", "056190000321", phone="0900000321"),
        "vneid": True,
        "answers": answers,
    }
    return PushedAct(**given | more)

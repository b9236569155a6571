"""A question to another agency, for the doors that everybody tries."""

from datetime import datetime

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations.queries import find_agency
from lienthong.systems.onestop import services
from lienthong.systems.onestop.contracts import Asked


def plant_consultation(*, number: str, actor: Actor, now: datetime) -> dict[str, str]:
    """Let the province be asked about a dossier, and return the number of the question."""
    asked = (Asked(find_agency(code="H32").id),)
    services.consult(number=number, question="KÍN câu hỏi", asked=asked, actor=actor, now=now)
    return {"consultation": f"{number}.YK1"}

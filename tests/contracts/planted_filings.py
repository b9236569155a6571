"""A filing over the network, for the doors that everybody tries."""

from datetime import datetime

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations.contracts import PartyInfo
from lienthong.systems.onestop import services
from lienthong.systems.onestop.contracts import FilingDraft
from lienthong.systems.onestop.testing import draft_of


def plant_filing(*, party: PartyInfo, actor: Actor, now: datetime) -> dict[str, str]:
    """File something with the actor's agency that nobody has answered, and return its receipt number."""
    whole = draft_of("2.000635", party)
    draft = FilingDraft(
        reception_id=actor.agency_id or 0,
        package=whole.package,
        case=whole.case,
        owner_id=party.id,
        submitter_id=party.id,
        answers=whole.answers,
    )
    return {"filing": services.submit_filing(draft=draft, actor=actor, now=now).number}

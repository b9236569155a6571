"""People and dossiers of the demonstration province, read in the environment of the program that is killed."""

from datetime import datetime
from typing import Any

from tests.load.life_cycle import PROCEDURE

SUBJECT_TYPE = "onestop.dossier"


def set_up() -> None:
    """Bring up Django in this process, on the database of the program."""
    import django

    django.setup()


def now() -> datetime:
    """Return the time."""
    from django.utils import timezone

    return timezone.now()


def officer(username: str) -> Any:
    """Return as whom an officer of the demonstration acts."""
    from lienthong.kernel.accounts.queries import actor_of, find_user

    user = find_user(username=username)
    assert user is not None
    return actor_of(user, at=now().date())


def accept(number: int, *, party_id: int) -> list[str]:
    """Accept so many dossiers of a person and return their numbers."""
    from lienthong.kernel.organizations.queries import get_party
    from lienthong.systems.onestop import services
    from lienthong.systems.onestop.testing import draft_of

    draft, desk = draft_of(PROCEDURE, get_party(party_id=party_id)), officer("motcua")
    return [services.accept_dossier(draft=draft, actor=desk, now=now()).number for _ in range(number)]


def open_steps(numbers: list[str]) -> dict[str, int]:
    """Return the open step of each dossier that has one."""
    from lienthong.kernel.processes import queries as processes

    steps = processes.open_steps_of(subject_type=SUBJECT_TYPE, subject_keys=numbers)
    return {number: found[0] for number, found in steps.items()}


def start_bulk(*, act: str, numbers: list[str], username: str, inputs: dict[str, Any]) -> None:
    """Let an officer begin an act on the open steps of dossiers in one confirmation."""
    from lienthong.kernel.acts import services as acts
    from lienthong.kernel.acts.contracts import Picked

    actor, at = officer(username), now()
    picked = (Picked(number, {"work_item_id": step}) for number, step in open_steps(numbers).items())
    uuid = acts.propose_bulk(act=act, picked=picked, inputs=inputs, actor=actor, now=at)
    acts.start_bulk(uuid=uuid, actor=actor, now=at)


def runs_still(act: str = "") -> bool:
    """Tell whether a bulk run is under way, of one act or of any."""
    from lienthong.kernel.acts.contracts import BulkState
    from lienthong.kernel.acts.models import BulkRun

    rows = BulkRun.objects.filter(state=BulkState.RUNNING)
    return (rows.filter(act=act) if act else rows).exists()

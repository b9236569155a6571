"""Taking in what the applicant was asked for."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars.contracts import TimeLimit
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, Clock, State
from lienthong.systems.onestop.events import SupplementReceived
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS
from lienthong.systems.onestop.queries import package_of

from .accept_dossier import ACCEPT
from .follow import take_holder


@act(
    "onestop.dossier.receive_supplement",
    subject=Dossier,
    policy=DOSSIERS,
    permission=ACCEPT,
    label=gettext_lazy("Receive the supplement"),
    states={State.SUPPLEMENT},
    related=("package",),
)
def receive_supplement(subject: Dossier, *, actor: Actor, now: datetime) -> SupplementReceived:
    """Take in the supplement at the counter; the clock goes on, or starts anew where the package says so.

    Both due dates stay on record, because the Portal asks for them (R-42).
    """
    supplement = subject.supplements.select_for_update().get(answered_at__isnull=True)
    paused_at = subject.paused_at or supplement.requested_at
    paused = calendars.working_minutes_between(calendar_id=subject.calendar_id, start=paused_at, end=now)
    restart = package_of(subject).spec.on_supplement == "restart"
    if restart:
        limit = TimeLimit.parse(subject.limit)
        due_at = calendars.add_limit(calendar_id=subject.calendar_id, start=now, limit=limit)
    else:
        due_at = calendars.add_working_minutes(calendar_id=subject.calendar_id, start=subject.due_at, minutes=paused)
    supplement.answered_at, supplement.received_by_name = now, actor.name
    supplement.paused_minutes, supplement.due_after = paused, due_at
    supplement.save()
    state = processes.resume(
        subject_type=SUBJECT_TYPE,
        subject_key=subject.number,
        subject_due_at=due_at,
        restart=restart,
        actor=actor,
        now=now,
    )
    subject.state, subject.clock, subject.paused_at, subject.due_at = State.PROCESSING, Clock.RUNNING, None, due_at
    take_holder(subject, state)
    return SupplementReceived(number=subject.number, no=supplement.no, due_at=due_at, at=now)

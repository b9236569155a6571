"""Dropping a change of a calendar that is not wanted after all."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act

from ..contracts import ChangeState
from ..models import CalendarChange
from ..policy import CHANGES, MANAGE


@act(
    "calendars.change.drop",
    subject=CalendarChange,
    policy=CHANGES,
    permission=MANAGE,
    label=gettext_lazy("Drop the change"),
    states={ChangeState.DRAFT.value},
    key="uuid",
)
def drop_change(subject: CalendarChange, *, actor: Actor, now: datetime) -> None:
    """Leave the calendar as it is; the draft is kept for the record but no longer shown in lists."""
    del actor, now  # the kernel writes who did it and when
    subject.state = ChangeState.DROPPED

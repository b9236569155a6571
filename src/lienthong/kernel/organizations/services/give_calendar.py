"""Letting an agency work by another calendar."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act

from ..events import AgencyChanged
from ..models import Agency
from ..policy import AGENCIES, MANAGE


@act(
    "organizations.agency.give_calendar",
    subject=Agency,
    policy=AGENCIES,
    permission=MANAGE,
    label=gettext_lazy("Give a calendar"),
    key="code",
    state_field="",
    needs_reason=True,
    kept=("calendar_id",),
)
def give_calendar(subject: Agency, *, calendar_id: int, reason: str, actor: Actor, now: datetime) -> AgencyChanged:
    """Let an agency work by a calendar, with what lies below it and worked as it did (R-38).

    Open cases keep the calendar with which they began.
    """
    del reason, actor, now  # the kernel writes why, who and when
    below = Agency.objects.filter(path__startswith=subject.path)
    worked_alike = below.filter(calendar_id=subject.calendar_id) if subject.calendar_id else below.filter(calendar=None)
    if subject.path:
        worked_alike.exclude(pk=subject.pk).update(calendar_id=calendar_id)
    subject.calendar_id = calendar_id
    return AgencyChanged(code=subject.code)

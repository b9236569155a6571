"""A change of a calendar: written down, looked at, then applied."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..contracts import ChangeState
from .calendar import Calendar


class CalendarChange(models.Model):
    """What somebody wants to change, and what came of it.

    `edit` is the change and `undo` what it replaced, so that due dates can be computed as they were before.
    While due dates are moved, `cursor` says how far the work is: holder and last key.
    Personal data: the name of the officer; kept with the calendar.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="changes")
    state = models.CharField(
        max_length=8, choices=[(each.value, each.value) for each in ChangeState], default=ChangeState.DRAFT.value
    )
    edit = models.JSONField()
    undo = models.JSONField(default=dict)
    base_version = models.BigIntegerField()
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)
    reason = models.TextField(_("reason"), blank=True)
    move_due_dates = models.BooleanField(default=False)
    applied_at = models.DateTimeField(null=True)
    applied_by_name = models.CharField(max_length=200, blank=True)
    cursor = models.JSONField(default=list)
    seen = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("change of a calendar")
        verbose_name_plural = _("changes of calendars")
        indexes = [models.Index(fields=["calendar", "-made_at"], name="calendar_changes")]

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.made_at:%Y-%m-%d %H:%M}"

"""A calendar and the days on which it differs from its week. No personal data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..contracts import DayKind

DAY_KINDS = {
    DayKind.HOLIDAY: _("Holiday"),
    DayKind.COMPENSATION: _("Day off in compensation"),
    DayKind.SWAP_OFF: _("Day off by swap"),
    DayKind.MAKE_UP_WORKDAY: _("Make-up workday"),
    DayKind.HALF_DAY: _("Half day"),
}


class Calendar(models.Model):
    """When the agencies that use it work; what it does not say, its parent says (R-38).

    Changed through services only: they give it the new version by which tables in memory are found stale.
    """

    name = models.CharField(_("name"), max_length=200, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    hours = models.JSONField(_("hours of each weekday"), default=dict, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    # Drawn from a sequence at every change here or in a parent, so that a table kept in memory is never
    # mistaken for another, not even after a rollback.
    version = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("working calendar")
        verbose_name_plural = _("working calendars")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="calendar_validity_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="calendar_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """One day that differs from its weekday."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="days")
    date = models.DateField(_("day"))
    kind = models.CharField(
        _("kind"), max_length=20, choices=[(kind.value, label) for kind, label in DAY_KINDS.items()]
    )
    hours = models.JSONField(_("hours of this day"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    source = models.TextField(_("source"), blank=True)
    to_confirm = models.BooleanField(_("to be confirmed"), default=False)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        constraints = [
            models.UniqueConstraint(fields=["calendar", "date"], name="calendar_day_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in DayKind]), name="calendar_day_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.date:%Y-%m-%d}"


class CalendarWeek(models.Model):
    """Hours that replace the calendar's own from a day on, for a season or for good, with the decision behind them."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="weeks")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    hours = models.JSONField(_("hours of each weekday"))
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("hours of a period")
        verbose_name_plural = _("hours of periods")
        constraints = [
            models.UniqueConstraint(fields=["calendar", "valid_from"], name="calendar_week_begins_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="calendar_week_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.valid_from:%Y-%m-%d}"

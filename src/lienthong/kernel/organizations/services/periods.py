"""Keeping the history by date: each change of code, name or place begins a new period."""

from datetime import date, timedelta

from lienthong.kernel.organizations.models import Agency, AgencyPeriod

FIELDS = ("code", "name", "short_name", "kind", "level", "parent_id")


def begin_period(*, agency: Agency, day: date, basis: str = "") -> None:
    """Write down that an agency is as it stands now from a day on; the period before ends the day before.

    A second change on the same day corrects the first. A day before the last period's first is a correction of that
    period: history that was told is not split by what is typed late.
    """
    last = AgencyPeriod.objects.filter(agency=agency, valid_to__isnull=True).first()
    values = {field: getattr(agency, field) for field in FIELDS}
    if last is not None and all(getattr(last, field) == value for field, value in values.items()):
        return
    if last is None or last.valid_from < day:
        if last is not None:
            last.valid_to = day - timedelta(days=1)
            last.save(update_fields=["valid_to"])
        AgencyPeriod.objects.create(agency=agency, valid_from=day, basis=basis, **values)
        return
    AgencyPeriod.objects.filter(pk=last.pk).update(basis=basis or last.basis, **values)


def end_period(*, agency: Agency, last_day: date) -> None:
    """Write down that an agency exists until a day and no longer; what would have begun later never does."""
    AgencyPeriod.objects.filter(agency=agency, valid_from__gt=last_day).delete()
    AgencyPeriod.objects.filter(agency=agency, valid_to__isnull=True).update(valid_to=last_day)

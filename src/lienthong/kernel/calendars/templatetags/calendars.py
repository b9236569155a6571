"""Words of calendars in templates."""

from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lienthong.kernel.audit.extensions import name_acts
from lienthong.kernel.ui.words import english, weekday, working_phrase

from .. import rules
from ..contracts import (
    LOCAL_ZONE,
    DayEntry,
    DayKind,
    DayReason,
    ExplainedDay,
    Explanation,
    LimitUnit,
    Session,
    TimeLimit,
)
from ..models.calendar import DAY_KINDS
from ..queries import DayCell

register = template.Library()

LOOKS = {
    "off": gettext_lazy("day off"),
    "rest": gettext_lazy("weekly rest"),
    "made_up": gettext_lazy("make-up workday"),
    "short": gettext_lazy("part of the day"),
}
name_acts(
    {
        "calendars.create": gettext_lazy("Calendar made"),
        "calendars.give": gettext_lazy("Given to an agency"),
        "calendars.change.apply": gettext_lazy("Calendar changed"),
    }
)


@register.filter
def kind_words(kind: DayKind | str) -> str:
    """Name a kind of day."""
    return str(DAY_KINDS[DayKind(kind)])


@register.filter
def look_words(cell: DayCell) -> str:
    """Say of a day of the year what its colour shows: kind, name, hours where they differ, and doubt."""
    said = [str(LOOKS[cell.look])] if cell.look in LOOKS else []
    if cell.entry is not None:
        said = [kind_words(cell.entry.kind), cell.entry.name]
        if cell.entry.to_confirm:
            said.append(_("to be confirmed"))
    if cell.look in {"short", "made_up"}:
        said.append(hours_words(cell.sessions))
    return ", ".join(part for part in said if part)


@register.filter
def hours_words(sessions: Sequence[Session]) -> str:
    """Write the hours of a day: "07:30–11:30, 13:30–17:30"."""
    return ", ".join(f"{rules.write_clock(start)}–{rules.write_clock(end)}" for start, end in sessions)


@register.filter
def entry_words(entry: DayEntry | None) -> str:
    """Say what a calendar says of a day: kind, name and hours; "like its weekday" when it says nothing."""
    if entry is None:
        return _("like its weekday")
    said = [f"{kind_words(entry.kind)}: {entry.name}"]
    if entry.hours is not None:
        said.append(hours_words(entry.hours))
    if entry.to_confirm:
        said.append(_("to be confirmed"))
    return ", ".join(said)


@register.filter
def weekday_name(number: int) -> str:
    """Name an ISO weekday."""
    return weekday(date(2024, 1, int(number)))


@register.filter
def weekday_short(number: int) -> str:
    """Head a column of the year: "T2" … "CN", "Mon" … "Sun"."""
    name = weekday_name(number)
    if english():
        return name[:3]
    return "CN" if int(number) == 7 else f"T{int(number) + 1}"


@register.filter
def month_name(first: date) -> str:
    """Name a month: "Tháng 10"."""
    return date_format(first, "F").capitalize()


@register.filter
def day_words(value: date) -> str:
    """Name a day with its weekday: "thứ Năm 08/10/2026"."""
    return f"{weekday(value)} {value:%d/%m/%Y}"


@register.filter
def moment_words(value: datetime) -> str:
    """Name a moment with weekday and year: "09:12 thứ Năm 08/10/2026"."""
    local = value.astimezone(LOCAL_ZONE)
    return f"{local:%H:%M} {day_words(local.date())}"


@register.filter
def limit_words(limit: TimeLimit) -> str:
    """Say a time limit: "3 working days"."""
    amount = limit.amount
    if limit.unit is LimitUnit.SAME_DAY:
        return _("the same day")
    said = {
        LimitUnit.WORKING_DAY: ngettext("%(n)d working day", "%(n)d working days", amount),
        LimitUnit.WORKING_HOUR: ngettext("%(n)d working hour", "%(n)d working hours", amount),
        LimitUnit.MINUTE: ngettext("%(n)d working minute", "%(n)d working minutes", amount),
        LimitUnit.DAY: ngettext("%(n)d day", "%(n)d days", amount),
        LimitUnit.HOUR: ngettext("%(n)d hour", "%(n)d hours", amount),
        LimitUnit.MONTH: ngettext("%(n)d month", "%(n)d months", amount),
    }[limit.unit]
    return said % {"n": amount}


@register.simple_tag
def reason_words(line: ExplainedDay) -> str:
    """Say why a day counts or does not."""
    if line.reason is DayReason.FIRST_DAY:
        return _("the first day is not counted")
    if line.reason is DayReason.PAUSED:
        return _("the clock stood")
    if line.reason is DayReason.WEEKLY_REST:
        return _("weekly rest")
    if line.reason is DayReason.OFF and line.entry is not None:
        return entry_words(line.entry)
    return entry_words(line.entry) if line.entry is not None else ""


@register.simple_tag
def counted_words(said: Explanation, amount: int) -> str:
    """Say how much of a day counts, or of all days so far: days, or working time."""
    if said.in_days:
        return (ngettext("%(n)d day", "%(n)d days", amount) % {"n": amount}) if amount else "–"
    return _duration(amount, said.day_minutes) if amount else "–"


def _duration(minutes: int, day_minutes: int) -> str:
    """Say working minutes without rounding: hours and minutes, with days before them."""
    days, rest = divmod(minutes, day_minutes or minutes)
    said = [working_phrase(days * day_minutes, day_minutes=day_minutes)] if days else []
    hours, left = divmod(rest, 60)
    said += [working_phrase(hours * 60, day_minutes=24 * 60)] if hours else []
    said += [working_phrase(left, day_minutes=24 * 60)] if left else []
    return " ".join(said)


@register.filter
def after_hours(said: Explanation) -> bool:
    """Say whether the start lay outside working time, so that counting began later (R-39)."""
    return said.begins_at > said.terms.start and said.restarted_at is None

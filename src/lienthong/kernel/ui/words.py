"""Time, money and figures as people say them, in the language of the page.

The two languages order these phrases so differently that a catalogue of fragments would be harder to
keep right than the two small tables here; everything else in the interface goes through gettext.
Spaces inside a phrase do not break, so that "còn 40 phút" never ends a line with "còn".
"""

import re
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

from django.utils import timezone
from django.utils.translation import get_language

from .contracts import ClockPhrase, ClockState

NBSP = "\u00a0"
DAY_MINUTES = 480
_VI_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_EN_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LIMIT = re.compile(r"([0-9]{1,7})(wd|wh|wmin|min|d|h|m)")
_LIMIT_UNITS = {
    "wd": ("ngày làm việc", "working day"),
    "wh": ("giờ làm việc", "working hour"),
    "wmin": ("phút làm việc", "working minute"),
    "min": ("phút làm việc", "working minute"),
    "d": ("ngày", "day"),
    "h": ("giờ", "hour"),
    "m": ("tháng", "month"),
}
_VI_SHORT = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


def english() -> bool:
    """Say whether the page is read in English; anything else is read in Vietnamese."""
    return (get_language() or "vi").startswith("en")


def _solid(text: str) -> str:
    return text.replace(" ", NBSP)


def _counted(amount: int, vietnamese: str, singular: str) -> str:
    if english():
        return f"{amount} {singular}" if amount == 1 else f"{amount} {singular}s"
    return f"{amount} {vietnamese}"


def working_phrase(minutes: int, *, day_minutes: int = DAY_MINUTES) -> str:
    """Say an amount of working time, floored: "1 ngày 3 giờ", "2 giờ 15 phút", "40 phút".

    :param minutes: working minutes; the sign is ignored
    :param day_minutes: working minutes of one standard day
    :returns: at most two units, with non-breaking spaces
    """
    minutes = abs(minutes)
    days, rest = divmod(minutes, day_minutes)
    hours, left = divmod(rest, 60)
    said = []
    if days:
        said.append(_counted(days, "ngày", "day"))
    if hours:
        said.append(_counted(hours, "giờ", "hour"))
    if not days and (left or not hours):
        said.append(_counted(left, "phút", "minute"))
    return _solid(" ".join(said))


def limit_phrase(limit: str) -> str:
    """Say a time limit as law states it: "3 ngày làm việc", "trong ngày làm việc".

    :param limit: its stored form: "3wd", "4wh", "90wmin" (in processes "90min"), "10d", "24h", "1m", "same_day"
    :returns: nothing when the text is not such a form, as for a step without a limit
    """
    if limit == "same_day":
        return _solid("within the working day" if english() else "trong ngày làm việc")
    found = _LIMIT.fullmatch(limit)
    return _solid(_counted(int(found[1]), *_LIMIT_UNITS[found[2]])) if found else ""


def weekday(day: date) -> str:
    """Name the weekday: "thứ Hai", "Monday"."""
    return (_EN_WEEKDAYS if english() else _VI_WEEKDAYS)[day.weekday()]


def _local(at: datetime) -> datetime:
    return timezone.localtime(at) if timezone.is_aware(at) else at


def day_phrase(day: date, *, today: date) -> str:
    """Say a date, with the year only when it is not this one: "23/11", "23/11/2027"."""
    if isinstance(day, datetime):
        day = _local(day).date()
    return f"{day:%d/%m}" if day.year == today.year else f"{day:%d/%m/%Y}"


def moment_phrase(at: datetime, *, today: date) -> str:
    """Say an instant in local time: "14:15 thứ Hai 23/11"."""
    local = _local(at)
    return _solid(f"{local:%H:%M} {weekday(local)} {day_phrase(local, today=today)}")


def short_moment(at: datetime, *, today: date) -> str:
    """Say an instant beside a clock: the hour today, "T2 10:15" within six days, else the date before the hour."""
    local = _local(at)
    distance = (local.date() - today).days
    if distance == 0:
        return f"{local:%H:%M}"
    if 0 < distance < 7:
        name = _EN_WEEKDAYS[local.weekday()][:3] if english() else _VI_SHORT[local.weekday()]
        return _solid(f"{name} {local:%H:%M}")
    return _solid(f"{local:%H:%M} {day_phrase(local, today=today)}")


def clock_phrase(
    *,
    now: datetime,
    due_at: datetime | None = None,
    remaining: int | None = None,
    paused_at: datetime | None = None,
    starts_at: datetime | None = None,
    closed: bool = False,
    day_minutes: int = DAY_MINUTES,
) -> ClockPhrase | None:
    """Say what remains of a time limit.

    :param remaining: working minutes left, negative when the limit has passed, None when not computed
    :param paused_at: the clock stands still since then
    :param starts_at: the clock begins then, when that is still to come
    :param closed: the work is finished; `remaining` is what was left at that instant
    :returns: None when there is neither a limit nor a state to speak of
    """
    today = _local(now).date()
    if paused_at is not None:
        day = day_phrase(paused_at, today=today)
        return ClockPhrase(ClockState.PAUSED, _solid(f"{'paused' if english() else 'tạm dừng'}"), _since(day))
    if starts_at is not None and starts_at > now and not closed:
        begin = moment_phrase(starts_at, today=today)
        return ClockPhrase(ClockState.IDLE, "", _solid(f"{'clock starts' if english() else 'tính giờ từ'} {begin}"))
    if remaining is None:
        return _by_date(due_at, now=now, today=today, closed=closed)
    said = working_phrase(remaining, day_minutes=day_minutes)
    if remaining < 0:
        return ClockPhrase(ClockState.LATE, _solid(f"{said} late" if english() else f"trễ {said}"))
    if closed:
        return ClockPhrase(ClockState.DONE, _early(remaining, said))
    state = ClockState.RISK if remaining < day_minutes and remaining < DAY_MINUTES else ClockState.RUN
    return ClockPhrase(state, _solid(f"{said} left" if english() else f"còn {said}"))


def _since(day: str) -> str:
    return _solid(f"since {day}" if english() else f"từ {day}")


def _early(remaining: int, said: str) -> str:
    if remaining == 0:
        return _solid("on time" if english() else "đúng hạn")
    return _solid(f"{said} early" if english() else f"sớm {said}")


def _by_date(due_at: datetime | None, *, now: datetime, today: date, closed: bool) -> ClockPhrase | None:
    """Say a limit whose working time was not computed: only the date is certain."""
    if due_at is None:
        return None
    due = moment_phrase(due_at, today=today)
    if closed:
        return ClockPhrase(ClockState.DONE, _solid("done" if english() else "đã xong"))
    if due_at < now:
        return ClockPhrase(ClockState.LATE, _solid("overdue" if english() else "quá hạn"), _since(due))
    return ClockPhrase(ClockState.RUN, "", _solid(f"{'due' if english() else 'hạn'} {due}"))


def figure_phrase(value: Decimal | float) -> str:
    """Write a figure with the separators of the language: 1.204 and 4,6 in Vietnamese."""
    written = f"{value:,}" if isinstance(value, int) else f"{Decimal(str(value)).normalize():,f}"
    return written if english() else written.translate(str.maketrans(",.", ".,"))


def money_phrase(amount: int) -> str:
    """Say an amount of money: "50.000 đồng"."""
    return f"{figure_phrase(int(amount))}{NBSP}{'VND' if english() else 'đồng'}"


def percent_phrase(value: Decimal | float) -> str:
    """Say a share given in percent, with one decimal at most; what is not whole is never said to be 100 %."""
    exact = Decimal(str(value))
    rounding = ROUND_DOWN if Decimal(99) < exact < Decimal(100) else ROUND_HALF_EVEN
    return f"{figure_phrase(exact.quantize(Decimal('0.1'), rounding))}{NBSP}%"


def masked(number: str) -> str:
    """Hide the middle of a personal, business or telephone number: "0990 •••• •456", "0900 ••• 123"."""
    digits = re.sub(r"\s", "", number)
    if len(digits) < 8:
        return "•" * len(digits)
    hidden = "•" * (len(digits) - 7)
    if len(hidden) > 4:
        hidden = f"{hidden[:4]} {hidden[4:]}"
        return _solid(f"{digits[:4]} {hidden}{digits[-3:]}")
    return _solid(f"{digits[:4]} {hidden} {digits[-3:]}")


def initials(name: str) -> str:
    """Two letters for a face without a picture: family name and given name, "LM" for Lê Quang Minh."""
    parts = name.split()
    if not parts:
        return ""
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()

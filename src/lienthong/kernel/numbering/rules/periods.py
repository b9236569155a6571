"""Periods of books: a year or a day, and until when a closed one may still be numbered into; pure."""

from datetime import date, timedelta

YEAR_END = (12, 31)


def period_of(day: date, *, daily: bool) -> str:
    """Return the period of an act of a day: "2026", or "2026-10-08" in a daily book."""
    return day.isoformat() if daily else f"{day:%Y}"


def span_of(period: str) -> tuple[date, date] | None:
    """Return first and last day of a period, None when it is neither a year nor a day."""
    try:
        if len(period) == len("2026") and period.isascii() and period.isdigit():
            return date(int(period), 1, 1), date(int(period), *YEAR_END)
        day = date.fromisoformat(period) if len(period) == len("2026-10-08") else None
    except ValueError:
        return None
    return None if day is None else (day, day)


def late_until(period: str, *, late_days: int) -> date | None:
    """Return the last day on which an act of the period may still be numbered into it, None for other periods.

    :param late_days: days after the end of the period; 0 refuses what comes late
    """
    span = span_of(period)
    return None if span is None else span[1] + timedelta(days=late_days)

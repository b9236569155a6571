"""Gives the next number of a kind, written by its format, for an act of a day."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars.contracts import local_day
from lienthong.kernel.organizations import queries as organizations

from ..contracts import AbbreviationMissing, BookKey, DayAhead, GivenTo, KindUnknown, PeriodOver, Taken
from ..models import NumberFormat
from ..queries.formats import format_of
from ..rules import Values, late_until, period_of, read_template
from .advance import Advance, Written, advance


def take_number(*, kind: str, agency_id: int, day: date, given_to: GivenTo, actor: Actor, now: datetime) -> Taken:
    """Give the next number of a kind in an agency for an act dated `day`, in the book of that day's period.

    Numbers follow the days of acts: nothing is inserted between two that were given ("số chèn"). What must bear an
    earlier day uses a number that was reserved for that day. A year that is over takes late numbers only as long as
    the format of the kind says.

    :param day: local day of the act (Asia/Ho_Chi_Minh), today or earlier
    :raises KindUnknown: no format says how numbers of the kind are written
    :raises AbbreviationMissing: the format writes the abbreviation of the agency, and it has none
    :raises DayAhead: the day has not come
    :raises PeriodOver: the period is over and takes nothing late
    :raises NumberInserted: an act of a later day has a number already
    :raises BookClosed: the book was closed
    :raises TransactionManagementError: the caller has no transaction
    """
    found = known_format(kind, agency_id)
    check_day(found, day, now)
    by = Advance(given_to=given_to, written=written(found, agency_id, day), day=day, actor_name=actor.name)
    key = BookKey(kind, agency_id, period_of(day, daily=found.is_daily))
    return Taken(*advance(book=key, by=by, now=now))


def known_format(kind: str, agency_id: int) -> NumberFormat:
    """Return the format of a kind in an agency: its own, or else that for all.

    :raises KindUnknown: there is none
    """
    found = format_of(kind, agency_id)
    if found is None:
        raise KindUnknown(_("Nobody has said how numbers of “%(kind)s” are written.") % {"kind": kind}, kind=kind)
    return found


def written(found: NumberFormat, agency_id: int, day: date) -> Written:
    """Return how numbers of an act of a day are written.

    :raises AbbreviationMissing: the agency has none
    """
    template = read_template(found.template)
    values = Values(day, symbol=found.symbol)
    if template.names() & {"agency", "code"}:
        agency = organizations.get_agency(agency_id=agency_id)
        if "agency" in template.names() and not agency.short_name:
            message = _("“%(agency)s” has no abbreviation yet, and numbers of this kind bear it.")
            raise AbbreviationMissing(message % {"agency": agency.name}, code=agency.code)
        values = Values(day, found.symbol, agency.short_name, agency.code)
    before, behind = template.ends(values)
    return Written(before, behind, template.digits)


def check_day(found: NumberFormat, day: date, now: datetime) -> None:
    """Refuse a day that has not come, and one whose period is over and takes nothing late.

    :raises DayAhead: it has not come
    :raises PeriodOver: it is over
    """
    today = local_day(now)
    if day > today:
        message = _("%(day)s has not come. A number is given on its day, or reserved for it.")
        raise DayAhead(message % {"day": f"{day:%d/%m/%Y}"}, day=day.isoformat())
    period = period_of(day, daily=found.is_daily)
    until = late_until(period, late_days=found.late_days)
    if until is not None and today > until:
        message = _("The book of %(period)s is over: since %(until)s nothing more is numbered into it.")
        shown = {"period": period, "until": f"{until:%d/%m/%Y}"}
        raise PeriodOver(message % shown, period=period)

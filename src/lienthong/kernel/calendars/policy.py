"""Who may see and change calendars: those who look after the province, for calendars are shared by agencies."""

from lienthong.kernel.acts.extensions import Policy

from .models import Calendar, CalendarChange

SEE = "calendars.see"
MANAGE = "calendars.manage"

CALENDARS: Policy[Calendar] = Policy(see=SEE, scopes={})
CHANGES: Policy[CalendarChange] = Policy(see=SEE, scopes={})

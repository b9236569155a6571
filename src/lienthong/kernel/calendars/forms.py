"""Forms of administration: days, hours, details, files, and the try-out of a time limit."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.services import day_field

from . import rules
from .contracts import Convention, LimitUnit, WeekPeriod
from .models.calendar import DAY_KINDS

MOMENT_FORMATS = ["%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y", "%d/%m/%Y", "%Y-%m-%dT%H:%M"]
LIKE_ITS_WEEKDAY = "none"
WEEKDAYS = range(1, 8)
PAUSES = range(1, 4)
UNITS = {
    LimitUnit.WORKING_DAY: _("working days"),
    LimitUnit.WORKING_HOUR: _("working hours"),
    LimitUnit.DAY: _("calendar days"),
    LimitUnit.MONTH: _("months"),
    LimitUnit.HOUR: _("hours of the clock"),
    LimitUnit.SAME_DAY: _("the same day"),
}
CONVENTIONS = {
    Convention.HOUR_EXACT: _("To the hour: a day is a day's working hours"),
    Convention.DAY_END: _("By the day: the first day is not counted, until the end of the last"),
}


def _moment_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=hint,
        input_formats=MOMENT_FORMATS,
        widget=forms.DateTimeInput(format="%d/%m/%Y %H:%M", attrs={"class": "lt-in lt-in-s"}),
        error_messages={
            "required": _("Enter the day and the hour"),
            "invalid": _("Enter the moment as 08/10/2026 09:12"),
        },
    )


class HoursField(forms.CharField):
    """The hours of one day as typed, "07:30-11:30, 13:30-17:30"; empty means no work."""

    def clean(self, value: Any) -> Any:
        """Return the sessions of the day."""
        text = super().clean(value)
        try:
            return rules.read_typed_sessions(text)
        except ValueError as error:
            raise forms.ValidationError(
                _("Write hours such as 07:30-11:30, 13:30-17:30, in order and without overlap")
            ) from error


def _hours_field(label: Any, hint: Any = "") -> HoursField:
    return HoursField(
        label=label,
        required=False,
        max_length=120,
        help_text=hint,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "lt-in lt-in-m", "inputmode": "text"}),
    )


def _text(label: Any, *, required: bool, hint: Any = "", missing: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": missing},
    )


class DayForm(forms.Form):
    """What one day, or several in a row, are in this calendar."""

    first_day = day_field(_("Day"))
    last_day = day_field(_("Until"), required=False, hint=_("For several days in a row"))
    kind = forms.ChoiceField(
        label=_("Kind of day"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a kind of day")},
    )
    name = _text(_("Name"), required=False, hint=_("Such as National Day"))
    source = _text(_("Decision or notice"), required=False, hint=_("Number and date, shown beside the day"))
    to_confirm = forms.BooleanField(
        label=_("Still to be confirmed"), required=False, help_text=_("No official text has been seen yet")
    )
    hours = _hours_field(
        _("Hours of this day"), _("Only for half days and make-up workdays that differ from the usual hours")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds of days, and to take the day back."""
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, label) for kind, label in DAY_KINDS.items()]
        self.fields["kind"].choices = [*kinds, (LIKE_ITS_WEEKDAY, _("Like its weekday again"))]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Ask for a name where there is a day to name, and for days in order."""
        given = super().clean() or {}
        if given.get("kind") and given["kind"] != LIKE_ITS_WEEKDAY and not given.get("name"):
            self.add_error("name", _("Say what day it is"))
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and not 0 <= (last - first).days <= 60:
            self.add_error("last_day", _("The last day lies on or after the first, and at most 60 days later"))
        if given.get("kind") in {kind.value for kind in rules.OFF} and given.get("hours"):
            self.add_error("hours", _("No work is done on a day off; leave the hours empty"))
        return given


class WeekForm(forms.Form):
    """The working hours of a week, from a day on or for good."""

    valid_from = day_field(
        _("Valid from"), required=False, hint=_("Empty: the calendar's own hours, whenever no others are valid")
    )
    valid_to = day_field(_("Until"), required=False, hint=_("Empty: until other hours are entered"))
    source = _text(_("Decision"), required=False, hint=_("Number and date"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for each weekday."""
        super().__init__(*args, **kwargs)
        for weekday in WEEKDAYS:
            label = date_format(date(2024, 1, weekday), "l")
            self.fields[f"day_{weekday}"] = _hours_field(label)

    @staticmethod
    def initial_of(period: WeekPeriod) -> dict[str, Any]:
        """Return what the form shows of hours that are there already."""
        week = {f"day_{each}": rules.write_typed_sessions(period.hours.get(each, ())) for each in WEEKDAYS}
        return {"valid_from": period.valid_from, "valid_to": period.valid_to, "source": period.source, **week}

    def period(self) -> WeekPeriod:
        """Return the hours as entered; all empty inherits the parent's when they are the calendar's own."""
        given = self.cleaned_data
        hours = {each: given[f"day_{each}"] for each in WEEKDAYS if given[f"day_{each}"]}
        return WeekPeriod(hours, given["valid_from"], given["valid_to"], given["source"])

    def clean(self) -> dict[str, Any]:
        """Refuse an end without a beginning, and a period without any work."""
        given = super().clean() or {}
        if given.get("valid_to") and not given.get("valid_from") and "valid_from" not in self.errors:
            self.add_error("valid_from", _("Enter the first day, too"))
        if given.get("valid_from") and not self.errors and not any(given.get(f"day_{each}") for each in WEEKDAYS):
            self.add_error("day_1", _("Enter the hours of at least one day"))
        return given


class DetailsForm(forms.Form):
    """What a calendar is called and from which it inherits."""

    name = _text(_("Name of the calendar"), required=True, missing=_("Enter the name of the calendar"))
    parent = forms.TypedChoiceField(
        label=_("Inherits from"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("What this calendar does not say, that one says"),
    )

    def __init__(self, *args: Any, calendars: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the other calendars."""
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", "—"), *calendars]  # type: ignore[attr-defined]  # a choice field


class LoadForm(forms.Form):
    """A file of special days."""

    file = forms.FileField(
        label=_("File of days"),
        help_text=_("CSV or XLSX with the columns day, kind, name, source, hours; or JSON. At most 2 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.json"}),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty")},
    )


class ApplyForm(forms.Form):
    """By which decision a change is applied, and whether due dates move with it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    reason = _text(_("Decision"), required=True, hint=_("Number and date, or the reason"), missing=_("Say why"))
    due_dates = forms.ChoiceField(
        label=_("Due dates of open cases"),
        widget=forms.RadioSelect,
        choices=[("stay", _("Stay as they were given")), ("move", _("Are computed anew"))],
        initial="stay",
    )


class GiveForm(forms.Form):
    """Which agency works by the calendar from now on."""

    code = forms.CharField(
        label=_("Identity code of the agency"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "lt-in lt-in-s"}),
        error_messages={"required": _("Enter the identity code")},
    )
    reason = _text(_("Decision"), required=True, hint=_("Number and date, or the reason"), missing=_("Say why"))


class WhatIfForm(forms.Form):
    """A time limit to try out: when it starts, how long it is, what stops it."""

    start = _moment_field(_("Moment of receipt"), hint=_("Such as 08/10/2026 09:12"))
    amount = forms.IntegerField(
        label=_("Time limit"),
        min_value=1,
        max_value=1000,
        initial=3,
        widget=forms.NumberInput(attrs={"class": "lt-in lt-in-xs"}),
        error_messages={"required": _("Enter a number"), "invalid": _("Enter a number")},
    )
    unit = forms.ChoiceField(label=_("Counted in"), choices=[(unit.value, label) for unit, label in UNITS.items()])
    convention = forms.ChoiceField(
        label=_("How working days are counted"), choices=[(each.value, label) for each, label in CONVENTIONS.items()]
    )
    more = forms.IntegerField(
        label=_("Extension, in the same unit"),
        required=False,
        min_value=1,
        max_value=1000,
        widget=forms.NumberInput(attrs={"class": "lt-in lt-in-xs"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for three pauses."""
        super().__init__(*args, **kwargs)
        for number in PAUSES:
            self.fields[f"stop_{number}"] = _moment_field(_("Clock stopped"), required=False)
            self.fields[f"go_{number}"] = _moment_field(_("Runs again"), required=False)
            self.fields[f"ground_{number}"] = _text(_("Ground"), required=False)

    def pause_rows(self) -> list[list[forms.BoundField]]:
        """Return the fields of the pauses, a row each."""
        return [[self[f"{part}_{number}"] for part in ("stop", "go", "ground")] for number in PAUSES]

    def clean(self) -> dict[str, Any]:
        """Refuse a pause that ends before it begins, or only ends."""
        given = super().clean() or {}
        for name in ("start", *(f"{part}_{number}" for part in ("stop", "go") for number in PAUSES)):
            if given.get(name) and not 2000 <= given[name].year <= 2100:
                self.add_error(name, _("Enter a day between 2000 and 2100"))
        for number in PAUSES:
            begin, end = given.get(f"stop_{number}"), given.get(f"go_{number}")
            if end and not begin:
                self.add_error(f"stop_{number}", _("Enter when the clock stopped, too"))
            if begin and end and end <= begin:
                self.add_error(f"go_{number}", _("The clock runs again after it stopped"))
        return given

"""What clerks and administrators say of books."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.calendars.contracts import LOCAL_ZONE
from lienthong.kernel.ui.services import day_field

from .contracts import FormatDraft
from .services import Reservation

_PLAIN = {"autocomplete": "off", "class": "lt-in lt-in-m"}
_SHORT = {"autocomplete": "off", "class": "lt-in lt-in-s", "inputmode": "numeric"}


class ReasonForm(forms.Form):
    """Why something is done to a book."""

    reason = forms.CharField(
        label=_("Reason, kept in the history"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say why, in at most 500 letters")},
    )

    def inputs(self) -> dict[str, Any]:
        """Return what the act is asked."""
        return {"reason": self.cleaned_data["reason"]}


class VoidForm(ReasonForm):
    """Which number is void, and why."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=2**62, widget=forms.TextInput(attrs=_SHORT))
    field_order = ("number", "reason")

    def inputs(self) -> dict[str, Any]:
        """Return what the act is asked."""
        return {"number": self.cleaned_data["number"], "reason": self.cleaned_data["reason"]}


class ReserveForm(forms.Form):
    """How many numbers are set aside, for whom, and until when."""

    count = forms.IntegerField(
        label=_("How many numbers"), min_value=1, max_value=10_000, widget=forms.TextInput(attrs=_SHORT)
    )
    reason = forms.CharField(
        label=_("What they are for"), max_length=500, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    holder = forms.CharField(
        label=_("Who will use them"), required=False, max_length=200, widget=forms.TextInput(attrs=_PLAIN)
    )
    for_day = day_field(
        label=_("For documents of the day"), required=False,
        hint=_("Only so may a later signature bear this day: no number is inserted afterwards"),
    )  # fmt: skip
    until = day_field(
        label=_("Until the end of the day"), required=False, hint=_("What is not used by then becomes void"),
    )  # fmt: skip

    def inputs(self) -> dict[str, Any]:
        """Return what the act is asked."""
        given = self.cleaned_data
        until = given["until"]
        expires = None if until is None else datetime.combine(until, time(23, 59, 59), LOCAL_ZONE)
        wanted = Reservation(given["count"], given["reason"], given["holder"], given["for_day"], expires)
        return {"wanted": wanted}


class OpenForm(forms.Form):
    """Which book is opened, and where it begins."""

    kind = forms.ChoiceField(label=_("Kind of number"))
    agency_code = forms.CharField(
        label=_("Agency"), help_text=_("Its identity code, such as H32.70"), max_length=40,
        widget=forms.TextInput(attrs=_PLAIN),
    )  # fmt: skip
    period = forms.CharField(
        label=_("Period"), help_text=_("A year, as 2026, or a day, as 2026-10-08"), max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "lt-in lt-in-s"}),
    )  # fmt: skip
    after = forms.IntegerField(
        label=_("Last number given on paper"), help_text=_("0 begins at 1"), min_value=0, initial=0,
        max_value=10_000_000, widget=forms.TextInput(attrs=_SHORT),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason, kept in the history"), max_length=500, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the kinds that have a format."""
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = kinds


class FormatForm(forms.Form):
    """How numbers of a kind are written; the service checks what is typed."""

    kind = forms.CharField(
        label=_("Code of the kind"), max_length=60, widget=forms.TextInput(attrs=_PLAIN),
        help_text=_("Small letters without diacritics, such as documents.decision"),
    )  # fmt: skip
    label = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs=_PLAIN))
    template = forms.CharField(
        label=_("Template"), max_length=80, widget=forms.TextInput(attrs=_PLAIN),
        help_text=_("{number}, {year}, {day}, {symbol}, {agency}, {code}; such as {number}/{year}/{symbol}-{agency}"),
    )  # fmt: skip
    symbol = forms.CharField(
        label=_("Symbol"), required=False, max_length=40, widget=forms.TextInput(attrs=_PLAIN),
        help_text=_("What stands for {symbol}, such as QĐ"),
    )  # fmt: skip
    agency_code = forms.CharField(
        label=_("Only for the agency"), required=False, max_length=40, widget=forms.TextInput(attrs=_PLAIN),
        help_text=_("Its identity code; empty for all agencies that have no format of their own"),
    )  # fmt: skip
    is_daily = forms.BooleanField(label=_("Numbers begin anew every day"), required=False)
    late_days = forms.IntegerField(
        label=_("Days a year stays open for late numbers"), min_value=0, max_value=60, initial=0,
        widget=forms.TextInput(attrs=_SHORT), help_text=_("0 refuses what is dated in a year that is over"),
    )  # fmt: skip

    def draft(self) -> FormatDraft:
        """Return what was typed."""
        return FormatDraft(**self.cleaned_data)

"""Forms of administration: an agency's details, an appointment and its end."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DATE_FORMATS = ["%d/%m/%Y", "%d%m%Y"]


def date_field(label: Any) -> forms.DateField:
    """Return a field for a day, typed with or without strokes; the label is a lazy translation."""
    return forms.DateField(
        label=label,
        help_text=_("Day, month, year, such as 01/07/2025"),
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "class": "lt-in lt-in-s"}),
        error_messages={"required": _("Enter the day"), "invalid": _("Enter the day as 01/07/2025")},
    )


class AgencyForm(forms.Form):
    """How an agency is called and reached; the service says what is wrong with it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    name = forms.CharField(
        label=_("Name of the agency"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the name of the agency")},
    )
    address = forms.CharField(label=_("Address"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(
        label=_("Telephone"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"})
    )


class AppointForm(forms.Form):
    """Who holds which position from when, with which roles."""

    username = forms.CharField(
        label=_("User name of the officer"),
        help_text=_("Accounts come from personnel"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "lt-in lt-in-m"}),
        error_messages={"required": _("Enter the user name of the officer")},
    )
    position = forms.ChoiceField(label=_("Position"), error_messages={"required": _("Choose a position")})
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role")},
    )
    valid_from = date_field(_("From"))

    def __init__(
        self,
        *args: object,
        positions: Sequence[tuple[str, str]],
        units: Sequence[tuple[str, str]],
        roles: Sequence[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        """Offer what this agency has."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as Django gave it
        self.fields["position"].choices = [("", "—"), *positions]  # type: ignore[attr-defined]  # a choice field
        self.fields["unit"].choices = [("", "—"), *units]  # type: ignore[attr-defined]  # a choice field
        self.fields["roles"].choices = roles  # type: ignore[attr-defined]  # a choice field


class EndForm(forms.Form):
    """Until when a position is held, and by which decision."""

    last_day = date_field(_("Last day"))
    reason = forms.CharField(
        label=_("Decision"),
        help_text=_("Number and date, or the reason"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Name the decision, in at most 500 letters")},
    )

"""A day in a form, as people type it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.contracts import read_day


class DayField(forms.DateField):
    """A day in any of the ways `read_day` reads; shown as 31/12/2026."""

    def to_python(self, value: Any) -> date | None:
        """Return the day, nothing when none was typed."""
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        day = read_day(str(value))
        if day is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def day_field(label: Any, *, required: bool = True, hint: Any = None, **kwargs: Any) -> DayField:
    """Return a field for a day, typed with or without strokes.

    :param label: a lazy translation, like the hint, which stands instead of the example below the label
    """
    return DayField(
        label=label,
        required=required,
        help_text=_("Day, month, year, such as 01/07/2025") if hint is None else hint,
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "class": "lt-in lt-in-s"}),
        error_messages={"required": _("Enter the day"), "invalid": _("Enter the day as 01/07/2025")},
        **kwargs,
    )

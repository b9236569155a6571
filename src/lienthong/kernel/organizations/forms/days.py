"""A day as people type it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DATE_FORMATS = ["%d/%m/%Y", "%d%m%Y", "%Y-%m-%d"]


def date_field(label: Any, *, required: bool = True) -> forms.DateField:
    """Return a field for a day, typed with or without strokes; the label is a lazy translation."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=_("Day, month, year, such as 01/07/2025"),
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "class": "lt-in lt-in-s"}),
        error_messages={"required": _("Enter the day"), "invalid": _("Enter the day as 01/07/2025")},
    )

"""What those type who look after templates and papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.services import day_field

_SOURCE = {
    "class": "lt-in lt-typst",
    "spellcheck": "false",
    "autocomplete": "off",
    "autocapitalize": "off",
    "wrap": "off",
}


class BeginForm(forms.Form):
    """For whom a template is edited."""

    agency_code = forms.CharField(
        label=_("Only for one agency"),
        required=False,
        help_text=_("Its identity code, such as H32.70; empty for all agencies"),
        widget=forms.TextInput(attrs={"class": "lt-in lt-in-m", "autocomplete": "off"}),
    )


class SourceForm(forms.Form):
    """The text of a template, with the version it was opened at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    source = forms.CharField(label=_("Template (typst)"), strip=False, widget=forms.Textarea(attrs=_SOURCE))
    note = forms.CharField(
        label=_("What you changed"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sample = forms.ChoiceField(label=_("Try it with"), required=False, widget=forms.Select(attrs={"class": "lt-in"}))

    def __init__(self, *args: Any, samples: tuple[str, ...] = (), **kwargs: Any) -> None:
        """Offer the samples of the template."""
        super().__init__(*args, **kwargs)
        self.fields["sample"].choices = [(name, name) for name in samples]  # type: ignore[attr-defined]  # a choice field


class PublishForm(forms.Form):
    """From when a version counts, and why it was made."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    valid_from = day_field(_("Papers follow it from"), hint=_("Today or a later day"))
    reason = forms.CharField(
        label=_("Why, kept with the version"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say why, in at most 500 letters")},
    )


class WordForm(forms.Form):
    """A Word template."""

    file = forms.FileField(
        label=_("Word file"), help_text=_("A .docx of at most 5 MB, with placeholders such as {{ applicant.name }}")
    )
    note = forms.CharField(
        label=_("What you changed"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ReasonForm(forms.Form):
    """Why a paper is revoked."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason, kept in the history and not shown to the public"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say why, in at most 500 letters")},
    )

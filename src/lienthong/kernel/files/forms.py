"""What pages of files ask."""

from django import forms
from django.utils.translation import gettext_lazy as _


class VersionForm(forms.Form):
    """A new version of a document."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"data-lt-place": ""}),
        error_messages={"required": _("Choose the file"), "empty": _("The file is empty. Choose it again.")},
    )
    reason = forms.CharField(
        label=_("Why there is a new version"),
        max_length=500,
        error_messages={"required": _("Say in one sentence why there is a new version.")},
    )
    newest = forms.IntegerField(required=False, widget=forms.HiddenInput)

"""Files of agencies and of plans."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.services import day_field

ACCEPTED = {"accept": ".csv,.xlsx"}


class UploadForm(forms.Form):
    """A file to be read."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, or CSV in UTF-8; at most 10 MB"),
        widget=forms.ClearableFileInput(attrs=ACCEPTED),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty.")},
    )


class ImportForm(UploadForm):
    """A list of agencies to be read in."""

    valid_from = day_field(_("Counts from"))
    convert = forms.BooleanField(
        label=_("Write codes in the form of Quyết định 20/2020"),
        help_text=_("000.00.17.H32 becomes H32.17; the old code stays beside it"),
        required=False,
    )
    field_order = ["file", "valid_from", "convert"]

"""What procedure control sends: a package, and which version to compare with."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.systems.onestop.rules import MAX_BYTES


class PackageForm(forms.Form):
    """A package to read in."""

    package = forms.FileField(
        label=_("Package of a procedure"),
        help_text=_("A ZIP file given out by this program, at most 2 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
        error_messages={"required": _("Choose a package.")},
    )

    def clean_package(self) -> bytes:
        """Return the bytes, never more than one too many."""
        data: bytes = self.cleaned_data["package"].read(MAX_BYTES + 1)
        return data

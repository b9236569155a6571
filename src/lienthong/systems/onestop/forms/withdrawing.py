"""What an applicant says who takes the dossier back."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WithdrawForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Why you withdraw the dossier"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why"), "max_length": _("At most 2,000 letters")},
    )

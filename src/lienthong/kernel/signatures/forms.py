"""What administrators say of a certificate, and the file that an officer verifies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .contracts import CertificateDraft, HolderKind
from .words import KIND

_PLAIN = {"autocomplete": "off", "class": "lt-in lt-in-m"}


class RequestForm(forms.Form):
    """Whose certificate it is; the service checks what is typed."""

    kind = forms.ChoiceField(
        label=_("Kind of holder"),
        choices=[(kind.value, label) for kind, label in KIND.items()],
        widget=forms.RadioSelect,
        initial=HolderKind.PERSON.value,
    )
    holder_name = forms.CharField(
        label=_("Name of the holder"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    agency_code = forms.CharField(
        label=_("Agency that manages the holder"),
        help_text=_("Its identity code, such as H32.70"),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    username = forms.CharField(
        label=_("User name of the person, or of the clerk who keeps the key"),
        required=False,
        help_text=_("They are warned before the certificate ends"),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    key = forms.CharField(
        label=_("Name of the key"),
        required=False,
        help_text=_("Its label in the token, or its credential with the signing service"),
        widget=forms.TextInput(attrs=_PLAIN),
    )

    def draft(self) -> CertificateDraft:
        """Return what was typed."""
        given = self.cleaned_data
        return CertificateDraft(
            kind=HolderKind(given["kind"]),
            holder_name=given["holder_name"],
            agency_code=given["agency_code"],
            username=given["username"],
            key=given["key"],
        )


class ImportForm(RequestForm):
    """A certificate that was issued, with whose it is; the name may stand in the file alone."""

    file = forms.FileField(label=_("Certificate file"), help_text=_("PEM, DER or PKCS#7, at most 64 kB"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the file first."""
        super().__init__(*args, **kwargs)
        self.fields["holder_name"].help_text = _("Leave empty to take the name in the certificate")
        self.order_fields(["file"])


class IssueForm(forms.Form):
    """The certificate that the authority issued on a request."""

    file = forms.FileField(label=_("Certificate file"), help_text=_("PEM, DER or PKCS#7, at most 64 kB"))


class ReasonForm(forms.Form):
    """Why a certificate is suspended or revoked."""

    reason = forms.CharField(
        label=_("Reason, kept in the history"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say why, in at most 500 letters")},
    )


class ConfirmForm(forms.Form):
    """Nothing is asked but the button."""


class VerifyForm(forms.Form):
    """A file whose signatures are asked about."""

    file = forms.FileField(
        label=_("File"), help_text=_("A PDF or XML file, at most 50 MB (10 MB without signing in); it is not kept")
    )

"""What an administrator says of a connected system, and what narrows the log of looks."""

from typing import Any

from allauth.mfa.webauthn.forms import EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.acts.contracts import Scope
from lienthong.kernel.audit.contracts import LookFilters
from lienthong.kernel.organizations.extensions import role_labels
from lienthong.kernel.ui.services import day_field

from .contracts import SystemDraft
from .extensions import permission_label
from .queries import grantable_permissions

FIRST_YEAR, LAST_YEAR = 1900, 2200
REACHES = (
    (Scope.AGENCY.value, _("The agency alone")),
    (Scope.SUBTREE.value, _("The agency and what lies below it")),
    (Scope.PROVINCE.value, _("The whole province")),
)


class LookFilterForm(forms.Form):
    """What narrows the log of who looked at personal data; `q` and `so` only where all of it is shown."""

    q = forms.CharField(
        label=_("Officer or agency"), required=False, max_length=100, widget=forms.TextInput(attrs={"class": "lt-in"})
    )
    so = forms.CharField(
        label=_("Personal number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "lt-in lt-in-m", "inputmode": "numeric", "autocomplete": "off"}),
    )
    tu = day_field(_("From day"), required=False, hint="")
    den = day_field(_("To day"), required=False, hint="")

    def clean(self) -> dict[str, Any]:
        """Refuse days that no calendar of ours knows."""
        for name in ("tu", "den"):
            day = self.cleaned_data.get(name)
            if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
                self.add_error(name, self.fields[name].error_messages["invalid"])
        return self.cleaned_data

    def filters(self) -> LookFilters:
        """Return what was asked for; a field that is wrong narrows nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        return LookFilters(since=given.get("tu"), until=given.get("den"), who=given.get("q", ""))

    @property
    def number(self) -> str:
        """Return the number of the person concerned without spaces, empty when none was asked for."""
        return "".join(self.cleaned_data.get("so", "").split()) if self.is_valid() else ""


class SystemForm(forms.Form):
    """A system to be connected; the service checks what is typed."""

    name = forms.CharField(
        label=_("Name of the system"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    agency_code = forms.CharField(
        label=_("Agency that runs it"),
        max_length=40,
        help_text=_("Its identity code, such as H32.70"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "lt-in lt-in-m"}),
    )
    purpose = forms.CharField(
        label=_("What for"), max_length=500, widget=forms.Textarea(attrs={"rows": "3", "class": "lt-in"})
    )
    permissions = forms.MultipleChoiceField(
        label=_("What it may do by itself"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reach = forms.ChoiceField(
        label=_("How far this reaches"), choices=REACHES, widget=forms.RadioSelect, initial=Scope.AGENCY.value
    )
    redirect_uris = forms.CharField(
        label=_("Where it receives people who sign on"),
        required=False,
        max_length=5000,
        help_text=_("Full https addresses, one a line; empty when people do not sign on to it"),
        widget=forms.Textarea(attrs={"rows": "3", "class": "lt-in", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the permissions a machine may have."""
        super().__init__(*args, **kwargs)
        choices = [(each, permission_label(each)) for each in grantable_permissions()]
        self.fields["permissions"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def draft(self) -> SystemDraft:
        """Return what was typed."""
        given = self.cleaned_data
        return SystemDraft(
            name=given["name"],
            agency_code=given["agency_code"],
            purpose=given["purpose"],
            reach=Scope(given["reach"]),
            permissions=tuple(given["permissions"]),
            redirect_uris=tuple(given["redirect_uris"].split()),
        )


class DisconnectForm(forms.Form):
    """Why the connection of a system ends."""

    reason = forms.CharField(
        label=_("Reason, kept in the history"), max_length=500, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class NumberForm(forms.Form):
    """Whose personal number it is."""

    username = forms.CharField(
        label=_("User name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    number = forms.CharField(
        label=_("Personal number"),
        max_length=20,
        help_text=_("The 12 digits on the identity card"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "lt-in lt-in-m"}),
    )


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """By what name a person knows a passkey again."""

    name = forms.CharField(max_length=60, error_messages={"required": _("Name the device")})


class EmergencyForm(forms.Form):
    """Which rights an administrator takes, for how long and what for."""

    agency_code = forms.CharField(
        label=_("Agency"),
        max_length=40,
        help_text=_("Its identity code, such as H32.70"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "lt-in lt-in-m"}),
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.Select(attrs={"class": "lt-in lt-in-m"}))
    minutes = forms.IntegerField(label=_("For how many minutes"), min_value=1, initial=30)
    purpose = forms.CharField(
        label=_("What for, kept in the history"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3", "class": "lt-in"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the roles there are."""
        super().__init__(*args, **kwargs)
        choices = sorted(role_labels().items(), key=lambda each: str(each[1]))
        self.fields["role"].choices = choices  # type: ignore[attr-defined]  # a choice field

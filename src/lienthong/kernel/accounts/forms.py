"""What an administrator says of a connected system."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.acts.contracts import Scope

from .contracts import SystemDraft
from .queries import grantable_permissions

REACHES = (
    (Scope.AGENCY.value, _("The agency alone")),
    (Scope.SUBTREE.value, _("The agency and what lies below it")),
    (Scope.PROVINCE.value, _("The whole province")),
)


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
        choices = [(each, each) for each in grantable_permissions()]
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

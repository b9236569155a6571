"""What pages of fees ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.services import day_field

from .extensions import ways
from .rules import LARGEST

REASON = {"required": _("Say why")}


class FilterForm(forms.Form):
    """What narrows the list."""

    q = forms.CharField(label=_("Number, dossier, code or payer"), required=False, max_length=100)
    tu = day_field(_("Raised from"), required=False)
    den = day_field(_("Raised to"), required=False)


class MoneyForm(forms.Form):
    """How the money came."""

    method = forms.ChoiceField(label=_("How the money came"), widget=forms.Select(attrs={"class": "lt-in"}))
    reference = forms.CharField(
        label=_("Number of the transaction"),
        help_text=_("For transfers, as on the statement of the account"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"class": "lt-in lt-in-m", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the ways that are taken at the counter."""
        super().__init__(*args, **kwargs)
        choices = [(way.key, way.label) for way in ways() if way.at_counter]
        self.fields["method"].choices = choices  # type: ignore[attr-defined]  # a choice field


class CancelForm(forms.Form):
    """Why nothing is asked for any more."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, error_messages=REASON)


class ReduceForm(forms.Form):
    """How much less is paid, why, and which paper shows it."""

    amount = forms.IntegerField(label=_("Taken off, in đồng"), min_value=1, max_value=LARGEST - 1)
    ground = forms.CharField(label=_("Ground"), help_text=_("Such as: poor household"), max_length=300)
    proof = forms.CharField(label=_("Proof"), help_text=_("The paper shown, with its number"), max_length=300)


class RefundForm(forms.Form):
    """How much goes back and why."""

    amount = forms.IntegerField(label=_("Given back, in đồng"), min_value=1, max_value=LARGEST - 1)
    reason = forms.CharField(label=_("Reason"), max_length=1000, error_messages=REASON)


class SettleForm(forms.Form):
    """What was done about a message of the gateway."""

    note = forms.CharField(label=_("What was done"), max_length=1000)


class AccountForm(forms.Form):
    """The account of an agency."""

    agency = forms.CharField(label=_("Code of the agency"), max_length=40)
    bank = forms.CharField(label=_("Code of the bank"), help_text=_("Six figures, as NAPAS gives them"), max_length=6)
    number = forms.CharField(label=_("Account"), max_length=19)
    name = forms.CharField(label=_("Held by"), max_length=200)

"""Letting somebody act in one's seat, and taking it back."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.organizations.contracts import Capacity
from lienthong.kernel.ui.services import day_field

CAPACITIES = (
    (Capacity.DELEGATED.value, _("By delegation (TUQ.): in writing, with a last day")),
    (Capacity.DEPUTY.value, _("As deputy (KT.): an officer of the same agency signs for the head")),
)


class DelegateForm(forms.Form):
    """Who acts, in which capacity, for what, and when."""

    username = forms.CharField(
        label=_("User name of the officer who acts"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "lt-in lt-in-m"}),
        error_messages={"required": _("Enter the user name of the officer")},
    )
    capacity = forms.ChoiceField(
        label=_("In which capacity"), choices=CAPACITIES, widget=forms.RadioSelect, initial=Capacity.DELEGATED.value
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles lent"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role")},
    )
    valid_from = day_field(_("From"))
    valid_to = day_field(_("Until"), required=False)
    decision = forms.CharField(
        label=_("Decision of delegation"),
        required=False,
        help_text=_("Number and date; a delegation is given in writing"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    matter = forms.CharField(
        label=_("For what"),
        required=False,
        help_text=_("In words, such as “extracts of civil status”"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: object, roles: Sequence[tuple[str, str]], **kwargs: object) -> None:
        """Offer the roles of the seat."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as Django gave it
        self.fields["roles"].choices = roles  # type: ignore[attr-defined]  # a choice field


class TakeBackForm(forms.Form):
    """Why a delegation is taken back."""

    reason = forms.CharField(
        label=_("Reason, kept in the history"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say why, in at most 500 letters")},
    )

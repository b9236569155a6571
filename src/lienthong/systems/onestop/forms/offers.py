"""What procedure control says of where a procedure is offered."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.organizations.contracts import AgencyInfo
from lienthong.systems.onestop.contracts import OnlineLevel

ONLINE = (
    (OnlineLevel.FULL.value, _("Wholly online")),
    (OnlineLevel.PARTIAL.value, _("Partly online")),
    (OnlineLevel.NONE.value, _("At the counter only")),
)


class OfferForm(forms.Form):
    """Agencies, and how they offer a procedure."""

    agencies = forms.MultipleChoiceField(
        label=_("Agencies"),
        help_text=_("From the first agency on, the others no longer receive this procedure."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        error_messages={"required": _("Choose agencies that receive at the levels of this procedure.")},
    )
    online = forms.ChoiceField(label=_("Online service"), choices=ONLINE)
    reason = forms.CharField(
        label=_("Why it is not wholly online"), max_length=500, required=False, help_text=_("It is published.")
    )
    hours = forms.CharField(
        label=_("Hours of reception"), max_length=200, required=False, help_text=_("Empty: the hours of the agency.")
    )

    def __init__(self, *args: Any, agencies: Iterable[AgencyInfo], **kwargs: Any) -> None:
        """Offer the agencies that may receive it."""
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = [(str(each.id), each.name) for each in agencies]  # type: ignore[attr-defined]  # a field of choices

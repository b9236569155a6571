"""A webhook to be made on screen; the service checks what is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.accounts.queries import system_choices
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.events.queries import list_event_types

from .contracts import WebhookDraft


class WebhookForm(forms.Form):
    """For which system, where to, and what of."""

    system = forms.ChoiceField(label=_("For which connected system"), widget=forms.Select(attrs={"class": "lt-in"}))
    url = forms.CharField(
        label=_("Address of the receiver"),
        max_length=500,
        help_text=_("A full https address that the system gave you"),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        strip=True,
    )
    types = forms.MultipleChoiceField(
        label=_("Which events"),
        required=False,
        help_text=_("None ticked: all that the permissions of the system let it receive"),
        widget=forms.CheckboxSelectMultiple,
    )
    contact = forms.CharField(
        label=_("E-mail of who runs the receiver"),
        required=False,
        max_length=254,
        help_text=_("Told when the receiver fails too long"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, viewer: Actor, **kwargs: Any) -> None:
        """Offer the systems in sight and the events that are offered to any."""
        super().__init__(*args, **kwargs)
        systems = [("", "—"), *((str(key), name) for key, name in system_choices(viewer=viewer))]
        types = [(each.type, each.type.removeprefix("vn.lienthong.")) for each in list_event_types() if each.offered]
        self.fields["system"].choices = systems  # type: ignore[attr-defined]  # a choice field
        self.fields["types"].choices = types  # type: ignore[attr-defined]  # a choice field

    def draft(self) -> WebhookDraft:
        """Return what was typed."""
        given = self.cleaned_data
        return WebhookDraft(url=given["url"], types=tuple(given["types"]), contact=given["contact"])

"""Forms of administration: an agency's details, a new agency, an appointment and its end."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.services import day_field


class AgencyForm(forms.Form):
    """How an agency is called and reached; the service says what is wrong with it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    name = forms.CharField(
        label=_("Name of the agency"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the name of the agency")},
    )
    address = forms.CharField(label=_("Address"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(
        label=_("Telephone"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"})
    )


class AppointForm(forms.Form):
    """Who holds which position from when, with which roles."""

    username = forms.CharField(
        label=_("User name of the officer"),
        help_text=_("Accounts come from personnel"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "lt-in lt-in-m"}),
        error_messages={"required": _("Enter the user name of the officer")},
    )
    position = forms.ChoiceField(label=_("Position"), error_messages={"required": _("Choose a position")})
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role")},
    )
    valid_from = day_field(_("From"))

    def __init__(
        self,
        *args: object,
        positions: Sequence[tuple[str, str]],
        units: Sequence[tuple[str, str]],
        roles: Sequence[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        """Offer what this agency has."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as Django gave it
        self.fields["position"].choices = [("", "—"), *positions]  # type: ignore[attr-defined]  # a choice field
        self.fields["unit"].choices = [("", "—"), *units]  # type: ignore[attr-defined]  # a choice field
        self.fields["roles"].choices = roles  # type: ignore[attr-defined]  # a choice field


class EndForm(forms.Form):
    """Until when a position is held, and by which decision."""

    last_day = day_field(_("Last day"))
    reason = forms.CharField(
        label=_("Decision"),
        help_text=_("Number and date, or the reason"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Name the decision, in at most 500 letters")},
    )


class FoundForm(forms.Form):
    """A new agency or unit below another."""

    name = forms.CharField(
        label=_("Name of the agency"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the name of the agency")},
    )
    short_name = forms.CharField(label=_("Short name"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("Kind of agency"), error_messages={"required": _("Choose a kind")})
    code = forms.CharField(
        label=_("Identity code"),
        help_text=_("As issued, such as H32.17; the old form 000.00.17.H32 is taken too"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "lt-in lt-in-m"}),
        error_messages={"required": _("Enter the identity code")},
    )
    valid_from = day_field(_("From"))
    basis = forms.CharField(
        label=_("Decision"),
        help_text=_("Number and date, or the reason"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Name the resolution or decision")},
    )

    def __init__(self, *args: object, kinds: Sequence[tuple[str, str]], **kwargs: object) -> None:
        """Offer the kinds that can stand below the agency above."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as Django gave it
        self.fields["kind"].choices = [("", "—"), *kinds]  # type: ignore[attr-defined]  # a choice field


class ActingForm(AppointForm):
    """Who fills a vacant seat for the time being."""

    valid_to = day_field(_("Until"), required=False)
    decision = forms.CharField(
        label=_("Decision"),
        help_text=_("Number and date, or the reason"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Name the decision, in at most 500 letters")},
    )

    def __init__(
        self, *args: object, positions: Sequence[tuple[str, str]], roles: Sequence[tuple[str, str]], **kwargs: object
    ) -> None:
        """Offer what this agency has; the head of an agency sits in no unit of it."""
        super().__init__(*args, positions=positions, units=(), roles=roles, **kwargs)
        del self.fields["unit"]

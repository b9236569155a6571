"""What pages of the interface to the Portal ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.services import day_field

from .contracts import ActKind, Generation, Side
from .extensions import ports
from .words import ACT_KINDS, SIDES

MOST_NAMES = 500


class SyncFilterForm(forms.Form):
    """What narrows the list of what is sent."""

    q = forms.CharField(label=_("Code of the dossier or of the procedure"), required=False, max_length=60)


class ActFilterForm(forms.Form):
    """What narrows the list of what came."""

    q = forms.CharField(label=_("Code of the dossier or of the procedure"), required=False, max_length=60)
    loai = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *((kind.value, ACT_KINDS[kind]) for kind in ActKind)]
    )


class DayFilterForm(forms.Form):
    """What narrows the comparison."""

    q = forms.CharField(label=_("Code of the procedure"), required=False, max_length=40)
    tu = day_field(_("From day"), required=False)
    den = day_field(_("To day"), required=False)


class MissingFilterForm(forms.Form):
    """What narrows the list of the missing."""

    q = forms.CharField(label=_("Code of the dossier or of the procedure"), required=False, max_length=60)
    ben = forms.ChoiceField(
        label=_("Missing"), required=False, choices=[("", _("All")), *((side.value, SIDES[side]) for side in Side)]
    )
    tu = day_field(_("From day"), required=False)
    den = day_field(_("To day"), required=False)


class SettleForm(forms.Form):
    """What was done about a kept act."""

    reason = forms.CharField(
        label=_("What was done"),
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "lt-in", "rows": 3}),
        error_messages={"required": _("Say what was done")},
    )


class RouteForm(forms.Form):
    """How a procedure is connected."""

    procedure = forms.CharField(
        label=_("Code of the procedure"),
        help_text=_("Empty: all procedures without a connection of their own"),
        required=False,
        max_length=40,
    )
    generation = forms.ChoiceField(label=_("Interface"), widget=forms.Select(attrs={"class": "lt-in"}))
    field_code = forms.CharField(label=_("National code of the field"), required=False, max_length=40)
    service_code = forms.CharField(label=_("National code of the online service"), required=False, max_length=40)
    names = forms.CharField(
        label=_("Names of the Portal"),
        help_text=_(
            "One a line, where the Portal calls a case, a paper or a question otherwise: name of the Portal = ours"
        ),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"class": "lt-in lt-code", "rows": 6, "spellcheck": "false"}),
    )
    is_on = forms.BooleanField(label=_("Dossiers are told to the Portal"), required=False, initial=True)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the interfaces that there are."""
        super().__init__(*args, **kwargs)
        choices = [(port.generation.value, port.label) for port in ports()]
        self.fields["generation"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean_generation(self) -> Generation:
        """Return the interface chosen."""
        return Generation(self.cleaned_data["generation"])

    def clean_names(self) -> dict[str, str]:
        """Read the lines."""
        found: dict[str, str] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["names"].splitlines())):
            theirs, equals, ours = (part.strip() for part in line.partition("="))
            if not theirs or not equals or not ours:
                raise forms.ValidationError(_text("Write “name of the Portal = ours”: %(line)s") % {"line": line[:80]})
            found[theirs] = ours
        if len(found) > MOST_NAMES:
            raise forms.ValidationError(_text("These are too many names"))
        return found

"""Plans of reorganisation and their lines."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.services import day_field


class PlanForm(forms.Form):
    """What a plan carries out, and from when."""

    title = forms.CharField(
        label=_("Name of the plan"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give the plan a name")},
    )
    basis = forms.CharField(
        label=_("Resolution or decision"),
        help_text=_("Number and date"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Name the resolution or decision")},
    )
    effective_date = day_field(_("Takes effect on"))


class LineForm(forms.Form):
    """One line of a plan."""

    kind = forms.ChoiceField(label=_("What happens"), error_messages={"required": _("Choose what happens")})
    source = forms.CharField(label=_("Code of the former agency"), required=False, max_length=40)
    target = forms.CharField(label=_("Code of the new agency"), required=False, max_length=40)
    target_name = forms.CharField(label=_("New name"), required=False, max_length=300)
    target_kind = forms.ChoiceField(label=_("New kind"), required=False)
    parent = forms.CharField(label=_("Code of the agency above"), required=False, max_length=40)
    is_main = forms.BooleanField(
        label=_("Takes people and open work"),
        help_text=_("Of a split, one new agency does"),
        required=False,
        initial=True,
    )

    def __init__(
        self, *args: object, acts: Sequence[tuple[str, str]], kinds: Sequence[tuple[str, str]], **kwargs: object
    ) -> None:
        """Offer the acts and kinds in words."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as Django gave it
        self.fields["kind"].choices = [("", "—"), *acts]  # type: ignore[attr-defined]  # a choice field
        self.fields["target_kind"].choices = [("", "—"), *kinds]  # type: ignore[attr-defined]  # a choice field

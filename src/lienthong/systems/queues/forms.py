"""What the administration of queues asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lienthong.kernel.ui.services import day_field

from .contracts import ClassDraft, CounterDraft, DeskDraft, OrderRule, PriorityDraft

SELECT = {"class": "lt-in"}
RULES = [
    (OrderRule.SHARE.value, _("Every so-many-th call is for priority")),
    (OrderRule.FIRST.value, _("Priority first, at most so many in a row")),
    (OrderRule.ARRIVAL.value, _("By arrival alone")),
]
ICONS = [
    ("award", _("Medal")),
    ("wheelchair", _("Wheelchair")),
    ("armchair", pgettext_lazy("picture", "Seat")),
    ("heart", _("Heart")),
    ("baby-carriage", _("Pram")),
    ("user", pgettext_lazy("picture", "Person")),
]


def _number(label: Any, *, least: int, most: int, hint: Any = "", required: bool = True) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"class": "lt-in lt-in-s", "inputmode": "numeric"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, help_text=hint, required=required, widget=widget
    )


class DeskForm(forms.Form):
    """How a desk works."""

    name = forms.CharField(label=_("Name of the desk"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    rule = forms.ChoiceField(label=_("Order of calls"), choices=RULES, widget=forms.RadioSelect)
    every = _number(
        _("How many"),
        least=1,
        most=20,
        hint=_("With 2 and the first rule every second call is for priority. Nobody waits for ever under any rule."),
    )
    daily_limit = _number(_("Most tickets a day"), least=1, most=100000, required=False)
    keeps_hours = forms.BooleanField(
        label=_("Tickets in the working hours of the agency only"),
        help_text=_("Switch it off for a desk that also opens on other days"),
        required=False,
    )
    opens_before = _number(_("Minutes before opening from which tickets are given"), least=0, most=240)
    stops_before = _number(_("Minutes before closing from which no tickets are given"), least=0, most=240)
    returns = _number(_("How often who was not there goes back in line"), least=0, most=5)
    tells_ahead = _number(_("Send a message when so many are ahead"), least=0, most=50)
    takes_phones = forms.BooleanField(
        label=_("People may leave a telephone for that message"),
        help_text=_("It is removed when the ticket ends, at the latest that night."),
        required=False,
    )
    prints = forms.BooleanField(label=_("The kiosk prints the slip by itself"), required=False)

    def draft(self) -> DeskDraft:
        """Return what was asked."""
        given: dict[str, Any] = self.cleaned_data
        return DeskDraft(**given | {"rule": OrderRule(given["rule"])})


class FoundForm(DeskForm):
    """Where a new desk is, and how it works."""

    agency = forms.CharField(label=_("Code of the agency"), max_length=40)
    field_order = ("agency",)

    def draft(self) -> DeskDraft:
        """Return what was asked, without the agency."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "agency"}
        return DeskDraft(**given | {"rule": OrderRule(given["rule"])})


class ClassForm(forms.Form):
    """A class of tickets."""

    letter = forms.CharField(label=_("Letter"), help_text=_("Stands before the number, such as A"), max_length=2)
    name = forms.CharField(label=_("What people come for"), max_length=120)
    name_en = forms.CharField(label=_("In English"), max_length=120, required=False)
    fields_of = forms.CharField(
        label=_("Fields of procedures"),
        help_text=_("One a line; the kiosk shows them below the name"),
        required=False,
        widget=forms.Textarea(attrs={"class": "lt-in"}),
        max_length=2000,
    )
    minutes = _number(
        _("Minutes that serving one usually takes"),
        least=1,
        most=480,
        hint=_("For the expected wait, until there is a history to tell it from"),
    )
    daily_limit = _number(_("Most tickets a day"), least=1, most=100000, required=False)
    order = _number(_("Place on the kiosk"), least=0, most=1000)
    active = forms.BooleanField(label=_("Tickets are given"), required=False)

    def draft(self) -> ClassDraft:
        """Return what was asked."""
        given: dict[str, Any] = dict(self.cleaned_data)
        fields = tuple(line.strip() for line in given.pop("fields_of").splitlines() if line.strip())
        return ClassDraft(prefix=given.pop("letter").upper(), fields=fields, **given)


class CounterForm(forms.Form):
    """A counter and what it serves."""

    number = forms.CharField(label=_("Number of the counter"), max_length=6)
    name = forms.CharField(label=_("What stands over it"), max_length=120, required=False)
    classes = forms.MultipleChoiceField(label=_("Serves"), widget=forms.CheckboxSelectMultiple, required=False)
    active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *args: Any, classes: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the classes of the desk."""
        super().__init__(*args, **kwargs)
        self.fields["classes"].choices = classes  # type: ignore[attr-defined]  # a choice field

    def draft(self) -> CounterDraft:
        """Return what was asked."""
        given: dict[str, Any] = self.cleaned_data
        return CounterDraft(given["number"], given["name"], tuple(given["classes"]), given["active"])


class PriorityForm(forms.Form):
    """A priority group as of a day."""

    code = forms.CharField(label=_("Code"), help_text=_("Small letters, figures and hyphens only"), max_length=40)
    name = forms.CharField(label=_("Name of the group"), max_length=120)
    name_en = forms.CharField(label=_("In English"), max_length=120, required=False)
    rank = _number(_("Order"), least=1, most=1000, hint=_("The smaller is called first"))
    source = forms.CharField(
        label=_("What gives the priority"), help_text=_("Law, decision or rules of the house"), max_length=300
    )
    icon = forms.ChoiceField(label=_("Picture"), choices=ICONS, widget=forms.Select(attrs=SELECT))
    valid_from = day_field(_("From"))
    valid_to = day_field(pgettext_lazy("day", "To"), required=False)

    def draft(self) -> PriorityDraft:
        """Return what was asked."""
        given: dict[str, Any] = self.cleaned_data
        return PriorityDraft(**given)

"""Asking other agencies for their opinion, and giving one."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.systems.onestop.contracts import Asked, Stance

from .acts import SCANS

PLACES = 4
LONGEST_DAYS = 60
Choices = list[tuple[str, Any]]


class ConsultForm(forms.Form):
    """Who is asked what, in how many working days each, and what they are shown."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    question = forms.CharField(
        label=_("What you ask"),
        help_text=_("One question in words that can be answered by agreeing or not."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you ask"), "max_length": _("This is longer than 5,000 characters")},
    )
    papers = forms.MultipleChoiceField(
        label=_("Papers shown"),
        required=False,
        help_text=_("Who is asked sees these and nothing else of the dossier."),
        widget=forms.CheckboxSelectMultiple,
    )
    shows_answers = forms.BooleanField(label=_("Show the declaration, with the applicant's data"), required=False)

    def __init__(
        self, data: Any = None, *, places: Choices, papers: Iterable[tuple[str, str]], days: int, version: int
    ) -> None:
        """Offer the agencies that may be asked and the papers that may be shown; `days` is the usual time."""
        super().__init__(data, initial={"version": version})
        offered = list(papers)
        self.fields["papers"].choices = offered  # type: ignore[attr-defined]  # a choice field
        if not offered:
            del self.fields["papers"]
        for at in range(1, PLACES + 1):
            self.fields[f"place_{at}"] = forms.ChoiceField(
                label=_("Agency %(number)d") % {"number": at},
                choices=[("", "—"), *places],
                required=False,
                error_messages={"invalid_choice": _("This agency does not exist any more")},
            )
            self.fields[f"days_{at}"] = forms.IntegerField(
                label=_("Working days"),
                initial=days,
                required=False,
                min_value=1,
                max_value=LONGEST_DAYS,
                widget=forms.NumberInput(attrs={"class": "lt-in lt-in-xs", "inputmode": "numeric"}),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a question to nobody."""
        given: dict[str, Any] = super().clean() or {}
        tried = any(self.data.get(f"place_{at}") for at in range(1, PLACES + 1))
        if not tried:
            self.add_error("place_1", _("Choose who is asked"))
        return given

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Return who is asked; only after `is_valid()`."""
        given = self.cleaned_data
        rows = ((given.get(f"place_{at}"), given.get(f"days_{at}")) for at in range(1, PLACES + 1))
        return tuple(Asked(int(place), f"{days}wd" if days else "") for place, days in rows if place)

    def lines(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Yield the fields of each agency: who, and in how many days."""
        for at in range(1, PLACES + 1):
            yield self[f"place_{at}"], self[f"days_{at}"]

    def place_of(self, path: str) -> str | None:
        """Return the field that an error of the service concerns, None when it concerns none."""
        field = {"asked": "place_1"}.get(path, path)
        return field if field in self.fields else None


class OpinionForm(forms.Form):
    """An opinion that was asked for."""

    stance = forms.ChoiceField(
        label=_("Your agency"),
        choices=[
            (Stance.AGREE.value, _("it agrees")),
            (Stance.DISAGREE.value, _("it does not agree")),
            (Stance.OTHER.value, _("it has another opinion")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether your agency agrees")},
    )
    text = forms.CharField(
        label=_("Opinion"),
        required=False,
        help_text=_("Leave it empty if your agency simply agrees."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _("This is longer than 5,000 characters")},
    )
    file = forms.FileField(
        label=_("Signed letter or annex"),
        required=False,
        help_text=_("PDF, JPG or PNG"),
        widget=forms.FileInput(attrs={"accept": SCANS}),
        error_messages={"empty": _("The file is empty. Choose it again.")},
    )


class TakeBackForm(forms.Form):
    """Why a question is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why")},
    )

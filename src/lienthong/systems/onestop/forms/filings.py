"""What answers a filing over the network."""

from django import forms
from django.utils.translation import gettext_lazy

from lienthong.systems.onestop.contracts import SupplementItem


class AnswerForm(forms.Form):
    """Why a filing is not accepted as it is, and what is missing."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    items = forms.CharField(
        label=gettext_lazy("What is missing"),
        help_text=gettext_lazy("One thing a line, such as: Certified copy of the degree."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def asked(self) -> tuple[SupplementItem, ...]:
        """Return the lines as things to complete; empty ones are left out."""
        lines = (line.strip(" -•\t")[:500] for line in self.cleaned_data["items"].splitlines())
        return tuple(SupplementItem(paper="", content=line) for line in lines if line)

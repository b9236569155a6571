"""What administrators write of words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_LIST = {"rows": "12", "spellcheck": "false"}


class WordListForm(forms.Form):
    """Synonyms and stop words; the service reads them."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    synonyms = forms.CharField(
        label=_("Words that mean the same"),
        help_text=_("One group a line, parted by =, as: cccd = căn cước công dân = thẻ căn cước"),
        required=False,
        strip=False,
        max_length=20_000,
        widget=forms.Textarea(attrs=_LIST),
    )
    stop_words = forms.CharField(
        label=_("Words that are left out"),
        help_text=_("Parted by blanks or lines; they count when nothing else was typed"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={**_LIST, "rows": "5"}),
    )
    note = forms.CharField(
        label=_("What was changed"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def inputs(self) -> dict[str, Any]:
        """Return what the service is asked."""
        given = self.cleaned_data
        return {
            "synonyms": given["synonyms"], "stop_words": given["stop_words"], "note": given["note"],
            "expected_version": given["version"],
        }  # fmt: skip

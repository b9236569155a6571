"""What designers of processes send."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.services import day_field

MAX_FILE = 2 * 1024 * 1024


def _plain_text() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})


def _text_of(upload: UploadedFile) -> str:  # type: ignore[type-arg]  # Django's class takes its argument in stubs alone
    """Return the text of a file.

    :raises forms.ValidationError: it is too large or no text
    """
    if (upload.size or 0) > MAX_FILE:
        raise forms.ValidationError(_("The file is larger than 2 MB"))
    try:
        text: str = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise forms.ValidationError(_("The file is not text in UTF-8.")) from error
    return text


class ImportForm(forms.Form):
    """A file of another tool: a process with its key, or a decision table."""

    source = forms.FileField(label=_("File"), help_text=_("BPMN 2.0 of any tool, or a DMN decision table; up to 2 MB."))
    key = forms.CharField(
        label=_("Code"),
        max_length=80,
        required=False,
        help_text=_("Only for a process; a new version of the one with this code."),
    )
    title = forms.CharField(label=_("Name"), max_length=300, required=False)
    total_limit = forms.CharField(
        label=_("Legal time limit"), max_length=12, required=False, help_text=_("Like 6wd, 4wh, 10d or same_day.")
    )

    def clean_source(self) -> str:
        """Return the text of the file."""
        return _text_of(self.cleaned_data["source"])


class DraftForm(forms.Form):
    """A draft as the designer page sends it."""

    title = forms.CharField(label=_("Name"), max_length=300)
    total_limit = forms.CharField(
        label=_("Legal time limit"), max_length=12, help_text=_("Like 6wd, 4wh, 10d or same_day.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    xml = forms.CharField(
        label=_("The model as BPMN"),
        max_length=MAX_FILE,
        widget=_plain_text(),
    )


class PublishForm(forms.Form):
    """By which decision a draft becomes a version, and from which day."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.CharField(
        label=_("Decision that approves it"),
        max_length=200,
        required=False,
        help_text=_("Number and date, as people will look for it; may be empty."),
    )
    valid_from = day_field(_("In force from"), required=False, hint=_("dd/mm/yyyy; empty means today"))


class ScenarioForm(forms.Form):
    """A story: its moves line by line, and where the case stands then."""

    name = forms.CharField(label=_("Name of the story"), max_length=200)
    moves = forms.CharField(
        label=_("What happens"),
        max_length=20_000,
        required=False,
        widget=_plain_text(),
        help_text=_("One line each: step:outcome for a step that ends, event! for an event that happens."),
    )
    expected = forms.CharField(
        label=_("Where it stands then"),
        max_length=1_000,
        required=False,
        help_text=_("Steps, with commas between them; empty when the case has ended."),
    )
    given = forms.CharField(
        label=_("Data of the case"), max_length=20_000, required=False, help_text=_('Like {"fee": 200}; may be empty.')
    )

    def clean_moves(self) -> list[str]:
        """Return the lines."""
        return [line.strip() for line in str(self.cleaned_data["moves"]).splitlines() if line.strip()]

    def clean_expected(self) -> list[str]:
        """Return the steps."""
        return [part.strip() for part in str(self.cleaned_data["expected"]).split(",") if part.strip()]

    def clean_given(self) -> dict[str, Any]:
        """Return the values.

        :raises forms.ValidationError: it is no JSON object
        """
        text = str(self.cleaned_data["given"]).strip()
        try:
            found = json.loads(text) if text else {}
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(_("This is no JSON object.")) from error
        if not isinstance(found, dict):
            raise forms.ValidationError(_("This is no JSON object."))
        return found


class MoveForm(forms.Form):
    """To which version running cases move, and which steps have another key there."""

    version = forms.IntegerField(label=_("To version"), min_value=1, max_value=1_000_000)
    renamed = forms.CharField(
        label=_("Renamed steps"),
        max_length=2_000,
        required=False,
        help_text=_("Like old=new, with commas between them; may be empty."),
    )

    def clean_renamed(self) -> dict[str, str]:
        """Return the new key by the old one.

        :raises forms.ValidationError: a part is not of that form
        """
        found = {}
        for part in str(self.cleaned_data["renamed"]).split(","):
            old, sign, new = (piece.strip() for piece in part.partition("="))
            if part.strip() and not (old and sign and new):
                raise forms.ValidationError(
                    _("“%(text)s” is not of the form old=new."), params={"text": part.strip()[:80]}
                )
            if part.strip():
                found[old] = new
        return found

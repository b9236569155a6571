"""What officers send: files to read in, days of validity, reasons."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from .services.start_import import MAX_UPLOAD_BYTES


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files in one field."""

    widget = _ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        """Return the files, at least one, each a JSON or ZIP file by name and all within the limit."""
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise forms.ValidationError(_("Choose at least one JSON or ZIP file."))
        files: list[UploadedFile[Any]] = [super(_FilesField, self).clean(each, initial) for each in given]
        for each in files:
            if not str(each.name).lower().endswith((".json", ".zip")):
                raise forms.ValidationError(_("“%(name)s” is neither JSON nor ZIP."), params={"name": each.name})
        if sum(each.size or 0 for each in files) > MAX_UPLOAD_BYTES:
            raise forms.ValidationError(
                _("The files are larger than %(limit)s MB together. Send them in parts."),
                params={"limit": MAX_UPLOAD_BYTES // 1024**2},
            )
        return files


class UploadForm(forms.Form):
    """Files of procedures to read in."""

    sources = _FilesField(
        label=_("Files of procedures"),
        help_text=_("JSON of the national database, several at once, or one ZIP; at most 64 MB together."),
        widget=_ManyFiles(attrs={"accept": ".json,.zip"}),
    )


class PublishForm(forms.Form):
    """From which day a version is public."""

    valid_from = forms.DateField(
        label=_("Public from"),
        required=False,
        input_formats=["%d/%m/%Y", "%d%m%Y", "%Y-%m-%d"],
        help_text=_("dd/mm/yyyy; empty means today"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class WithdrawForm(forms.Form):
    """Why a version is taken off."""

    reason = forms.CharField(
        label=_("Reason, kept in the history"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

"""Keeping the files that came with a form, before the form is judged, so that no error elsewhere loses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, DomainError

from ..compiled import CompiledForm
from ..contracts import FieldKind, KeptFile
from ..extensions import find_store


@dataclass(frozen=True)
class Taken:
    """The files that a form has now, by field, and what was wrong with an upload, by field."""

    kept: dict[str, KeptFile]
    errors: dict[str, str]


def take_files(
    *,
    form: CompiledForm,
    uploads: Mapping[str, UploadedFile[bytes]],
    known: Mapping[str, KeptFile],
    actor: Actor,
    now: datetime,
) -> Taken:
    """Store the uploads of the attachment fields of a form and join them with the files known from before.

    :param uploads: by name of the field
    :param known: files kept earlier, as the signed tokens of the page say
    """
    store = find_store()
    kept, errors = dict(known), {}
    for field in form.description.fields:
        upload = uploads.get(field.name)
        if field.kind is not FieldKind.ATTACHMENT or upload is None:
            continue
        if store is None:
            errors[field.name] = _("Files cannot be attached here.")
            continue
        try:
            kept[field.name] = store.keep(upload, actor=actor, now=now)
        except DomainError as refusal:
            errors[field.name] = refusal.message
    return Taken(kept, errors)

"""What a supplement may change in a dossier: the answers and papers the officer marked, nothing else."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import FieldError, Invalid
from lienthong.kernel.forms import queries as forms
from lienthong.systems.onestop.models import Dossier, Supplement


def marked_fields(supplement: Supplement) -> frozenset[str]:
    """Return the names of the questions marked in a request."""
    return frozenset(item["field"] for item in supplement.items if item.get("field"))


def corrected(
    dossier: Dossier, supplement: Supplement, sent: Mapping[str, Any]
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Return the answers as a supplement leaves them, and what changed, as it is kept.

    :param sent: answers to the marked questions; others may be sent again as they were
    :raises Invalid: an answer that was not marked is changed, or the whole is not valid
    """
    marked = marked_fields(supplement)
    form = forms.get_form(key=dossier.form_key, version=dossier.form_version)
    answers, changes = forms.correct(form=form, before=dossier.answers, sent=sent, marked=marked)
    return answers, [asdict(change) for change in changes]


def require_marked(supplement: Supplement, files: Mapping[int, int]) -> None:
    """Refuse files for what was not asked for.

    :param files: stored files by the place of the item in the request, from 1
    :raises Invalid: names each place that takes no file
    """
    takes = {at for at, item in enumerate(supplement.items, start=1) if not item.get("field")}
    if foreign := sorted(set(files) - takes):
        message = _("This was not asked to be corrected")
        raise Invalid(message, errors=tuple(FieldError(f"files.{at}", message) for at in foreign))

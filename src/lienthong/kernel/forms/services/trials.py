"""Trying a form to the end: file it, mark what is to be corrected, correct it. No dossier comes of it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, Invalid, NotFound, NotPermitted

from ..compiled import CompiledForm
from ..contracts import AnswerChange, KeptFile
from ..models import TrialFiling
from ..policy import DESIGN
from ..queries.correction import compare_answers, correct

LONGEST_NOTE = 500


def file_trial(
    *, form: CompiledForm, answers: Mapping[str, Any], files: Mapping[str, KeptFile], actor: Actor, now: datetime
) -> UUID:
    """Keep answers to a form as a trial filing and return its uuid.

    :raises NotPermitted: the actor designs no forms
    :raises Invalid: the answers are not valid; `errors` names each field
    """
    if not actor.may(DESIGN) or actor.user_id is None:
        raise NotPermitted(_("You may not design forms."))
    clean = form.clean(answers)
    row = TrialFiling.objects.create(
        user_id=actor.user_id, key=form.key, title=form.title, schema=form.schema, ui=form.ui, answers=clean,
        files={kept.id: asdict(kept) for kept in files.values()}, created_at=now,
    )  # fmt: skip
    return row.uuid


def mark_trial(*, uuid: UUID, marks: Mapping[str, str], expected_version: int, actor: Actor) -> None:
    """Mark answers to be corrected, each with what is wrong.

    :param marks: what is wrong, by name of the question
    :raises NotFound: there is no such trial filing of the actor
    :raises Invalid: nothing is marked
    :raises Conflict: it was changed in the meantime
    """
    with transaction.atomic():
        row = _lock(uuid, actor, expected_version)
        form = compiled_of(row)
        kept = {name: text.strip()[:LONGEST_NOTE] for name, text in marks.items() if name in form.description.by_name}
        if not kept:
            raise Invalid(_("Mark at least one answer."))
        row.marks, row.version = kept, row.version + 1
        row.save()


def correct_trial(
    *,
    uuid: UUID,
    sent: Mapping[str, Any],
    files: Mapping[str, KeptFile],
    expected_version: int,
    actor: Actor,
) -> tuple[AnswerChange, ...]:
    """Correct what is marked and return what changed; the marks are then done with.

    :raises NotFound: there is no such trial filing of the actor
    :raises Invalid: something that is not marked is changed, or an answer is wrong
    :raises Conflict: it was changed in the meantime
    """
    with transaction.atomic():
        row = _lock(uuid, actor, expected_version)
        form = compiled_of(row)
        answers, _changes = correct(form=form, before=row.answers, sent=sent, marked=row.marks)
        row.files |= {kept.id: asdict(kept) for kept in files.values()}
        named = {name: KeptFile(**kept) for name, kept in row.files.items()}
        changes = compare_answers(form=form, before=row.answers, after=answers, files=named)
        row.answers, row.marks, row.changes = answers, {}, [asdict(change) for change in changes]
        row.version += 1
        row.save()
    return changes


def compiled_of(row: TrialFiling) -> CompiledForm:
    """Return the form as it was when the trial was filed."""
    return CompiledForm(key=row.key, version=0, title=row.title, schema=row.schema, ui=row.ui)


def _lock(uuid: UUID, actor: Actor, expected_version: int) -> TrialFiling:
    mine = TrialFiling.objects.filter(user_id=actor.user_id) if actor.user_id else TrialFiling.objects.none()
    row = mine.select_for_update().filter(uuid=uuid).first()
    if row is None:
        raise NotFound(_("There is no such trial filing."))
    if row.version != expected_version:
        raise Conflict(_("This was changed in another window or on another device."))
    return row

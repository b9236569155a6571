"""Looking for the dossier that the same form made a moment ago."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Value

from lienthong.kernel.files import queries as files
from lienthong.systems.onestop.contracts import DossierDraft
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.rules import TWIN_WINDOW, is_twin


def find_recent(*, draft: DossierDraft, reception_id: int, now: datetime) -> Dossier | None:
    """Return the newest dossier of the last two hours of the same applicant and case, whatever it says.

    One statement; for the service that accepts.
    """
    return _recent(draft, reception_id, now).first()


def find_twin(*, draft: DossierDraft, answers: Mapping[str, Any], reception_id: int, now: datetime) -> Dossier | None:
    """Return the newest dossier of the last two hours that looks like the draft, for the service that accepts it.

    One statement where the applicant has no such dossier, which is nearly always.
    """
    first_files = Q(papers__supplement_no__isnull=True, papers__file__isnull=False)
    found = _recent(draft, reception_id, now).annotate(
        kept=ArrayAgg("papers__file__sha256", filter=first_files, default=Value([])),
        same_answers=ExpressionWrapper(Q(answers=answers), output_field=BooleanField()),
    )
    # Digests only: who files for others all day has many dossiers here, and their rows are wide.
    digests = list(found.values_list("pk", "kept", "same_answers"))
    if not digests:
        return None
    ids = {paper.file_id for paper in draft.papers if paper.present and paper.file_id}
    sent = {files.get_file(file_id=file_id).sha256 for file_id in ids}
    twin = next((pk for pk, kept, same in digests if is_twin(sent, set(kept), same_answers=same)), None)
    return None if twin is None else Dossier.objects.get(pk=twin)


def _recent(draft: DossierDraft, reception_id: int, now: datetime) -> "QuerySet[Dossier]":
    rows = Dossier.objects.filter(
        owner_id=draft.owner_id,
        procedure_code=draft.package,
        case_code=draft.case,
        reception_id=reception_id,
        accepted_at__gt=now - TWIN_WINDOW,
    )
    return rows.order_by("-id")

"""Looking for the dossier that the same form made a moment ago."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

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
    found = list(_recent(draft, reception_id, now).prefetch_related("papers__file"))
    if not found:
        return None
    ids = {paper.file_id for paper in draft.papers if paper.present and paper.file_id}
    sent = {files.get_file(file_id=file_id).sha256 for file_id in ids}
    for dossier in found:
        kept = {paper.file.sha256 for paper in dossier.papers.all() if paper.file and paper.supplement_no is None}
        if is_twin(sent, kept, same_answers=dossier.answers == answers):
            return dossier
    return None


def _recent(draft: DossierDraft, reception_id: int, now: datetime) -> "QuerySet[Dossier]":
    rows = Dossier.objects.filter(
        owner_id=draft.owner_id,
        procedure_code=draft.package,
        case_code=draft.case,
        reception_id=reception_id,
        accepted_at__gt=now - TWIN_WINDOW,
    )
    return rows.order_by("-id")

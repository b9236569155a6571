"""Questions to other agencies, as who asks and who is asked see them (R-21)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound, Offered
from lienthong.kernel.acts.extensions import Prepared
from lienthong.kernel.acts.services import offered
from lienthong.kernel.audit.services import note_reads
from lienthong.kernel.calendars import queries as calendars
from lienthong.systems.onestop.contracts import ConsultationState
from lienthong.systems.onestop.models import Consultation, DossierPaper
from lienthong.systems.onestop.policy import CONSULTATIONS, DOSSIERS

from .looks import CONSULTED
from .rows import ConsultationRow

_READ = Consultation.objects.select_related("asking", "asked", "unit", "file")
_OF_DOSSIER = Prepared(
    lambda dossier: (
        _READ.filter(dossier_id=dossier)
        .prefetch_related(Prefetch("shown", queryset=DossierPaper.objects.only("name")))
        .order_by("no")
    )
)


@dataclass(frozen=True)
class ShownPaper:
    """A paper of the dossier that was shown with the question."""

    name: str
    file_uuid: UUID
    file_name: str


@dataclass(frozen=True)
class ConsultationDetail:
    """One question, whole, with what was shown; `answers` are there only where the declaration was shown.

    `of_dossier`: the viewer may open the dossier itself. `remaining` is working time until the answer is due.
    """

    row: ConsultationRow
    dossier: str
    procedure: str
    form_key: str
    form_version: int
    answers: Mapping[str, Any]
    papers: tuple[ShownPaper, ...]
    remaining: int
    day_minutes: int
    version: int
    of_dossier: bool
    acts: tuple[Offered, ...]

    def offers(self, act: str) -> bool:
        """Tell whether an act is open to the viewer."""
        return any(each.name == act for each in self.acts)


def consultations_of(*, dossier_id: int) -> tuple[ConsultationRow, ...]:
    """Return the questions asked about a dossier in their order, for who may see the dossier.

    One statement, two when something was asked.
    """
    return tuple(map(_row, _OF_DOSSIER(dossier=dossier_id)))


def get_consultation(*, number: str, viewer: Actor, now: datetime) -> ConsultationDetail:
    """Return one question with what was shown. Two statements.

    :raises NotFound: it does not exist, or the viewer neither asks nor is asked; of what was withdrawn, who was asked
        sees nothing any more
    """
    rows = _READ.select_related("dossier__reception", "dossier__competent", "dossier__owner")
    rows = rows.prefetch_related(Prefetch("shown", queryset=DossierPaper.objects.select_related("file").order_by("id")))
    found = CONSULTATIONS.visible(rows, viewer).filter(number=number.replace("\0", "")).first()
    of_dossier = found is not None and DOSSIERS.allows(viewer, DOSSIERS.see, found.dossier)
    if found is None or (found.state == ConsultationState.WITHDRAWN and not of_dossier):
        raise NotFound(_("There is no such question, or you may not see it."))
    dossier = found.dossier
    if found.shows_answers or found.shown.all():
        people = (dossier.owner_id, dossier.submitter_id)
        note_reads(people=people, record=dossier.number, purpose=CONSULTED, viewer=viewer)
    calendar_id = found.asked.calendar_id or dossier.calendar_id
    until = found.closed_at or now
    remaining = calendars.working_minutes_between(calendar_id=calendar_id, start=until, end=found.due_at)
    return ConsultationDetail(
        row=_row(found),
        dossier=dossier.number,
        procedure=dossier.title,
        form_key=dossier.form_key,
        form_version=dossier.form_version,
        answers=dossier.answers if found.shows_answers else {},
        papers=tuple(
            ShownPaper(paper.name, paper.file.uuid, paper.file.name) for paper in found.shown.all() if paper.file
        ),
        remaining=remaining or (-1 if until > found.due_at else 0),
        day_minutes=calendars.standard_day_minutes(calendar_id=calendar_id),
        version=found.version,
        of_dossier=of_dossier,
        acts=offered(found, viewer),
    )


def _row(found: Consultation) -> ConsultationRow:
    return ConsultationRow(
        no=found.no,
        number=found.number,
        state=ConsultationState(found.state),
        asking=found.asking.name,
        place=found.unit.name if found.unit else found.asked.name,
        question=found.question,
        asked_at=found.asked_at,
        asked_by=found.asked_by_name,
        due_at=found.due_at,
        reminded_at=found.reminded_at,
        silence_agrees=found.silence_agrees,
        pauses=found.pauses,
        stance=found.stance,
        answer=found.answer,
        file_uuid=found.file.uuid if found.file else None,
        file_name=found.file.name if found.file else "",
        answered_by=found.answered_by_name,
        position=found.answered_by_position,
        withdrawal=found.withdrawal,
        closed_at=found.closed_at,
        shown=tuple(paper.name for paper in found.shown.all()),
        shows_answers=found.shows_answers,
    )

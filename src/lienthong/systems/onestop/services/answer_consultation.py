"""Giving an opinion that was asked for (R-21)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.audit import services as audit
from lienthong.kernel.files import queries as files
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, ConsultationState, Stance
from lienthong.systems.onestop.events import ConsultationAnswered
from lienthong.systems.onestop.models import Consultation, Dossier
from lienthong.systems.onestop.policy import CONSULTATIONS

from .complete_step import WORK
from .consultation_clock import go_on
from .errands import opinion_given

ANSWER = "onestop.consultation.answer"
LONGEST = 5000


def _is_asked(subject: Consultation, actor: Actor) -> bool:
    return actor.agency_id == subject.asked_id and subject.unit_id in {None, actor.unit_id}


@act(
    ANSWER,
    subject=Consultation,
    policy=CONSULTATIONS,
    permission=WORK,
    label=gettext_lazy("Give the opinion"),
    states={ConsultationState.WAITING},
    related=("dossier",),
    extra_right=_is_asked,
)
def answer_consultation(
    subject: Consultation,
    *,
    stance: Stance,
    text: str = "",
    file_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> ConsultationAnswered:
    """Say whether one agrees, in words and with a file; late it still counts, unless silence was taken for agreement.

    :raises Invalid: not agreeing, or something else, without a word
    :raises NotFound: a file that the officer neither sent nor may open
    """
    text = text.strip()
    if len(text) > LONGEST or (stance is not Stance.AGREE and not text):
        message = _("Say what you think") if not text else _("This is longer than 5,000 characters")
        raise Invalid(message, errors=(FieldError("text", message),))
    files.require_usable(file_ids=[file_id] if file_id is not None else [], actor=actor)
    subject.state, subject.stance, subject.answer, subject.file_id = ConsultationState.ANSWERED, stance, text, file_id
    subject.answered_by_name, subject.answered_by_position, subject.closed_at = actor.name, actor.position, now
    opinion_given(subject, actor=actor, now=now)
    if subject.pauses:
        _let_go_on(subject, actor, now)
    number = subject.dossier.number
    audit.record(
        subject_type=SUBJECT_TYPE, subject_key=number, act=ANSWER, actor=actor, now=now,
        data={"consultation": subject.number, "stance": stance.value},
    )  # fmt: skip
    return ConsultationAnswered(
        consultation=subject.number,
        number=number,
        asked_id=subject.asked_id,
        stance=stance.value,
        late=now > subject.due_at,
        asked_by_id=subject.asked_by_id,
        asked_by=subject.asked_by_name,
        at=now,
    )


def _let_go_on(subject: Consultation, actor: Actor, now: datetime) -> None:
    """Let the clock of the dossier run again when this was the last one waited for."""
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=subject.dossier_id)
    go_on(dossier, closed=(subject.pk,), actor=actor, now=now)
    dossier.version += 1
    dossier.save(update_fields=["clock", "paused_at", "due_at", "holder_name", "step_name", "version"])

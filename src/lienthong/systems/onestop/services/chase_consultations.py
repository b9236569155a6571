"""Opinions that do not come: reminding, taking the question back, and what silence means (R-21)."""

from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from lienthong.kernel.acts.contracts import Actor, Conflict, DomainError, NotFound, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.events import services as events
from lienthong.systems.onestop.contracts import ConsultationState
from lienthong.systems.onestop.events import ConsultationLate, ConsultationReminded, ConsultationWithdrawn
from lienthong.systems.onestop.models import Consultation, Dossier
from lienthong.systems.onestop.policy import DOSSIERS, decides

from .close_consultations import shut, withdrawn
from .complete_step import WORK
from .consultation_clock import go_on

log = structlog.get_logger("lienthong.onestop")
PROGRAM = Actor.system("onestop")
# So many a call; the next one goes on.
MOST = 500


@act(
    "onestop.dossier.remind_consultation",
    subject=Dossier,
    policy=DOSSIERS,
    permission=WORK,
    label=gettext_lazy("Remind of the opinion"),
    extra_right=decides,
)
def remind_consultation(
    subject: Dossier,
    *,
    no: int,
    actor: Actor,  # noqa: ARG001  an act's shape
    now: datetime,
) -> tuple[ConsultationReminded | Remember, ...]:
    """Remind an agency of the opinion it owes.

    :raises NotFound: nothing was asked under this number
    :raises Conflict: it has answered, or is not asked any more
    """
    asked = _waiting(subject, no)
    asked.reminded_at = now
    asked.save(update_fields=["reminded_at"])
    reminded = ConsultationReminded(
        consultation=asked.number,
        number=subject.number,
        asked_id=asked.asked_id,
        unit_id=asked.unit_id,
        due_at=asked.due_at,
        at=now,
    )
    return reminded, Remember({"consultation": asked.number})


@act(
    "onestop.dossier.withdraw_consultation",
    subject=Dossier,
    policy=DOSSIERS,
    permission=WORK,
    label=gettext_lazy("Take the question back"),
    needs_reason=True,
    extra_right=decides,
)
def withdraw_consultation(
    subject: Dossier, *, no: int, reason: str, actor: Actor, now: datetime
) -> tuple[ConsultationWithdrawn | Remember, ...]:
    """Ask an agency no more; it sees the question no longer as work, nor what it was shown.

    :raises NotFound: nothing was asked under this number
    :raises Conflict: it has answered, or is not asked any more
    """
    asked = _waiting(subject, no)
    _close(subject, [asked], ConsultationState.WITHDRAWN, reason, actor, now)
    return withdrawn(subject, asked, now), Remember({"consultation": asked.number})


@act(
    "onestop.dossier.take_silence",
    subject=Dossier,
    policy=DOSSIERS,
    label=gettext_lazy("Take silence for agreement"),
)
def take_silence(subject: Dossier, *, no: int, note: str, actor: Actor, now: datetime) -> Remember:
    """Count an opinion that did not come in time as agreement, where the procedure says so; the program does it.

    :param note: why, for the history
    :raises Conflict: it came, there is still time, or silence means nothing here
    """
    asked = _waiting(subject, no)
    if not asked.silence_agrees or asked.due_at > now:
        raise Conflict(_("Silence is not taken for agreement here, or there is still time."))
    _close(subject, [asked], ConsultationState.SILENT, "", actor, now)
    return Remember({"consultation": asked.number, "note": note})


def tell_of_late_consultations(*, now: datetime) -> int:
    """Announce the opinions that did not come in time, each once, and take silence for agreement where it is.

    One that fails holds back no other; returns how many are late.
    """
    with transaction.atomic():
        rows = Consultation.objects.select_for_update(of=("self",), skip_locked=True)
        late = rows.filter(state=ConsultationState.WAITING, told_at__isnull=True, due_at__lte=now)
        found = list(late.select_related("dossier").order_by("due_at", "pk")[:MOST])
        for each in found:
            events.publish(event=_late(each), subject=each.dossier.number, now=now, actor_name=PROGRAM.name)
        Consultation.objects.filter(pk__in=[each.pk for each in found]).update(told_at=now)
    for each in found:
        if each.silence_agrees:
            _take_silence(each, now)
    return len(found)


def _take_silence(asked: Consultation, now: datetime) -> None:
    try:
        with override(settings.LANGUAGE_CODE):
            note = _("No answer in time.")
            take_silence(number=asked.dossier.number, no=asked.no, note=note, actor=PROGRAM, now=now)
    except DomainError as refusal:
        log.warning("onestop.silence_not_taken", consultation=asked.number, said=refusal.message)


def _waiting(subject: Dossier, no: int) -> Consultation:
    asked = subject.consultations.select_for_update().filter(no=no).first()
    if asked is None:
        raise NotFound(_("Nothing was asked under this number."))
    if asked.state != ConsultationState.WAITING:
        raise Conflict(_("This question is answered or asked no more."))
    return asked


def _close(
    subject: Dossier, asked: list[Consultation], state: ConsultationState, reason: str, actor: Actor, now: datetime
) -> None:
    shut(asked, state, reason, actor, now)
    if any(each.pauses for each in asked):
        go_on(subject, closed=[each.pk for each in asked], actor=actor, now=now)


def _late(each: Consultation) -> ConsultationLate:
    return ConsultationLate(
        consultation=each.number,
        number=each.dossier.number,
        asked_id=each.asked_id,
        reception_id=each.dossier.reception_id,
        asked_by_id=each.asked_by_id,
        asked_by=each.asked_by_name,
        due_at=each.due_at,
        counts_as_agreed=each.silence_agrees,
    )

"""Supplements that do not come: the applicant is reminded, then the dossier ends where its procedure says so (R-43)."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from lienthong.kernel.acts.contracts import Actor, Conflict, DomainError
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.events import services as events
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, State
from lienthong.systems.onestop.events import DossierStopped, SupplementEnding
from lienthong.systems.onestop.models import Dossier, Supplement
from lienthong.systems.onestop.policy import DOSSIERS

from .follow import stop

log = structlog.get_logger("lienthong.onestop")
PROGRAM = Actor.system("onestop")
STOP = "stop"
# So many a call; the next hour goes on.
MOST = 500


def remind_of_supplements(*, now: datetime) -> int:
    """Remind the applicants whose time to answer ends soon, each once a request; return how many.

    How long before is `ONESTOP_REMIND_DAYS`.
    """
    soon = now + timedelta(days=settings.ONESTOP_REMIND_DAYS)
    rows = _open().filter(answer_by__gt=now, answer_by__lte=soon, reminded_at=None, sent_at=None)
    with transaction.atomic():
        found = list(rows.select_for_update(of=("self",), skip_locked=True).select_related("dossier")[:MOST])
        for each in found:
            number = each.dossier.number
            event = SupplementEnding(number=number, no=each.no, answer_by=each.answer_by)
            events.publish(event=event, subject=number, now=now, actor_name=PROGRAM.name)
        Supplement.objects.filter(pk__in=[each.pk for each in found]).update(reminded_at=now)
    return len(found)


def stop_unanswered(*, now: datetime) -> int:
    """End the dossiers whose supplement did not come in time, where the procedure says so; return how many.

    What was sent over the network in time and waits for the counter counts as having come. One that fails holds back
    no other.
    """
    late = _open().filter(answer_by__lt=now, sent_at=None, dossier__package__spec__when_unanswered=STOP)
    stopped = 0
    for number in late.order_by("answer_by", "pk").values_list("dossier__number", flat=True)[:MOST]:
        try:
            with override(settings.LANGUAGE_CODE):
                end_unanswered(number=number, reason=_("The supplement did not come in time"), actor=PROGRAM, now=now)
        except DomainError as refusal:
            log.warning("onestop.not_stopped", number=number, said=refusal.message)
            continue
        stopped += 1
    return stopped


@act(
    "onestop.dossier.end_unanswered",
    subject=Dossier,
    policy=DOSSIERS,
    label=gettext_lazy("End for want of the supplement"),
    states={State.SUPPLEMENT},
    needs_reason=True,
)
def end_unanswered(subject: Dossier, *, reason: str, actor: Actor, now: datetime) -> DossierStopped:
    """End a dossier whose supplement did not come in time; the program does it, no role may (R-43).

    :raises Conflict: there is still time, or something was sent
    """
    asked = subject.supplements.select_for_update().filter(answered_at=None).first()
    if asked is None or asked.sent_at is not None or asked.answer_by >= now:
        raise Conflict(_("The applicant still has time, or has sent something."))
    processes.cancel(subject_type=SUBJECT_TYPE, subject_key=subject.number, reason=reason, actor=actor, now=now)
    stop(subject, actor=actor, now=now)
    return DossierStopped(number=subject.number, ground=reason.strip(), at=now)


def _open() -> QuerySet[Supplement]:
    return Supplement.objects.filter(answered_at=None, dossier__state=State.SUPPLEMENT)

"""Taking in what the applicant was asked for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars.contracts import TimeLimit
from lienthong.kernel.files.queries import require_usable
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, Clock, State
from lienthong.systems.onestop.events import SupplementReceived
from lienthong.systems.onestop.models import Dossier, DossierPaper, Supplement
from lienthong.systems.onestop.policy import DOSSIERS
from lienthong.systems.onestop.queries import package_of

from .accept_dossier import ACCEPT
from .correct_dossier import corrected, marked_fields, require_marked
from .follow import take_holder


@act(
    "onestop.dossier.receive_supplement",
    subject=Dossier,
    policy=DOSSIERS,
    permission=ACCEPT,
    label=gettext_lazy("Receive the supplement"),
    states={State.SUPPLEMENT},
    related=("package",),
)
def receive_supplement(
    subject: Dossier,
    *,
    actor: Actor,
    now: datetime,
    answers: Mapping[str, Any] | None = None,
    files: Mapping[int, int] | None = None,
) -> SupplementReceived:
    """Take in the supplement at the counter; the clock goes on, or starts anew where the package says so.

    Both due dates stay on record, because the Portal asks for them (R-42). What the applicant sent over the network
    is taken as it is where the counter gives nothing else.

    :param answers: answers to the marked questions
    :param files: stored files by the place of the item in the request, from 1
    :raises Invalid: marked answers are missing or wrong, or something is changed that was not marked
    :raises NotFound: a file is given at the counter that its officer neither sent nor may open
    """
    supplement = subject.supplements.select_for_update().get(answered_at__isnull=True)
    _correct(subject, supplement, answers)
    _keep_files(subject, supplement, files, actor, now)
    paused_at = subject.paused_at or supplement.requested_at
    paused = calendars.working_minutes_between(calendar_id=subject.calendar_id, start=paused_at, end=now)
    restart = supplement.restarts
    if restart is None:
        restart = package_of(subject).spec.on_supplement == "restart"
    if restart:
        limit = TimeLimit.parse(subject.limit)
        due_at = calendars.add_limit(calendar_id=subject.calendar_id, start=now, limit=limit)
    else:
        due_at = calendars.add_working_minutes(calendar_id=subject.calendar_id, start=subject.due_at, minutes=paused)
    supplement.answered_at, supplement.received_by_name = now, actor.name
    supplement.paused_minutes, supplement.due_after = paused, due_at
    supplement.save()
    state = processes.resume(
        subject_type=SUBJECT_TYPE,
        subject_key=subject.number,
        subject_due_at=due_at,
        restart=restart,
        actor=actor,
        now=now,
    )
    subject.state, subject.clock, subject.paused_at, subject.due_at = State.PROCESSING, Clock.RUNNING, None, due_at
    take_holder(subject, state)
    return SupplementReceived(number=subject.number, no=supplement.no, due_at=due_at, at=now)


def _correct(subject: Dossier, supplement: Supplement, answers: Mapping[str, Any] | None) -> None:
    marked = marked_fields(supplement)
    given = answers if answers is not None else (supplement.sent or {}).get("answers")
    if not marked and not given:
        return
    if given is None:
        message = _("Enter what was corrected at the counter first.")
        raise Invalid(message, errors=tuple(FieldError(f"answers.{name}", message) for name in sorted(marked)))
    subject.answers, supplement.changes = corrected(subject, supplement, given)


def _keep_files(
    subject: Dossier, supplement: Supplement, files: Mapping[int, int] | None, actor: Actor, now: datetime
) -> None:
    """Add the files that came as papers; what was there before stays beside them."""
    sent = {int(at): file_id for at, file_id in (supplement.sent or {}).get("files", {}).items()}
    given = files if files is not None else sent
    require_marked(supplement, given)
    require_usable(file_ids=set(given.values()) - set(sent.values()), actor=actor)
    DossierPaper.objects.bulk_create(
        DossierPaper(
            dossier=subject,
            code=(item["paper"] or "KHAC")[:40],
            name=(item["content"] or item["paper"])[:1000],
            copies=1,
            file_id=given[at],
            digitised=DossierPaper.Digitised.YES,
            added_at=now,
            added_by_name=actor.name,
            supplement_no=supplement.no,
        )
        for at, item in enumerate(supplement.items, start=1)
        if at in given
    )

"""Asking an applicant for what is missing, by the counter alone; used by the acts of this app."""

from datetime import datetime

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars.contracts import TimeLimit
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, Clock, State
from lienthong.systems.onestop.events import SupplementRequested
from lienthong.systems.onestop.models import Dossier, Supplement, SupplementProposal
from lienthong.systems.onestop.queries import package_of

from .ask_fee import WITH_SUPPLEMENT, ask_fee


def ask_applicant(
    dossier: Dossier, wish: SupplementProposal, *, told_by: str, actor: Actor, now: datetime
) -> SupplementRequested:
    """Ask with form 02 and stop the clock; the stage decides whether it begins anew or goes on (R-20, R-30, R-42).

    :param wish: what is asked for, and by whom; of a counter that asks for itself it is stored nowhere else
    :param told_by: who at the counter tells the applicant, empty where they ask for themselves
    """
    spec, calendar_id = package_of(dossier).spec, dossier.calendar_id
    until = None
    if spec.examine_within:
        limit = TimeLimit.parse(spec.examine_within)
        until = calendars.add_limit(calendar_id=calendar_id, start=dossier.accepted_at, limit=limit)
    stage = rules.stage_of(asked_at=now, examined_until=until)
    answer_by = calendars.add_limit(calendar_id=calendar_id, start=now, limit=TimeLimit.parse(spec.answer_within))
    no = dossier.supplements.count() + 1
    Supplement.objects.create(
        dossier=dossier,
        no=no,
        reason=wish.reason,
        why_again=wish.why_again,
        legal_basis=wish.legal_basis,
        stage=stage,
        restarts=rules.begins_anew(stage, on_supplement=spec.on_supplement),
        items=wish.items,
        requested_at=now,
        requested_by_name=wish.asked_by_name,
        told_by_name=told_by,
        answer_by=answer_by,
        due_before=dossier.due_at,
    )
    processes.pause(subject_type=SUBJECT_TYPE, subject_key=dossier.number, ground="supplement", actor=actor, now=now)
    ask_fee(dossier, collect=WITH_SUPPLEMENT)
    dossier.state, dossier.clock, dossier.paused_at = State.SUPPLEMENT, Clock.PAUSED, now
    return SupplementRequested(number=dossier.number, no=no, answer_by=answer_by, at=now)

"""Letting a dossier pass to the agency where its work goes on; used by the acts of this app."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Q
from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.processes.contracts import ProcessState
from lienthong.systems.onestop.contracts import Passing
from lienthong.systems.onestop.models import Dossier, HandOver
from lienthong.systems.onestop.queries.forwarding import forwarding_rule

from .errands import await_giving, given

PROGRAM = Actor.system("onestop")


def pass_with(dossier: Dossier, state: ProcessState, *, actor: Actor, now: datetime) -> None:
    """Let the dossier go where the steps lie that have just opened, and back to the counter at the end."""
    if state.ended:
        pass_to(dossier, (dossier.reception_id,), actor=actor, now=now)
        return
    opened = [item.agency_id for item in state.open_items if item.opened_at == now]
    pass_to(dossier, tuple(dict.fromkeys(opened)), actor=actor, now=now)


def pass_to(dossier: Dossier, agencies: Sequence[int], *, actor: Actor, now: datetime) -> None:
    """Write the lines by which the dossier passes to the agencies where it is wanted next.

    On paper it is in one place and goes to the first of them, within the time the law gives; what has no paper has
    gone to all of them at once (R-18, R-19, section 10).
    """
    if not agencies or set(agencies) == {actor.agency_id}:
        return
    lines = list(dossier.hand_overs.exclude(state__in=(Passing.VOID, Passing.REFUSED)).order_by("no"))
    gone = [line.to_agency_id for line in lines if line.state != Passing.WAITING]
    place = gone[-1] if gone else dossier.reception_id
    if _is_on_paper(dossier):
        _pass_paper(dossier, lines, place, agencies[0], now)
    else:
        _pass_at_once(dossier, actor.agency_id or place, agencies, actor, now)


def wait_to_be_given(dossier: Dossier, *, giver: int, taker: int, now: datetime) -> HandOver:
    """Write the line of a dossier on paper that waits to be given, with its due moment by the rule of the day."""
    calendar_id = organizations.get_agency(agency_id=giver).calendar_id or dossier.calendar_id
    rule = forwarding_rule(day=timezone.localdate(now))
    due_at = calendars.hand_on_by(calendar_id=calendar_id, start=now, cutoff=rule.cutoff, beginning=rule.beginning)
    line = _line(dossier, dossier.hand_overs.count() + 1, giver, taker, now)
    line.on_paper, line.state, line.due_at, line.basis = True, Passing.WAITING, due_at, rule.basis
    line.save()
    await_giving(line, now=now)
    return line


def wait_again(refused: HandOver, *, now: datetime) -> None:
    """Let a dossier that was not taken wait at its giver, to be given to where it is wanted by now."""
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=refused.dossier_id)
    wanted = refused.to_agency_id
    waiting = dossier.hand_overs.filter(state=Passing.WAITING).first()
    if waiting is not None:
        wanted = waiting.to_agency_id
        _void(waiting, now)
    if wanted != refused.from_agency_id:
        wait_to_be_given(dossier, giver=refused.from_agency_id, taker=wanted, now=now)


def _void(line: HandOver, now: datetime) -> None:
    given(line, actor=PROGRAM, now=now, done=False)
    HandOver.objects.filter(pk=line.pk).update(state=Passing.VOID, version=F("version") + 1)


def _pass_paper(dossier: Dossier, lines: Sequence[HandOver], place: int, target: int, now: datetime) -> None:
    waiting = next((line for line in lines if line.state == Passing.WAITING), None)
    if waiting is not None:
        if waiting.to_agency_id == target:
            return
        # It was wanted elsewhere before anybody carried it there.
        _void(waiting, now)
    if place != target:
        wait_to_be_given(dossier, giver=place, taker=target, now=now)


def _pass_at_once(dossier: Dossier, giver: int, agencies: Sequence[int], actor: Actor, now: datetime) -> None:
    rule = forwarding_rule(day=timezone.localdate(now))
    begun = dossier.hand_overs.count()
    made: list[HandOver] = []
    for taker in agencies:
        if taker == giver:
            continue
        line = _line(dossier, begun + len(made) + 1, giver, taker, now)
        line.on_paper, line.state, line.due_at, line.basis = False, Passing.TAKEN, now, rule.basis
        line.giver_id, line.giver_name, line.given_at, line.taken_at = actor.user_id, actor.name, now, now
        made.append(line)
    HandOver.objects.bulk_create(made)


def _line(dossier: Dossier, no: int, giver: int, taker: int, now: datetime) -> HandOver:
    return HandOver(
        number=f"{dossier.number}.{no}",
        dossier=dossier,
        no=no,
        from_agency_id=giver,
        to_agency_id=taker,
        ready_at=now,
    )


def _is_on_paper(dossier: Dossier) -> bool:
    """Tell whether something of the dossier came on paper and was not scanned."""
    return dossier.papers.filter(Q(originals__gt=0) | Q(copies__gt=0), present=True, file__isnull=True).exists()

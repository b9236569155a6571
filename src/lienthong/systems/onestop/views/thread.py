"""The thread of a dossier in words: what happened, where it is, what follows."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.processes.contracts import StepInfo, StepStatus
from lienthong.kernel.ui import words
from lienthong.kernel.ui.contracts import ClockPhrase, Node
from lienthong.systems.onestop.queries import DossierDetail, ExtensionRow, SupplementRow


def thread_nodes(dossier: DossierDetail, steps: Iterable[StepInfo], *, now: datetime) -> tuple[Node, ...]:
    """Return the nodes of a dossier from its acceptance to the steps ahead."""
    steps = tuple(steps)
    row = dossier.row
    accepted = Node(_("Received"), meta=_line(_moment(row.accepted_at, now), dossier.accepted_by, row.reception))
    past = [(row.accepted_at, accepted)]
    past += [(step.completed_at, _finished(step, now)) for step in steps if step.completed_at is not None]
    for each in dossier.supplements:
        past += _supplement_nodes(each, now)
    if dossier.extension is not None:
        past.append((dossier.extension.decided_at, _extended(dossier.extension, now)))
    past.sort(key=lambda pair: pair[0])
    present = [_present(step, dossier.calendar_id, now) for step in steps if step.status is StepStatus.PRESENT]
    ahead = [
        Node(step.name, state="ahead", meta=words.limit_phrase(step.limit))
        for step in steps
        if step.status is StepStatus.AHEAD
    ]
    return (*(node for _at, node in past), *present, *ahead, *_ending(dossier, now))


def _moment(at: datetime, now: datetime) -> str:
    return words.moment_phrase(at, today=timezone.localdate(now))


def _line(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _finished(step: StepInfo, now: datetime) -> Node:
    at = step.completed_at or now
    late = step.due_at is not None and at > step.due_at
    person = step.person
    if step.on_behalf_of:
        person = _("%(name)s on behalf of %(other)s") % {"name": step.person, "other": step.on_behalf_of}
    return Node(
        title=step.name,
        state="late" if late else "done",
        meta=_line(_moment(at, now), person, step.agency_name),
        text=_line(step.outcome_label, step.note, _("late") if late else ""),
    )


def _present(step: StepInfo, calendar_id: int, now: datetime) -> Node:
    since = _("since %(moment)s") % {"moment": _moment(step.opened_at, now)} if step.opened_at else ""
    holder = step.person or _("waiting to be taken")
    return Node(
        title=step.name,
        state="paused" if step.paused_at else "now",
        meta=_line(holder, step.agency_name, since),
        clock=_clock(step, calendar_id, now),
    )


def _clock(step: StepInfo, calendar_id: int, now: datetime) -> ClockPhrase | None:
    if step.due_at is None:
        return None
    return words.clock_phrase(
        due_at=step.due_at,
        now=now,
        paused_at=step.paused_at,
        remaining=calendars.working_minutes_between(calendar_id=calendar_id, start=now, end=step.due_at),
        day_minutes=calendars.standard_day_minutes(calendar_id=calendar_id),
    )


def _supplement_nodes(each: SupplementRow, now: datetime) -> list[tuple[datetime, Node]]:
    title = _("Supplement asked, request %(no)d") % {"no": each.no}
    asked = Node(
        title, state="paused", meta=_line(_moment(each.requested_at, now), each.requested_by), text=each.reason
    )
    nodes = [(each.requested_at, asked)]
    if each.answered_at is not None:
        due = _("new due time %(moment)s") % {"moment": _moment(each.due_after, now)} if each.due_after else ""
        nodes.append((each.answered_at, Node(_ended_words(each), meta=_line(_moment(each.answered_at, now), due))))
    return nodes


def _ended_words(each: SupplementRow) -> str:
    return _("Request withdrawn, the clock runs") if each.withdrawn_at else _("Supplemented, the clock runs")


def _extended(each: ExtensionRow, now: datetime) -> Node:
    moved = _("new due time %(moment)s, before %(old)s") % {
        "moment": _moment(each.due_after, now),
        "old": _moment(each.due_before, now),
    }
    late = "" if each.in_time else _("told later than a day before the appointment")
    return Node(
        _("Apology sent, new appointment"),
        state="done" if each.in_time else "late",
        meta=_line(_moment(each.decided_at, now), each.decided_by),
        text=_line(moved, each.reason, late),
    )


def _ending(dossier: DossierDetail, now: datetime) -> tuple[Node, ...]:
    if dossier.returned_at is None:
        return ()
    return (Node(_("Result handed over"), meta=_line(_moment(dossier.returned_at, now), dossier.receiver)),)

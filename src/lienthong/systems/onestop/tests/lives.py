"""Lives of dossiers for tests of reports: drawn at random, recounted from their history, written down as rows."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st

from lienthong.systems.onestop.contracts import Channel, Clock, ResultState, State
from lienthong.systems.onestop.models import Dossier, Extension, Supplement

# Midnight in Vietnam before 1 September 2026; every hour of a life is counted from here.
BASE = datetime(2026, 8, 31, 17, 0, tzinfo=UTC)
STEP = timedelta(hours=6)
PROCEDURE = "9.999999"
ENDINGS = {"done": State.DONE, "refuse": State.STOPPED, "stop": State.STOPPED}
_numbers = count(1)


@dataclass(frozen=True)
class Stand:
    """Where a dossier stands after a part of its history; `first` is the appointment by which it is judged."""

    accepted: datetime
    first: datetime
    due: datetime
    asked: datetime | None = None
    extended: bool = False
    ended: datetime | None = None
    how: str = ""


@dataclass(frozen=True)
class Life:
    """What happened to a dossier, in order."""

    accepted: datetime
    limit: timedelta
    channel: Channel
    agency: int
    moves: tuple[tuple[datetime, str], ...] = ()
    number: str = field(default_factory=lambda: f"T-{next(_numbers)}")

    def stand(self, before: datetime | None = None) -> Stand:
        """Replay the history up to a moment, that moment left out; all of it without one."""
        found = Stand(accepted=self.accepted, first=self.accepted + self.limit, due=self.accepted + self.limit)
        for at, move in self.moves:
            if before is None or at < before:
                found = moved(found, at, move)
        return found


def moved(stand: Stand, at: datetime, move: str) -> Stand:
    """Return where a dossier stands after one more thing happened to it."""
    if move == "ask":
        return replace(stand, asked=at)
    if move == "answer" and stand.asked is not None:
        due = stand.due + (at - stand.asked)
        return replace(stand, asked=None, due=due, first=stand.first if stand.extended else due)
    if move == "extend":
        return replace(stand, extended=True, due=max(stand.due, at) + 8 * STEP)
    return replace(stand, ended=at, how=move, asked=None)


def possible(stand: Stand, move: str) -> bool:
    """Tell whether something can happen to a dossier that stands so."""
    if stand.ended:
        return False
    if move == "answer":
        return stand.asked is not None
    return move == "stop" or (stand.asked is None and not (move == "extend" and stand.extended))


def _lived_on(draw: st.DrawFn, life: Life, at: datetime, moves: tuple[str, ...]) -> Life:
    """Return the life with one more thing that can happen, if there is any."""
    able = [move for move in moves if possible(life.stand(), move)]
    return replace(life, moves=(*life.moves, (at, draw(st.sampled_from(able))))) if able else life


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Draw a life of which each thing could have happened after the one before."""
    life = Life(
        accepted=BASE + STEP * draw(st.integers(0, 80)),
        limit=STEP * draw(st.integers(1, 16)),
        channel=draw(st.sampled_from(Channel)),
        agency=draw(st.integers(0, 1)),
    )
    at = life.accepted
    for gap in draw(st.lists(st.integers(1, 24), min_size=0, max_size=5)):
        at += STEP * gap
        life = _lived_on(draw, life, at, ("ask", "answer", "extend"))
    if draw(st.integers(0, 3)):
        life = _lived_on(draw, life, at + STEP * draw(st.integers(1, 24)), tuple(ENDINGS))
    return life


def write_down(life: Life, *, like: Dossier, paper: Any, agencies: tuple[int, int]) -> Dossier:
    """Store a life as the services would leave it; `like` and `paper` lend what reports do not read."""
    stand = life.stand()
    row = Dossier.objects.get(pk=like.pk)
    row.pk, row.uuid, row.number, row._state.adding = None, uuid4(), life.number, True
    row.procedure_code, row.channel, row.competent_id = PROCEDURE, life.channel, agencies[life.agency]
    row.accepted_at, row.due_at, row.paused_at, row.ended_at = stand.accepted, stand.due, stand.asked, stand.ended
    row.clock = Clock.PAUSED if stand.asked else Clock.STOPPED if stand.ended else Clock.RUNNING
    row.state = ENDINGS.get(stand.how, State.SUPPLEMENT if stand.asked else State.PROCESSING)
    row.result_state = ResultState.REFUSED if stand.how == "refuse" else ResultState.NONE
    row.save()
    _write_parts(row, life, paper)
    return row


def _write_parts(row: Dossier, life: Life, paper: Any) -> None:
    asked: list[Supplement] = []
    for at, move in life.moves:
        before = life.stand(at)
        after = moved(before, at, move)
        if move == "ask":
            more = Supplement(dossier=row, no=len(asked) + 1, reason="", items=[], requested_at=at, answer_by=at)
            more.due_before = before.due
            asked.append(more)
        if move == "answer":
            asked[-1].answered_at, asked[-1].due_after = at, after.due
        if move == "extend":
            letter = type(paper).objects.get(pk=paper.pk)
            letter.pk, letter.uuid, letter.code, letter._state.adding = None, uuid4(), uuid4().hex[:16], True
            letter.save()
            Extension.objects.create(
                dossier=row, reason="", due_before=before.due, due_after=after.due, in_time=True, decided_at=at,
                paper=letter,
            )  # fmt: skip
    Supplement.objects.bulk_create(asked)

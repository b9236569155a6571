"""Open steps as holders of due dates: what their terms say is what is stored, and a moved date is stored once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars.contracts import DueMove, HeldClock
from lienthong.kernel.processes import queries, services

from .conftest import NOW, Office
from .test_acts import LINE
from .test_design import CLOCKED, DESIGNER, go

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("test")


def held(office: Office) -> HeldClock:
    (clock,) = queries.list_held_clocks(
        calendar_ids=frozenset({office.calendar_id}),
        since=datetime.min.replace(tzinfo=UTC),
        until=None,
        after=0,
        limit=9,
    )
    return clock


@pytest.mark.parametrize("restart", [False, True])
def test_the_terms_of_a_step_give_its_stored_due_date(
    office: Office, store: Callable[..., None], *, restart: bool
) -> None:
    store("line", LINE)
    office.begin("line")
    subject: dict[str, Any] = {"subject_type": "onestop.dossier", "subject_key": "H01", "actor": ACTOR}
    services.pause(**subject, ground="supplement", now=NOW + timedelta(hours=2))
    services.resume(**subject, restart=restart, now=NOW + timedelta(days=2, hours=11))
    clock = held(office)
    assert clock.terms is not None
    assert calendars.due_of(calendar_id=clock.calendar_id, terms=clock.terms) == clock.due_at


def test_a_due_date_moves_only_while_the_old_one_stands(office: Office, store: Callable[..., None]) -> None:
    store("line", LINE)
    office.begin("line")
    clock = held(office)
    move = DueMove(clock.key, clock.due_at, clock.due_at + timedelta(days=1))
    assert services.move_step_due_dates(moves=[move, DueMove(10**9, clock.due_at, move.new)]) == 1
    assert services.move_step_due_dates(moves=[move]) == 0
    assert held(office).due_at == move.new


def test_a_timer_is_held_with_its_terms_and_moves_only_while_the_old_moment_stands(
    office: Office, store: Callable[..., None]
) -> None:
    store("p", CLOCKED)
    office.begin("p", subject="A")
    go("A", ("one", "done"))
    subject: dict[str, Any] = {"subject_type": "onestop.dossier", "subject_key": "A", "actor": DESIGNER}
    services.pause(**subject, ground="x", now=NOW + timedelta(hours=1))
    services.resume(**subject, restart=True, now=NOW + timedelta(days=2, hours=1))
    asked: dict[str, Any] = {"calendar_ids": frozenset({office.calendar_id}), "until": None, "limit": 9}
    past = datetime.min.replace(tzinfo=UTC)
    (clock,) = queries.list_held_timers(**asked, since=past, after=0)
    assert clock.terms is not None
    assert calendars.due_of(calendar_id=clock.calendar_id, terms=clock.terms) == clock.due_at
    assert not queries.list_held_timers(**asked, since=past, after=clock.key)
    move = DueMove(clock.key, clock.due_at, clock.due_at + timedelta(days=1))
    assert services.move_timer_due_dates(moves=[move, DueMove(10**9, clock.due_at, move.new)]) == 1
    assert services.move_timer_due_dates(moves=[move]) == 0
    assert queries.list_held_timers(**asked, since=past, after=0)[0].due_at == move.new

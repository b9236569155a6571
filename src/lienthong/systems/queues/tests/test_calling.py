"""Acts at counters: who is called, by whom, how a serving ends, and what cannot be done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from lienthong.kernel.acts.contracts import Actor, Conflict, DomainError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.events.testing import OutboxEvent, deliver_everything
from lienthong.systems.onestop import testing as onestop
from lienthong.systems.onestop.testing import SmallProvince
from lienthong.systems.queues import queries, services
from lienthong.systems.queues.contracts import DESK_TYPE, CounterState, DeskDraft, NobodyWaits, OrderRule, TicketState
from lienthong.systems.queues.events import TicketMissed, TicketServed
from lienthong.systems.queues.testing import Counter, Serving, ServingDossier, SmallDesk, Ticket, small_desk

from .conftest import NOW

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def state_of(ticket: Ticket) -> TicketState:
    ticket.refresh_from_db()
    return TicketState(ticket.state)


def test_a_ticket_is_called_served_and_its_times_are_kept(desk: SmallDesk, one: Actor) -> None:
    ticket = desk.take("A", NOW)
    assert desk.call("1", one, NOW + 4 * MINUTE) == "A001"
    desk.do(services.start_serving, "1", one, NOW + 5 * MINUTE)
    desk.do(services.end_serving, "1", one, NOW + 12 * MINUTE)
    assert state_of(ticket) is TicketState.SERVED
    serving = Serving.objects.get()
    assert (serving.waited, serving.served, serving.officer_name) == (300, 420, one.name)
    acts = [entry.act for entry in list_history(subject_type=DESK_TYPE, subject_key=str(desk.uuid))]
    assert {"queues.counter.call", "queues.counter.start", "queues.counter.end"} <= set(acts)
    (event,) = OutboxEvent.objects.filter(type=TicketServed.type)
    assert event.data["waited"] == 300
    assert one.name not in str(event.data)


def test_calling_the_next_ends_who_is_served(desk: SmallDesk, one: Actor) -> None:
    first, second = desk.take("A", NOW), desk.take("A", NOW)
    desk.call("1", one, NOW)
    with pytest.raises(Conflict):
        desk.call("1", one, NOW)
    desk.do(services.start_serving, "1", one, NOW)
    assert desk.call("1", one, NOW + MINUTE) == second.code
    assert (state_of(first), state_of(second)) == (TicketState.SERVED, TicketState.CALLED)
    desk.do(services.start_serving, "1", one, NOW + MINUTE)
    with pytest.raises(NobodyWaits):
        desk.call("1", one, NOW + MINUTE)
    assert state_of(second) is TicketState.SERVING


def test_a_counter_calls_only_what_it_serves_by_the_rule(desk: SmallDesk, one: Actor, two: Actor) -> None:
    for prefix, priority in (("B", ""), ("A", ""), ("A", ""), ("A", "elderly"), ("A", "merit")):
        desk.take(prefix, NOW, priority=priority)
    assert desk.call("1", one, NOW) == "A001"
    assert desk.call("2", two, NOW) == "B001"
    desk.do(services.mark_absent, "1", one, NOW + MINUTE)
    assert desk.call("1", one, NOW + MINUTE) == "A004"


def test_who_does_not_come_goes_back_once_and_is_then_closed(desk: SmallDesk, one: Actor) -> None:
    late, other = desk.take("A", NOW), desk.take("A", NOW + MINUTE)
    desk.call("1", one, NOW + 2 * MINUTE)
    desk.do(services.call_again, "1", one, NOW + 3 * MINUTE)
    assert Ticket.objects.get(pk=late.pk).calls == 2
    desk.do(services.mark_absent, "1", one, NOW + 4 * MINUTE)
    assert state_of(late) is TicketState.WAITING
    assert desk.call("1", one, NOW + 5 * MINUTE) == other.code
    desk.do(services.start_serving, "1", one, NOW + 5 * MINUTE)
    assert desk.call("1", one, NOW + 6 * MINUTE) == late.code
    desk.do(services.mark_absent, "1", one, NOW + 7 * MINUTE)
    assert state_of(late) is TicketState.MISSED
    assert OutboxEvent.objects.filter(type=TicketMissed.type).count() == 1
    with pytest.raises(Conflict):
        desk.do(services.mark_absent, "1", one, NOW + 8 * MINUTE)


def test_a_transfer_keeps_the_place_in_line_and_both_servings(desk: SmallDesk, one: Actor, two: Actor) -> None:
    ticket = desk.take("A", NOW)
    desk.take("B", NOW + MINUTE)
    desk.call("1", one, NOW + 2 * MINUTE)
    desk.do(services.start_serving, "1", one, NOW + 2 * MINUTE)
    with pytest.raises(Invalid):
        desk.do(services.transfer_ticket, "1", one, NOW)
    desk.do(services.transfer_ticket, "1", one, NOW + 5 * MINUTE, prefix="B")
    assert desk.call("2", two, NOW + 6 * MINUTE) == ticket.code
    desk.do(services.start_serving, "2", two, NOW + 7 * MINUTE)
    desk.do(services.end_serving, "2", two, NOW + 9 * MINUTE)
    found = list(Serving.objects.order_by("started_at").values_list("waited", "served", "end"))
    assert found == [(120, 180, "transferred"), (120, 120, "served")]


def test_who_is_sent_to_a_counter_waits_for_it_until_it_closes(desk: SmallDesk, one: Actor, two: Actor) -> None:
    ticket = desk.take("A", NOW)
    desk.call("1", one, NOW)
    desk.do(services.transfer_ticket, "1", one, NOW, target=desk.counters["2"])
    with pytest.raises(NobodyWaits):
        desk.call("1", one, NOW)
    desk.do(services.close_counter, "2", two, NOW)
    assert desk.call("1", one, NOW) == ticket.code
    with pytest.raises(Invalid):
        desk.do(services.transfer_ticket, "1", one, NOW, target=desk.counters["2"])


def test_only_who_sits_at_a_counter_calls_from_it(province: SmallProvince, desk: SmallDesk, one: Actor) -> None:
    desk.take("A", NOW)
    other = province.at("commune.result")
    for act in (services.call_next, services.call_again, services.start_serving, services.mark_absent):
        with pytest.raises(NotPermitted):
            desk.do(act, "1", other, NOW)
    with pytest.raises(Conflict):
        desk.do(services.open_counter, "1", other, NOW)
    with pytest.raises(NotPermitted):
        desk.do(services.close_counter, "1", other, NOW)
    desk.do(services.close_counter, "1", province.at("commune.leader"), NOW)
    for stranger in (province.at("other.reception"), Actor.anonymous()):
        with pytest.raises(NotFound):
            desk.do(services.open_counter, "1", stranger, NOW)
    with pytest.raises(NotPermitted):
        desk.do(services.open_counter, "1", province.at("commune.leader"), NOW)


def test_an_officer_sits_at_one_counter_and_a_pause_says_why(desk: SmallDesk, one: Actor) -> None:
    desk.take("A", NOW)
    with pytest.raises(Conflict):
        desk.do(services.open_counter, "2", one, NOW)
    with pytest.raises(Invalid):
        desk.do(services.pause_counter, "1", one, NOW, reason=" ")
    desk.do(services.pause_counter, "1", one, NOW, reason="Đi họp")
    with pytest.raises(Conflict):
        desk.call("1", one, NOW)
    desk.do(services.open_counter, "1", one, NOW)
    desk.call("1", one, NOW)
    with pytest.raises(Conflict):
        desk.do(services.close_counter, "1", one, NOW)


def test_what_yesterday_left_open_is_closed_by_the_program_alone(desk: SmallDesk, one: Actor) -> None:
    first, second = desk.take("A", NOW), desk.take("A", NOW)
    desk.call("1", one, NOW)
    desk.do(services.start_serving, "1", one, NOW)
    program, night = Actor.system("test"), NOW + timedelta(hours=16)
    with pytest.raises(NotPermitted):
        services.close_day(actor=one, now=night)
    assert services.close_day(actor=program, now=NOW) == 0
    assert services.close_day(actor=program, now=night) == 2
    assert services.close_day(actor=program, now=night) == 0
    assert {state_of(first), state_of(second)} == {TicketState.EXPIRED}
    assert Serving.objects.get().served is None
    assert Counter.objects.get(uuid=desk.counters["1"]).state == CounterState.CLOSED


def test_a_dossier_accepted_while_serving_stands_beside_the_ticket(
    province: SmallProvince, desk: SmallDesk, one: Actor
) -> None:
    ticket = desk.take("A", NOW)
    desk.call("1", one, NOW)
    before = onestop.accept(province, "2.000635", now=NOW)
    desk.do(services.start_serving, "1", one, NOW + MINUTE)
    during = onestop.accept(province, "2.000635", now=NOW + 2 * MINUTE)
    desk.do(services.end_serving, "1", one, NOW + 3 * MINUTE)
    after = onestop.accept(province, "2.000635", now=NOW + 4 * MINUTE)
    deliver_everything(NOW + 5 * MINUTE)
    linked = ServingDossier.objects.get()
    assert linked.number == during.number
    assert linked.serving.ticket == ticket
    assert linked.number not in {before.number, after.number}
    told_again: dict[str, Any] = {"number": during.number, "procedure": "2.000635", "accepted_at": NOW + 2 * MINUTE}
    assert one.user_id is not None
    assert services.link_dossier(officer_id=one.user_id, **told_again)
    assert ServingDossier.objects.count() == 1


def at_once(work: Callable[[int], list[str]]) -> list[str]:
    """Let four threads, each with a connection of its own, begin together; return what all of them got."""
    together = Barrier(4)

    def one(place: int) -> list[str]:
        together.wait()
        try:
            return work(place)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        return [each for found in pool.map(one, range(4)) for each in found]


@pytest.mark.django_db(transaction=True)
def test_kiosks_and_counters_at_the_same_moment_give_and_call_each_number_once(province: SmallProvince) -> None:
    draft = DeskDraft("Bộ phận Một cửa", rule=OrderRule.FIRST, every=2)
    desk = small_desk(agency_code=province.commune.code, now=NOW, draft=draft)
    officers = [province.at("commune.reception"), province.at("commune.result")]
    for counter, officer in zip("12", officers, strict=True):
        desk.do(services.open_counter, counter, officer, NOW)
    given = at_once(
        lambda place: [desk.take("A", NOW, priority="elderly" if place == 2 else "").code for _turn in range(3)]
    )
    assert sorted(given) == [f"A{number:03d}" for number in range(1, 13)]

    def call(place: int) -> list[str]:
        # Two threads at each counter: as if its officer had pressed the key twice.
        counter, officer, codes = "12"[place % 2], officers[place % 2], []
        for _turn in range(8):
            try:
                codes.append(desk.call(counter, officer, NOW + MINUTE))
                desk.do(services.start_serving, counter, officer, NOW + MINUTE)
            except DomainError:
                continue
        return codes

    called = at_once(call)
    assert len(called) == len(set(called)) > 2
    assert set(called) <= set(given)
    assert Ticket.objects.filter(state__in=("called", "serving")).count() <= 2
    assert queries.screen_of(secret=desk.secret, now=NOW).waiting == 12 - len(called)

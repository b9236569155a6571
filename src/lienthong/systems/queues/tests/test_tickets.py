"""Taking a ticket, following it, being told, and setting a desk up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps

from lienthong.kernel.acts.contracts import Actor, Conflict, Invalid, NotFound, NotPermitted
from lienthong.kernel.notifications import services as notifications
from lienthong.systems.onestop.testing import SmallProvince
from lienthong.systems.queues import queries, services
from lienthong.systems.queues.contracts import (
    CounterDraft,
    DeskDraft,
    DeskInfo,
    NoTickets,
    OrderRule,
    PriorityDraft,
    TicketState,
)
from lienthong.systems.queues.queries import TicketFilters
from lienthong.systems.queues.testing import CLASSES, SmallDesk, Ticket, small_desk

from .conftest import NOW

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
PROGRAM = Actor.system("test")


def info(desk: SmallDesk) -> DeskInfo:
    return queries.get_desk(uuid=desk.uuid, viewer=PROGRAM)


def test_numbers_follow_each_other_by_class_and_day(desk: SmallDesk) -> None:
    tomorrow = NOW + timedelta(days=1)
    codes = [desk.take(prefix, at).code for prefix, at in (("A", NOW), ("B", NOW), ("A", NOW), ("A", tomorrow))]
    assert codes == ["A001", "B001", "A002", "A001"]


def test_a_form_sent_twice_gives_one_ticket(desk: SmallDesk) -> None:
    assert desk.take("A", NOW, key="k").pk == desk.take("A", NOW, key="k").pk
    with pytest.raises(Conflict):
        desk.take("B", NOW, key="k")
    assert desk.take("A", NOW, key="another").code == "A002"


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 10, 6, 12, 30, tzinfo=UTC),  # in the evening
        datetime(2026, 10, 5, 22, 0, tzinfo=UTC),  # before dawn
        datetime(2026, 10, 4, 2, 0, tzinfo=UTC),  # on a Sunday
        datetime(2026, 9, 2, 2, 0, tzinfo=UTC),  # on the National Day
    ],
)
def test_no_ticket_outside_the_hours_of_the_agency(province: SmallProvince, at: datetime) -> None:
    desk = small_desk(agency_code=province.commune.code, now=at)
    with pytest.raises(NoTickets):
        desk.take("A", at)
    assert not queries.kiosk_of(secret=desk.secret, now=at).open


def test_limits_of_a_day_hold(province: SmallProvince) -> None:
    classes = (replace(CLASSES[0], daily_limit=1), CLASSES[1])
    draft = DeskDraft("Hẹp", daily_limit=2)
    desk = small_desk(agency_code=province.commune.code, now=NOW, draft=draft, classes=classes)
    desk.take("A", NOW)
    with pytest.raises(NoTickets):
        desk.take("A", NOW)
    desk.take("B", NOW)
    with pytest.raises(NoTickets):
        desk.take("B", NOW)
    assert all(choice.full for choice in queries.kiosk_of(secret=desk.secret, now=NOW).choices)


def test_a_line_is_not_filled_by_a_machine(desk: SmallDesk) -> None:
    for _each in range(30):
        desk.take("A", NOW)
    with pytest.raises(NoTickets):
        desk.take("B", NOW + timedelta(seconds=59))
    assert desk.take("B", NOW + MINUTE).code == "B001"


def test_bad_input_takes_no_ticket(desk: SmallDesk) -> None:
    for prefix, priority in (("Z", ""), ("", ""), ("A", "khong-co")):
        with pytest.raises(Invalid):
            desk.take(prefix, NOW, priority=priority)
    with pytest.raises(NotFound):
        services.take_ticket(secret="sai", prefix="A", actor=Actor.anonymous(), now=NOW)
    assert not Ticket.objects.exists()


def test_a_holder_learns_place_and_wait_and_may_leave(desk: SmallDesk, one: Actor) -> None:
    first, second = desk.take("A", NOW), desk.take("A", NOW)
    page = queries.ticket_page(uuid=second.uuid, now=NOW)
    assert (page.ahead, page.minutes) == (1, 10)
    services.leave_line(ticket=first.uuid, now=NOW)
    with pytest.raises(Conflict):
        services.leave_line(ticket=first.uuid, now=NOW)
    assert queries.ticket_page(uuid=second.uuid, now=NOW).ahead == 0
    desk.call("1", one, NOW)
    assert queries.ticket_page(uuid=second.uuid, now=NOW).counter == "1"
    with pytest.raises(NotFound):
        queries.ticket_page(uuid=uuid4(), now=NOW)


def messages() -> list[tuple[str, str]]:
    rows = apps.get_model("notifications.Message").objects.filter(template__key="queues.nearly").order_by("pk")
    return list(rows.values_list("to_address", "body"))


def test_who_left_a_telephone_is_told_once_when_three_are_ahead(desk: SmallDesk, one: Actor, settings: Any) -> None:
    tickets = [desk.take("A", NOW) for _each in range(6)]
    last = tickets[-1]
    with pytest.raises(Invalid):
        services.ask_to_be_told(ticket=last.uuid, phone="12", now=NOW)
    services.ask_to_be_told(ticket=last.uuid, phone="0905 123 456", now=NOW)
    assert messages() == []
    for at in range(1, 4):
        desk.call("1", one, NOW + at * MINUTE)
        desk.do(services.start_serving, "1", one, NOW + at * MINUTE)
    ((address, body),) = set(messages())
    assert address == "+84905123456"
    assert "A006: còn 3 người" in body
    with pytest.raises(Conflict):
        services.ask_to_be_told(ticket=last.uuid, phone="0905 999 999", now=NOW + 9 * MINUTE)
    services.leave_line(ticket=last.uuid, now=NOW + 9 * MINUTE)
    assert Ticket.objects.get(pk=last.pk).phone == ""
    assert notifications.tidy(now=NOW + timedelta(hours=8)) == 0
    notifications.tidy(now=NOW + timedelta(hours=18))
    assert messages() == []


def test_a_telephone_does_not_outlast_the_day(desk: SmallDesk) -> None:
    ticket = desk.take("A", NOW)
    desk.take("A", NOW)
    services.ask_to_be_told(ticket=ticket.uuid, phone="0905123456", now=NOW)
    services.close_day(actor=PROGRAM, now=NOW + timedelta(days=1))
    ticket.refresh_from_db()
    assert (ticket.phone, ticket.state) == ("", TicketState.EXPIRED)


def test_who_may_set_up_a_desk_and_where(province: SmallProvince) -> None:
    leader, draft = province.at("commune.leader"), DeskDraft("Bộ phận Một cửa")
    uuid = services.found_desk(agency_code=province.commune.code, draft=draft, actor=leader, now=NOW)
    with pytest.raises(Invalid):
        services.found_desk(agency_code=province.commune.code, draft=draft, actor=leader, now=NOW)
    with pytest.raises(NotPermitted):
        services.found_desk(agency_code=province.centre.code, draft=draft, actor=leader, now=NOW)
    with pytest.raises(NotPermitted):
        services.save_desk(uuid=uuid, draft=draft, actor=province.at("commune.reception"), now=NOW)
    for wrong in (replace(draft, name=" "), replace(draft, every=1), replace(draft, rule=OrderRule.FIRST, every=99)):
        with pytest.raises(Invalid):
            services.save_desk(uuid=uuid, draft=wrong, actor=leader, now=NOW)
    services.save_desk(uuid=uuid, draft=replace(draft, rule=OrderRule.FIRST, every=3), actor=leader, now=NOW)
    for stranger in (province.at("other.leader"), Actor.anonymous()):
        with pytest.raises(NotFound):
            queries.get_desk(uuid=uuid, viewer=stranger)
    for counter in (CounterDraft("", "", ("A",)), CounterDraft("1", "", ("Z",))):
        with pytest.raises(Invalid):
            services.save_counter(uuid=uuid, draft=counter, actor=leader, now=NOW)
    for each in (replace(CLASSES[0], prefix="a1"), replace(CLASSES[0], name=""), replace(CLASSES[0], minutes=0)):
        with pytest.raises(Invalid):
            services.save_class(uuid=uuid, draft=each, actor=leader, now=NOW)


def test_a_replaced_address_opens_nothing_any_more(province: SmallProvince, desk: SmallDesk) -> None:
    services.replace_secret(uuid=desk.uuid, actor=province.at("commune.leader"), now=NOW)
    for read in (queries.screen_version, lambda *, secret: queries.kiosk_of(secret=secret, now=NOW)):
        with pytest.raises(NotFound):
            read(secret=desk.secret)
    history = apps.get_model("audit.HistoryEntry").objects.filter(subject_key=str(desk.uuid))
    assert info(desk).secret not in str(list(history.values()))


def test_priority_groups_are_dated(desk: SmallDesk, province: SmallProvince) -> None:
    today = date(2026, 10, 6)
    new = PriorityDraft("elderly", "Người từ đủ 65 tuổi", "65 and over", 5, "Nghị quyết thử", today + timedelta(days=5))
    with pytest.raises(NotPermitted):
        services.save_priority(draft=new, actor=province.at("commune.leader"), now=NOW)
    for wrong in (replace(new, source=""), replace(new, code="Á"), replace(new, valid_from=today - timedelta(days=1))):
        with pytest.raises(Invalid):
            services.save_priority(draft=wrong, actor=PROGRAM, now=NOW)
    services.save_priority(draft=new, actor=PROGRAM, now=NOW)

    def name_on(day: date) -> str:
        return next(each.name for each in queries.list_priorities(on=day) if each.code == "elderly")

    assert name_on(today + timedelta(days=4)) != new.name
    assert name_on(today + timedelta(days=5)) == new.name


def test_figures_tell_times_from_history(province: SmallProvince, desk: SmallDesk, one: Actor) -> None:
    for at in range(3):
        desk.take("A", NOW)
        begin = NOW + (10 * at + 2) * MINUTE
        desk.call("1", one, begin)
        desk.do(services.start_serving, "1", one, begin)
        desk.do(services.end_serving, "1", one, begin + (at + 1) * MINUTE)
    left = desk.take("B", NOW)
    leader, filters = province.at("commune.leader"), TicketFilters(day=date(2026, 10, 6))
    found = queries.figures_of(desk=info(desk), viewer=leader, filters=filters)
    assert (found.taken, found.waiting, found.served, found.longest_since) == (4, 1, 3, left.taken_at)
    assert found.total is not None
    assert (found.total.waited_half, found.total.waited_most, found.total.served_half) == (720, 1320, 120)
    assert [(part.name, part.servings) for part in found.hours] == [("9", 3)]
    assert [part.name for part in (*found.counters, *found.classes)] == ["1", "A"]
    rows, more = queries.list_tickets(desk=info(desk), viewer=leader, filters=replace(filters, counter="1"))
    assert (len(rows), more) == (3, False)
    assert len(list(queries.stream_tickets(desk=info(desk), viewer=leader, filters=replace(filters, hour=9)))) == 3
    with pytest.raises(NotFound):
        queries.figures_of(desk=info(desk), viewer=province.at("other.leader"), filters=filters)
    assert queries.list_tickets(desk=info(desk), viewer=one, filters=filters) == ((), False)


def test_a_desk_moves_to_the_successor_of_its_agency(province: SmallProvince, desk: SmallDesk) -> None:
    from lienthong.kernel.organizations.extensions import Handover
    from lienthong.systems.queues.services.move_desks import Desks

    mover = Desks()
    assert mover.count([province.commune.id]) == {province.commune.id: 1}
    handover = Handover(
        source_id=province.commune.id,
        target_id=province.other_commune.id,
        day=date(2026, 10, 6),
        basis="Nghị quyết thử",
        actor=PROGRAM,
        now=NOW,
    )
    assert (mover.move(handover), mover.move(handover)) == (1, 0)
    assert info(desk).agency_id == province.other_commune.id
    assert isinstance(UUID(str(info(desk).uuid)), UUID)

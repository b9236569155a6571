"""What people chose, what law demands, quiet hours, languages, who pays, many at once."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries, Settings
from tests.support.gateway import SmsGateway, running

from lienthong.kernel.accounts.queries import actor_of
from lienthong.kernel.accounts.testing import User
from lienthong.kernel.acts.contracts import Actor, Invalid, NotPermitted
from lienthong.kernel.notifications import extensions, queries, services
from lienthong.kernel.notifications.contracts import (
    Choices,
    MessageKind,
    MessageState,
    Notice,
    Recipient,
    TemplateText,
)
from lienthong.kernel.notifications.models import Message
from lienthong.kernel.organizations.testing import small_tree

from .conftest import KEY, NOW, Clock, SetUp, deliver_all, greet

pytestmark = pytest.mark.django_db
# 22:30 in Việt Nam.
NIGHT = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


@pytest.fixture(name="user")
def _user() -> User:
    return User.objects.create_user(username="lan", name="Trần Thị Lan", email="lan@example.com")


def reach(user: User) -> Recipient:
    return Recipient(name=user.name, phone="0987654321", email=user.email, user_id=user.pk)


def choose(user: User, **chosen: Any) -> None:
    services.save_choices(choices=Choices(**chosen), actor=actor_of(user, at=NOW.date()), now=NOW)


def told_over() -> list[str]:
    return sorted(Message.objects.values_list("channel", flat=True))


@pytest.fixture(name="every_channel")
def _every_channel(settings: Settings, set_up: SetUp) -> SmsGateway:
    gateway = SmsGateway()
    set_up(gateway.settings())
    settings.EMAIL_HOST = "mail.example.com"
    return gateway


def test_each_device_is_told_once(user: User, every_channel: SmsGateway) -> None:
    assert greet(reach(user)) == 3
    assert told_over() == ["email", "in_app", "sms"]


def test_people_choose_by_kind(user: User, every_channel: SmsGateway) -> None:
    choose(user, channels={KEY: ("in_app",)})
    greet(reach(user))
    assert told_over() == ["in_app"]
    choose(user, channels={KEY: ()})
    assert greet(reach(user)) == 0
    choose(user)
    assert greet(reach(user)) == 3


def test_what_law_demands_may_change_its_channel_and_not_end(
    user: User, every_channel: SmsGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(extensions._kinds, KEY, MessageKind(KEY, {}, mandatory=True))
    with pytest.raises(Invalid):
        choose(user, channels={KEY: ()})
    choose(user, channels={KEY: ("zalo",)})
    # Zalo is not set up here: rather than nowhere it goes everywhere.
    assert greet(reach(user)) == 3
    choose(user, channels={KEY: ("email",)})
    assert greet(reach(user)) == 1


def test_the_province_chooses_for_those_who_chose_nothing(user: User, every_channel: SmsGateway) -> None:
    with pytest.raises(NotPermitted):
        services.save_province_channels(channels={}, actor=actor_of(user, at=NOW.date()), now=NOW)
    services.save_province_channels(channels={KEY: ("email",)}, actor=Actor.system("test"), now=NOW)
    greet(reach(user))
    assert told_over() == ["email"]
    choose(user, channels={KEY: ("sms",)})
    greet(reach(user))
    assert told_over() == ["email", "sms"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"language": "fr"},
        {"channels": {"no.such": ("email",)}},
        {"channels": {KEY: ("fax",)}},
        {"quiet_from": time(22)},
    ],
)
def test_strange_choices_are_refused(user: User, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        choose(user, **wrong)
    with pytest.raises(NotPermitted):
        services.save_choices(choices=Choices(), actor=Actor.anonymous(), now=NOW)


def test_nothing_rings_at_night_and_a_job_waits_for_the_morning(
    user: User, every_channel: SmsGateway, clock: Clock
) -> None:
    greet(reach(user), now=NIGHT)
    sms = Message.objects.get(channel="sms")
    assert sms.due_at == MORNING
    assert ProcrastinateJob.objects.get(args__message_id=sms.pk).scheduled_at == MORNING
    assert Message.objects.get(channel="email").due_at is None
    clock.now = NIGHT
    with running(every_channel):
        assert not services.deliver(message_id=sms.pk, clock=clock)
        assert every_channel.taken == {}
        clock.now = MORNING
        assert services.deliver(message_id=sms.pk, clock=clock)
    assert len(every_channel.taken) == 1


def test_a_message_that_waited_into_the_night_waits_on(user: User, every_channel: SmsGateway, clock: Clock) -> None:
    greet(reach(user))
    sms = Message.objects.get(channel="sms")
    clock.now = NIGHT  # the worker was down all day
    assert not services.deliver(message_id=sms.pk, clock=clock)
    sms.refresh_from_db()
    assert (sms.state, sms.due_at, sms.attempts) == (MessageState.QUEUED, MORNING, 0)


def test_urgent_messages_ring_at_night(user: User, every_channel: SmsGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(extensions._kinds, KEY, MessageKind(KEY, {}, urgent=True))
    greet(reach(user), now=NIGHT)
    assert Message.objects.get(channel="sms").due_at is None


def test_people_have_quiet_hours_of_their_own(user: User, every_channel: SmsGateway) -> None:
    choose(user, quiet_from=time(0), quiet_to=time(5))
    greet(reach(user), now=NIGHT)
    assert Message.objects.get(channel="sms").due_at is None


def test_people_read_in_their_language(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    text = TemplateText(KEY, "en", "", "Hello", "Hello {name}.")
    monkeypatch.setitem(extensions._templates, (KEY, "en", ""), text)
    choose(user, language="en")
    greet(reach(user))
    assert set(Message.objects.values_list("body", "language")) == {("Hello bà Lan.", "en")}
    monkeypatch.delitem(extensions._templates, (KEY, "en", ""))
    Message.objects.all().delete()
    services.save_template(text=TemplateText(KEY, "vi", "", "", "Kính chào {name}."), now=NOW)
    other = User.objects.create_user(username="other", name="Other")
    choose(other, language="en")


def test_a_text_of_the_agency_goes_before_that_of_the_province(user: User) -> None:
    tree = small_tree()
    agency_id = actor_of(User.objects.get(pk=tree.officer_id), at=NOW.date()).agency_id
    assert agency_id is not None
    own = TemplateText(KEY, "vi", "", "", "UBND phường chào {name}.")
    services.save_template(text=own, now=NOW, agency_id=agency_id)
    services.save_template(text=TemplateText(KEY, "vi", "", "", "Tỉnh chào {name}."), now=NOW)
    greet(reach(user), agency_id=agency_id)
    greet(reach(user))
    assert set(Message.objects.filter(agency_id=agency_id).values_list("body", flat=True)) == {
        "UBND phường chào bà Lan."
    }
    assert set(Message.objects.filter(agency=None).values_list("body", flat=True)) == {"Tỉnh chào bà Lan."}


def test_many_are_told_in_batches_with_progress(
    every_channel: SmsGateway, clock: Clock, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = [
        Notice(Recipient(name=f"Người {number}", phone=f"0987{number:06}" if number else ""), {"name": str(number)})
        for number in range(251)
    ]
    with django_assert_max_num_queries(25):
        uuid = services.notify_many(template=KEY, notices=people, title="Mưa lũ", actor=Actor.system("test"), now=NOW)
    jobs = list(ProcrastinateJob.objects.filter(task_name="notifications.deliver_many").order_by("id"))
    assert [len(job.args["message_ids"]) for job in jobs] == [100, 100, 50]
    shown = queries.get_mailing(uuid=uuid, viewer=Actor.system("test"))
    assert (shown.total, shown.unreachable, shown.done) == (250, 1, 0)
    with running(every_channel):
        services.deliver_batch(message_ids=jobs[0].args["message_ids"], clock=clock)
    assert queries.get_mailing(uuid=uuid, viewer=Actor.system("test")).done == 100
    assert len(every_channel.taken) == 100


def test_a_batch_makes_room_for_others(every_channel: SmsGateway, clock: Clock) -> None:
    people = [Notice(Recipient(name="", phone=f"0987{number:06}"), {"name": ""}) for number in range(30)]
    services.notify_many(template=KEY, notices=people, title="", actor=Actor.system("test"), now=NOW)
    (job,) = ProcrastinateJob.objects.all()

    def slow() -> datetime:
        clock.forward(seconds=0.4)
        return clock.now

    with running(every_channel):
        services.deliver_batch(message_ids=job.args["message_ids"], clock=slow)
    (_first, second) = ProcrastinateJob.objects.order_by("id")
    assert 0 < len(every_channel.taken) < 30
    assert len(second.args["message_ids"]) == 30 - len(every_channel.taken)


def test_who_passes_a_budget_is_warned_once_a_share(user: User, every_channel: SmsGateway, clock: Clock) -> None:
    tree = small_tree()
    actor = actor_of(User.objects.get(pk=tree.administrator_id), at=NOW.date())
    assert actor.agency_id is not None
    services.save_budget(agency_code="", monthly=4000, stops=False, actor=actor, now=NOW)
    with running(every_channel):
        for _each in range(6):
            greet(Recipient(name="", phone="0987654321"), agency_id=actor.agency_id)
        deliver_all(clock)
    warned = Message.objects.filter(template__key="notifications.budget", to_user_id=tree.administrator_id)
    assert [each.words["share"] for each in warned.order_by("pk")] == ["80", "100"]
    assert Message.objects.filter(channel="sms", state=MessageState.SENT).count() == 6


def test_old_messages_go_and_forgotten_ones_are_found(user: User, settings: Settings, clock: Clock) -> None:
    settings.DEMO = True
    greet(Recipient(name="", phone="0987654321"))
    ProcrastinateJob.objects.all().delete()
    clock.forward(minutes=10)
    assert services.rescue_messages(now=clock.now) == 1
    assert services.rescue_messages(now=clock.now) == 0
    deliver_all(clock)
    assert services.tidy(now=clock.now) == 0
    clock.forward(days=366)
    assert services.tidy(now=clock.now) == 1
    assert not Message.objects.exists()

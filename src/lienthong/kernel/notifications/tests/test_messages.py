"""Asking for messages, carrying them, and seeing them."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from lienthong.kernel.accounts.queries import find_user
from lienthong.kernel.accounts.services import open_account
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.notifications import extensions, queries, services
from lienthong.kernel.notifications.contracts import (
    MessageState,
    OutgoingMessage,
    PlaceholderMissing,
    Recipient,
    TemplateText,
    UnknownTemplate,
)
from lienthong.kernel.notifications.models import Attempt, Message, MessageTemplate
from lienthong.kernel.organizations import services as found
from lienthong.kernel.organizations.contracts import AgencyKind

from .conftest import LAN, NOW, Clock, deliver_all, greet, only

pytestmark = pytest.mark.django_db


def test_a_message_and_its_job_are_written_together() -> None:
    assert greet() == 1
    (message,) = Message.objects.all()
    assert (message.body, message.state, message.channel) == ("Chào bà Lan.", MessageState.QUEUED, "file")
    jobs = ProcrastinateJob.objects.filter(task_name="notifications.deliver")
    assert [job.args["message_id"] for job in jobs] == [message.pk]


def test_somebody_whom_no_channel_reaches_gets_none() -> None:
    nobody = Recipient(name="Ai đó")
    assert services.notify(template="test.greeting", to=nobody, context={}, subject_key="", now=NOW) == 0


def test_a_template_nobody_brought_is_refused() -> None:
    with pytest.raises(UnknownTemplate):
        services.notify(template="test.none", to=LAN, context={}, subject_key="", now=NOW)


def test_a_text_that_lacks_a_word_is_not_sent_with_a_hole() -> None:
    with pytest.raises(PlaceholderMissing):
        greet(context={"code": "1"})
    assert not Message.objects.exists()


def test_the_newest_version_of_a_text_counts() -> None:
    greet()
    newer = TemplateText(key="test.greeting", language="vi", channel="", subject="", body="Kính chào {name}.")
    assert services.save_template(text=newer, now=NOW, by_name="Quản trị") == 2
    assert services.save_template(text=newer, now=NOW) == 2
    greet()
    assert [each.body for each in Message.objects.order_by("pk")] == ["Chào bà Lan.", "Kính chào bà Lan."]
    assert MessageTemplate.objects.count() == 2


def test_the_file_channel_writes_one_line_however_often_the_job_runs(
    settings: Settings, tmp_path: Path, clock: Clock
) -> None:
    settings.VAR_DIR = tmp_path
    greet()
    message_id = Message.objects.get().pk
    assert services.deliver(message_id=message_id, clock=clock)
    assert services.deliver(message_id=message_id, clock=clock)
    (line,) = (tmp_path / "messages.jsonl").read_text().splitlines()
    assert json.loads(line) == {"id": message_id, "to": LAN.phone, "text": "Chào bà Lan.", "about": "H32-1"}
    assert Message.objects.get().sent_at == NOW


def test_e_mail_goes_out_where_a_server_is_named(settings: Settings, clock: Clock) -> None:
    settings.EMAIL_HOST = "mail.example.com"
    settings.DEMO = False
    assert greet() == 1
    deliver_all(clock)
    assert [(each.to, each.subject) for each in mail.outbox] == [([LAN.email], "Chào")]


def test_a_failing_channel_is_tried_for_a_day_at_growing_pauses_and_then_given_up(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    def broken(_self: object, _message: OutgoingMessage) -> None:
        raise OSError(f"no line to {LAN.phone}")

    monkeypatch.setattr(type(extensions.find_channel("file")), "send", broken)
    greet()
    message_id, moments = only().pk, []
    while not services.deliver(message_id=message_id, clock=clock):
        message = only()
        assert message.due_at is not None
        assert message.due_at > clock.now
        # A job waits for exactly that moment.
        assert ProcrastinateJob.objects.filter(scheduled_at=message.due_at).count() == 1
        moments.append(message.due_at)
        clock.now = message.due_at
    message = only()
    assert message.state == MessageState.FAILED
    # What a channel says does not give the address away.
    assert message.last_error == "OSError: no line to …123"
    tried = Attempt.objects.filter(message=message)
    assert tried.count() == message.attempts > 12
    assert timedelta(hours=22) < tried.order_by("pk").last().began_at - NOW <= timedelta(hours=24)  # type: ignore[union-attr]  # there are some


def test_two_channels_of_one_name_are_refused() -> None:
    class Other(type(extensions.find_channel("file"))):  # type: ignore[misc]  # any other class of channels
        pass

    with pytest.raises(ValueError, match="two channels"):
        extensions.channel("file")(Other)


def test_who_may_not_see_messages_sees_none() -> None:
    greet()
    assert queries.list_messages(viewer=Actor.anonymous()) == ((), None)
    rows, cursor = queries.list_messages(viewer=Actor.system("test"))
    assert [row.address for row in rows] == ["…123"]
    assert cursor is None


def sign_in(client: Client, *roles: str) -> None:
    agency = found.found_agency(
        code="H32", name="UBND tỉnh", kind=AgencyKind.PROVINCE, level="province", valid_from=NOW.date()
    )
    user_id = open_account(username="quantri", name="Quản trị", password="chỉ để thử 123")
    position_id = found.save_position(code="administrator", name="Quản trị", rank=1)
    found.appoint(
        user_id=user_id, agency_id=agency.id, position_id=position_id, roles=roles, valid_from=NOW.date().replace(day=1)
    )
    user = find_user(username="quantri")
    assert user is not None
    client.force_login(user)


def test_an_administrator_reads_what_was_sent(client: Client) -> None:
    greet()
    sign_in(client, "administrator")
    page = client.get("/quan-tri/tin-nhan/")
    assert page.status_code == 200
    assert "Chào bà Lan." in page.content.decode()
    assert LAN.phone not in page.content.decode()


def test_an_officer_without_the_permission_does_not(client: Client) -> None:
    sign_in(client, "specialist")
    assert client.get("/quan-tri/tin-nhan/").status_code == 403

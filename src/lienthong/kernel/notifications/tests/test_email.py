"""E-mail over a real server: STARTTLS, a password, refusals, lines that break."""

from collections.abc import Iterator

import pytest
from django.core import mail
from pytest_django import Settings
from tests.support.smtp_server import PASSWORD, USER, SmtpServer, certificate, smtp_server

from lienthong.kernel.notifications import services
from lienthong.kernel.notifications.channels import email
from lienthong.kernel.notifications.contracts import MessageState, Recipient
from lienthong.kernel.notifications.models import BlockedAddress, Message

from .conftest import Clock, deliver_all, greet, only

pytestmark = pytest.mark.django_db
LAN = Recipient(name="Trần Thị Lan", email="lan@example.com")


@pytest.fixture(name="server", scope="module")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmtpServer]:
    with smtp_server(tls=certificate(tmp_path_factory.mktemp("smtp"))) as server:
        yield server


@pytest.fixture(autouse=True)
def _mail(settings: Settings, server: SmtpServer) -> Iterator[None]:
    settings.EMAIL_BACKEND = "tests.support.smtp_server.TrustingBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, True
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = USER, PASSWORD
    settings.DEMO = False
    settings.PUBLIC_BASE_URL = "https://dichvucong.example"
    server.boxes.mails.clear()
    server.boxes.refused.clear()
    yield
    email.close_line()


def test_a_mail_has_text_page_and_our_number(server: SmtpServer, clock: Clock) -> None:
    greet(LAN, url="/ho-so/H32-1/")
    deliver_all(clock)
    (sent,) = server.boxes.mails
    message = only()
    assert message.state == MessageState.SENT
    assert (sent["To"], sent["Subject"], sent["Auto-Submitted"]) == ("lan@example.com", "Chào", "auto-generated")
    assert sent["Message-ID"] == f"<{message.key}@dichvucong.example>"
    text, page = sent.get_body(("plain",)), sent.get_body(("html",))
    assert text is not None
    assert page is not None
    assert text.get_content().startswith("Chào bà Lan.")
    html = page.get_content()
    assert 'href="https://dichvucong.example/ho-so/H32-1/"' in html
    assert "#0b5661" in html  # the colour of our tokens
    assert "List-Unsubscribe-Post" in sent


def test_words_of_people_stay_words(server: SmtpServer, clock: Clock) -> None:
    greet(LAN, context={"name": '<script>alert("1")</script>\r\nBcc: x@example.com'})
    deliver_all(clock)
    (sent,) = server.boxes.mails
    page = sent.get_body(("html",))
    assert page is not None
    assert "<script>" not in page.get_content()
    assert "<p>Chào &lt;script&gt;" in page.get_content()
    assert sent["Bcc"] is None


def test_one_line_serves_many_messages_and_is_opened_anew_when_it_broke(server: SmtpServer, clock: Clock) -> None:
    for _each in range(3):
        greet(LAN)
    deliver_all(clock)
    server.down()
    server.up()
    greet(LAN)
    deliver_all(clock)
    assert len(server.boxes.mails) == 4
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_a_mailbox_that_does_not_exist_gets_nothing_more(server: SmtpServer, clock: Clock) -> None:
    server.boxes.refused[LAN.email] = "550 5.1.1 no mailbox lan@example.com here"
    greet(LAN)
    deliver_all(clock)
    message = only()
    assert message.state == MessageState.FAILED
    assert "lan@example.com" not in message.last_error
    assert BlockedAddress.objects.get().channel == "email"
    assert greet(LAN) == 0


@pytest.mark.parametrize("answer", ["451 4.3.0 come again", "421 too busy"])
def test_come_again_is_heard(server: SmtpServer, clock: Clock, answer: str) -> None:
    server.boxes.at_end.append(answer)
    greet(LAN)
    deliver_all(clock)
    assert only().state == MessageState.QUEUED
    server.boxes.mails.clear()
    clock.forward(minutes=1)
    deliver_all(clock)
    assert only().state == MessageState.SENT
    assert server.boxes.ids() == [f"<{only().key}@dichvucong.example>"]


def test_a_wrong_password_is_no_fault_of_the_message(server: SmtpServer, clock: Clock, settings: Settings) -> None:
    settings.EMAIL_HOST_PASSWORD = "falsch"
    greet(LAN)
    deliver_all(clock)
    assert (only().state, len(server.boxes.mails)) == (MessageState.QUEUED, 0)
    settings.EMAIL_HOST_PASSWORD = PASSWORD
    clock.forward(minutes=1)
    deliver_all(clock)
    assert only().state == MessageState.SENT


def test_who_leaves_by_the_link_gets_only_what_law_demands(
    server: SmtpServer, clock: Clock, monkeypatch: pytest.MonkeyPatch, client: object
) -> None:
    from django.test import Client

    from lienthong.kernel.notifications import extensions
    from lienthong.kernel.notifications.contracts import MessageKind

    greet(LAN)
    deliver_all(clock)
    link = str(server.boxes.mails[0]["List-Unsubscribe"]).replace("\n", "").replace(" ", "").strip("<>")
    path = link.removeprefix("https://dichvucong.example")
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(path).status_code == 200
    assert not BlockedAddress.objects.exists()
    for _twice in range(2):
        assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert browser.get(path[:-6] + "/").status_code == 404
    assert greet(LAN) == 0
    monkeypatch.setitem(extensions._kinds, "test.greeting", MessageKind("test.greeting", {}, mandatory=True))
    assert greet(LAN) == 1
    assert len(mail.outbox) == 0


def test_a_digest_gathers_the_notices_of_the_day(server: SmtpServer, clock: Clock) -> None:
    from lienthong.kernel.accounts.queries import actor_of
    from lienthong.kernel.accounts.testing import User
    from lienthong.kernel.notifications.contracts import Choices

    user = User.objects.create_user(username="canbo", name="Cán bộ", email="canbo@example.com")
    actor = actor_of(user, at=clock.now.date())
    services.save_choices(choices=Choices(digest=True), actor=actor, now=clock.now)
    to = Recipient(name=user.name, email=user.email, user_id=user.pk)
    for number in range(3):
        greet(to, url=f"/ho-so/{number}/")
    # Inside the program at once, no mail for each.
    assert set(Message.objects.values_list("channel", "state")) == {("in_app", "sent")}
    clock.forward(hours=7)
    assert services.send_digests(now=clock.now) == 1
    assert services.send_digests(now=clock.now) == 0
    deliver_all(clock)
    (sent,) = server.boxes.mails
    assert sent["Subject"].strip() == "3 thông báo chưa đọc, ngày 23/11/2026"
    text = sent.get_body(("plain",))
    assert text is not None
    assert "https://dichvucong.example/ho-so/2/" in text.get_content()

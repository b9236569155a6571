"""SMS over SMPP, SMS over a gateway, Zalo: what goes over the line, and what comes back."""

import hashlib
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmpplib.state import SmppCommandStatus
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from pytest_django import Settings
from tests.support.gateway import RECORDED, SmsGateway, ZaloPeer, running
from tests.support.smsc import PASSWORD, SYSTEM_ID, MessageCentre, message_centre
from tests.support.waiting import wait_for

from lienthong.kernel.notifications import services
from lienthong.kernel.notifications.channels import all_providers, find_provider
from lienthong.kernel.notifications.channels.secrets import opened
from lienthong.kernel.notifications.channels.smpp import SmppProvider
from lienthong.kernel.notifications.contracts import MessageState, ReceiptNews, TemplateText, UnknownAddress
from lienthong.kernel.notifications.models import Attempt, Message, Part, ProviderState, Receipt

from .conftest import KEY, NOW, Clock, SetUp, deliver_all, greet, only

LONG = "Đã tiếp nhận hồ sơ {name}. " * 12


def smpp(centre: MessageCentre, **more: object) -> dict[str, object]:
    return {
        "name": "smsc", "channel": "sms", "kind": "smpp", "host": "127.0.0.1", "port": centre.port, "price": 700,
        "system_id": SYSTEM_ID, "password": PASSWORD, "sender": "KHANHHOA",
    } | more  # fmt: skip


def write_text(body: str, *, plain: bool = False) -> None:
    text = TemplateText(KEY, "vi", "", "", body)
    services.save_template(text=text, now=NOW, plain=plain)


@pytest.mark.usefixtures("fresh_queue")
def test_vietnamese_goes_over_smpp_in_parts_and_receipts_come_back(set_up: SetUp, clock: Clock) -> None:
    write_text(LONG)
    with message_centre() as centre:
        set_up(smpp(centre))
        greet()
        deliver_all(clock)
        # The receipts came before the numbers were known here: they waited.
        wait_for(lambda: only().state == MessageState.ARRIVED)
        assert centre.whole() == ["Đã tiếp nhận hồ sơ bà Lan. " * 12]
        assert {(part.sender, part.to, part.encoding) for part in centre.parts} == {("KHANHHOA", "84900000123", "ucs2")}
        count = len(centre.parts)
        assert [part.place[1:] for part in centre.parts] == [(count, number + 1) for number in range(count)]
        assert all(len(part.text) <= 67 for part in centre.parts)
        assert (only().parts, only().cost, Part.objects.count()) == (count, 700 * count, count)
        wait_for(lambda: centre.receipt_answers == [0] * count)
        # The same line serves the next message, and answers when asked whether it lives.
        centre.ask_whether_alive()
        greet()
        deliver_all(clock)
        assert len(centre._lines) == 1
        find_provider("smsc").close()  # type: ignore[union-attr]  # it was set up above


@pytest.mark.django_db
def test_a_text_without_diacritics_takes_fewer_parts(set_up: SetUp, clock: Clock) -> None:
    write_text("Đã tiếp nhận hồ sơ {name}. Hẹn trả kết quả trước 17:30 ngày 30/11/2026 tại UBND phường.", plain=True)
    with message_centre() as centre:
        set_up(smpp(centre))
        centre.receipt = ""
        greet()
        deliver_all(clock)
        (part,) = centre.parts
        assert part.text.startswith("Da tiep nhan ho so ba Lan.")
        assert (part.encoding, part.place) == (None, (0, 1, 1)) or part.encoding == "gsm0338"
        find_provider("smsc").close()  # type: ignore[union-attr]  # it was set up above


@pytest.mark.django_db
def test_what_the_centre_answers_decides_what_follows(set_up: SetUp, clock: Clock) -> None:
    with message_centre() as centre:
        set_up(smpp(centre))
        centre.receipt = ""
        centre.answers = [SmppCommandStatus.ESME_RTHROTTLED]
        greet()
        deliver_all(clock)
        message = only()
        assert (message.state, Attempt.objects.get().code) == (MessageState.QUEUED, "0x58")
        assert ProviderState.objects.get(name="smsc").open_until == message.due_at
        clock.forward(seconds=10)
        deliver_all(clock)
        assert only().state == MessageState.SENT
        centre.answers = [SmppCommandStatus.ESME_RINVDSTADR]
        greet()
        deliver_all(clock)
        refused = Message.objects.order_by("pk")[1]
        assert (refused.state, refused.last_error) == (MessageState.FAILED, "ESME_RINVDSTADR")
        # Nothing more goes to an address that does not exist.
        assert greet() == 0
        find_provider("smsc").close()  # type: ignore[union-attr]  # it was set up above


@pytest.mark.django_db
def test_a_centre_that_refuses_the_bind_or_is_away_is_tried_later(set_up: SetUp, clock: Clock) -> None:
    with message_centre() as centre:
        set_up(smpp(centre, password="falsch"))
        centre.receipt = ""
        greet()
        deliver_all(clock)
        assert only().state == MessageState.QUEUED
        assert Attempt.objects.get().code == "0xe"
        set_up(smpp(centre))
        centre.dies_before_answer = 1
        clock.forward(minutes=1)
        deliver_all(clock)
        assert only().state == MessageState.QUEUED
        assert services.keep_listening() == 1
        clock.forward(minutes=1)
        deliver_all(clock)
        assert only().state == MessageState.SENT
        find_provider("smsc").close()  # type: ignore[union-attr]  # it was set up above


@pytest.mark.django_db
def test_a_receipt_that_cannot_be_kept_is_asked_for_again(
    set_up: SetUp, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lienthong.kernel.notifications import extensions

    def broken(_provider: str, _news: object) -> None:
        raise OSError("the database is away")

    with message_centre() as centre:
        set_up(smpp(centre))
        monkeypatch.setattr(extensions, "_receipts", [broken])
        greet()
        deliver_all(clock)
        wait_for(lambda: centre.receipt_answers == [8])
        assert only().state == MessageState.SENT
        find_provider("smsc").close()  # type: ignore[union-attr]  # it was set up above


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["", "id: stat:", "stat:DELIVRD", "id:1 stat:ACCEPTD", "ngày mai", "id:1 stat:DELIVRD"]
)
def test_strange_receipts_are_answered(text: str) -> None:
    from aiosmpplib.protocol import DeliverSm

    from lienthong.kernel.notifications.channels.smpp_session import receipt_of

    pdu = DeliverSm(short_message=text or " ", esm_class=4, sequence_num=1).pdu()
    found = receipt_of(pdu)
    assert (found is not None) == (text == "id:1 stat:DELIVRD")


@pytest.mark.django_db
def test_receipts_in_any_order_and_twice_end_at_the_same_state(set_up: SetUp, clock: Clock) -> None:
    gateway = SmsGateway()
    set_up(gateway.settings())
    with running(gateway):
        greet()
        deliver_all(clock)
    number = Part.objects.get().provider_id
    for state in ("returned", "arrived", "returned", "arrived", "read", "arrived"):
        services.receive_receipts(provider="gateway", news=[ReceiptNews(number, MessageState(state))], now=NOW)
    assert only().state == MessageState.READ
    assert Receipt.objects.count() == 3
    services.receive_receipts(provider="gateway", news=[ReceiptNews("nobody", MessageState.ARRIVED)], now=NOW)


@pytest.mark.django_db
def test_a_gateway_is_described_by_data_and_its_reports_are_proven(
    set_up: SetUp, clock: Clock, settings: Settings
) -> None:
    gateway = SmsGateway()
    set_up(gateway.settings())
    with running(gateway):
        greet()
        deliver_all(clock)
    body = gateway.calls[0].body
    assert (body["Content"], body["IsUnicode"], body["Brandname"], body["Sandbox"]) == (
        "Chào bà Lan.",
        "0",  # every letter of it stands in the GSM alphabet
        "KHANHHOA",
        0,
    )
    back = urlsplit(body["CallbackUrl"])
    assert back.path == "/tin-nhan/bao-nhan/gateway/"
    query = {name: values[0] for name, values in parse_qs(back.query).items()}
    report = json.dumps({"SMSID": f"id-{body['RequestId']}", "SendStatus": 5}).encode()
    heard = {"provider": "gateway", "body": report, "headers": {}, "now": NOW}
    for wrong in ({}, {"khoa": "x"}, {"khoa": ""}):
        with pytest.raises(UnknownAddress):
            services.hear_webhook(query=wrong, **heard)  # type: ignore[arg-type]  # see above
    assert only().state == MessageState.SENT
    assert services.hear_webhook(query=query, **heard) == 1  # type: ignore[arg-type]  # see above
    assert only().state == MessageState.ARRIVED
    with pytest.raises(UnknownAddress):
        services.hear_webhook(query=query, **(heard | {"provider": "other"}))  # type: ignore[arg-type]  # see above
    with pytest.raises(UnknownAddress):
        services.hear_webhook(query=query, **(heard | {"body": b"x" * 70_000}))  # type: ignore[arg-type]  # see above


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["", "<html>", '"a"', "[]", '{"CodeResult": null}', "x" * 70_000])
def test_an_answer_that_is_none_loses_nothing(set_up: SetUp, clock: Clock, answer: str) -> None:
    gateway = SmsGateway()
    set_up(gateway.settings())
    gateway.answer = lambda _call: (200, answer)
    with running(gateway):
        greet()
        deliver_all(clock)
    assert only().state in {MessageState.QUEUED, MessageState.FAILED}
    assert Attempt.objects.count() == 1


@pytest.mark.django_db
def test_what_zalo_is_asked_is_what_was_recorded(set_up: SetUp, clock: Clock) -> None:
    zalo = ZaloPeer()
    set_up(zalo.settings())
    recorded = zalo.recorded["sent"]["request"]
    with running(zalo):
        greet()
        deliver_all(clock)
    renewal, asked = zalo.calls
    assert renewal.path == zalo.recorded["renewed"]["request"]["path"]
    assert set(renewal.body) == set(zalo.recorded["renewed"]["request"]["body"])
    assert asked.path == recorded["path"]
    assert set(asked.body) == set(recorded["body"])
    assert asked.body["template_data"] == recorded["body"]["template_data"]
    assert len(asked.body["tracking_id"]) <= 48
    assert asked.headers["access_token"] == "access-1"


@pytest.mark.django_db
def test_a_refresh_token_is_used_once_and_its_follower_kept_encrypted(set_up: SetUp, clock: Clock) -> None:
    zalo = ZaloPeer()
    set_up(zalo.settings())
    with running(zalo):
        for _each in range(3):
            greet()
        deliver_all(clock)
        assert zalo.renewals == 1
        stored = ProviderState.objects.get(name="zalo-oa").secrets
        assert "refresh" not in stored
        assert opened(stored)["refresh_token"] == "refresh-1"
        # Somebody took the token back: it is renewed once, with the token kept last.
        zalo.access = "another"
        greet()
        deliver_all(clock)
    assert zalo.renewals == 2
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "state", "falls"),
    [
        ("not_on_zalo", MessageState.FAILED, True),
        ("inactive", MessageState.FAILED, True),
        ("out_of_quota", MessageState.FAILED, True),
        ("day_quota", MessageState.FAILED, True),
        ("not_approved", MessageState.FAILED, True),
        ("wrong_data", MessageState.FAILED, True),
        ("unknown_error", MessageState.QUEUED, False),
        ("at_night", MessageState.QUEUED, False),
    ],
)
def test_every_recorded_refusal_has_its_way(
    set_up: SetUp, clock: Clock, name: str, state: MessageState, *, falls: bool
) -> None:
    zalo, gateway = ZaloPeer(), SmsGateway()
    set_up(zalo.settings(), gateway.settings())
    zalo.answers = [name]
    with running(zalo, gateway):
        greet()
        deliver_all(clock)
    assert Message.objects.order_by("pk")[0].state == state
    assert Message.objects.filter(channel="sms").exists() == falls


@pytest.mark.django_db
def test_zalo_tells_by_a_signed_call_that_a_message_arrived(set_up: SetUp, clock: Clock) -> None:
    zalo = ZaloPeer()
    set_up(zalo.settings())
    with running(zalo):
        greet()
        deliver_all(clock)
    event = json.loads((RECORDED / "received_event.json").read_text(encoding="utf-8"))["event"]
    now = timezone.now()
    event["timestamp"] = str(int(now.timestamp() * 1000))
    event["message"]["msg_id"] = Part.objects.get().provider_id
    body = json.dumps(event).encode()
    signature = hashlib.sha256(f"4412{body.decode()}{event['timestamp']}oa-secret".encode()).hexdigest()
    call = {"provider": "zalo-oa", "query": {}, "now": now}
    for wrong_body, wrong in (
        (body, ""),
        (body, f"mac={'0' * 64}"),
        (body + b" ", f"mac={signature}"),
        (b"[]", ""),
        (b"{}", ""),
    ):
        with pytest.raises(UnknownAddress):
            services.hear_webhook(body=wrong_body, headers={"X-ZEvent-Signature": wrong}, **call)  # type: ignore[arg-type]  # see above
    old = json.dumps(event | {"timestamp": "1626926349402"}).encode()
    mark = hashlib.sha256(f"4412{old.decode()}1626926349402oa-secret".encode()).hexdigest()
    with pytest.raises(UnknownAddress):
        services.hear_webhook(body=old, headers={"X-ZEvent-Signature": f"mac={mark}"}, **call)  # type: ignore[arg-type]  # see above
    assert only().state == MessageState.SENT
    assert services.hear_webhook(body=body, headers={"X-ZEvent-Signature": f"mac={signature}"}, **call) == 1  # type: ignore[arg-type]  # see above
    assert only().state == MessageState.ARRIVED


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("[", "is not JSON"),
        ("[1]", "must be a list"),
        ('[{"name": "A!", "channel": "sms", "kind": "http"}]', "plain name"),
        ('[{"name": "a", "channel": "fax", "kind": "http"}]', "channel"),
        ('[{"name": "a", "channel": "sms", "kind": "nothing"}]', "its kind is unknown"),
        ('[{"name": "a", "channel": "sms", "kind": "http"}]', "lacks 'url'"),
        ('[{"name": "a", "channel": "sms", "kind": "smpp", "password": "${NO_SUCH_SECRET}"}]', "NO_SUCH_SECRET"),
    ],
)
def test_a_wrong_setting_says_what_is_wrong(settings: Settings, setting: str, said: str) -> None:
    settings.NOTIFICATIONS_PROVIDERS = setting
    with pytest.raises(ImproperlyConfigured, match=said):
        all_providers()


def test_providers_stand_in_a_file_with_secrets_from_the_environment(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"name": "smsc", "channel": "sms", "kind": "smpp", "host": "127.0.0.1", "port": 2775, "system_id": "a",
           "password": "${SMSC_PASSWORD}", "sender": "KH"}  # fmt: skip
    path = tmp_path / "providers.json"
    path.write_text(json.dumps([row]))
    monkeypatch.setenv("SMSC_PASSWORD", "secret")
    settings.NOTIFICATIONS_PROVIDERS = str(path)
    (provider,) = all_providers()
    assert isinstance(provider, SmppProvider)
    assert provider.settings["password"] == "secret"

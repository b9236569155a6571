"""Pages of messages: who enters, what they show, what they cost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from tests.support.gateway import SmsGateway

from lienthong.kernel.accounts.queries import actor_of
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.testing import disagreements
from lienthong.kernel.audit.testing import AccessEntry
from lienthong.kernel.notifications import queries, services
from lienthong.kernel.notifications.contracts import MANAGE, SEE, Choices, MessageState, Notice, Recipient
from lienthong.kernel.notifications.models import (
    BlockedAddress,
    Budget,
    Message,
    MessageTemplate,
    ProviderState,
    TextDraft,
)
from lienthong.kernel.notifications.policy import DRAFTS, MESSAGES
from lienthong.kernel.organizations import services as organizations
from lienthong.kernel.organizations.contracts import PartyDraft, PartyKind
from lienthong.kernel.organizations.testing import SmallTree, small_tree

from .conftest import KEY, NOW, SetUp, greet

pytestmark = pytest.mark.django_db
Agency = apps.get_model("organizations.Agency")
LIST = "/quan-tri/tin-nhan/"
TEXTS = "/quan-tri/mau-tin/"
LAN = Recipient(name="Trần Thị Lan", phone="0987654321")
ADMINISTRATION = (
    LIST, f"{LIST}xuat.csv", f"{LIST}chi-phi/", f"{LIST}chi-phi/xuat.csv", f"{LIST}nha-cung-cap/",
    f"{LIST}dia-chi-chan/", f"{LIST}kenh/", TEXTS, f"{TEXTS}{KEY}/",
)  # fmt: skip


@pytest.fixture(name="tree")
def _tree() -> SmallTree:
    return small_tree()


def signed_in(user_id: int) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["lt-lang"] = "en"
    client.force_login(get_user_model().objects.get(pk=user_id))
    return client


@pytest.fixture(name="admin")
def _admin(tree: SmallTree) -> Client:
    return signed_in(tree.administrator_id)


def test_who_does_not_look_after_messages_stays_outside(tree: SmallTree) -> None:
    greet(LAN)
    officer = signed_in(tree.officer_id)
    for address in (*ADMINISTRATION, f"{LIST}{Message.objects.get().pk}/", f"{LIST}dot/{uuid4()}/"):
        assert officer.get(address).status_code == 403, address
        assert Client().get(address).status_code in {302, 403}, address
    assert officer.get("/thong-bao/").status_code == 200
    assert Client().get("/thong-bao/").status_code in {302, 403}


def test_a_message_is_found_looked_at_and_sent_again(
    admin: Client, tree: SmallTree, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    party = organizations.register_party(
        draft=PartyDraft(kind=PartyKind.CITIZEN, name=LAN.name, number="056088000777", phone=LAN.phone, address=""),
        now=NOW,
    )
    for number in range(60):
        greet(Recipient(LAN.name, phone=LAN.phone, party_id=party.id), subject_key=f"H32-{number}")
    chosen = Message.objects.get(subject_key="H32-7")
    Message.objects.filter(pk=chosen.pk).update(state=MessageState.FAILED, last_error="budget_spent")
    with django_assert_max_num_queries(15):
        page = admin.get(LIST).content.decode()
    assert page.count("H32-") == 50
    assert "truoc=" in page
    assert LAN.phone not in page
    found = admin.get(LIST, {"q": "H32-7", "trang_thai": "failed"}).content.decode()
    assert "The message budget of the month is spent" in found
    sent = b"".join(admin.get(f"{LIST}xuat.csv?trang_thai=failed").streaming_content).decode()  # type: ignore[attr-defined]  # a stream
    assert sent.count("H32-") == 1
    assert LAN.phone not in sent
    before = AccessEntry.objects.count()
    with django_assert_max_num_queries(15):
        shown = admin.get(f"{LIST}{chosen.pk}/").content.decode()
    assert LAN.phone in shown
    assert AccessEntry.objects.count() == before + 1
    assert admin.post(f"{LIST}{chosen.pk}/gui-lai/").status_code == 302
    assert Message.objects.get(pk=chosen.pk).state == MessageState.QUEUED
    assert admin.post(f"{LIST}{chosen.pk}/gui-lai/").status_code == 409
    assert admin.post(f"{LIST}999999/gui-lai/").status_code == 404


def test_an_address_of_nobody_we_know_stays_masked(admin: Client) -> None:
    greet(LAN)
    shown = admin.get(f"{LIST}{Message.objects.get().pk}/").content.decode()
    assert "…321" in shown
    assert LAN.phone not in shown


@pytest.mark.parametrize(
    "query",
    ["?q=%00", "?truoc=-4", "?truoc=x", "?trang_thai=?", "?kenh=zz", "?tu=31/02/2026", "?dot=x", f"?truoc={'9' * 40}"],
)
def test_strange_questions_are_answered(admin: Client, query: str) -> None:
    assert admin.get(LIST + query).status_code in {200, 400, 422}
    assert admin.get(f"{LIST}dia-chi-chan/{query}").status_code in {200, 400}


def test_who_sees_a_message_is_asked_both_ways(tree: SmallTree) -> None:
    for agency in [None, *Agency.objects.all()]:
        greet(LAN, agency_id=agency.pk if agency else None)
        TextDraft.objects.create(key=KEY, language="vi", agency=agency, body="x", saved_at=NOW)
    actor = actor_of(get_user_model().objects.get(pk=tree.officer_id), at=NOW.date())
    rows = Message.objects.select_related("agency")
    assert disagreements(MESSAGES, rows, actor, SEE) == []
    assert disagreements(DRAFTS, TextDraft.objects.select_related("agency"), actor, MANAGE) == []


def test_what_was_told_about_a_record_is_listed_for_its_system(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    greet(LAN)
    greet(LAN, subject_key="H32-2")
    with django_assert_num_queries(1):
        (row,) = queries.list_about(subject_key="H32-1")
    assert (row.body, row.address) == ("Chào bà Lan.", "…321")


def test_costs_and_budgets(
    admin: Client, tree: SmallTree, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    services.spending.spend(agency_id=None, channel="sms", parts=3, amount=2400, now=timezone.now())
    with django_assert_max_num_queries(15):
        assert "2,400" in admin.get(f"{LIST}chi-phi/").content.decode()
    given = {"agency_code": "", "monthly": "3000", "stops": "on"}
    assert admin.post(f"{LIST}chi-phi/", given).status_code == 302
    assert "80%" in admin.get(f"{LIST}chi-phi/").content.decode()
    for wrong in ({"monthly": "-1"}, {"monthly": "abc"}, {"agency_code": "X9"}, {"monthly": str(10**15)}):
        assert admin.post(f"{LIST}chi-phi/", given | wrong).status_code == 422, wrong
    assert Budget.objects.count() == 1
    sent = b"".join(admin.get(f"{LIST}chi-phi/xuat.csv").streaming_content).decode()  # type: ignore[attr-defined]  # a stream
    assert "2400" in sent


def test_providers_are_switched_off_and_on(admin: Client, tree: SmallTree, set_up: SetUp) -> None:
    assert "No provider is set up" in admin.get(f"{LIST}nha-cung-cap/").content.decode()
    gateway = SmsGateway()
    set_up(gateway.settings())
    ProviderState.objects.create(
        name="gateway", failures=6, open_until=timezone.now() + timedelta(minutes=3), last_error="away"
    )
    page = admin.get(f"{LIST}nha-cung-cap/").content.decode()
    assert "Left alone" in page
    assert "mật khẩu" not in page
    assert admin.post(f"{LIST}nha-cung-cap/gateway/", {"off": "1"}).status_code == 302
    assert ProviderState.objects.get(name="gateway").is_off
    assert "Switched off" in admin.get(f"{LIST}nha-cung-cap/").content.decode()
    admin.post(f"{LIST}nha-cung-cap/gateway/")
    state = ProviderState.objects.get(name="gateway")
    assert (state.is_off, state.failures, state.open_until) == (False, 0, None)
    assert admin.post(f"{LIST}nha-cung-cap/khac/").status_code == 404
    assert signed_in(tree.officer_id).post(f"{LIST}nha-cung-cap/gateway/", {"off": "1"}).status_code == 403


def test_blocked_addresses_are_freed(admin: Client) -> None:
    services.block_address(channel="sms", address="+84987654321", reason="ESME_RINVDSTADR", now=NOW)
    page = admin.get(f"{LIST}dia-chi-chan/").content.decode()
    assert "…321" in page
    assert "987654321" not in page
    block = BlockedAddress.objects.get()
    assert admin.post(f"{LIST}dia-chi-chan/{block.pk}/").status_code == 302
    assert admin.post(f"{LIST}dia-chi-chan/{block.pk}/").status_code == 404
    assert not BlockedAddress.objects.exists()


def test_a_text_is_written_tried_and_published(
    admin: Client, tree: SmallTree, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    greet(LAN)
    with django_assert_max_num_queries(15):
        assert "Greeting" in admin.get(TEXTS).content.decode()
    assert KEY not in admin.get(TEXTS, {"q": "zzz"}).content.decode()
    opened = admin.post(f"{TEXTS}{KEY}/", {"language": "vi", "channel": "", "agency_code": ""})
    assert opened.status_code == 302
    place = opened["Location"]
    with django_assert_max_num_queries(15):
        page = admin.get(place).content.decode()
    assert "Chào bà Lan." in page
    assert "{name}" in page
    wrong = admin.post(place, {"subject": "", "body": "Chào {ten}."})
    assert wrong.status_code == 422
    assert "Nobody fills in {ten} here. There is: {name}." in wrong.content.decode()
    for broken in ("Chào {name", "Chào }", "Chào {Name}", "", "x" * 4001):
        assert admin.post(place, {"subject": "", "body": broken}).status_code == 422
    body = "Kính chào {name}. Đã tiếp nhận hồ sơ của ông bà, hẹn trả kết quả trước 17 giờ chiều nay."
    assert admin.post(place, {"subject": "Kính chào", "body": body, "plain": "on"}).status_code == 302
    page = admin.get(place).content.decode()
    assert "2 parts" in page
    assert "1 part," in page
    # Drafts change nothing yet.
    greet(LAN)
    assert Message.objects.order_by("-pk")[0].body == "Chào bà Lan."
    assert admin.post(f"{place}gui-thu/").status_code == 302
    trial = Message.objects.get(to_user_id=tree.administrator_id)
    assert trial.body.startswith("Kinh chao ba Lan.")
    assert admin.post(f"{place}ban-hanh/").status_code == 302
    greet(LAN)
    assert Message.objects.order_by("-pk")[0].body.startswith("Kinh chao ba Lan. Da tiep nhan")
    assert admin.post(f"{place}ban-hanh/").status_code == 409
    page = admin.get(place).content.decode()
    assert "<del>Chào</del>" in page
    assert "<ins>Kính chào</ins>" in page
    assert MessageTemplate.objects.filter(key=KEY).count() == 2


def test_drafts_are_thrown_away_and_texts_of_agencies_are_their_own(admin: Client, tree: SmallTree) -> None:
    code = Agency.objects.order_by("-pk")[0].code
    place = admin.post(f"{TEXTS}{KEY}/", {"language": "vi", "channel": "sms", "agency_code": code})["Location"]
    assert admin.post(place, {"body": "UBND chào {name}."}).status_code == 302
    admin.post(f"{place}ban-hanh/")
    agency = Agency.objects.get(code=code)
    greet(LAN, agency_id=agency.pk)
    # The file stands in for SMS on this machine, and has the text for all channels.
    assert Message.objects.get().body == "Chào bà Lan."
    assert admin.post(f"{place}bo/").status_code == 302
    assert admin.get(place).status_code == 404
    assert admin.post(f"{TEXTS}{KEY}/", {"language": "vi", "agency_code": "X9"}).status_code == 404
    assert admin.get(f"{TEXTS}khong.co/").status_code == 302


def test_people_read_their_notices(tree: SmallTree, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(35):
        greet(Recipient(name="", user_id=tree.officer_id), url=f"/viec/?so={number}")
    officer = signed_in(tree.officer_id)
    with django_assert_max_num_queries(15):
        page = officer.get("/thong-bao/").content.decode()
    assert "35 notices not read" in page
    assert officer.get("/thong-bao/so/").content.decode().count("35") == 2
    notice = Message.objects.order_by("-pk")[0]
    assert officer.post(f"/thong-bao/{notice.pk}/")["Location"] == "/viec/?so=34"
    assert queries.count_unread(viewer=actor_of(get_user_model().objects.get(pk=tree.officer_id), at=NOW.date())) == 34
    assert signed_in(tree.newcomer_id).post(f"/thong-bao/{notice.pk}/").status_code == 404
    assert "35 notices" not in signed_in(tree.newcomer_id).get("/thong-bao/").content.decode()
    assert officer.post("/thong-bao/da-doc/").status_code == 302
    assert "All notices are read" in officer.get("/thong-bao/?chua-doc=1").content.decode()
    assert officer.get("/thong-bao/so/").content.decode().strip() == ""


def test_a_notice_leads_nowhere_but_here(tree: SmallTree) -> None:
    greet(Recipient(name="", user_id=tree.officer_id), url="//evil.example/")
    officer = signed_in(tree.officer_id)
    assert officer.post(f"/thong-bao/{Message.objects.get().pk}/")["Location"] == "/thong-bao/"


def test_people_choose_on_screen(tree: SmallTree, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    officer, address = signed_in(tree.officer_id), "/tai-khoan/tin-nhan/"
    with django_assert_max_num_queries(15):
        page = officer.get(address).content.decode()
    assert "Greeting" in page
    assert "Budget of messages" in page
    assert "Budget of messages" not in signed_in(tree.newcomer_id).get(address).content.decode()
    lines = queries.kind_lines(choices=Choices(), language="en")
    every = {f"kenh-{number}": ["in_app", "email", "zalo", "sms"] for number in range(len(lines))}
    mine = next(number for number, line in enumerate(lines) if line.key == KEY)
    law = next(number for number, line in enumerate(lines) if line.mandatory)
    given = every | {"language": "en", "quiet_from": "20:00", "quiet_to": "6:30", f"kenh-{mine}": ["email"]}
    assert officer.post(address, given).status_code == 302
    kept = queries.chosen(viewer=actor_of(get_user_model().objects.get(pk=tree.officer_id), at=NOW.date()))
    assert (kept.language, str(kept.quiet_to), dict(kept.channels)) == ("en", "06:30:00", {KEY: ("email",)})
    assert officer.post(address, given | {f"kenh-{law}": []}).status_code == 422
    assert officer.post(address, given | {"quiet_to": ""}).status_code == 422
    assert officer.post(address, given | {"quiet_from": "25:00"}).status_code == 422


def test_a_mailing_is_followed(admin: Client, tree: SmallTree, settings: Settings) -> None:
    notices = [Notice(Recipient("", phone=f"098765432{number}"), {"name": "x"}) for number in range(4)]
    uuid = services.notify_many(template=KEY, notices=notices, title="Tin bão", actor=Actor.system("t"), now=NOW)
    page = admin.get(f"{LIST}dot/{uuid}/").content.decode()
    assert "Tin bão" in page
    assert f"?dot={uuid}" in page
    assert admin.get(f"{LIST}?dot={uuid}").content.decode().count("…") >= 4
    assert admin.get(f"{LIST}dot/{uuid4()}/").status_code == 404


def test_calls_of_nobody_are_refused(set_up: SetUp) -> None:
    client = Client(enforce_csrf_checks=True)
    for method in (client.get, client.post):
        assert method("/tin-nhan/bao-nhan/khac/").status_code == 404
    set_up(SmsGateway().settings())
    assert client.post("/tin-nhan/bao-nhan/gateway/?khoa=x", b"{}", content_type="application/json").status_code == 404
    assert client.post("/tin-nhan/bao-nhan/gateway/?khoa=x", b"\xff" * 100_000, content_type="x/y").status_code == 404

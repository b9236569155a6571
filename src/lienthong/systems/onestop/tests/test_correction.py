"""A supplement opens what the officer marked and nothing else; both sides see what became of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor, Invalid, NotFound
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import State, SupplementClosed, SupplementItem
from lienthong.systems.onestop.models import Dossier, DossierPaper, Supplement
from lienthong.systems.onestop.testing import SmallProvince, accept, small_province
from lienthong.systems.onestop.views.tracking import TRIES_BY_ADDRESS

from .at_the_desk import MOST_STATEMENTS, PROGRAM, pdf, signed_in, text_of

pytestmark = pytest.mark.django_db
HOLDER = Actor.anonymous()
MARKS = (
    SupplementItem(paper="", content="Số điện thoại: Thiếu một chữ số", field="phone"),
    SupplementItem(paper="GT-05", content="Hợp đồng: Trang 2 mờ"),
)


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def marked(province: SmallProvince, items: tuple[SupplementItem, ...] = MARKS) -> Dossier:
    number = accept(province, "1.004088", now=timezone.now() - timedelta(hours=1)).number
    services.request_supplement(
        number=number, reason="Kê khai chưa đúng", items=items, actor=province.at("commune.reception"),
        now=timezone.now(),
    )  # fmt: skip
    return Dossier.objects.get(number=number)


def address(dossier: Dossier) -> str:
    return f"/tra-cuu/bo-sung/?ma={dossier.number}&khoa={dossier.secret}"


def body(dossier: Dossier, **more: Any) -> dict[str, Any]:
    sent = {"ma": dossier.number, "khoa": dossier.secret, "khai-phone": "0912345678", "file-2": pdf("hop-dong.pdf")}
    return {name: value for name, value in {**sent, **more}.items() if value is not None}


def test_the_page_opens_the_marks_and_shows_nothing_of_the_dossier(
    province: SmallProvince, django_assert_max_num_queries: Any
) -> None:
    dossier = marked(province)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = text_of(Client().get(address(dossier)))
    assert 'name="khai-phone"' in page
    assert 'name="file-2"' in page
    assert "Thiếu một chữ số" in page
    assert 'name="khai-owner_name"' not in page
    for personal in ("056085000456", "0900000456", "Trần Văn Bình", "Tổ 4"):
        assert personal not in page


def test_what_is_sent_waits_for_the_counter_and_is_taken_in_with_its_difference(province: SmallProvince) -> None:
    dossier = marked(province)
    answer = Client().post("/tra-cuu/bo-sung/", body(dossier))
    assert answer.status_code == 302, text_of(answer)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.answers["phone"]) == (State.SUPPLEMENT, "0900000456")
    assert queries.track(number=dossier.number, secret=dossier.secret, now=timezone.now()).supplement_sent_at

    desk = signed_in("commune.reception")
    page = text_of(desk.get(f"/quay/bo-sung/{dossier.number}/"))
    assert "0912345678" in page
    assert "Số điện thoại: Thiếu một chữ số<br>" in page
    assert "0900000456</span>" in page
    assert "hop-dong.pdf" in page
    taken = desk.post(f"/quay/bo-sung/{dossier.number}/", {"khai-phone": "0912345678", "item-2": "1"})
    assert taken.status_code == 302, text_of(taken)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.answers["phone"]) == (State.PROCESSING, "0912345678")
    assert DossierPaper.objects.get(dossier=dossier, supplement_no=1).code == "GT-05"
    shown = text_of(signed_in("commune.leader").get(f"/ho-so/{dossier.number}/"))
    assert "<del>0900000456</del>" in shown
    assert "<ins>0912345678</ins>" in shown


def test_the_officer_marks_answers_and_papers_on_the_page_of_the_dossier(province: SmallProvince) -> None:
    number = accept(province, "1.004088", now=timezone.now() - timedelta(hours=1)).number
    officer = signed_in("commune.reception")
    page = text_of(officer.get(f"/ho-so/{number}/?viec=bo-sung"))
    assert 'name="sai" value="phone"' in page
    assert 'name="giay-sai" value="GT-01"' in page
    sent = {"reason": "Sai", "sai": ["phone"], "sai-phone": "Thiếu một chữ số", "giay-sai": ["GT-01"]}
    refused = officer.post(f"/ho-so/{number}/viec/bo-sung/", sent)
    assert refused.status_code == 422
    page = text_of(refused)
    assert 'value="phone" checked' in page
    assert '<a href="#giay-sai-GT-01">' in page
    assert 'id="giay-sai-GT-01_error"' in page
    assert 'id="sai-phone_error"' not in page
    officer.post(f"/ho-so/{number}/viec/bo-sung/", {**sent, "giay-sai-GT-01": "Thiếu chữ ký"})
    items = Supplement.objects.get(dossier__number=number).items
    assert [(item["field"], item["paper"]) for item in items] == [("phone", ""), ("", "GT-01")]
    assert items[1]["content"].endswith("Thiếu chữ ký")


def test_an_answer_that_was_not_marked_is_refused(province: SmallProvince) -> None:
    dossier = marked(province)
    send: dict[str, Any] = {"number": dossier.number, "secret": dossier.secret, "actor": HOLDER, "now": timezone.now()}
    with pytest.raises(Invalid) as refusal:
        services.send_supplement(**send, answers={"phone": "0912345678", "owner_name": "Kẻ Khác"}, files={2: 1})
    assert [error.path for error in refusal.value.errors] == ["owner_name"]
    with pytest.raises(Invalid) as refusal:
        services.send_supplement(**send, answers={"phone": "0912345678"}, files={1: 1, 2: 1, 9: 1})
    assert [error.path for error in refusal.value.errors] == ["files.1", "files.9"]
    Client().post("/tra-cuu/bo-sung/", body(dossier, **{"khai-owner_name": "Kẻ Khác", "khai-deadweight": "99"}))
    assert "owner_name" not in (Supplement.objects.get().sent or {"answers": {}})["answers"]
    services.receive_supplement(number=dossier.number, actor=province.at("commune.reception"), now=timezone.now())
    dossier.refresh_from_db()
    assert (dossier.answers["owner_name"], dossier.answers["deadweight"]) == ("Trần Văn Bình", 6)


def test_the_counter_itself_changes_nothing_that_was_not_marked(province: SmallProvince) -> None:
    dossier = marked(province)
    with pytest.raises(Invalid):
        services.receive_supplement(
            number=dossier.number, answers={"phone": "0912345678", "owner_name": "Kẻ Khác"}, now=timezone.now(),
            actor=province.at("commune.reception"),
        )  # fmt: skip
    with pytest.raises(Invalid):
        services.receive_supplement(number=dossier.number, actor=province.at("commune.reception"), now=timezone.now())
    dossier.refresh_from_db()
    assert dossier.state == State.SUPPLEMENT


def test_it_is_sent_once(province: SmallProvince) -> None:
    dossier = marked(province)
    assert Client().post("/tra-cuu/bo-sung/", body(dossier)).status_code == 302
    Client().post("/tra-cuu/bo-sung/", body(dossier, **{"khai-phone": "0987654321"}))
    kept: Any = Supplement.objects.get().sent
    assert kept["answers"]["phone"] == "0912345678"
    with pytest.raises(SupplementClosed):
        services.send_supplement(
            number=dossier.number, secret=dossier.secret, answers={}, files={}, actor=HOLDER, now=timezone.now()
        )


def test_nothing_is_taken_after_the_day(province: SmallProvince) -> None:
    dossier = marked(province)
    late = Supplement.objects.get().answer_by + timedelta(minutes=1)
    with pytest.raises(SupplementClosed):
        services.send_supplement(
            number=dossier.number, secret=dossier.secret, answers={"phone": "0912345678"}, files={2: 1}, actor=HOLDER,
            now=late,
        )  # fmt: skip
    Supplement.objects.update(answer_by=timezone.now() - timedelta(minutes=1))
    page = Client().get(address(dossier))
    assert 'name="khai-phone"' not in text_of(page)
    assert Client().post("/tra-cuu/bo-sung/", body(dossier)).status_code == 422
    assert Supplement.objects.get().sent is None


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    cache.clear()


def test_another_dossier_and_a_wrong_secret_open_nothing(province: SmallProvince) -> None:
    dossier, other = marked(province), accept(province, "2.000635", now=timezone.now())
    wrong = ((dossier.number, other.secret, 404), (other.number, other.secret, 302), ("x", "", 404), ("\0", "\0", 404))
    for number, secret, status in wrong:
        answer = Client().get("/tra-cuu/bo-sung/", {"ma": number, "khoa": secret})
        assert answer.status_code == (400 if "\0" in number else status)
        assert Client().post("/tra-cuu/bo-sung/", body(dossier, ma=number, khoa=secret)).status_code == status
    with pytest.raises(NotFound):
        services.send_supplement(
            number=dossier.number, secret=other.secret, answers={}, files={}, actor=HOLDER, now=timezone.now()
        )
    assert Supplement.objects.get().sent is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_secrets_cannot_be_tried_out_here_either(method: str, province: SmallProvince) -> None:
    dossier, client = marked(province), Client()
    for at in range(TRIES_BY_ADDRESS):
        sent = {"ma": dossier.number, "khoa": f"AAAA{at:04d}"}
        assert getattr(client, method)("/tra-cuu/bo-sung/", sent).status_code == 404
    shut = getattr(client, method)("/tra-cuu/bo-sung/", {"ma": dossier.number, "khoa": dossier.secret})
    assert (shut.status_code, shut["Retry-After"]) == (429, "600")
    assert client.get("/tra-cuu/", {"ma": dossier.number, "khoa": dossier.secret}).status_code == 429


def test_wrong_answers_and_files_stand_beside_their_places_and_nothing_is_lost(province: SmallProvince) -> None:
    dossier = marked(province)
    answer = Client().post("/tra-cuu/bo-sung/", body(dossier, **{"khai-phone": "12"}))
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'id="id_khai-phone_error"' in page
    assert "hop-dong.pdf" in page
    refused = Client().post("/tra-cuu/bo-sung/", body(dossier, **{"file-2": pdf("x.pdf", PROGRAM)}))
    assert 'id="tep-2_error"' in text_of(refused)
    assert 'id="tep-2_error"' in text_of(Client().post("/tra-cuu/bo-sung/", body(dossier, **{"file-2": None})))


@pytest.mark.parametrize("name", ["nothing", "", "owner_name; DROP", "__class__"])
def test_a_question_that_is_not_there_cannot_be_marked(name: str, province: SmallProvince) -> None:
    number = accept(province, "1.004088", now=timezone.now() - timedelta(hours=1)).number
    items = (SupplementItem(paper="", content="x" if name else " ", field=name),)
    with pytest.raises(Invalid):
        services.request_supplement(
            number=number, reason="Sai", items=items, actor=province.at("commune.reception"), now=timezone.now()
        )

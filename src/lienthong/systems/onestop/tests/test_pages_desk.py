"""The reception desk: person, procedure, papers, acceptance."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.support.reading import writes

from lienthong.kernel.organizations import queries as organizations
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.models import Dossier, DossierPaper
from lienthong.systems.onestop.testing import SmallProvince, small_province
from lienthong.systems.onestop.views.desk_state import party_token

from .at_the_desk import (
    MOST_STATEMENTS,
    PDF,
    PROGRAM,
    address,
    filled,
    finished,
    pdf,
    signed_in,
    text_of,
    waiting_for_supplement,
)

pytestmark = pytest.mark.django_db
OWNER = (
    '<input type="text" name="khai-owner_name" id="id_khai-owner_name" class="lt-in" autocomplete="name"'
    ' value="Trần Văn Bình">'
)
CARD = "056090001234||Trần Thị Hoa|01021990|Nữ|7 Nguyễn Trãi, phường Nha Trang|01022021"


@pytest.fixture
def province() -> SmallProvince:
    built = small_province()
    queries.list_packages()
    return built


@pytest.fixture
def desk(province: SmallProvince) -> Client:
    return signed_in("commune.reception")


def test_strangers_sign_in_and_other_roles_are_refused(province: SmallProvince) -> None:
    assert Client().get("/quay/").status_code == 302
    assert signed_in("commune.leader").get("/quay/").status_code == 403


def test_a_person_is_found_by_name_without_diacritics_and_numbers_are_masked(desk: Client) -> None:
    page = text_of(desk.get("/quay/tim/", {"q": "tran van"}, headers={"HX-Request": "true"}))
    assert "Trần Văn Bình" in page
    assert "056085000456" not in page
    assert "<html" not in page


def test_an_address_does_not_let_people_be_counted_through(desk: Client, province: SmallProvince) -> None:
    assert "Trần Văn Bình" not in text_of(desk.get(f"/quay/?nguoi={province.party.id}"))
    assert "Trần Văn Bình" not in text_of(desk.get(f"/quay/?nguoi={province.party.id}:forged"))


def test_an_identity_card_fills_the_form_for_a_new_person(desk: Client) -> None:
    page = text_of(desk.get("/quay/", {"q": CARD}))
    assert 'value="056090001234"' in page
    assert 'value="01/02/1990"' in page


def test_a_new_person_is_registered_and_served(desk: Client) -> None:
    sent = {"kind": "citizen", "name": "Trần Thị Hoa", "number": "056090001234", "birth_date": "01021990"}
    answer = desk.post("/quay/nguoi/?moi=1&thutuc=2.000635", sent)
    assert answer.status_code == 302
    assert "thutuc=2.000635" in answer["Location"]
    assert "moi=" not in answer["Location"]
    assert "01/02/1990" in text_of(desk.get(answer["Location"]))


def test_errors_of_a_new_person_stand_beside_their_fields(desk: Client) -> None:
    answer = desk.post("/quay/nguoi/?moi=1", {"kind": "citizen", "name": "Hoa", "number": "123"})
    assert answer.status_code == 422
    assert 'id="id_number_error"' in text_of(answer)
    assert 'value="Hoa"' in text_of(answer)


def test_a_number_of_somebody_else_is_not_overwritten(desk: Client, province: SmallProvince) -> None:
    sent = {"kind": "citizen", "name": "Lê Văn Khác", "number": province.party.number, "phone": "0911111111"}
    answer = desk.post("/quay/nguoi/?moi=1", sent)
    assert answer.status_code == 422
    assert organizations.get_party(party_id=province.party.id).phone == "0900000456"


def test_an_office_receives_the_procedures_of_its_level(desk: Client, province: SmallProvince) -> None:
    commune, centre = text_of(desk.get("/quay/")), text_of(signed_in("centre.reception").get("/quay/"))
    assert [code in commune for code in ("2.000635", "1.004088", "1.008891")] == [True, True, False]
    assert [code in centre for code in ("2.000635", "1.004088", "1.008891")] == [False, True, True]
    assert 'name="khoa"' not in text_of(desk.get(address(province, "1.008891", "")))


def test_a_procedure_is_found_by_words_without_diacritics(desk: Client) -> None:
    page = text_of(desk.get("/quay/", {"t": "phuong tien dau"}))
    assert "1.004088" in page
    assert "2.000635" not in page


def test_the_due_date_and_the_fee_stand_before_acceptance(desk: Client, province: SmallProvince) -> None:
    page = text_of(desk.get(address(province)))
    assert "70.000" in page
    assert re.search(r'<dd class="lt-due lt-num"><b>\s*<time datetime="20', page)


def test_the_form_is_filled_with_what_the_register_knows(desk: Client, province: SmallProvince) -> None:
    page = text_of(desk.get(address(province)))
    assert OWNER in page
    number = 'name="khai-owner_personal_number" id="id_khai-owner_personal_number" class="lt-in lt-in-m"'
    assert f'<input type="text" {number} inputmode="numeric" value="056085000456">' in page
    assert page.count(f"Theo Sổ người nộp hồ sơ, {timezone.localdate():%d/%m/%Y}.") == 3


def test_looking_at_the_desk_writes_nothing_and_asks_little(
    desk: Client, province: SmallProvince, django_assert_max_num_queries: Any
) -> None:
    desk.get(address(province))
    with django_assert_max_num_queries(MOST_STATEMENTS) as asked:
        desk.get(address(province, q="tran"))
    assert not any(writes(query["sql"]) for query in asked.captured_queries)


def test_a_complete_dossier_is_accepted_with_its_file(desk: Client, province: SmallProvince) -> None:
    page = text_of(desk.get(address(province)))
    sent = filled(page, {"fee_paid": "on", "copies-GT-05": "2", "file-GT-05": pdf()})
    answer = desk.post(address(province), sent)
    dossier = Dossier.objects.get()
    assert answer["Location"] == f"/quay/{dossier.number}/xong/"
    paper = DossierPaper.objects.get(dossier=dossier, code="GT-05")
    assert (paper.copies, paper.file is not None) == (2, True)
    assert dossier.payment == "paid"
    done = text_of(desk.get(answer["Location"]))
    assert dossier.number in done
    assert f"/ho-so/{dossier.number}/giay-hen.pdf" in done
    assert dossier.secret not in done


def test_the_same_form_sent_twice_makes_one_dossier(desk: Client, province: SmallProvince) -> None:
    page = text_of(desk.get(address(province)))
    first = desk.post(address(province), filled(page, {"file-GT-05": pdf()}))
    again = desk.post(address(province), filled(page, {"file-GT-05": pdf()}))
    assert first["Location"] == again["Location"]
    assert Dossier.objects.count() == 1


def test_somebody_may_file_for_another(desk: Client, province: SmallProvince) -> None:
    desk.post("/quay/nguoi/?moi=1", {"kind": "citizen", "name": "Trần Thị Hoa", "number": "056090001234"})
    (hoa,) = organizations.find_parties(text="056090001234")
    there = address(province, nguoi=party_token(hoa.id), chu=party_token(province.party.id), thay="1")
    page = text_of(desk.get(there))
    assert OWNER in page
    desk.post(there, filled(page))
    dossier = Dossier.objects.get()
    assert (dossier.submitter_id, dossier.owner_id) == (hoa.id, province.party.id)


def test_files_and_answers_survive_an_error_elsewhere(desk: Client, province: SmallProvince) -> None:
    page = text_of(desk.get(address(province)))
    wrong = filled(page, {"khai-engine_power": "", "khai-deadweight": "", "file-GT-05": pdf("Hợp đồng.pdf")})
    answer = desk.post(address(province), wrong)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Hợp đồng.pdf" in page
    assert 'value="Tổ 4, phường Nha Trang"' in page
    assert 'id="id_khai-deadweight_error"' in page
    (token,) = re.findall(r'name="kept-GT-05" value="([^"]+)"', page)
    assert desk.post(address(province), filled(page, {"kept-GT-05": token})).status_code == 302
    assert DossierPaper.objects.get(code="GT-05").file.name == "Hợp đồng.pdf"  # type: ignore[union-attr]  # fails when none


def test_a_kept_file_of_another_officer_is_not_taken(desk: Client, province: SmallProvince) -> None:
    page = text_of(desk.get(address(province)))
    answer = desk.post(address(province), filled(page, {"khai-phone": "", "file-GT-05": pdf()}))
    (token,) = re.findall(r'name="kept-GT-05" value="([^"]+)"', text_of(answer))
    other = signed_in("commune.result")
    page = text_of(other.get(address(province)))
    other.post(address(province), filled(page, {"kept-GT-05": token}))
    assert DossierPaper.objects.get(code="GT-05").file is None


def test_a_kept_file_can_be_taken_out(desk: Client, province: SmallProvince) -> None:
    page = text_of(desk.get(address(province)))
    page = text_of(desk.post(address(province), filled(page, {"khai-phone": "", "file-GT-05": pdf()})))
    (token,) = re.findall(r'name="kept-GT-05" value="([^"]+)"', page)
    desk.post(address(province), filled(page, {"kept-GT-05": token, "drop-GT-05": "1"}))
    assert DossierPaper.objects.get(code="GT-05").file is None


def test_r5_changing_the_case_keeps_what_was_typed_and_sent(desk: Client, province: SmallProvince) -> None:
    page = text_of(desk.get(address(province)))
    sent = filled(page, {"viec": "xem", "khai-deadweight": "77", "file-GT-01": pdf()})
    page = text_of(desk.post(address(province, case="khong-dang-kiem"), sent))
    assert 'value="77"' in page
    assert "hop-dong.pdf" in page
    assert "paper-GT-02" in page
    assert "lt-summary" not in page
    assert not Dossier.objects.exists()


def test_a_program_called_pdf_is_refused_in_words(desk: Client, province: SmallProvince) -> None:
    page = text_of(desk.get(address(province)))
    answer = desk.post(address(province), filled(page, {"file-GT-05": pdf("virus.pdf", PROGRAM)}))
    assert answer.status_code == 422
    assert 'id="id_file-GT-05_error"' in text_of(answer)
    assert "virus.pdf" in text_of(answer)
    assert not Dossier.objects.exists()


def test_a_file_too_large_is_refused_and_the_rest_stays(desk: Client, province: SmallProvince, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES, settings.UPLOAD_REQUEST_MAX_BYTES = 1024 * 1024, 300 * 1024 * 1024
    page = text_of(desk.get(address(province)))
    large = pdf("qua-lon.pdf", PDF + b"\0" * (2 * 1024 * 1024))
    answer = desk.post(address(province), filled(page, {"file-GT-04": pdf("vua.pdf"), "file-GT-05": large}))
    page = text_of(answer)
    assert answer.status_code == 422
    assert re.search(r'id="id_file-GT-05_error">.*?qua-lon\.pdf', page)
    assert 'name="kept-GT-04"' in page
    assert 'value="Tổ 4, phường Nha Trang"' in page


def test_missing_papers_are_named_together_with_other_errors(desk: Client, province: SmallProvince) -> None:
    page = text_of(desk.get(address(province)))
    answer = desk.post(address(province), filled(page, {"khai-phone": ""}, papers=("GT-01",)))
    page = text_of(answer)
    assert all(f'id="id_paper-{code}_error"' in page for code in ("GT-04", "GT-05"))
    assert 'id="id_khai-phone_error"' in page
    answer = desk.post(address(province), filled(page, papers=("GT-01",)))
    assert 'id="id_paper-GT-04_error"' in text_of(answer)


def test_a_form_without_its_token_is_refused(province: SmallProvince) -> None:
    strict = signed_in("commune.reception", enforce_csrf_checks=True)
    assert strict.post(address(province), {}).status_code == 403
    assert strict.post("/quay/nguoi/", {}).status_code == 403


def test_what_is_typed_is_kept_as_a_draft_under_its_procedure_and_person(desk: Client, province: SmallProvince) -> None:
    assert f'data-lt-draft="desk-1.004088-{province.party.id}"' in text_of(desk.get(address(province)))


def test_the_desk_counts_what_waits(desk: Client, province: SmallProvince) -> None:
    finished(province)
    waiting_for_supplement(province)
    page = re.sub(r"\s+", " ", text_of(desk.get("/quay/")))
    assert re.search(r'tra-ket-qua/">[^<]*</a> <span[^>]*>1<', page)
    assert re.search(r'bo-sung/">[^<]*</a> <span[^>]*>1<', page)

"""Forms 02 and 03 at the desk: opened beside what was typed, given, listed, taken over when the applicant returns."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.support.reading import writes

from lienthong.systems.onestop import queries
from lienthong.systems.onestop.models import Dossier, DossierPaper, IntakeSlip
from lienthong.systems.onestop.testing import SmallProvince, small_province
from lienthong.systems.onestop.views.desk_state import party_token

from .at_the_desk import MOST_STATEMENTS, address, filled, pdf, signed_in, text_of

pytestmark = pytest.mark.django_db
REASON = "Giấy tờ chưa đủ"


@pytest.fixture
def province() -> SmallProvince:
    built = small_province()
    queries.list_packages()
    return built


@pytest.fixture
def desk(province: SmallProvince) -> Client:
    return signed_in("commune.reception")


def incomplete(desk: Client, province: SmallProvince, changed: dict[str, Any]) -> dict[str, Any]:
    page = text_of(desk.get(address(province)))
    return filled(page, changed, papers=("GT-01",))


def give_02(desk: Client, province: SmallProvince, **changed: Any) -> Any:
    more = {"viec": "cap-02", "phieu-lacks-GT-04": "on", "phieu-note-GT-04": "bản chính", "phieu-reason": REASON}
    return desk.post(address(province), incomplete(desk, province, more | changed))


def test_form_02_opens_beside_what_was_typed_with_the_missing_ticked(desk: Client, province: SmallProvince) -> None:
    sent = incomplete(desk, province, {"viec": "phieu-02", "khai-deadweight": "77"})
    page = text_of(desk.post(address(province), sent))
    ticked = re.findall(r'name="phieu-lacks-(GT-\d+)"[^>]* checked', page)
    assert ticked == ["GT-04", "GT-05"]
    assert 'value="77"' in page
    assert 'value="cap-02"' in page
    assert "lt-summary" not in page
    assert not IntakeSlip.objects.exists()


def test_form_02_is_given_and_printed(desk: Client, province: SmallProvince) -> None:
    answer = give_02(desk, province)
    slip = IntakeSlip.objects.get()
    assert answer["Location"] == f"/quay/phieu/{slip.uuid}/"
    page = text_of(desk.get(answer["Location"]))
    assert slip.number in page
    assert "bản chính" in page
    assert province.party.number not in page
    printed = desk.get(f"/quay/phieu/{slip.uuid}.pdf")
    assert printed.content.startswith(b"%PDF")
    assert printed["Cache-Control"] == "private, no-store"
    assert not Dossier.objects.exists()


def test_a_form_02_that_names_nothing_says_so_and_keeps_the_rest(desk: Client, province: SmallProvince) -> None:
    sent = incomplete(
        desk, province, {"viec": "cap-02", "phieu-reason": "", "khai-deadweight": "77", "file-GT-05": pdf()}
    )
    answer = desk.post(address(province), sent)
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'id="id_phieu-other_error"' in page
    assert 'id="id_phieu-reason_error"' in page
    assert 'value="77"' in page
    assert 'name="kept-GT-05"' in page
    assert not IntakeSlip.objects.exists()


def test_hostile_answers_are_kept_as_text_or_not_at_all(desk: Client, province: SmallProvince) -> None:
    answer = give_02(desk, province, **{"khai-owner_name": "a\0<script>" + "x" * 9000, "phieu-note-GT-04": "x" * 301})
    assert answer.status_code == 422
    give_02(desk, province, **{"khai-owner_name": "a\0<script>" + "x" * 9000})
    kept = IntakeSlip.objects.get().answers["owner_name"]
    assert kept.startswith("a<script>")
    assert len(kept) == 5000


def test_what_was_typed_and_scanned_is_there_when_the_applicant_returns(desk: Client, province: SmallProvince) -> None:
    answer = give_02(
        desk, province, **{"khai-deadweight": "77", "copies-GT-01": "3", "file-GT-05": pdf("Hợp đồng.pdf")}
    )
    desk.logout()
    other = signed_in("commune.result")
    person = text_of(other.get(f"/quay/?{urlencode({'nguoi': party_token(province.party.id)})}"))
    assert answer["Location"] in person
    (there,) = re.findall(r'href="(/quay/\?nguoi=[^"]+phieu=[^"]+)"', text_of(other.get(answer["Location"])))
    there = there.replace("&amp;", "&")
    page = text_of(other.get(there))
    assert 'value="77"' in page
    assert re.search(r'name="copies-GT-01" value="3"', page)
    assert "Hợp đồng.pdf" in page
    (token,) = re.findall(r'name="kept-GT-05" value="([^"]+)"', page)
    other.post(there, filled(page, {"kept-GT-05": token, "khai-deadweight": "77"}))
    dossier = Dossier.objects.get()
    assert dossier.answers["deadweight"] == 77
    assert DossierPaper.objects.get(dossier=dossier, code="GT-05").file.name == "Hợp đồng.pdf"  # type: ignore[union-attr]  # fails when none
    assert IntakeSlip.objects.get().dossier == dossier
    assert dossier.number in text_of(other.get(answer["Location"]))


def test_a_slip_of_somebody_else_fills_nothing(desk: Client, province: SmallProvince) -> None:
    give_02(desk, province, **{"khai-deadweight": "77"})
    slip = IntakeSlip.objects.get()
    assert 'value="77"' not in text_of(desk.get(address(province, "2.000635", "chinh-chu", phieu=str(slip.uuid))))
    for wrong in ("", "khong-phai", "00000000-0000-0000-0000-000000000000"):
        assert desk.get(address(province, phieu=wrong)).status_code == 200


def test_form_03_is_given_with_its_reason(desk: Client, province: SmallProvince) -> None:
    page = text_of(desk.post(address(province), incomplete(desk, province, {"viec": "phieu-03"})))
    assert 'name="phieu-title"' not in page
    sent = incomplete(desk, province, {"viec": "cap-03", "phieu-reason": "Tàu không thuộc diện đăng ký tại phường"})
    answer = desk.post(address(province), sent)
    slip = IntakeSlip.objects.get()
    assert (slip.kind, slip.reason) == ("refusal", "Tàu không thuộc diện đăng ký tại phường")
    assert slip.reason in text_of(desk.get(answer["Location"]))


def test_what_is_not_received_here_is_refused_by_its_name(desk: Client, province: SmallProvince) -> None:
    there = f"/quay/?{urlencode({'nguoi': party_token(province.party.id), 't': 'cấp hộ chiếu', 'lap': '03'})}"
    page = text_of(desk.get(there))
    assert 'name="phieu-title" value="cấp hộ chiếu"' in page
    (key,) = re.findall(r'name="khoa" value="([^"]+)"', page)
    sent = {"khoa": key, "viec": "cap-03", "phieu-title": "", "phieu-reason": "Không thuộc thẩm quyền"}
    answer = desk.post(there, sent)
    assert answer.status_code == 422
    assert 'id="id_phieu-title_error"' in text_of(answer)
    desk.post(there, sent | {"phieu-title": "Cấp hộ chiếu"})
    desk.post(there, sent | {"phieu-title": "Cấp hộ chiếu"})
    assert [slip.title for slip in IntakeSlip.objects.all()] == ["Cấp hộ chiếu"]


def test_without_a_person_no_slip_is_given(desk: Client) -> None:
    desk.post("/quay/", {"viec": "cap-03", "phieu-title": "Hộ chiếu", "phieu-reason": "Không thuộc thẩm quyền"})
    assert not IntakeSlip.objects.exists()


def test_others_do_not_see_the_slip(desk: Client, province: SmallProvince) -> None:
    there = give_02(desk, province)["Location"]
    other = signed_in("other.leader")
    for page in (there, there.rstrip("/") + ".pdf"):
        assert other.get(page).status_code == 404
        assert Client().get(page).status_code == 302
    assert there not in text_of(other.get("/quay/phieu/"))


def test_the_list_is_filtered_by_form_and_name_and_asks_little(
    desk: Client, province: SmallProvince, django_assert_max_num_queries: Any
) -> None:
    there = give_02(desk, province)["Location"]
    desk.post(
        address(province), incomplete(desk, province, {"viec": "cap-03", "phieu-reason": "Không thuộc thẩm quyền"})
    )
    assert there in text_of(desk.get("/quay/phieu/?mau=02&q=tran"))
    assert there not in text_of(desk.get("/quay/phieu/?mau=03"))
    assert 'id="id_tu_error"' in text_of(desk.get("/quay/phieu/?tu=32/13/2026"))
    assert desk.get("/quay/phieu/?sau=999999999999999999999&mau=zz").status_code == 200
    for page in ("/quay/phieu/?con=on", there, address(province, phieu=str(IntakeSlip.objects.first()))):
        desk.get(page)
        with django_assert_max_num_queries(MOST_STATEMENTS) as asked:
            desk.get(page)
        assert not any(writes(query["sql"]) for query in asked.captured_queries)


def test_a_file_control_speaks_our_language(desk: Client, province: SmallProvince) -> None:
    page = text_of(desk.get(address(province)))
    assert re.search(
        r'<input type="file"[^>]*id="id_file-GT-05"[^>]*><label class="lt-btn[^>]*for="id_file-GT-05"', page
    )

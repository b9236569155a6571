"""The printed forms: what stands on them, who may print them, and that printing changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.support.reading import writes

from lienthong.kernel.accounts.testing import User
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop import printing, queries, services
from lienthong.systems.onestop.contracts import SupplementItem
from lienthong.systems.onestop.models import Dossier, DossierPaper
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 15
LONG = "Cấp giấy phép xây dựng mới, giấy phép sửa chữa, cải tạo, giấy phép di dời đối với công trình " * 7


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def refused(province: SmallProvince) -> str:
    number = accept(province, "2.000635", now=timezone.now()).number
    (item,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=number)
    services.complete_step(
        number=number,
        work_item_id=item.id,
        outcome="propose",
        actor=province.at("commune.civil-status"),
        now=timezone.now(),
    )
    (item,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=number)
    services.refuse_dossier(
        number=number,
        work_item_id=item.id,
        reason="Không có sổ hộ tịch của năm 2001 tại phường này",
        actor=province.at("commune.leader"),
        now=timezone.now(),
    )
    return number


def asked_for_more(province: SmallProvince) -> str:
    number = accept(province, "1.004088", now=timezone.now()).number
    services.request_supplement(
        number=number,
        reason="Bản kê khai chưa ghi số máy",
        items=(SupplementItem(paper="GT-02", content="Bản kê khai ghi rõ số máy"),),
        actor=province.at("commune.reception"),
        now=timezone.now(),
    )
    return number


def pages(province: SmallProvince) -> list[str]:
    supplemented, stopped = asked_for_more(province), refused(province)
    return [
        f"/ho-so/{supplemented}/giay-hen.pdf",
        f"/ho-so/{supplemented}/phieu-bo-sung-1.pdf",
        f"/ho-so/{supplemented}/phieu-kiem-soat.pdf",
        f"/ho-so/{stopped}/phieu-tu-choi.pdf",
    ]


def test_each_form_opens_in_the_browser_and_writes_nothing(
    province: SmallProvince, django_assert_max_num_queries: Any
) -> None:
    client = signed_in("commune.reception")
    for page in pages(province):
        with django_assert_max_num_queries(MOST_STATEMENTS) as asked:
            answer = client.get(page)
        assert answer.content.startswith(b"%PDF-1.7"), page
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("inline")
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert not any(writes(query["sql"]) for query in asked.captured_queries)
        assert client.post(page).status_code == 405


def test_another_agency_and_strangers_print_nothing(province: SmallProvince) -> None:
    other = signed_in("other.leader")
    for page in pages(province):
        assert other.get(page).status_code == 404
        assert Client().get(page).status_code == 302


def test_the_notice_of_refusal_exists_only_after_a_refusal(province: SmallProvince) -> None:
    number = accept(province, "2.000635", now=timezone.now()).number
    client = signed_in("commune.reception")
    assert client.get(f"/ho-so/{number}/phieu-tu-choi.pdf").status_code == 404
    assert client.get(f"/ho-so/{number}/phieu-bo-sung-1.pdf").status_code == 404


def test_r22_the_notice_of_refusal_says_why_and_who(province: SmallProvince) -> None:
    number = refused(province)
    context = printing.refusal_context(queries.get_dossier(number=number, viewer=province.at("commune.reception")))
    assert context["reason"] == "Không có sổ hộ tịch của năm 2001 tại phường này"
    assert context["officer"]["name"] == "Cán bộ commune.leader"


def test_r16_the_receipt_carries_the_secret_and_the_link_that_shows_the_dossier(province: SmallProvince) -> None:
    done = accept(province, "2.000635", now=TUESDAY)
    dossier = queries.get_dossier(number=done.number, viewer=province.at("commune.reception"))
    context = printing.receipt_context(dossier, now=TUESDAY)
    assert context["secret"].replace("-", "") == done.secret
    address = context["qr_text"].split("/", 3)[3]
    assert Client().get(f"/{address}").status_code == 200


def test_the_receipt_counts_originals_and_copies(province: SmallProvince) -> None:
    done = accept(province, "1.004088", now=TUESDAY)
    DossierPaper.objects.filter(dossier__number=done.number, code="GT-01").update(originals=1, copies=2)
    dossier = queries.get_dossier(number=done.number, viewer=province.at("commune.reception"))
    paper = printing.receipt_context(dossier, now=TUESDAY)["papers"][0]
    assert (paper["kind"], paper["count"]) == ("Bản chính, bản sao", "1 + 2")


def test_a_very_long_procedure_and_25_papers_are_printed(province: SmallProvince) -> None:
    done = accept(province, "2.000635", now=TUESDAY)
    dossier = Dossier.objects.get(number=done.number)
    Dossier.objects.filter(pk=dossier.pk).update(title=LONG[:700])
    DossierPaper.objects.bulk_create(
        DossierPaper(
            dossier=dossier,
            code=f"GT-{row}",
            name=f"Giấy tờ thứ {row}: bản vẽ thiết kế kỹ thuật đã được thẩm định",
            originals=row % 2,
            copies=2,
            added_at=TUESDAY,
            added_by_name="Cán bộ",
        )
        for row in range(25)
    )
    client = signed_in("commune.reception")
    for name in ("giay-hen", "phieu-kiem-soat"):
        assert client.get(f"/ho-so/{done.number}/{name}.pdf").content.startswith(b"%PDF")


def test_r13_the_request_names_papers_by_their_name_and_never_by_our_code(province: SmallProvince) -> None:
    number = asked_for_more(province)
    detail = queries.get_dossier(number=number, viewer=province.at("commune.reception"))
    (item,) = printing.supplement_context(detail, detail.supplements[0])["items"]
    assert item["name"].startswith("Bản kê khai")
    assert "GT-02" not in str(item)


def test_the_control_slip_has_a_row_for_each_hand_over(province: SmallProvince) -> None:
    number = asked_for_more(province)
    detail = queries.get_dossier(number=number, viewer=province.at("commune.reception"))
    rows = printing.control_slip_context(detail, now=timezone.now() + timedelta(hours=1))["rows"]
    assert rows[0]["from"] == rows[0]["to"] == "UBND phường Nha Trang"
    assert rows[0]["giver"] == "Cán bộ commune.reception"

"""The person's own page, the counter that uses what is kept, and who else sees what (R-57, R-58, R-60)."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from lienthong.kernel.accounts.testing import User
from lienthong.systems.onestop.testing import ANSWERS, SmallProvince
from lienthong.systems.stores import services
from lienthong.systems.stores.models import ItemUse, StoreItem
from lienthong.systems.stores.testing import item_of

from .conftest import PDF
from .lives import CERTIFICATE, certificate_draft, ended, scanned

pytestmark = pytest.mark.django_db
DEGREE = "GT.BANG-DAI-HOC"
MOST_STATEMENTS = 15


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def desk_of(desk: Client, province: SmallProvince) -> str:
    """Return the address of the desk with the applicant and the procedure chosen."""
    found = text_of(desk.get(f"/quay/?q={province.party.number}"))
    (token,) = set(re.findall(r"nguoi=([^&\"]+)", found))
    return f"/quay/?nguoi={token}&thutuc={CERTIFICATE}&truonghop=cap-moi"


@pytest.fixture
def owner(province: SmallProvince) -> Client:
    """Return the browser of the applicant, who has an account, and that of nobody else."""
    user = User.objects.create_user(username="binh", password=None, name="Trần Văn Bình")
    apps.get_model("organizations.Party").objects.filter(pk=province.party.id).update(user=user)
    User.objects.create_user(username="la", password=None, name="Người Lạ")
    return signed_in("binh")


def test_r57_the_owner_finds_what_is_kept_with_its_state(
    province: SmallProvince, owner: Client, file: int, django_assert_max_num_queries: Any
) -> None:
    ended(province, certificate_draft(province, GT_02=scanned(file)))
    owner.get("/kho-cua-toi/")
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = text_of(owner.get("/kho-cua-toi/"))
    result = StoreItem.objects.get(kind="result")
    assert all(word in page for word in (result.number, "Còn giá trị", "Chờ số hoá", "Sở Xây dựng"))
    assert result.number not in text_of(owner.get("/kho-cua-toi/?xem=cho-so-hoa"))
    shown = text_of(owner.get(f"/kho-cua-toi/{result.uuid}/"))
    assert f"/giay-to/{result.code}/" in shown
    assert result.file is not None
    assert text_of(owner.get(f"/tep/{result.file.uuid}/")).startswith("%PDF")
    assert result.number in text_of(owner.get("/kho-cua-toi/danh-sach.csv"))


def test_r59_a_replaced_item_leads_to_the_one_that_counts(province: SmallProvince, owner: Client, file: int) -> None:
    for no in (1, 2):
        item = item_of(province.party.id, no=no, source=f"t:{no}", number=f"0{no}/CC", file_id=file)
        services.keep_item(item=item, now=timezone.now())
    first, second = StoreItem.objects.order_by("no")
    page = text_of(owner.get(f"/kho-cua-toi/{first.uuid}/"))
    assert f"/kho-cua-toi/{second.uuid}/" in page
    assert "Tải bản không còn giá trị" in page


def test_nobody_else_sees_what_is_kept(province: SmallProvince, owner: Client, file: int) -> None:
    ended(province, certificate_draft(province, GT_02=scanned(file)))
    item = StoreItem.objects.get(kind="result")
    assert item.file is not None
    for username in ("la", "other.reception", "commune.leader"):
        client = signed_in(username)
        assert item.number not in text_of(client.get("/kho-cua-toi/"))
        assert client.get(f"/kho-cua-toi/{item.uuid}/").status_code == 404
        assert client.get(f"/tep/{item.file.uuid}/").status_code == 404
    assert Client().get("/kho-cua-toi/").status_code == 302
    assert "Kho chưa có giấy tờ nào" in text_of(signed_in("la").get("/kho-cua-toi/"))


def test_r58_r60_the_desk_takes_a_kept_paper_and_the_person_reads_who_looked(
    province: SmallProvince, owner: Client, file: int
) -> None:
    kept = item_of(province.party.id, type_code=DEGREE, title="Bằng kiến trúc sư", number="77/B", file_id=file)
    sha = apps.get_model("files.StoredFile").objects.get(pk=file).sha256
    services.keep_item(item=item_of(**{**vars(kept), "sha256": sha}), now=timezone.now())
    item = StoreItem.objects.get()
    desk = signed_in("centre.reception")
    there = desk_of(desk, province)
    page = text_of(desk.get(there))
    assert f'<option value="{item.uuid}"' in page
    assert "Bằng kiến trúc sư 77/B" in page
    (key,) = re.findall(r'name="khoa" value="([^"]+)"', page)
    sent = {"khoa": key, "delivery": "counter", "stored-GT-02": str(item.uuid)}
    sent |= {f"khai-{name}": value for name, value in ANSWERS[CERTIFICATE].items()}
    sent |= {f"paper-{code}": "on" for code in ("GT-01", "GT-03", "GT-04")}
    done = desk.post(there, sent)
    assert done.status_code == 302, re.findall(r"lt-errmsg[^<]*<.*?</p>", text_of(done))
    use = ItemUse.objects.get()
    shown = text_of(owner.get(f"/kho-cua-toi/{item.uuid}/"))
    assert use.dossier in shown
    assert "Cán bộ centre.reception" in shown
    looks = text_of(owner.get("/tai-khoan/da-xem/"))
    assert "Dùng giấy tờ trong kho của người dân tại quầy" in looks
    assert "Bằng kiến trúc sư 77/B" in text_of(desk.get(f"/ho-so/{use.dossier}/"))


def test_r58_a_paper_revoked_meanwhile_is_refused_at_the_desk_in_words(
    province: SmallProvince, owner: Client, file: int
) -> None:
    services.keep_item(item=item_of(province.party.id, type_code=DEGREE, file_id=file), now=timezone.now())
    item = StoreItem.objects.get()
    services.keep_item(item=item_of(province.party.id, type_code=DEGREE, end="revoked"), now=timezone.now())
    desk = signed_in("centre.reception")
    there = desk_of(desk, province)
    page = text_of(desk.get(there))
    assert str(item.uuid) not in page
    (key,) = re.findall(r'name="khoa" value="([^"]+)"', page)
    sent = {"khoa": key, "delivery": "counter", "stored-GT-02": str(item.uuid)}
    sent |= {f"khai-{name}": value for name, value in ANSWERS[CERTIFICATE].items()}
    sent |= {f"paper-{code}": "on" for code in ("GT-01", "GT-03", "GT-04")}
    refused = desk.post(there, sent)
    assert refused.status_code == 422
    assert "đã bị thu hồi, không còn giá trị" in text_of(refused)


def test_the_desk_digitises_a_paper_from_the_page_of_the_dossier(province: SmallProvince) -> None:
    number = ended(province, certificate_draft(province))
    desk = signed_in("centre.reception")
    page = text_of(desk.get(f"/ho-so/{number}/?viec=so-hoa"))
    (paper,) = re.findall(r'<option value="(\d+)"[^>]*>Bằng đại học', page)
    refused = desk.post(f"/ho-so/{number}/viec/so-hoa/", {"paper": paper})
    assert refused.status_code == 422
    assert "Bằng đại học" in text_of(refused)
    sent = {"paper": paper, "file": SimpleUploadedFile("bang.pdf", PDF, content_type="application/pdf")}
    assert desk.post(f"/ho-so/{number}/viec/so-hoa/", sent).status_code == 302
    assert f'<option value="{paper}"' not in text_of(desk.get(f"/ho-so/{number}/?viec=so-hoa"))
    hostile = desk.post(
        f"/ho-so/{number}/viec/so-hoa/", sent | {"paper": "9" * 30, "file": SimpleUploadedFile("b.pdf", PDF)}
    )
    assert hostile.status_code == 422

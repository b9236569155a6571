"""Pages of certificates and of verifying: who enters, what they show, what they cost."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations.testing import SmallTree, small_tree
from lienthong.kernel.signatures import queries, services
from lienthong.kernel.signatures.contracts import HolderKind, Level
from lienthong.kernel.signatures.models import Certificate, Verification
from lienthong.kernel.signatures.testing import Holder, put_on_record

from .conftest import Sign
from .test_certificates import draft, file_of, person

pytestmark = pytest.mark.django_db
LIST, ASK, READ, VERIFY = (
    "/quan-tri/chung-thu/",
    "/quan-tri/chung-thu/yeu-cau/",
    "/quan-tri/chung-thu/nhap/",
    "/kiem-tra-chu-ky/",
)


@pytest.fixture(name="tree")
def _tree(workshop: Path) -> SmallTree:
    return small_tree()


def signed_in(user_id: int) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["lt-lang"] = "en"
    client.force_login(get_user_model().objects.get(pk=user_id))
    return client


@pytest.fixture(name="admin")
def _admin(tree: SmallTree) -> Client:
    return signed_in(tree.administrator_id)


def test_who_does_not_look_after_certificates_stays_outside(tree: SmallTree) -> None:
    officer = signed_in(tree.officer_id)
    for address in (LIST, ASK, READ, f"{LIST}xuat.csv"):
        assert officer.get(address).status_code == 403
        assert Client().get(address).status_code in {302, 403}
    assert officer.get("/chung-thu-cua-toi/").status_code == 200
    assert officer.get(VERIFY).status_code == 200


def test_anybody_verifies_a_small_file_so_often_and_shows_it_by_its_address(
    tree: SmallTree, unsigned: bytes, sign: Sign, settings: Settings
) -> None:
    settings.SIGNATURES_RATE_LIMITS = {"verify": "2/m/ip"}
    stranger = Client()
    answer = stranger.post(VERIFY, {"file": SimpleUploadedFile("a.pdf", sign(unsigned))})
    assert "Lê Thị Quỳnh Như" in stranger.get(answer["Location"]).content.decode()
    assert Client().get(answer["Location"]).status_code == 200
    assert "a.pdf" not in Client().get(VERIFY).content.decode()
    large = SimpleUploadedFile("b.pdf", b"%PDF-" + bytes(10 * 1024 * 1024))
    assert stranger.post(VERIFY, {"file": large}).status_code == 422
    again = stranger.post(VERIFY, {"file": SimpleUploadedFile("c.pdf", unsigned)})
    assert again.status_code == 422
    assert Verification.objects.count() == 1
    officer = signed_in(tree.officer_id)
    assert officer.post(VERIFY, {"file": SimpleUploadedFile("c.pdf", unsigned)}).status_code == 302


def test_who_looks_after_certificates_is_told_of_those_that_end_soon(admin: Client, tree: SmallTree) -> None:
    assert admin.get(LIST).context["ending"] == 0
    soon = (timezone.now() - timedelta(days=9), timezone.now() + timedelta(days=9))
    held = Holder(HolderKind.AGENCY, "UBND phường", tree.commune.id, "con-dau", period=soon)
    put_on_record([held], actor=Actor.system("test"), now=timezone.now())
    page = admin.get(LIST)
    assert page.context["ending"] == 1
    assert "het_han=30" in page.content.decode()


def test_the_page_of_a_certificate_shows_what_was_signed_with_it(
    admin: Client, tree: SmallTree, unsigned: bytes
) -> None:
    (row,) = put_on_record(
        [Holder(HolderKind.PERSON, "Trần Cán Bộ", tree.commune.id, "cb", tree.officer_id)],
        actor=Actor.system("test"), now=timezone.now(),
    )  # fmt: skip
    assert not admin.get(f"/chung-thu/{row.uuid}/").context["signed"]
    key = queries.signing_key(user_id=tree.officer_id, now=timezone.now())
    services.sign_pdf(
        pdf=unsigned, signer_name="Trần Cán Bộ", key=key, reason="Phê duyệt", location="", now=timezone.now()
    )
    assert "Phê duyệt" in admin.get(f"/chung-thu/{row.uuid}/").content.decode()


def test_a_certificate_is_read_in_used_and_revoked_on_screen(admin: Client, tree: SmallTree) -> None:
    upload = SimpleUploadedFile("cb.pem", file_of())
    given = {"kind": "person", "agency_code": "H32.22366", "username": "can.bo", "key": "can-bo", "file": upload}
    done = admin.post(READ, given, follow=True)
    assert "Trần Cán Bộ" in done.content.decode()
    row = Certificate.objects.get()
    assert admin.post(f"{LIST}{row.uuid}/dung/").status_code == 302
    assert admin.post(f"{LIST}{row.uuid}/thu-hoi/", {"reason": ""}).status_code == 422
    assert "cannot be taken back" in admin.get(f"{LIST}{row.uuid}/thu-hoi/").content.decode()
    assert admin.post(f"{LIST}{row.uuid}/thu-hoi/", {"reason": "Nghỉ hưu"}).status_code == 302
    assert "Nghỉ hưu" in admin.get(f"/chung-thu/{row.uuid}/").content.decode()
    assert admin.post(f"{LIST}{row.uuid}/dung/").status_code in {409, 422}
    assert admin.get(f"{LIST}{row.uuid}/khac/").status_code == 404
    assert signed_in(tree.officer_id).get(f"/chung-thu/{row.uuid}/").status_code == 200
    assert signed_in(tree.officer_id).post(f"{LIST}{row.uuid}/dung/").status_code == 403


def test_a_wrong_request_is_explained_beside_the_field(admin: Client) -> None:
    wrong = admin.post(ASK, {"kind": "person", "holder_name": "A", "agency_code": "X9", "username": "can.bo"})
    assert wrong.status_code == 422
    assert "There is no agency with the code X9" in wrong.content.decode()
    assert admin.post(READ, {"kind": "person"}).status_code == 422


@pytest.mark.parametrize(
    "query", ["?q=%00", "?trang=-4", "?trang=x", "?het_han=abc", "?trang_thai=?", "?loai=zz", "?q=1f"]
)
def test_strange_questions_are_answered(admin: Client, query: str) -> None:
    assert admin.get(LIST + query).status_code in {200, 400}


def test_the_list_is_filtered_sent_along_and_costs_little(
    admin: Client, tree: SmallTree, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        data = file_of(key=f"k{number}", name=f"Người {number}")
        services.import_certificate(
            draft=draft(holder_name=f"Người {number}"),
            data=data,
            actor=person(tree.administrator_id),
            now=timezone.now(),
        )
    with django_assert_max_num_queries(15):
        page = admin.get(LIST + "?trang_thai=issued").content.decode()
    assert page.count("/chung-thu/") >= 12
    assert "Người 3" not in admin.get(LIST + "?trang_thai=revoked").content.decode()
    sent = admin.get(f"{LIST}xuat.csv?q=11")
    assert b"".join(sent.streaming_content).decode().count("Người") == 1  # type: ignore[attr-defined]  # a stream
    with django_assert_max_num_queries(15):
        admin.get(f"/chung-thu/{Certificate.objects.first().uuid}/")  # type: ignore[union-attr]  # there are twelve


def test_an_officer_verifies_a_file_and_sees_each_check(tree: SmallTree, unsigned: bytes, sign: Sign) -> None:
    officer = signed_in(tree.officer_id)
    signed = sign(unsigned, level=Level.B_LT, now=timezone.now())
    done = officer.post(VERIFY, {"file": SimpleUploadedFile("quyết định.pdf", signed)}, follow=True)
    page = done.content.decode()
    assert "Every signature in this file is valid" in page
    for words in (
        "quyết định.pdf",
        "B-LT",
        "A trusted authority stamped",
        "had not revoked",
        "Signed here, in this order",
    ):
        assert words in page
    changed = bytearray(signed)
    changed[700] ^= 1
    done = officer.post(VERIFY, {"file": SimpleUploadedFile("x.pdf", bytes(changed))}, follow=True)
    assert "The content was changed after signing" in done.content.decode()
    assert [row.is_valid for row in Verification.objects.order_by("pk")] == [True, False]
    officer.cookies["lt-lang"] = "vi"
    evidence = Verification.objects.order_by("pk")[0]
    assert officer.get(f"{VERIFY}{evidence.uuid}/", headers={"accept-language": "vi"}).status_code == 200
    assert signed_in(tree.newcomer_id).get(f"{VERIFY}{evidence.uuid}/").status_code in {403, 404}


@pytest.mark.parametrize("data", [b"", b"MZ\x90", b"%PDF-1.4", b"<a/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_any_file_gets_an_answer(tree: SmallTree, data: bytes) -> None:
    sent = {"file": SimpleUploadedFile("../../etc/pass\nwd", data)}
    answer = signed_in(tree.officer_id).post(VERIFY, sent)
    assert answer.status_code in {302, 422}
    assert not Verification.objects.filter(is_valid=True).exists()

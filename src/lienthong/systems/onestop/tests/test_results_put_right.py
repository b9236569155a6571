"""A wrong result is replaced or revoked: what that means for paper, dossier, citizen and later dossiers."""

import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.utils import timezone

from lienthong.kernel.acts.contracts import Conflict, Invalid, NotPermitted
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.events.testing import deliver_everything
from lienthong.kernel.files import queries as files
from lienthong.kernel.papers import queries as papers
from lienthong.kernel.papers import services as paper_services
from lienthong.kernel.papers.contracts import PaperState
from lienthong.kernel.search.queries import find
from lienthong.kernel.search.services import check_consistency, rebuild
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import Fault, ResultEnd, ResultState, State
from lienthong.systems.onestop.models import Dossier, Result
from lienthong.systems.onestop.testing import SmallProvince, small_province

from .at_the_desk import finished, signed_in, text_of

pytestmark = pytest.mark.django_db
WHY = "In sai năm sinh"


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


@pytest.fixture
def number(province: SmallProvince) -> str:
    return finished(province)


def table(name: str) -> Any:
    """Return a table of another app."""
    return apps.get_model(name)


def replace(province: SmallProvince, number: str, **more: Any) -> Result:
    inputs: dict[str, Any] = {
        "reason": WHY,
        "fault": Fault.AGENCY,
        "actor": province.at("commune.leader"),
        "now": timezone.now(),
    }
    services.replace_result(number=number, **(inputs | more))
    return Result.objects.filter(dossier__number=number).latest("no")


def revoke(province: SmallProvince, number: str, **more: Any) -> None:
    inputs: dict[str, Any] = {"reason": "Cấp sai đối tượng", "legal_basis": "Điều 9 Nghị định thử"}
    inputs |= {"actor": province.at("commune.leader"), "now": timezone.now()}
    services.revoke_result(number=number, **(inputs | more))


def facts(number: str) -> dict[str, Any]:
    fields = ("state", "clock", "due_at", "ended_at", "returned_at", "delivery_state", "payment", "step_name")
    return dict(Dossier.objects.values(*fields).get(number=number))


def test_r32_after_the_return_a_wrong_result_is_replaced_by_a_linked_one(province: SmallProvince, number: str) -> None:
    services.return_result(
        number=number, receiver="Trần Văn Bình", actor=province.at("commune.result"), now=timezone.now()
    )
    before, first = facts(number), Result.objects.get(dossier__number=number)
    lines = [[label, f"{text} đúng"] for label, text in first.content]
    second = replace(province, number, content=lines)
    assert facts(number) == before, "what ended stays ended"
    assert (second.no, second.replaces_id, second.content) == (2, first.pk, lines)
    assert second.number != first.number
    first.refresh_from_db()
    assert (first.end, first.end_reason, first.fault) == (ResultEnd.REPLACED, WHY, Fault.AGENCY)
    checked = papers.verify(code=second.code)
    assert checked.genuine
    assert len(checked.signatures) == 2
    line = list_history(subject_type="onestop.dossier", subject_key=number)[-1]
    assert (line.act, line.note) == ("onestop.result.replace", WHY)
    assert (line.data["result"], line.data["replaces"]) == (second.number, first.number)


def test_the_paper_carries_its_data_under_both_signatures(province: SmallProvince, number: str, tmp_path: Path) -> None:
    second = replace(province, number)
    path, said = tmp_path / "result.pdf", tmp_path / "ket-qua.json"
    with files.open_file(file_id=second.file_id or 0) as kept:
        path.write_bytes(kept.read())
    assert b"<pdfaid:part>3</pdfaid:part>" in path.read_bytes()
    subprocess.run(["pdfdetach", "-save", "1", "-o", said, path], check=True)
    data = json.loads(said.read_bytes())
    first = Result.objects.get(dossier__number=number, no=1)
    assert (data["number"], data["replaces"], data["dossier"]) == (second.number, first.number, number)
    assert [[line["label"], line["text"]] for line in data["content"]] == second.content
    assert data["check"].endswith(f"/giay-to/{second.code}/")
    assert "056085000456" not in said.read_text(), "what is not printed does not go along"
    assert all(check.valid for check in papers.verify(code=second.code).signatures)


def test_r32_the_old_paper_says_what_replaced_it_and_why(province: SmallProvince, number: str) -> None:
    first = Result.objects.get(dossier__number=number)
    second = replace(province, number)
    assert papers.verify(code=first.code).state is PaperState.REPLACED
    page = text_of(Client().get(f"/giay-to/{first.code}/"))
    assert "đã được thay thế" in page
    assert WHY in page
    assert f"/giay-to/{second.code}/" in page
    assert second.number in page
    assert "Trần Văn Bình" not in page


def test_r32_a_revoked_paper_says_so_and_cannot_be_handed_over(province: SmallProvince, number: str) -> None:
    revoke(province, number)
    result = Result.objects.get(dossier__number=number)
    page = text_of(Client().get(f"/giay-to/{result.code}/"))
    assert "đã bị thu hồi" in page
    assert "Cấp sai đối tượng" in page
    assert Dossier.objects.get(number=number).result_state == ResultState.REVOKED
    with pytest.raises(Conflict):
        services.return_result(number=number, receiver="A", actor=province.at("commune.result"), now=timezone.now())
    with pytest.raises(Conflict):
        revoke(province, number)
    second = replace(province, number, reason="Thu hồi nhầm")
    assert papers.verify(code=second.code).genuine
    assert papers.verify(code=result.code).state is PaperState.REVOKED
    assert Dossier.objects.get(number=number).state == State.DONE


def test_r32_a_paper_revoked_by_an_administrator_ends_its_result(province: SmallProvince, number: str) -> None:
    result = Result.objects.get(dossier__number=number)
    administrator = province.at("commune.leader").system("Quản trị")
    paper_services.revoke(code=result.code, reason="Khoá ký bị lộ", actor=administrator, now=timezone.now())
    deliver_everything(timezone.now())
    deliver_everything(timezone.now())
    result.refresh_from_db()
    assert result.end == ResultEnd.REVOKED
    dossier = queries.get_dossier(number=number, viewer=province.at("commune.leader"))
    assert (dossier.result, dossier.result_state) == (None, ResultState.REVOKED)
    assert [each.number for each in dossier.former_results] == [result.number]


def test_r28_the_error_of_the_agency_costs_the_citizen_nothing(province: SmallProvince, number: str) -> None:
    deliver_everything(timezone.now())
    demands = table("payments.FeeDemand").objects.count()
    with pytest.raises(Invalid):
        replace(province, number, with_fee=True)
    replace(province, number)
    deliver_everything(timezone.now())
    assert table("payments.FeeDemand").objects.count() == demands
    told = table("notifications.Message").objects.filter(body__contains=WHY).latest("pk")
    assert "Không phải nộp phí" in told.body
    second = replace(province, number, fault=Fault.APPLICANT, with_fee=True, reason="Khai sai")
    before = facts(number)
    deliver_everything(timezone.now())
    assert (
        table("payments.FeeDemand").objects.filter(subject_type="onestop.result", subject_key=second.code).count() == 1
    )
    assert facts(number) == before, "the dossier's own payment is settled"


def test_only_the_agency_that_decided_puts_a_result_right(province: SmallProvince, number: str) -> None:
    with pytest.raises(NotPermitted):
        replace(province, number, actor=province.at("commune.clerk"))
    Dossier.objects.filter(number=number).update(competent_id=province.department.id)
    for act in (replace, revoke):
        with pytest.raises(NotPermitted):
            act(province, number)


@pytest.mark.parametrize("content", [[], [["Khác", "x"]], "empty"])
def test_lines_that_are_not_those_of_the_result_are_refused(province: SmallProvince, number: str, content: Any) -> None:
    first = Result.objects.get(dossier__number=number)
    sent = [[label, " "] for label, _text in first.content] if content == "empty" else content
    with pytest.raises(Invalid):
        replace(province, number, content=sent)
    first.refresh_from_db()
    assert first.ended_at is None


def test_a_machine_is_told_what_is_missing(province: SmallProvince, number: str) -> None:
    client = signed_in("commune.leader")
    address = f"/api/v1/dossiers/{number}/acts/onestop.result."
    wrong = (("replace", {"reason": WHY, "fault": ""}), ("revoke", {"reason": WHY}), ("revoke", {"reason": " "}))
    for name, body in wrong:
        refused = client.post(f"{address}{name}", body, content_type="application/json")
        assert refused.status_code == 422, name
    done = client.post(f"{address}replace", {"reason": WHY, "fault": "agency"}, content_type="application/json")
    assert done.status_code == 200
    assert Result.objects.filter(dossier__number=number).count() == 2


def test_the_database_lets_no_two_results_of_a_dossier_count(province: SmallProvince, number: str) -> None:
    first = Result.objects.get(dossier__number=number)
    replace(province, number)
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.filter(pk=first.pk).update(ended_at=None, end="")
    with pytest.raises(DatabaseError), transaction.atomic():
        Result.objects.filter(pk=first.pk).update(number="khác")


def test_the_holder_of_the_receipt_follows_what_became_of_the_result(province: SmallProvince, number: str) -> None:
    secret = Dossier.objects.get(number=number).secret
    replace(province, number)
    page = text_of(Client().get(f"/tra-cuu/?ma={number}&khoa={secret}"))
    assert "Kết quả được thay thế, bản cũ không còn giá trị" in page
    revoke(province, number)
    assert "Kết quả bị thu hồi" in text_of(Client().get(f"/tra-cuu/?ma={number}&khoa={secret}"))


def test_r8_a_result_that_no_longer_counts_spares_no_paper(province: SmallProvince, number: str) -> None:
    from lienthong.systems.onestop.queries.known import read_results

    subject, officer, now = queries.subject_of(province.party), province.at("commune.reception"), timezone.now()
    kind = Result.objects.get(dossier__number=number).type_code
    second = replace(province, number)
    assert read_results(subject, officer, now)[kind].value == second.number
    Result.objects.filter(pk=second.pk).update(valid_to=timezone.localdate(now) - timedelta(days=1))
    assert kind not in read_results(subject, officer, now)
    Result.objects.filter(pk=second.pk).update(valid_to=None)
    revoke(province, number)
    assert kind not in read_results(subject, officer, now)


def test_r27_a_result_is_found_by_number_and_owner_and_says_whether_it_counts(
    province: SmallProvince, number: str
) -> None:
    first = Result.objects.get(dossier__number=number)
    second = replace(province, number)
    deliver_everything(timezone.now())
    viewer = province.at("commune.reception")
    for text in (second.number, "ban sao trich luc tran van binh", "Bản sao trích lục"):
        assert second.title in {hit.title.split(" số ")[0] for hit in find(text=text, viewer=viewer)}, text
    (hit,) = (each for each in find(text=first.number, viewer=viewer) if each.key.endswith(first.code))
    assert hit.title.endswith("(đã thay thế)")
    assert hit.url == f"/ho-so/{number}/#kq"
    assert find(text=second.number, viewer=province.at("other.leader")) == ()
    assert rebuild(system="onestop", now=timezone.now(), progress=lambda _done: None) == 3
    assert check_consistency(system="onestop").is_good


def test_the_page_asks_for_the_lines_and_shows_the_chain(province: SmallProvince, number: str) -> None:
    client = signed_in("commune.leader")
    page = text_of(client.get(f"/ho-so/{number}/?viec=thay-ket-qua"))
    first = Result.objects.get(dossier__number=number)
    assert all(label in page for label, _text in first.content)
    looks = table("audit.AccessEntry").objects.filter(subject_key=number, purpose="onestop.dossier.reveal")
    assert looks.exists(), "the printed lines may hold a personal number"
    sent = {f"dong-{at}": text for at, (_label, text) in enumerate(first.content)} | {"dong-0": "Lê Thị Mai Đúng"}
    nothing = client.post(f"/ho-so/{number}/viec/thay-ket-qua/", sent)
    assert nothing.status_code == 422
    assert "Lê Thị Mai Đúng" in text_of(nothing)
    done = client.post(f"/ho-so/{number}/viec/thay-ket-qua/", sent | {"reason": WHY, "fault": "agency"})
    assert done.status_code == 302
    second = Result.objects.get(dossier__number=number, ended_at=None)
    assert second.content[0][1] == "Lê Thị Mai Đúng"
    shown = text_of(client.get(f"/ho-so/{number}/"))
    assert "Đã thay thế" in shown
    assert shown.index(second.number) < shown.index(WHY)
    refused = client.post(f"/ho-so/{number}/viec/thu-hoi/", {"reason": WHY})
    assert refused.status_code == 422
    assert client.post(f"/ho-so/{number}/viec/thu-hoi/", {"reason": WHY, "legal_basis": "Điều 9"}).status_code == 302
    assert "Đã thu hồi" in text_of(client.get(f"/ho-so/{number}/"))
    other = signed_in("commune.reception")
    assert "thay-ket-qua" not in text_of(other.get(f"/ho-so/{number}/"))

"""What goes into a store, whose, and what becomes of it (R-57, R-59)."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from lienthong.kernel.acts.contracts import Conflict, NotPermitted
from lienthong.kernel.events.contracts import Delivery
from lienthong.kernel.events.testing import deliver_everything
from lienthong.systems.onestop import queries as onestop
from lienthong.systems.onestop import services as acts
from lienthong.systems.onestop.contracts import Fault
from lienthong.systems.onestop.events import ResultIssued, ResultReplaced
from lienthong.systems.onestop.testing import SmallProvince
from lienthong.systems.stores import handlers, services
from lienthong.systems.stores.contracts import ItemKind, ItemState
from lienthong.systems.stores.models import StoreItem
from lienthong.systems.stores.testing import item_of

from .lives import certificate_draft, ended, register, scanned

pytestmark = pytest.mark.django_db


def put_right(province: SmallProvince, number: str) -> None:
    acts.replace_result(
        number=number,
        reason="In sai tên trường",
        fault=Fault.AGENCY,
        actor=province.at("department.leader"),
        now=timezone.now(),
    )


def states(number: str) -> list[str]:
    return list(StoreItem.objects.filter(dossier=number, kind="result").order_by("no").values_list("state", flat=True))


def test_r57_the_result_goes_to_the_owner_and_not_to_who_filed(province: SmallProvince) -> None:
    owner = register("Lê Thị Chủ", "056190000321")
    number = ended(province, certificate_draft(province, owner))
    item = StoreItem.objects.get(kind=ItemKind.RESULT)
    (issued,) = onestop.issued_results(number=number)
    assert item.owner_id == owner.id != province.party.id
    assert (item.type_code, item.number, item.dossier) == ("KQ.G17.000105", issued.number, number)
    assert (item.issuer_name, item.issued_on) == ("Sở Xây dựng", timezone.localdate())
    assert (item.valid_from, item.valid_to) == (issued.valid_from, issued.valid_to)
    assert item.valid_to is not None
    assert item.valid_to.year == timezone.localdate().year + 10
    assert (item.file_id, item.sha256, item.code) == (issued.file_id, issued.sha256, issued.code)
    assert item.state == ItemState.VALID


def test_r57_papers_the_procedure_keeps_go_with_it(province: SmallProvince, file: int) -> None:
    number = ended(province, certificate_draft(province, GT_02=scanned(file)))
    kept = {row.type_code: row for row in StoreItem.objects.filter(kind=ItemKind.PAPER)}
    assert set(kept) == {"GT.BANG-DAI-HOC", "GT.SAT-HACH-KIEN-TRUC"}, "the application form is not kept"
    degree, exam = kept["GT.BANG-DAI-HOC"], kept["GT.SAT-HACH-KIEN-TRUC"]
    assert (degree.state, degree.file_id, degree.dossier) == (ItemState.VALID, file, number)
    assert (exam.state, exam.file_id) == (ItemState.WAITING, None)


def test_r59_a_replaced_and_a_revoked_result_no_longer_count(province: SmallProvince) -> None:
    number = ended(province, certificate_draft(province))
    put_right(province, number)
    deliver_everything(timezone.now())
    assert states(number) == ["replaced", "valid"]
    first, second = StoreItem.objects.filter(kind="result").order_by("no")
    assert (first.chain, first.end_reason) == (second.chain, "In sai tên trường")
    acts.revoke_result(
        number=number,
        reason="Khai man",
        legal_basis="Điều 9",
        actor=province.at("department.leader"),
        now=timezone.now(),
    )
    deliver_everything(timezone.now())
    assert states(number) == ["replaced", "revoked"]


def test_r59_events_told_twice_and_out_of_order_lead_to_the_same(province: SmallProvince) -> None:
    number = ended(province, certificate_draft(province), deliver=False)
    put_right(province, number)
    first, second = onestop.issued_results(number=number)
    now = timezone.now()
    context = Delivery(event_id="1", subject=number, occurred_at=now, actor_name="test", attempt=1)
    replaced: Any = ResultReplaced(
        number=number, result_number=second.number, code=second.code, replaces=first.number,
        replaces_code=first.code, fault="agency", with_fee=False, reason="", at=now,
    )  # fmt: skip
    issued = ResultIssued(number=number, result_number=first.number, at=now, code=first.code)
    for _again in range(2):
        handlers.keep_replaced(replaced, context)
        handlers.keep_issued(issued, context)
    assert states(number) == ["replaced", "valid"]
    deliver_everything(now)
    assert states(number) == ["replaced", "valid"]


def test_r59_a_waiting_paper_counts_when_it_is_digitised(province: SmallProvince, file: int) -> None:
    waiting = item_of(province.party.id)
    for item in (waiting, item_of(province.party.id, file_id=file, sha256="a"), waiting):
        services.keep_item(item=item, now=timezone.now())
    row = StoreItem.objects.get()
    assert (row.state, row.file_id) == (ItemState.VALID, file)


def test_r59_a_paper_scanned_after_the_end_counts_from_then_on(province: SmallProvince, file: int) -> None:
    number = ended(province, certificate_draft(province))
    waiting = StoreItem.objects.get(type_code="GT.BANG-DAI-HOC")
    assert waiting.state == ItemState.WAITING
    desk = province.at("centre.reception")
    paper = next(each for each in onestop.get_dossier(number=number, viewer=desk).papers if each.code == "GT-02")
    acts.digitise_paper(number=number, paper_id=paper.id, file_id=file, actor=desk, now=timezone.now())
    with pytest.raises(Conflict):
        acts.digitise_paper(number=number, paper_id=paper.id, file_id=file, actor=desk, now=timezone.now())
    with pytest.raises(NotPermitted):
        acts.digitise_paper(
            number=number, paper_id=paper.id, file_id=file, actor=province.at("department.leader"), now=timezone.now()
        )
    deliver_everything(timezone.now())
    waiting.refresh_from_db()
    assert (waiting.state, waiting.file_id) == (ItemState.VALID, file)


def test_the_database_keeps_the_facts_and_one_that_counts(province: SmallProvince, file: int) -> None:
    owner, now = province.party.id, timezone.now()
    services.keep_item(item=item_of(owner, file_id=file), now=now)
    services.keep_item(item=item_of(owner, file_id=file, source="test.result:2", no=2), now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        StoreItem.objects.filter(no=1).update(state=ItemState.VALID)
    for change in ({"owner_id": owner + 1}, {"valid_to": date(2030, 1, 1)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            StoreItem.objects.filter(no=2).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        StoreItem.objects.all().delete()

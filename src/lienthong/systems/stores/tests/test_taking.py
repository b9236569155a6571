"""Using what is kept in another dossier (R-58) and the log of looks (R-60)."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone
from django.utils.translation import override

from lienthong.kernel.acts.contracts import Actor, Invalid, NotFound, NotPermitted
from lienthong.systems.onestop.contracts import Channel, Presence
from lienthong.systems.onestop.extensions import StoredPaper, Taking, find_paper_store
from lienthong.systems.onestop.testing import SmallProvince
from lienthong.systems.stores import services
from lienthong.systems.stores.contracts import ItemKind
from lienthong.systems.stores.models import ItemUse, StoreItem
from lienthong.systems.stores.testing import item_of

from .conftest import PDF
from .lives import accepted, certificate_draft, ended, register, scanned

pytestmark = pytest.mark.django_db
DEGREE = "GT.BANG-DAI-HOC"


def fitting(province: SmallProvince, actor: Actor, owner: int | None = None) -> list[StoredPaper]:
    store: Any = find_paper_store()
    owner = owner or province.party.id
    found = store.fitting(owner_id=owner, type_codes=frozenset({DEGREE}), actor=actor, now=timezone.now())
    return list(found)


@pytest.fixture
def degree(province: SmallProvince, file: int) -> StoreItem:
    """Keep a degree for the applicant, as another dossier brought it."""
    ended(province, certificate_draft(province, GT_02=scanned(file)))
    return StoreItem.objects.get(type_code=DEGREE)


def using(province: SmallProvince, item: StoreItem, **more: Any) -> Any:
    draft = certificate_draft(province, GT_02={"stored": str(item.uuid), "originals": 0})
    return replace(draft, answers={**draft.answers, "degree": "Kỹ sư"}, **more)


def test_r58_a_kept_paper_is_taken_by_reference_and_hash(province: SmallProvince, degree: StoreItem) -> None:
    (offered,) = fitting(province, province.at("centre.reception"))
    assert (offered.ref, offered.sha256) == (str(degree.uuid), degree.sha256)
    number = accepted(province, using(province, degree))
    paper: Any = table_of_papers().get(dossier__number=number, code="GT-02")
    assert (paper.present, paper.file_id, paper.digitised) == (False, degree.file_id, 2)
    evidence = paper.evidence
    assert (evidence["ref"], evidence["sha256"]) == (str(degree.uuid), degree.sha256)
    assert (evidence["presence"], evidence["person"]) == ("counter", "Trần Văn Bình")
    use = ItemUse.objects.get()
    assert (use.item_id, use.dossier, use.paper, use.presence) == (degree.pk, number, "GT-02", "counter")
    assert (use.sha256, use.present_name) == (degree.sha256, "Trần Văn Bình")
    with pytest.raises(DatabaseError), transaction.atomic():
        ItemUse.objects.update(dossier="khác")


def test_r58_the_result_of_another_dossier_is_marked_so(province: SmallProvince, file: int) -> None:
    kept = item_of(province.party.id, type_code=DEGREE, file_id=file, sha256=sha_of(PDF), kind=ItemKind.RESULT)
    services.keep_item(item=kept, now=timezone.now())
    number = accepted(province, using(province, StoreItem.objects.get()))
    assert table_of_papers().get(dossier__number=number, code="GT-02").digitised == 3


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"valid_to": date(2026, 1, 1)}, "đã hết hạn"),
        ({"end": "revoked"}, "đã bị thu hồi"),
        ({"end": "replaced"}, "đã được thay thế"),
        ({"file_id": None}, "chưa được số hoá"),
        ({"type_code": "GT.KHAC"}, "không phải giấy tờ được yêu cầu"),
        ({"sha256": "b" * 64}, "không phải tệp đã lưu"),
    ],
)
def test_r58_what_does_not_count_at_that_moment_is_refused_with_the_reason(
    province: SmallProvince, file: int, changed: dict[str, Any], said: str
) -> None:
    facts = {"type_code": DEGREE, "file_id": file, "sha256": sha_of(PDF)} | changed
    services.keep_item(item=item_of(province.party.id, **facts), now=timezone.now())
    before = table_of_papers().count()
    with override("vi"), pytest.raises(Invalid) as refused:
        accepted(province, using(province, StoreItem.objects.get()))
    (error,) = refused.value.errors
    assert error.path == "papers.GT-02"
    assert said in error.message
    assert (ItemUse.objects.count(), table_of_papers().count()) == (0, before)


def test_r58_nobody_uses_the_paper_of_another_person(province: SmallProvince, degree: StoreItem) -> None:
    other = register("Lê Thị Khác", "056190000002")
    draft = replace(using(province, degree), owner_id=other.id, submitter_id=other.id)
    with pytest.raises(NotFound):
        accepted(province, draft)
    for ref in ("không", "00000000-0000-0000-0000-000000000000", "\0"):
        with pytest.raises(NotFound):
            accepted(province, certificate_draft(province, GT_02={"stored": ref}))


def test_r58_without_the_person_at_the_counter_nothing_is_used(province: SmallProvince, degree: StoreItem) -> None:
    with pytest.raises(Invalid):
        accepted(province, using(province, degree, channel=Channel.POST))
    taking = Taking(
        ref=str(degree.uuid), owner_id=degree.owner_id, type_code=DEGREE, dossier="x", title="x", paper="GT-02",
        presence=Presence.COUNTER, present_name="x",
    )  # fmt: skip
    for actor in (province.at("department.specialist"), Actor.anonymous()):
        with pytest.raises(NotPermitted):
            services.take_item(taking=taking, actor=actor, now=timezone.now())
    own = replace(taking, presence=Presence.OWN)
    with pytest.raises(NotPermitted):
        services.take_item(taking=own, actor=province.at("centre.reception"), now=timezone.now())


def test_only_who_serves_at_a_counter_is_shown_what_fits(province: SmallProvince, degree: StoreItem) -> None:
    assert fitting(province, province.at("centre.reception"))
    assert fitting(province, province.at("department.specialist")) == []
    assert fitting(province, Actor.anonymous()) == []
    StoreItem.objects.update(state="revoked", ended_at=timezone.now() - timedelta(days=1))
    assert fitting(province, province.at("centre.reception")) == []


def sha_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def table_of_papers() -> Any:
    return apps.get_model("onestop.DossierPaper").objects

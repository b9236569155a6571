"""Forms 02 and 03 at the counter before acceptance: given, numbered, verifiable, no dossier, taken up again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from lienthong.kernel.acts.contracts import Conflict, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import queries as audit
from lienthong.kernel.files import queries as files
from lienthong.kernel.papers import queries as papers
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import (
    INTAKE_TYPE,
    IntakeDraft,
    IntakeKind,
    PaperDraft,
    SupplementItem,
)
from lienthong.systems.onestop.models import Dossier, IntakePaper, IntakeSlip
from lienthong.systems.onestop.queries import IntakeFilters
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, draft_of, small_province

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def wanting(province: SmallProvince) -> IntakeDraft:
    return IntakeDraft(
        owner_id=province.party.id,
        submitter_id=province.party.id,
        package="1.004088",
        case="dang-kiem",
        answers={"deadweight": "77"},
        papers=(PaperDraft(code="GT-01", originals=1), PaperDraft(code="GT-04", present=False)),
        items=(SupplementItem("GT-04", "bản chính"), SupplementItem("", "Ký từng trang tờ khai")),
        reason="Thiếu giấy tờ của tàu",
    )


def test_form_02_makes_no_dossier_and_is_numbered_printed_and_recorded(province: SmallProvince) -> None:
    actor = province.at("commune.reception")
    given = services.request_completion(draft=wanting(province), actor=actor, now=TUESDAY)
    slip = IntakeSlip.objects.get()
    assert (given.number, slip.kind, slip.given_by_name) == ("01/HDHS", IntakeKind.COMPLETION, actor.name)
    assert not Dossier.objects.exists()
    paper = papers.list_papers(subject_type=INTAKE_TYPE, subject_key=str(slip.uuid))[0]
    assert papers.verify(code=paper.code).intact
    with files.open_file(file_id=paper.file_id) as pdf:
        assert b"pdfaid:part" in pdf.read()
    (line,) = [each for each in audit.list_history(subject_type=INTAKE_TYPE, subject_key=str(slip.uuid)) if each.note]
    assert (line.act, line.note) == ("onestop.intake.request_completion", "Thiếu giấy tờ của tàu")


def test_each_form_has_a_book_of_its_own_at_each_counter(province: SmallProvince) -> None:
    draft, commune, centre = wanting(province), province.at("commune.reception"), province.at("centre.reception")
    numbers = [
        services.request_completion(draft=draft, actor=commune, now=TUESDAY).number,
        services.request_completion(draft=draft, actor=commune, now=TUESDAY).number,
        services.request_completion(draft=draft, actor=centre, now=TUESDAY).number,
        services.refuse_intake(draft=draft, actor=commune, now=TUESDAY).number,
    ]
    assert numbers == ["01/HDHS", "02/HDHS", "01/HDHS", "01/TCHS"]


def test_sent_twice_one_slip_is_given_and_other_contents_are_refused(province: SmallProvince) -> None:
    actor, draft = province.at("commune.reception"), wanting(province)
    first = services.request_completion(draft=draft, actor=actor, now=TUESDAY, idempotency_key="a")
    again = services.request_completion(draft=draft, actor=actor, now=TUESDAY, idempotency_key="a")
    assert first == again
    with pytest.raises(Conflict):
        services.request_completion(draft=replace(draft, reason="Khác"), actor=actor, now=TUESDAY, idempotency_key="a")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 5001}, "reason"),
        ({"items": ()}, "items"),
        ({"package": ""}, "package"),
    ],
)
def test_r13_form_02_names_what_is_missing_and_why(
    province: SmallProvince, changed: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        services.request_completion(
            draft=replace(wanting(province), **changed),  # type: ignore[arg-type]  # wrong on purpose
            actor=province.at("commune.reception"),
            now=TUESDAY,
        )
    assert [error.path for error in refusal.value.errors] == [field]
    assert not IntakeSlip.objects.exists()


def test_form_03_is_given_for_what_is_not_received_here(province: SmallProvince) -> None:
    draft = IntakeDraft(
        owner_id=province.party.id,
        submitter_id=province.party.id,
        title="Cấp hộ chiếu phổ thông",
        reason="Không thuộc thẩm quyền của UBND phường",
        advice="Đến Phòng Quản lý xuất nhập cảnh, Công an tỉnh",
    )
    actor = province.at("commune.reception")
    services.refuse_intake(draft=draft, actor=actor, now=TUESDAY)
    slip = IntakeSlip.objects.get()
    assert (slip.kind, slip.title, slip.package) == (IntakeKind.REFUSAL, "Cấp hộ chiếu phổ thông", None)
    (line,) = [each for each in audit.list_history(subject_type=INTAKE_TYPE, subject_key=str(slip.uuid)) if each.note]
    assert (line.act, line.note) == ("onestop.intake.refuse", "Không thuộc thẩm quyền của UBND phường")
    with pytest.raises(Invalid):
        services.refuse_intake(draft=replace(draft, title=" "), actor=actor, now=TUESDAY)


def test_only_a_counter_gives_slips(province: SmallProvince) -> None:
    for act in (services.request_completion, services.refuse_intake):
        with pytest.raises(NotPermitted):
            act(draft=wanting(province), actor=province.at("commune.leader"), now=TUESDAY)


def test_another_agency_does_not_know_of_the_slip(province: SmallProvince) -> None:
    given = services.request_completion(draft=wanting(province), actor=province.at("commune.reception"), now=TUESDAY)
    other = province.at("other.leader")
    with pytest.raises(NotFound):
        queries.get_intake_slip(uuid=given.uuid, viewer=other)
    assert queries.list_intake_slips(viewer=other, filters=IntakeFilters()) == ((), None)
    assert queries.intake_slips_of(owner_id=province.party.id, viewer=other) == ()


def test_an_acceptance_takes_the_slip_up_once(province: SmallProvince) -> None:
    actor = province.at("commune.reception")
    given = services.request_completion(draft=wanting(province), actor=actor, now=TUESDAY)
    draft = replace(draft_of("1.004088", province.party), intake_slip=str(given.uuid))
    later = TUESDAY + timedelta(hours=3)
    number = services.accept_dossier(draft=draft, actor=actor, now=later).number
    slip = queries.get_intake_slip(uuid=given.uuid, viewer=actor)
    assert (slip.row.dossier, slip.taken_up_at) == (number, later)
    services.accept_dossier(draft=draft, actor=actor, now=later + timedelta(minutes=1))
    assert queries.get_intake_slip(uuid=given.uuid, viewer=actor).row.dossier == number


def test_a_slip_of_another_procedure_is_left_alone(province: SmallProvince) -> None:
    actor = province.at("commune.reception")
    given = services.request_completion(draft=wanting(province), actor=actor, now=TUESDAY)
    draft = replace(draft_of("2.000635", province.party), intake_slip=str(given.uuid))
    services.accept_dossier(draft=draft, actor=actor, now=TUESDAY)
    assert queries.get_intake_slip(uuid=given.uuid, viewer=actor).row.is_open


def test_a_slip_stays_as_it_was_given(province: SmallProvince) -> None:
    services.request_completion(draft=wanting(province), actor=province.at("commune.reception"), now=TUESDAY)
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        IntakeSlip.objects.update(reason="Khác")
    IntakePaper.objects.all().delete()
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        IntakeSlip.objects.all().delete()


def test_slips_are_counted_and_filtered(province: SmallProvince) -> None:
    actor = province.at("commune.reception")
    services.request_completion(draft=wanting(province), actor=actor, now=TUESDAY)
    services.refuse_intake(draft=wanting(province), actor=actor, now=TUESDAY + timedelta(days=2))
    counts = queries.count_intake_slips(viewer=actor, filters=IntakeFilters(kind="refusal"))
    assert counts == {IntakeKind.COMPLETION: 1, IntakeKind.REFUSAL: 1}

    def numbers(**filters: object) -> list[str]:
        rows, _cursor = queries.list_intake_slips(viewer=actor, filters=IntakeFilters(**filters))  # type: ignore[arg-type]  # names of filters
        return [row.number for row in rows]

    assert numbers() == ["01/TCHS", "01/HDHS"]
    assert numbers(kind="completion") == ["01/HDHS"]
    assert numbers(given_from=(TUESDAY + timedelta(days=1)).date()) == ["01/TCHS"]
    assert numbers(text="binh") == ["01/TCHS", "01/HDHS"]
    assert numbers(text="khong ai") == []

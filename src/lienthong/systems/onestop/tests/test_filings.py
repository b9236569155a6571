"""What is filed over the network exists at once, gets its code at reception, and is answered in time: R-14, R-17."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.utils import timezone

from lienthong.kernel.acts.contracts import Conflict, Invalid, NotFound, NotPermitted
from lienthong.kernel.events.testing import deliver_everything
from lienthong.kernel.files import services as files
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import (
    Channel,
    Filed,
    FilingDraft,
    FilingState,
    PaperDraft,
    SupplementItem,
)
from lienthong.systems.onestop.models import Dossier, Filing, IntakeSlip
from lienthong.systems.onestop.queries import FilingFilters
from lienthong.systems.onestop.testing import ANSWERS, TUESDAY, SmallProvince, small_province

from .at_the_desk import pdf, signed_in, text_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MOST_STATEMENTS = 15
MISSING = (SupplementItem(paper="", content="Giấy tờ tuỳ thân"),)


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def draft(province: SmallProvince, *, papers: bool = True, code: str = "2.000635") -> FilingDraft:
    package = queries.load_package(code=code)
    case, desk = package.spec.cases[0], province.at("commune.reception")
    sent = [
        PaperDraft(
            code=paper.code,
            file_id=files.store(stream=BytesIO(pdf().read()), name=f"{paper.code}.pdf", actor=desk, now=TUESDAY).id,
        )
        for paper in case.papers
        if paper.required and papers
    ]
    return FilingDraft(
        reception_id=province.commune.id,
        package=code,
        case=case.code,
        owner_id=province.party.id,
        submitter_id=province.party.id,
        answers=ANSWERS[code],
        papers=tuple(sent),
        reference="CDVCQG-1",
    )


def file_one(province: SmallProvince, *, now: datetime = TUESDAY, **more: Any) -> Filed:
    return services.submit_filing(draft=draft(province, **more), actor=province.at("commune.reception"), now=now)


def messages_of(key: str) -> list[str]:
    return list(apps.get_model("notifications.Message").objects.filter(subject_key=key).values_list("body", flat=True))


def test_r14_a_filing_exists_from_its_submission_with_a_receipt_number_and_no_code(province: SmallProvince) -> None:
    done = file_one(province)
    filing = Filing.objects.get(number=done.number)
    assert (filing.state, filing.filed_at, filing.reference) == (FilingState.FILED, TUESDAY, "CDVCQG-1")
    assert done.number == "BN-H32.22366-2026-00001"
    assert not Dossier.objects.exists()
    deliver_everything(TUESDAY)
    assert any(done.number in body for body in messages_of(done.number))


def test_r14_the_code_is_given_at_reception_and_the_limit_runs_from_there(province: SmallProvince) -> None:
    done = file_one(province)
    now = TUESDAY + 2 * HOUR
    event = services.accept_filing(number=done.number, actor=province.at("commune.reception"), now=now)
    dossier = Dossier.objects.get(number=event.number)
    assert (dossier.filed_at, dossier.accepted_at, dossier.channel) == (TUESDAY, now, Channel.ONLINE)
    filing = Filing.objects.get(number=done.number)
    assert (filing.state, filing.dossier, filing.answered_at) == (FilingState.ACCEPTED, dossier, now)
    assert all(paper.file_id for paper in dossier.papers.all())
    with pytest.raises(Conflict):
        services.accept_filing(number=done.number, actor=province.at("commune.reception"), now=now)


def test_r14_sent_twice_it_is_filed_once(province: SmallProvince) -> None:
    sent, desk = draft(province), province.at("commune.reception")
    first = services.submit_filing(draft=sent, actor=desk, now=TUESDAY, idempotency_key="k")
    again = services.submit_filing(draft=sent, actor=desk, now=TUESDAY + HOUR, idempotency_key="k")
    assert (again.number, again.answer_by, again.is_new) == (first.number, first.answer_by, False)
    with pytest.raises(Conflict):
        services.submit_filing(draft=replace(sent, reference="x"), actor=desk, now=TUESDAY, idempotency_key="k")


def test_r17_it_is_to_be_answered_within_working_hours_by_default_eight(province: SmallProvince) -> None:
    assert file_one(province).answer_by == TUESDAY + timedelta(days=1)
    # Filed on a Saturday night it counts from Monday morning.
    saturday = datetime(2026, 10, 10, 14, 0, tzinfo=UTC)
    assert file_one(province, now=saturday).answer_by == datetime(2026, 10, 12, 10, 30, tzinfo=UTC)


def test_r17_the_time_is_a_parameter_of_the_procedure_and_of_the_province(
    province: SmallProvince, settings: Any
) -> None:
    settings.ONESTOP_ANSWER_FILING_WITHIN = "2wh"
    assert file_one(province).answer_by == TUESDAY + 2 * HOUR
    package = apps.get_model("onestop.ServicePackage").objects.get(code="2.000635")
    package.spec["answer_filing_within"] = "1wh"
    package.save(update_fields=["spec"])
    queries.forget_packages()
    assert file_one(province).answer_by == TUESDAY + HOUR


def test_r17_from_half_of_the_time_who_receives_is_warned_once(province: SmallProvince) -> None:
    done = file_one(province)
    # Half of eight hours from nine o'clock, with the noon rest: 15:00.
    half = datetime(2026, 10, 6, 8, 0, tzinfo=UTC)
    assert services.warn_of_filings(now=half - timedelta(minutes=1)) == 0
    assert (services.warn_of_filings(now=half), services.warn_of_filings(now=half)) == (1, 0)
    deliver_everything(half)
    told = apps.get_model("notifications.Message").objects.filter(
        to_user_id=province.at("commune.reception").user_id, subject_key=done.number
    )
    assert told.count() == 1
    assert (
        not apps.get_model("notifications.Message")
        .objects.filter(to_user_id=province.at("commune.leader").user_id)
        .exists()
    )


def test_r17_what_was_answered_is_not_warned_of(province: SmallProvince) -> None:
    done = file_one(province)
    services.refuse_filing(number=done.number, reason="Sai nơi", actor=province.at("commune.reception"), now=TUESDAY)
    assert services.warn_of_filings(now=TUESDAY + timedelta(days=2)) == 0


def test_r17_the_list_goes_by_the_time_to_answer_and_says_what_is_late(province: SmallProvince) -> None:
    desk = province.at("commune.reception")
    second = file_one(province, now=TUESDAY + HOUR).number
    first = file_one(province, now=TUESDAY).number
    now = TUESDAY + timedelta(days=1, minutes=30)
    rows, more = queries.list_filings(viewer=desk, filters=FilingFilters(), now=now)
    assert [(row.number, row.is_late, row.remaining) for row in rows] == [(first, True, -30), (second, False, 30)]
    assert not more
    assert queries.count_filings(viewer=desk, now=now) == {"waiting": 2, "late": 1}
    assert services.accept_filing(number=first, actor=desk, now=now).late
    assert not services.accept_filing(number=second, actor=desk, now=now).late
    assert queries.count_filings(viewer=desk, now=now) == {"waiting": 0, "late": 0}


def test_what_is_missing_is_told_once_and_no_dossier_begins(province: SmallProvince) -> None:
    done, desk = file_one(province, papers=False), province.at("commune.reception")
    with pytest.raises(Invalid):
        services.accept_filing(number=done.number, actor=desk, now=TUESDAY)
    assert Filing.objects.get(number=done.number).state == FilingState.FILED
    with pytest.raises(Invalid):
        services.complete_filing(number=done.number, reason="Thiếu", items=(), actor=desk, now=TUESDAY)
    services.complete_filing(number=done.number, reason="Thiếu giấy tờ", items=MISSING, actor=desk, now=TUESDAY)
    filing, slip = Filing.objects.get(number=done.number), IntakeSlip.objects.get()
    assert (filing.state, filing.slip, slip.kind) == (FilingState.COMPLETION, slip, "completion")
    assert not Dossier.objects.exists()
    deliver_everything(TUESDAY)
    assert any("Thiếu giấy tờ" in body for body in messages_of(done.number))


def test_a_refused_filing_needs_its_reason_and_is_final(province: SmallProvince) -> None:
    done, desk = file_one(province), province.at("commune.reception")
    with pytest.raises(Invalid):
        services.refuse_filing(number=done.number, reason=" ", actor=desk, now=TUESDAY)
    services.refuse_filing(number=done.number, reason="Không thuộc thẩm quyền", actor=desk, now=TUESDAY)
    assert IntakeSlip.objects.get().kind == "refusal"
    with pytest.raises(Conflict):
        services.accept_filing(number=done.number, actor=desk, now=TUESDAY)


def test_nobody_files_with_or_answers_for_another_agency(province: SmallProvince) -> None:
    with pytest.raises(NotPermitted):
        services.submit_filing(draft=draft(province), actor=province.at("other.reception"), now=TUESDAY)
    with pytest.raises(NotPermitted):
        services.submit_filing(draft=draft(province), actor=province.at("commune.leader"), now=TUESDAY)
    number = file_one(province).number
    with pytest.raises(NotFound):
        services.accept_filing(number=number, actor=province.at("other.reception"), now=TUESDAY)
    with pytest.raises(NotPermitted):
        services.accept_filing(number=number, actor=province.at("commune.leader"), now=TUESDAY)


def test_what_cannot_be_filed_is_said_to_who_files(province: SmallProvince) -> None:
    desk, right = province.at("commune.reception"), draft(province)
    for wrong, refusal in (
        (replace(right, case="nothing"), Invalid),
        (replace(right, answers={}), Invalid),
        (replace(right, package="9.9"), NotFound),
        (replace(right, package="1.008891"), Invalid),
        (replace(right, owner_id=10**9), NotFound),
    ):
        with pytest.raises(refusal):
            services.submit_filing(draft=wrong, actor=desk, now=TUESDAY)
    assert not Filing.objects.exists()


def test_the_database_keeps_what_was_filed(province: SmallProvince) -> None:
    file_one(province)
    with pytest.raises(DatabaseError), transaction.atomic():
        Filing.objects.update(answers={})
    apps.get_model("onestop.FilingPaper").objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Filing.objects.all().delete()


def test_the_counter_lists_reads_and_answers(province: SmallProvince, django_assert_max_num_queries: Any) -> None:
    now = timezone.now()
    number, other = file_one(province, now=now).number, file_one(province, now=now).number
    client = signed_in("commune.reception")
    for address in ("/quay/truc-tuyen/", f"/quay/truc-tuyen/?q={number}", f"/quay/truc-tuyen/{number}/"):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert number in text_of(client.get(address))
    assert other not in text_of(client.get(f"/quay/truc-tuyen/?q={number}"))
    assert "/quay/truc-tuyen/" in text_of(client.get("/quay/"))
    address = f"/quay/truc-tuyen/{number}/"
    for sent in ({}, {"viec": "xoa"}, {"viec": "phieu-03", "reason": ""}, {"viec": "phieu-02", "reason": "Thiếu"}):
        assert client.post(address, sent).status_code == 422
    assert client.post(address, {"viec": "tiep-nhan"}).status_code == 302
    assert Dossier.objects.get().number in text_of(client.get(address))
    sent = {"viec": "phieu-02", "reason": "Thiếu", "items": "- Căn cước"}
    assert client.post(f"/quay/truc-tuyen/{other}/", sent).status_code == 302
    answered = text_of(client.get("/quay/truc-tuyen/?xem=da-tra-loi"))
    assert number in answered
    assert other in answered
    assert signed_in("other.reception").get(address).status_code == 404
    paper = Filing.objects.get(number=other).papers.select_related("file").first()
    assert paper is not None
    download: Any = client.get(f"/tep/{paper.file.uuid}/")
    assert b"".join(download.streaming_content).startswith(b"%PDF")
    assert signed_in("other.reception").get(f"/tep/{paper.file.uuid}/").status_code == 404

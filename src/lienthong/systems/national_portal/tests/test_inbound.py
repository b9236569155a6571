"""What the Portal pushes: answered at once, done afterwards, never twice and never dropped (R-37, R-63 to R-65)."""

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.apps import apps
from tests.support.national_portal import NationalPortal

from lienthong.kernel.acts.contracts import Actor, Invalid, NotPermitted
from lienthong.kernel.events.testing import deliver_everything
from lienthong.kernel.files.contracts import ScannerUnavailable
from lienthong.systems.national_portal import queries, services
from lienthong.systems.national_portal.contracts import (
    ActKind,
    ActState,
    FileIn,
    Generation,
    OtherContents,
    PushedAct,
    Reply,
)
from lienthong.systems.national_portal.models import PushedAct as Row
from lienthong.systems.national_portal.models import PushedFile
from lienthong.systems.national_portal.testing import connect, pushed_act
from lienthong.systems.onestop import queries as onestop
from lienthong.systems.onestop import services as dossiers
from lienthong.systems.onestop.contracts import SupplementItem
from lienthong.systems.onestop.queries import DossierFilters
from lienthong.systems.onestop.testing import ANSWERS, TUESDAY, SmallProvince

from .conftest import Clock

Dossier: Any = apps.get_model("onestop.Dossier")
Filing: Any = apps.get_model("onestop.Filing")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
CODE = "G22.99-261005-000123"
PORTAL = Actor.system("Cổng Dịch vụ công quốc gia")
CERTIFICATE = "1.008891"
FILED = datetime(2026, 10, 5, 14, 30, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(TUESDAY)


def inline(paper: str, content: bytes = PDF, **more: str) -> FileIn:
    return FileIn(paper, f"{paper}.pdf", content=b64encode(content).decode(), **more)


def papers(code: str = CERTIFICATE) -> tuple[FileIn, ...]:
    case = onestop.load_package(code=code).spec.cases[0]
    return tuple(inline(paper.code) for paper in case.papers if paper.required)


def filing(province: SmallProvince, **more: Any) -> PushedAct:
    """Return a filing of a certificate with the department's centre."""
    whole = pushed_act(
        province.centre.code, ANSWERS[CERTIFICATE], procedure=CERTIFICATE, files=papers(), filed_at=FILED
    )
    return replace(whole, **more)


def push(pushed: PushedAct, clock: Clock, *, process: bool = True) -> Reply:
    reply = services.take_in(pushed=pushed, actor=PORTAL, now=clock.now)
    if process:
        services.process_acts(portal_code=pushed.portal_code, clock=clock)
    return reply


def state_of(act_id: str = "1") -> tuple[str, str]:
    row = Row.objects.get(act_id=act_id)
    return row.state, row.reason


def accept(province: SmallProvince, clock: Clock) -> str:
    push(filing(province), clock)
    number = Filing.objects.get().number
    dossiers.accept_filing(number=number, actor=province.at("centre.reception"), now=clock.now)
    deliver_everything(clock.now)
    return str(Dossier.objects.get().number)


def test_r63_a_push_is_kept_at_once_and_done_afterwards_once(province: SmallProvince, clock: Clock) -> None:
    pushed = filing(province)
    assert push(pushed, clock, process=False) is Reply.ACCEPTED
    assert not Filing.objects.exists()
    for _again in range(2):
        assert push(pushed, clock) is Reply.DUPLICATE
    assert Filing.objects.count() == Row.objects.count() == 1
    filed = Filing.objects.get()
    assert (filed.code, filed.reference, filed.filed_at, filed.vneid) == (CODE, CODE, FILED, True)
    assert state_of() == (ActState.DONE, "")
    with pytest.raises(OtherContents):
        push(replace(pushed, note="khác"), clock)


def test_only_who_may_pushes_and_what_names_nothing_is_refused(province: SmallProvince, clock: Clock) -> None:
    pushed = filing(province)
    with pytest.raises(NotPermitted):
        services.take_in(pushed=pushed, actor=province.at("centre.reception"), now=TUESDAY)
    for wrong in (
        replace(pushed, portal_code="../../x"),
        replace(pushed, act_id=" "),
        replace(pushed, owner=None),
        replace(pushed, files=(FileIn("GT", "a.pdf"),)),
        replace(pushed, files=(inline("GT", link="https://x"),)),
    ):
        with pytest.raises(Invalid):
            push(wrong, clock)
    assert not Row.objects.exists()


def test_r37_the_portals_code_is_the_dossiers_and_ours_stands_beside_it(province: SmallProvince, clock: Clock) -> None:
    assert accept(province, clock) == CODE
    dossier = Dossier.objects.get()
    assert dossier.own_number == "H32.01-261006-0001"
    assert (dossier.channel, dossier.vneid, dossier.filed_at) == ("online", True, FILED)
    viewer = province.at("centre.reception")
    for typed in (CODE, dossier.own_number):
        rows, _cursor = onestop.list_dossiers(viewer=viewer, filters=DossierFilters(text=typed), now=TUESDAY)
        assert [row.number for row in rows] == [CODE]
        assert onestop.track(number=typed, secret=dossier.secret, now=TUESDAY).number == CODE
    (entry, *_results) = onestop.entries_of(onestop.get_dossier(number=CODE, viewer=PORTAL), TUESDAY)
    assert dossier.own_number in entry.body


def test_r37_a_code_that_is_here_already_is_kept_for_a_person(province: SmallProvince, clock: Clock) -> None:
    accept(province, clock)
    push(filing(province, act_id="2"), clock)
    assert state_of("2")[0] == ActState.KEPT
    assert Filing.objects.count() == 1


def test_r64_files_are_stored_before_the_filing_is_shown(
    province: SmallProvince, clock: Clock, portal: NationalPortal, settings: Any
) -> None:
    settings.NATIONAL_PORTAL_FILE_HOSTS = (portal.url,)
    first, *rest = papers()
    portal.files = {"/tep/1": PDF}
    link = FileIn(first.paper, "a.pdf", link=f"{portal.url}/tep/1", sha256=sha256(PDF).hexdigest())
    portal.down()
    push(filing(province, files=(*rest, link)), clock)
    # What could be stored is; the filing waits for the file that cannot be fetched.
    assert not Filing.objects.exists()
    assert PushedFile.objects.filter(file=None).count() == 1
    assert PushedFile.objects.exclude(content="").count() == 0
    assert state_of()[0] == ActState.WAITING
    portal.up()
    clock.now += timedelta(hours=1)
    services.process_acts(portal_code=CODE, clock=clock)
    assert Filing.objects.get().papers.count() == len(rest) + 1


def test_r64_a_scanner_that_is_silent_delays_the_filing(
    province: SmallProvince, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(**_given: object) -> None:
        raise ScannerUnavailable("Chưa kiểm tra được")

    with monkeypatch.context() as broken:
        broken.setattr("lienthong.kernel.files.services.check_content.scan_content", silent)
        push(filing(province), clock)
    assert state_of()[0] == ActState.WAITING
    assert not Filing.objects.exists()
    clock.now += timedelta(hours=1)
    services.process_acts(portal_code=CODE, clock=clock)
    assert Filing.objects.count() == 1


@pytest.mark.parametrize(
    "file",
    [
        FileIn("GT", "a.pdf", link="http://169.254.169.254/latest"),
        FileIn("GT", "a.pdf", link="http://127.0.0.1:9/x"),
        FileIn("GT", "a.pdf", content="không phải base64"),
        inline("GT", b"MZ\x90\x00 a program"),
        inline("GT", sha256="0" * 64),
    ],
)
def test_r64_a_file_that_may_not_be_taken_keeps_the_filing_for_a_person(
    file: FileIn, province: SmallProvince, clock: Clock
) -> None:
    push(filing(province, files=(file,)), clock)
    assert state_of()[0] == ActState.KEPT
    assert not Filing.objects.exists()


@pytest.mark.parametrize("wrong", [{"procedure": "9.999999"}, {"agency": "H99.99"}, {"answers": {"full_name": 7}}])
def test_r65_what_cannot_be_received_is_kept_and_shown_never_dropped(
    wrong: dict[str, Any], province: SmallProvince, clock: Clock, keeper: Actor
) -> None:
    assert push(replace(filing(province), **wrong), clock) is Reply.ACCEPTED
    (row,), _cursor = queries.list_acts(viewer=keeper, filters=queries.ActFilters(state="kept"))
    assert (row.portal_code, row.state, row.applicant) == (CODE, ActState.KEPT, "Lê Thị Nộp Xa")
    assert row.reason
    assert queries.list_acts(viewer=province.at("centre.reception"), filters=queries.ActFilters())[0] == ()


def test_r65_a_kept_filing_is_done_again_or_settled_by_a_person(
    province: SmallProvince, clock: Clock, keeper: Actor
) -> None:
    pushed = filing(province, agency="H99.99")
    push(pushed, clock)
    uuid = Row.objects.get().uuid
    services.try_act_again(uuid=uuid, actor=keeper, now=clock.now)
    services.process_acts(portal_code=CODE, clock=clock)
    assert state_of()[0] == ActState.KEPT
    with pytest.raises(Invalid):
        services.settle_act(uuid=uuid, reason=" ", actor=keeper, now=clock.now)
    services.settle_act(uuid=uuid, reason="Đã gọi điện cho người nộp", actor=keeper, now=clock.now)
    assert queries.get_act(uuid=uuid, viewer=keeper).settled_by == keeper.name


def test_names_of_the_portal_become_ours(province: SmallProvince, clock: Clock) -> None:
    names = {"HoTen": "full_name", "TPHS-1": papers()[0].paper, "TH01": ""}
    connect(Generation.FIRST, now=TUESDAY, procedure=CERTIFICATE, names=names)
    answers = {("HoTen" if name == "full_name" else name): value for name, value in ANSWERS[CERTIFICATE].items()}
    files = (replace(papers()[0], paper="TPHS-1"), *papers()[1:])
    push(filing(province, answers=answers, files=files, case="TH01"), clock)
    assert Filing.objects.get().answers["full_name"] == "Trần Văn Bình"


def asked(province: SmallProvince, clock: Clock) -> str:
    number = accept(province, clock)
    dossiers.request_supplement(
        number=number,
        reason="Thiếu bằng",
        items=(SupplementItem(paper=papers()[0].paper, content="Bản rõ hơn"),),
        actor=province.at("department.division-head"),
        now=clock.now,
    )
    if Dossier.objects.get().state != "supplement":
        dossiers.pass_on_supplement(number=number, actor=province.at("centre.reception"), now=clock.now)
    return number


def test_a_supplement_of_the_portal_answers_the_open_request(province: SmallProvince, clock: Clock) -> None:
    number = asked(province, clock)
    more = pushed_act("", {}, act_id="2", kind=ActKind.SUPPLEMENT, files=(papers()[0],), owner=None, procedure="")
    assert push(more, clock) is Reply.ACCEPTED
    assert state_of("2") == (ActState.DONE, "")
    assert push(more, clock) is Reply.DUPLICATE
    (wanted,) = onestop.get_dossier(number=number, viewer=PORTAL).supplements
    assert wanted.sent_at == clock.now
    # A second answer comes too late: it is kept, not lost.
    push(replace(more, act_id="3"), clock)
    assert state_of("3")[0] == ActState.KEPT


def test_what_was_to_be_completed_is_filed_anew_under_its_code(
    province: SmallProvince, clock: Clock, portal: NationalPortal
) -> None:
    connect(Generation.FIRST, now=TUESDAY)
    push(filing(province, files=papers()[:1]), clock)
    first = Filing.objects.get().number
    dossiers.complete_filing(
        number=first,
        reason="Thiếu giấy tờ",
        items=(SupplementItem(paper="", content="Bằng"),),
        actor=province.at("centre.reception"),
        now=clock.now,
    )
    deliver_everything(clock.now)
    assert services.send_dossier(number=CODE, clock=clock)
    assert portal.dossiers[CODE]["TrangThaiHoSo"] == "5"
    more = pushed_act("", {}, act_id="2", kind=ActKind.SUPPLEMENT, files=papers()[1:], owner=None, procedure="")
    push(more, clock)
    second = Filing.objects.exclude(number=first).get()
    assert second.papers.count() == len(papers())
    dossiers.accept_filing(number=second.number, actor=province.at("centre.reception"), now=clock.now)
    deliver_everything(clock.now)
    assert services.send_dossier(number=CODE, clock=clock)
    assert (portal.dossiers[CODE]["TrangThaiHoSo"], portal.created) == ("2", [CODE])
    assert (portal.dossiers[CODE]["NoiNopHoSo"], portal.dossiers[CODE]["KenhThucHien"]) == ("1", "2")


@pytest.mark.parametrize("kind", [ActKind.WITHDRAWAL, ActKind.RETURN, ActKind.PAYMENT, ActKind.SUPPLEMENT])
def test_an_act_that_fits_nothing_is_kept(kind: ActKind, province: SmallProvince, clock: Clock) -> None:
    push(pushed_act("", {}, kind=kind, owner=None, procedure="", note="Xin rút"), clock)
    assert state_of()[0] == ActState.KEPT


def test_a_notice_of_payment_is_believed_only_when_the_gateway_confirms_it(
    province: SmallProvince, clock: Clock, settings: Any
) -> None:
    settings.PAYMENT_GATEWAY_URL = ""
    accept(province, clock)
    push(pushed_act("", {}, act_id="2", kind=ActKind.PAYMENT, owner=None, procedure=""), clock)
    state, _reason = state_of("2")
    assert state in {ActState.WAITING, ActState.KEPT}
    assert Dossier.objects.get().payment == "demanded"

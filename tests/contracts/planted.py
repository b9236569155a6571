"""A small province in which every app holds something that not everybody may see, and every address that leads to it.

One person and their dossiers are planted in a commune, and one thing an app besides: each carries a mark, and the
permission without which nobody but its owner may meet that mark.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from django.test import Client
from django.utils import timezone

from lienthong.kernel.accounts import services as accounts
from lienthong.kernel.accounts.contracts import MANAGE as ACCOUNTS
from lienthong.kernel.accounts.contracts import SystemDraft
from lienthong.kernel.accounts.models import Session, User
from lienthong.kernel.acts import services as acts
from lienthong.kernel.acts.contracts import Actor, Picked, Scope
from lienthong.kernel.calendars import services as calendars
from lienthong.kernel.calendars.contracts import CalendarEdit, DayEntry, DayKind
from lienthong.kernel.files import services as files
from lienthong.kernel.files.contracts import Sender, WorkKind
from lienthong.kernel.forms import queries as form_queries
from lienthong.kernel.forms import services as forms
from lienthong.kernel.notifications import services as notifications
from lienthong.kernel.notifications.contracts import MANAGE as MANAGE_MESSAGES
from lienthong.kernel.notifications.contracts import SEE as SEE_MESSAGES
from lienthong.kernel.notifications.contracts import Notice, Recipient
from lienthong.kernel.notifications.models import Message
from lienthong.kernel.organizations import services as organizations
from lienthong.kernel.organizations.contracts import PartyDraft, PartyInfo, PartyKind
from lienthong.kernel.organizations.models import Appointment
from lienthong.kernel.papers import queries as papers_read
from lienthong.kernel.papers import services as papers
from lienthong.kernel.papers.contracts import SEE_TEMPLATES
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes import services as process_services
from lienthong.kernel.processes.testing import line_xml, step_xml
from lienthong.kernel.signatures import services as signatures
from lienthong.kernel.signatures.contracts import MANAGE as MANAGE_CERTIFICATES
from lienthong.kernel.signatures.contracts import SEE as SEE_CERTIFICATES
from lienthong.kernel.signatures.contracts import CertificateDraft, HolderKind
from lienthong.kernel.webhooks.contracts import MANAGE as WEBHOOKS
from lienthong.systems.onestop import services
from lienthong.systems.onestop.contracts import IntakeDraft, SupplementItem
from lienthong.systems.onestop.models import Dossier, DossierPaper, Result
from lienthong.systems.onestop.testing import SmallProvince, draft_of, small_province
from lienthong.systems.stores import services as stores
from lienthong.systems.stores.models import StoreItem
from lienthong.systems.stores.testing import item_of
from tests.support.routes import list_routes

from . import (
    planted_consultations,
    planted_events,
    planted_filings,
    planted_hand_overs,
    planted_numbers,
    planted_portal,
    planted_queues,
)
from .visitors import officer_of

OWNER, NUMBER = "Hoàng Thị Bí Mật", "056088000777"
PHONE, ADDRESS = "0988777666", "Thôn Giấu Kín số 7"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PREPARER = Actor.system("Người chuẩn bị")
ADMINISTRATOR = "commune.administrator"
# What one who knows a code or a paper may ask without a sign-in shows no person, and the rest opens no object.
NOT_VISITED = ("/static/", "/admin/")
# What the parameters of addresses stand for, by how the address begins; a value names a planted thing.
PLACES: tuple[tuple[str, dict[str, str]], ...] = (
    ("/api/v1/agencies/", {"code": "agency"}),
    ("/api/v1/dossiers/", {"number": "number", "name": "opinion"}),
    ("/api/v1/forms/drafts/of/", {"key": "form"}),
    ("/api/v1/forms/drafts/", {"uuid": "draft"}),
    ("/api/v1/forms/", {"key": "form"}),
    *planted_events.PLACES,
    *planted_numbers.PLACES,
    *planted_queues.PLACES,
    *planted_portal.PLACES,
    ("/quan-tri/he-thong/", {"uuid": "system"}),
    ("/quan-tri/quyen-khan-cap/", {"uuid": "emergency"}),
    ("/tai-khoan/thiet-bi/", {"uuid": "session"}),
    ("/tai-khoan/khoa/", {"pk": "one"}),
    ("/hang-loat/", {"uuid": "run", "verb": "start"}),
    ("/quan-tri/lich/", {"uuid": "change", "calendar_id": "calendar"}),
    ("/tep/viec/", {"uuid": "file-work"}),
    ("/tep/gui/", {"uuid": "upload"}),
    ("/tep/lien-ket/", {"token": "one"}),
    ("/tep/", {"uuid": "file result", "number": "one", "kind": "work-kind"}),
    ("/uy-quyen/", {"appointment_id": "appointment", "delegation_id": "one"}),
    ("/quan-tri/to-chuc/", {"code": "agency", "run_id": "import", "appointment_id": "appointment"}),
    ("/quan-tri/sap-xep/", {"plan_id": "plan", "number": "one"}),
    ("/quan-tri/bieu-mau-thu/", {"uuid": "trial"}),
    ("/quan-tri/bieu-mau/", {"key": "design", "at": "one", "name": "one", "group": "one"}),
    ("/bieu-mau/", {"key": "form", "version": "one"}),
    ("/ban-nhap/", {"uuid": "draft"}),
    ("/giay-to/", {"code": "paper"}),
    ("/quan-tri/giay-to/", {"code": "paper"}),
    ("/quan-tri/mau-giay/xuat", {"kind": "sheet"}),
    ("/quan-tri/mau-giay/", {"slug": "paper-template", "number": "one", "kind": "word-kind"}),
    ("/kiem-tra-chu-ky/", {"uuid": "verification"}),
    ("/quan-tri/chung-thu/", {"uuid": "certificate", "way": "revoke"}),
    ("/quan-tri/tin-nhan/", {"message_id": "message", "uuid": "mailing", "name": "gateway", "block_id": "one"}),
    ("/quan-tri/mau-tin/", {"uuid": "text", "key": "text-key"}),
    ("/thong-bao/", {"notice_id": "one"}),
    ("/thoi-nhan-tin/", {"token": "leaving"}),
    ("/tin-nhan/bao-nhan/", {"provider": "gateway"}),
    ("/chung-thu/", {"uuid": "certificate"}),
    ("/quy-trinh/", {"uuid": "case"}),
    ("/quan-tri/buoc-tu-dong/", {"uuid": "case", "service_uuid": "case"}),
    ("/quan-tri/quy-trinh/", {"key": "process", "scenario_id": "scenario"}),
    ("/quan-tri/thu-tuc/", {"run_id": "one", "version_id": "one"}),
    ("/quan-tri/goi-thu-tuc/danh-sach", {"kind": "sheet"}),
    ("/quan-tri/goi-thu-tuc/", {"code": "procedure", "number": "one"}),
    ("/ho-so/", {"number": "number open", "act": "opinion-slug", "no": "one"}),
    ("/giao-nhan/phieu/", {"slip": "hand-over-slip"}),
    ("/lay-y-kien/", {"number": "consultation"}),
    ("/quay/phieu/", {"uuid": "slip"}),
    ("/quay/truc-tuyen/", {"number": "filing"}),
    ("/quay/", {"number": "number open"}),
    ("/thu-tuc/", {"code": "procedure"}),
    ("/ui/", {"component": "style", "state": "style-state"}),
    ("/kho-cua-toi/danh-sach", {"kind": "sheet"}),
    ("/kho-cua-toi/", {"uuid": "item"}),
    ("/", {"kind": "sheet"}),
)


@dataclass(frozen=True)
class Hidden:
    """A mark that only its owner and those with a permission may meet; without one nobody but the owner."""

    mark: str
    permission: str = ""


@dataclass(frozen=True)
class Planted:
    """A dossier of one commune with all that hangs on it, and one thing of each app."""

    province: SmallProvince
    party: PartyInfo
    number: str
    values: dict[str, str]
    hidden: tuple[Hidden, ...]


def plant(now: datetime) -> Planted:
    """Build the province and plant the person, their dossiers and one thing of each app."""
    province = small_province()
    draft = PartyDraft(kind=PartyKind.CITIZEN, name=OWNER, number=NUMBER, phone=PHONE, address=ADDRESS)
    party = organizations.register_party(draft=draft, now=now)
    values = {"one": "1", "sheet": "xlsx", "opinion": "onestop.dossier.opinion", "opinion-slug": "y-kien"}
    values |= {"start": "bat-dau", "revoke": "thu-hoi", "procedure": "2.000635", "agency": province.commune.code}
    values |= {"work-kind": "ocr", "word-kind": "docx", "style": "shell-workspace", "style-state": "default"}
    values |= _dossiers(province, party, now)
    values |= planted_filings.plant_filing(party=party, actor=province.at("commune.reception"), now=now)
    values |= planted_hand_overs.plant_hand_overs(number=values["number"], giver=province.commune.id, now=now)
    asks = province.at("commune.civil-status")
    values |= planted_consultations.plant_consultation(number=values["open"], actor=asks, now=now)
    hidden: list[Hidden] = []
    for plant_one in (_organizations, _calendars, _processes, _forms, _accounts, _papers, _messages):
        found, marks = plant_one(province, now)
        values |= found
        hidden += marks
    for plant_counted in (planted_numbers.plant_numbers, planted_numbers.plant_fee, planted_queues.plant_desk):
        found, seen_with = plant_counted(agency_id=province.commune.id, now=now)
        values |= found
        hidden += [Hidden(mark, permission) for mark, permission in seen_with.items()]
    stores.keep_item(item=item_of(party.id, title="KÍN giấy trong kho"), now=now)
    values["item"] = str(StoreItem.objects.get(title="KÍN giấy trong kho").uuid)
    hidden.append(Hidden("KÍN giấy trong kho"))
    values["pushed"] = planted_portal.plant_portal(agency=province.commune, number=values["number"], now=now)
    hidden += [Hidden(mark, planted_portal.SEE) for mark in planted_portal.MARKS]
    values |= planted_events.close_the_day(actor=PREPARER, now=now)
    return Planted(province, party, values["number"], values, tuple(hidden))


def _dossiers(province: SmallProvince, party: PartyInfo, now: datetime) -> dict[str, str]:
    """File one dossier that is signed and issued, one whose step is open, a bulk run over it, and a slip."""
    desk = province.at("commune.reception")
    number = services.accept_dossier(draft=draft_of("2.000635", party), actor=desk, now=now).number
    stored = files.store(stream=BytesIO(PDF), name="to-khai.pdf", actor=desk, now=now)
    services.attach_paper(number=number, name="Tờ khai", file_id=stored.id, actor=desk, now=now)
    for role, act in (
        ("civil-status", lambda **call: services.complete_step(**call, outcome="propose")),
        ("leader", services.sign_result),
        ("clerk", services.issue_result),
    ):
        (step,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=number)
        act(number=number, work_item_id=step.id, actor=province.at(f"commune.{role}"), now=now)
    long_ago = now - timedelta(days=60)
    open_one = services.accept_dossier(draft=draft_of("2.000635", party), actor=desk, now=long_ago).number
    waiting = services.accept_dossier(draft=draft_of("2.000635", party), actor=desk, now=now).number
    items = (SupplementItem(paper="", content="Bản sao"),)
    services.request_supplement(
        number=waiting, reason="Thiếu", items=items, actor=province.at("commune.civil-status"), now=now
    )
    (step,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=open_one)
    run = acts.propose_bulk(
        act="onestop.step.claim",
        picked=[Picked(open_one, {"work_item_id": step.id})],
        inputs={},
        actor=province.at("commune.civil-status"),
        now=now,
        title=OWNER,
    )
    slip = services.refuse_intake(
        draft=IntakeDraft(owner_id=party.id, submitter_id=party.id, title="Việc khác", reason="Không thuộc ở đây"),
        actor=desk,
        now=now,
        idempotency_key="planted",
    )
    dossier = Dossier.objects.get(number=number)
    paper = DossierPaper.objects.filter(dossier=dossier, file__isnull=False).latest("id")
    result = Result.objects.select_related("paper__file").get(dossier=dossier)
    state = processes.get_state(subject_type="onestop.dossier", subject_key=number)
    codes = {"number": number, "open": open_one, "waiting": waiting, "paper": result.paper.code if result.paper else ""}
    stored_papers = {
        "file": str(paper.file.uuid) if paper.file else "",
        "result": str(result.paper.file.uuid) if result.paper else "",
    }
    stored_papers |= _file_work(stored.uuid, desk, now)
    return codes | stored_papers | {"run": str(run), "slip": str(slip.uuid), "case": str(state.instance_uuid)}


def _file_work(uuid: UUID, desk: Actor, now: datetime) -> dict[str, str]:
    """Begin work of a program on the file of the dossier, and an upload that is not finished."""
    work = files.ask_work(uuid=uuid, kind=WorkKind.SEARCHABLE, actor=desk, now=now)
    begun = files.begin_upload(
        name="KÍN.pdf", place="", length=100, sender=Sender(user_id=desk.user_id), actor=desk, now=now
    )
    return {"file-work": str(work.uuid), "upload": str(begun.uuid)}


Found = tuple[dict[str, str], list[Hidden]]


def _organizations(province: SmallProvince, now: datetime) -> Found:
    listed = "Mã định danh,Tên cơ quan\nH32.77,KÍN nhập danh sách\n".encode()
    run = organizations.preview_agencies(
        file_name="kin-nhap.csv", content=listed, effective_date=now.date(), convert=False, actor=PREPARER, now=now
    )
    plan = organizations.draft_plan(
        title="KÍN sắp xếp", basis="Nghị quyết thử", effective_date=now.date(), actor=PREPARER, now=now
    )
    seat = Appointment.objects.get(user__username="commune.reception")
    see = "organizations.see"
    marks = [Hidden("kin-nhap.csv", see), Hidden("KÍN nhập danh sách", see), Hidden("KÍN sắp xếp", see)]
    return {"import": str(run), "plan": str(plan), "appointment": str(seat.pk)}, marks


def _calendars(province: SmallProvince, now: datetime) -> Found:
    calendar = province.commune.calendar_id or 0
    day = DayEntry(now.date() + timedelta(days=30), DayKind.HOLIDAY, "KÍN ngày nghỉ", "Quyết định thử")
    edit = CalendarEdit(days=(day,))
    change = calendars.propose_change(calendar_id=calendar, edit=edit, actor=PREPARER, now=now)
    return {"calendar": str(calendar), "change": str(change)}, [Hidden("KÍN ngày nghỉ", "calendars.see")]


def _processes(province: SmallProvince, now: datetime) -> Found:
    xml = line_xml(step_xml("kin", outcomes="propose:Trình"))
    process_services.save_draft(key="kin", title="KÍN quy trình", total_limit="10wd", xml=xml, actor=PREPARER, now=now)
    scenario = process_services.save_scenario(
        key="kin", name="KÍN tình huống", moves=["kin:propose"], expected=[], actor=PREPARER, now=now
    )
    process_services.ask_simulation(key="kin", actor=PREPARER, now=now)
    see = "processes.design"
    marks = [Hidden("KÍN quy trình", see), Hidden("KÍN tình huống", see)]
    return {"process": "kin", "scenario": str(scenario)}, marks


def _forms(province: SmallProvince, now: datetime) -> Found:
    forms.create_design(key="kin", title="KÍN bản thiết kế", actor=PREPARER, now=now)
    form = form_queries.get_form(key=Dossier.objects.values_list("form_key", flat=True)[0])
    owner = province.at("commune.reception")
    token = form_queries.draft_token(form=form, purpose="kin", subject="kin", title="KÍN bản nháp", url="/kin/")
    draft = forms.save_draft(token=token, typed=[("a", "KÍN câu trả lời")], expected_number=0, actor=owner, now=now)
    marks = [Hidden("KÍN bản thiết kế", "forms.design"), Hidden("KÍN bản nháp"), Hidden("KÍN câu trả lời")]
    return {"design": "kin", "form": form.key, "draft": str(draft.uuid), "trial": str(draft.uuid)}, marks


def _accounts(province: SmallProvince, now: datetime) -> Found:
    administrator = officer_of(ADMINISTRATOR, agency=province.commune.id, roles=("administrator",))
    client = Client()
    client.force_login(User.objects.get(username="commune.reception"))
    key = client.session.session_key
    Session.objects.filter(session_key=key).update(agent="KÍN trình duyệt", address="192.0.2.77")
    session = Session.objects.get(session_key=key)
    made = accounts.connect_system(
        draft=SystemDraft(
            name="KÍN hệ thống", agency_code=province.commune.code, purpose="KÍN việc nối", reach=Scope.AGENCY,
            permissions=("calendars.see",), redirect_uris=(),
        ),
        actor=administrator,
        now=now,
    )  # fmt: skip
    emergency = accounts.take_emergency_rights(
        agency_code=province.commune.code, role="clerk", purpose="KÍN việc khẩn cấp của phường", minutes=30,
        actor=administrator, now=now,
    )  # fmt: skip
    marks = [Hidden("KÍN hệ thống", ACCOUNTS), Hidden("KÍN việc", ACCOUNTS), Hidden("192.0.2.77")]
    marks += [Hidden("kin-dia-chi", WEBHOOKS), Hidden("KÍN lời", WEBHOOKS), Hidden("KÍN lỗi", "events.see")]
    found = planted_events.plant_webhook(system=made.uuid, actor=administrator, now=now)
    return {"session": str(session.uuid), "system": str(made.uuid), "emergency": str(emergency), **found}, marks


def _messages(province: SmallProvince, now: datetime) -> Found:
    words = {"code": "H32-KÍN", "procedure": "", "due": "", "agency": ""}
    hidden = Notice(Recipient(name="KÍN người nhận", phone="0912000111"), words)
    mailing = notifications.notify_many(
        template="onestop.accepted", notices=[hidden], title="KÍN đợt gửi", actor=PREPARER, now=now,
        agency_id=province.commune.id,
    )  # fmt: skip
    place = {"key": "onestop.accepted", "language": "vi", "channel": "", "agency_code": province.commune.code}
    text = notifications.draft_of(**place, actor=PREPARER, now=now)
    notifications.save_draft(uuid=text, subject="", body="KÍN mẫu tin {code}", plain=False, actor=PREPARER, now=now)
    values = {"message": str(Message.objects.get(mailing__uuid=mailing).pk), "mailing": str(mailing), "text": str(text)}
    values |= {
        "gateway": "gateway",
        "text-key": "onestop.accepted",
        "leaving": notifications.leave_token("a@b.example"),
    }
    marks = [Hidden(mark, SEE_MESSAGES) for mark in ("KÍN người nhận", "KÍN đợt gửi", "H32-KÍN")]
    return values, [*marks, Hidden("KÍN mẫu tin", MANAGE_MESSAGES)]


def _papers(province: SmallProvince, now: datetime) -> Found:
    officer = province.at("commune.leader")
    evidence = signatures.record_verification(data=PDF, name="KÍN-kiem-tra.pdf", actor=officer, now=now)
    certificate = signatures.request_certificate(
        draft=CertificateDraft(HolderKind.AGENCY, "KÍN con dấu", province.commune.code), actor=PREPARER, now=now
    )
    marks = [Hidden("KÍN-kiem-tra.pdf", MANAGE_CERTIFICATES), Hidden("KÍN con dấu", SEE_CERTIFICATES)]
    slug = papers.begin_template(key="refusal", agency_code=province.commune.code, actor=PREPARER, now=now)
    text = "// KÍN mẫu giấy\n" + papers_read.draft_of(slug=slug, viewer=PREPARER).source
    papers.change_template(slug=slug, source=text, note="KÍN sửa mẫu", actor=PREPARER, now=now)
    today = timezone.localdate(now)
    papers.publish_template(slug=slug, reason="KÍN lý do", valid_from=today, actor=PREPARER, now=now)
    marks += [Hidden(mark, SEE_TEMPLATES) for mark in ("KÍN mẫu giấy", "KÍN sửa mẫu", "KÍN lý do")]
    return {"verification": str(evidence), "certificate": str(certificate), "paper-template": slug}, marks


def addresses(planted: Planted) -> Iterator[tuple[str, str]]:
    """Yield every address of the program with its pattern, its parameters filled with what is planted there.

    :raises AssertionError: nothing is planted for a parameter; plant something and name it in `PLACES`
    """
    for route in list_routes():
        if not route.path.startswith(NOT_VISITED) and "(" not in route.path:
            yield from ((route.path, address) for address in filled(route.path, planted.values))


def filled(pattern: str, values: dict[str, str]) -> list[str]:
    """Return an address pattern with its parameters filled, once for each thing planted there."""
    made = [pattern]
    for found in PARAMETER.finditer(pattern):
        names = _things(pattern, found[1])
        made = [each.replace(found[0], values[name], 1) for each in made for name in names]
    return made


def _things(pattern: str, parameter: str) -> list[str]:
    for prefix, things in PLACES:
        if pattern.startswith(prefix) and parameter in things:
            return things[parameter].split()
    raise AssertionError(f"nothing is planted for <{parameter}> of {pattern}")

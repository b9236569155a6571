"""A form is designed, checked, compared, published and tried on the pages."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.roles import client_of

from lienthong.kernel.acts.contracts import Actor, ActorKind, Conflict, Grant, Invalid, NotFound, NotPermitted, Scope
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.forms import queries, services
from lienthong.kernel.forms.contracts import FormRefused
from lienthong.kernel.forms.models import FormDefinition, FormDesign, TrialFiling
from lienthong.kernel.forms.queries.sheets import sheet_of
from lienthong.kernel.forms.rules import describe
from lienthong.kernel.forms.rules import design as edits

from .sample import DESCRIPTION, FIELDS, GOOD, HOME, sample_form, typed

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MOST_STATEMENTS = 15
pytestmark = pytest.mark.django_db


def designer(*permissions: str, user_id: int | None = None) -> Actor:
    chosen = permissions or ("forms.design", "forms.publish")
    grants = tuple(Grant(each, Scope.PROVINCE, "procedure-control", 1, "/1/") for each in chosen)
    return Actor(kind=ActorKind.OFFICER, name="Lê Thị Mẫu", user_id=user_id, grants=grants)


@pytest.fixture(autouse=True)
def _fresh() -> Any:
    yield
    queries.forget_compiled()


@pytest.fixture
def client() -> Client:
    return client_of(role="officer with every role", today=date(2026, 11, 23))


@pytest.fixture
def whole(client: Client) -> FormDesign:
    """Return a design with every kind of question."""
    services.create_design(key="mau", title="Mẫu đơn", actor=designer(), now=NOW)
    services.change_design(key="mau", edit=lambda _form: DESCRIPTION, actor=designer(), now=NOW)
    return FormDesign.objects.get(key="mau")


def add(client: Client, key: str, kind: str, group: str = "", **more: Any) -> None:
    number = FormDesign.objects.get(key=key).version
    address = reverse("forms:add_column", args=[key, group]) if group else reverse("forms:add_field", args=[key])
    answer = client.post(f"{address}?loai={kind}&phan=0", {"number": number, "when_sign": "is", **more})
    assert answer.status_code == 302, answer.content.decode()


def test_a_form_is_built_without_code_and_filed_on_trial(client: Client) -> None:
    client.post(reverse("forms:create"), {"key": "xin-phep", "title": "Đơn xin phép"})
    add(client, "xin-phep", "text", label="Họ và tên", required="on", longest="60")
    add(client, "xin-phep", "choice", label="Cách nhận", required="on", choices="post | Bưu chính\nTại quầy")
    add(
        client,
        "xin-phep",
        "textarea",
        label="Nơi gửi đến",
        required="on",
        when_field="cach_nhan",
        when_value="Bưu chính",
    )
    add(client, "xin-phep", "group", label="Hàng", most="5", tabular="on")
    add(client, "xin-phep", "integer", group="hang", label="Số lượng", required="on")
    add(client, "xin-phep", "money", group="hang", label="Đơn giá", required="on")
    add(client, "xin-phep", "money", group="hang", label="Thành tiền", compute="so_luong * don_gia")
    add(client, "xin-phep", "money", label="Tổng", compute="sum(hang.map(h, h.thanh_tien))")
    design = queries.get_design(key="xin-phep", viewer=designer())
    assert queries.design_errors(design) == ()
    assert list(describe(design.schema, design.ui).by_name) == ["ho_va_ten", "cach_nhan", "noi_gui_den", "hang", "tong"]
    filed = client.post(
        reverse("forms:preview", args=["xin-phep"]),
        {
            "ho_va_ten": "An",
            "cach_nhan": "tai_quay",
            "hang-rows": "1",
            "hang-0-so_luong": "3",
            "hang-0-don_gia": "1.500",
        },
    )
    assert filed.status_code == 302
    trial = TrialFiling.objects.get()
    assert trial.answers["tong"] == 4500
    assert "4.500 đồng" in client.get(filed["Location"]).content.decode()


def test_publishing_is_an_act_with_history_event_and_a_version(client: Client, whole: FormDesign) -> None:
    shown = client.get(reverse("forms:publish", args=["mau"])).content.decode()
    assert "Mã số doanh nghiệp" in shown
    answer = client.post(reverse("forms:publish", args=["mau"]), {"number": whole.version, "note": "Lần đầu"})
    assert answer.status_code == 302
    assert FormDefinition.objects.get(key="mau").version == 1
    assert FormDesign.objects.get(key="mau").changed is False
    history = list_history(subject_type="forms.formdesign", subject_key="mau", limit=9, newest_first=True)
    assert (history[0].act, history[0].note) == ("forms.design.publish", "Lần đầu")
    told = apps.get_model("events.OutboxEvent").objects.values_list("type", flat=True)
    assert list(told) == ["vn.lienthong.forms.form.published.v1"]
    with pytest.raises(Conflict):
        services.publish_design(key="mau", actor=designer(), now=NOW)


def test_versions_are_compared_and_breaking_changes_are_named(whole: FormDesign) -> None:
    services.publish_design(key="mau", actor=designer(), now=NOW)
    services.change_design(key="mau", edit=edits.remove_field("phone"), actor=designer(), now=NOW)
    services.change_design(key="mau", edit=edits.move_field("mail", -1), actor=designer(), now=NOW)
    design = queries.get_design(key="mau", viewer=designer())
    found = {(change.what, change.path): change.breaks for change in queries.compare(design=design, older=1)}
    assert found == {("removed", "phone"): True, ("order", "mail"): False}
    services.publish_design(key="mau", actor=designer(), now=NOW)
    assert queries.compare(design=design, older=1, newer=1) == ()
    assert [each.version for each in queries.list_versions(key="mau")] == [2, 1]
    services.change_design(key="mau", edit=lambda _form: DESCRIPTION, actor=designer(), now=NOW)
    services.publish_design(key="mau", actor=designer(), now=NOW)
    assert queries.get_form(key="mau").version == 3


def test_a_form_with_a_dangling_condition_is_not_published(client: Client, whole: FormDesign) -> None:
    services.change_design(key="mau", edit=edits.remove_field("way"), actor=designer(), now=NOW)
    with pytest.raises(FormRefused):
        services.publish_design(key="mau", actor=designer(), now=NOW)
    assert client.get(reverse("forms:preview", args=["mau"])).status_code == 409
    assert "ui.condition.street" in client.get(reverse("forms:design", args=["mau"])).content.decode()


def test_two_designers_at_once_give_one_winner(client: Client, whole: FormDesign) -> None:
    body = {"number": whole.version, "viec": "xuong:cau/name"}
    assert client.post(reverse("forms:rearrange", args=["mau"]), body).status_code == 302
    assert client.post(reverse("forms:rearrange", args=["mau"]), body).status_code == 409


@pytest.mark.parametrize("what", ["len:cau/nothing", "xuong:phan/99", "x:cau/name", "bo:cau/goods.nothing", ""])
def test_a_button_that_names_nothing_finds_nothing(client: Client, whole: FormDesign, what: str) -> None:
    body = {"number": whole.version, "viec": what}
    assert client.post(reverse("forms:rearrange", args=["mau"]), body).status_code == 404


def test_an_expression_that_cannot_be_used_stands_beside_its_field(client: Client, whole: FormDesign) -> None:
    address = f"{reverse('forms:add_field', args=['mau'])}?loai=money&phan=0"
    body = {"number": whole.version, "label": "Phí", "compute": "khong_co * 2", "when_sign": "is"}
    answer = client.post(address, body)
    assert answer.status_code == 422
    assert "khong_co" in answer.content.decode()


@pytest.mark.parametrize(("other", "value"), [("way", "bird"), ("area", "nhiều")])
def test_a_condition_names_a_choice_or_number_that_can_be(
    client: Client, whole: FormDesign, other: str, value: str
) -> None:
    address = f"{reverse('forms:add_field', args=['mau'])}?loai=text&phan=0"
    body = {"number": whole.version, "label": "X", "when_field": other, "when_sign": "is", "when_value": value}
    assert "when_value" in client.post(address, body).context["form"].errors


@pytest.mark.parametrize("key", ["", "A", "a b", "../x", "a" * 80, "đơn"])
def test_a_form_needs_a_usable_code(key: str) -> None:
    with pytest.raises(Invalid):
        services.create_design(key=key, title="X", actor=designer(), now=NOW)


def test_the_same_code_is_not_given_twice(whole: FormDesign) -> None:
    with pytest.raises(Conflict):
        services.create_design(key="mau", title="X", actor=designer(), now=NOW)
    services.create_design(key="mau-2", title="Chép", like="mau", actor=designer(), now=NOW)
    assert FormDesign.objects.get(key="mau-2").schema == whole.schema


def test_who_designs_no_forms_finds_none(whole: FormDesign) -> None:
    with pytest.raises(NotPermitted):
        services.create_design(key="b", title="B", actor=designer("x"), now=NOW)
    with pytest.raises(NotFound):
        queries.get_design(key="mau", viewer=designer("x"))
    with pytest.raises(NotFound):
        services.change_design(key="mau", title="B", actor=designer("x"), now=NOW)
    stranger = client_of(role="citizen", today=date(2026, 11, 23))
    assert stranger.get(reverse("forms:design", args=["mau"])).status_code in {403, 404}


def test_marks_open_only_what_they_name_and_the_difference_is_kept(client: Client, whole: FormDesign) -> None:
    sent = typed({**GOOD, "home": HOME, "phone": "0912345678"})
    filed = client.post(reverse("forms:preview", args=["mau"]), sent)
    uuid = TrialFiling.objects.get().uuid
    nothing = client.post(filed["Location"], {"version": 1})
    assert nothing.status_code == 422
    client.post(filed["Location"], {"version": 1, "sai": ["phone"], "ly-do-phone": "Thiếu số"})
    page = client.get(reverse("forms:correction", args=[uuid])).content.decode()
    assert 'name="phone"' in page
    assert 'name="name"' not in page
    client.post(reverse("forms:correction", args=[uuid]), {"version": 2, "phone": "0987654321", "name": "Kẻ Khác"})
    trial = TrialFiling.objects.get()
    assert trial.answers["name"] == "An Bình"
    assert trial.answers["phone"] == "0987654321"
    assert trial.changes == [{"path": "phone", "label": "Điện thoại", "before": "0912345678", "after": "0987654321"}]


def test_a_trial_filing_is_seen_by_its_owner_alone(client: Client, whole: FormDesign) -> None:
    client.post(reverse("forms:preview", args=["mau"]), typed(GOOD))
    with pytest.raises(NotFound):
        queries.get_trial(uuid=TrialFiling.objects.get().uuid, viewer=designer(user_id=999_999))


def test_another_line_and_the_communes_come_without_scripts(client: Client, whole: FormDesign) -> None:
    more = client.post(
        reverse("forms:preview", args=["mau"]), {"goods-rows": "1", "goods-0-what": "Gạch", "goods-add": "1"}
    )
    assert more.status_code == 200
    assert 'name="goods-1-what"' in more.content.decode()
    found = client.post(reverse("forms:preview", args=["mau"]), {"home": "three-tier:56", "home-places": "1"})
    assert "Huyện Vạn Ninh" in found.content.decode()


def test_a_sheet_is_given_and_checked(client: Client, whole: FormDesign) -> None:
    assert client.get(reverse("forms:sheet_file", args=["mau"])).content[:2] == b"PK"
    content = sheet_of(form=sample_form(), rows=[GOOD, {**GOOD, "phone": "12"}])
    answer = client.post(reverse("forms:try_sheet", args=["mau"]), {"tep": SimpleUploadedFile("a.xlsx", content)})
    assert answer.context["read"].good == 1
    wrong = client.post(reverse("forms:try_sheet", args=["mau"]), {"tep": SimpleUploadedFile("a.xlsx", b"x")})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    "name", ["design", "versions", "publish", "preview", "try_sheet", "add_section", "add_field", "schema_file"]
)
def test_pages_of_a_form_ask_the_database_little(client: Client, whole: FormDesign, name: str) -> None:
    services.publish_design(key="mau", actor=designer(), now=NOW)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(reverse(f"forms:{name}", args=["mau"])).status_code == 200
    assert len(asked) <= MOST_STATEMENTS, [each["sql"][:90] for each in asked]


def test_each_question_has_its_page(client: Client, whole: FormDesign) -> None:
    for field in FIELDS:
        assert client.get(reverse("forms:field", args=["mau", field.name])).status_code == 200, field.name
    assert client.get(reverse("forms:column", args=["mau", "goods", "price"])).status_code == 200
    assert client.get(reverse("forms:field", args=["mau", "nothing"])).status_code == 404
    assert client.get(reverse("forms:section", args=["mau", 9])).status_code == 404


def test_a_question_saved_unchanged_stays_as_it_is(client: Client, whole: FormDesign) -> None:
    for field in FIELDS:
        page = client.get(reverse("forms:field", args=["mau", field.name]))
        form = page.context["form"]
        body = {item.name: item.value() for item in form if item.value() not in (None, False)}
        answer = client.post(reverse("forms:field", args=["mau", field.name]), body)
        assert answer.status_code == 302, (field.name, answer.content.decode())
    assert FormDesign.objects.get(key="mau").schema == whole.schema
    assert FormDesign.objects.get(key="mau").ui == whole.ui


def test_the_list_is_searched_without_diacritics_and_goes_on(client: Client, whole: FormDesign) -> None:
    answer = client.get(f"{reverse('forms:index')}?q=mau don")
    assert [line.key for line in answer.context["lines"]] == ["mau"]
    for number in range(queries.PAGE + 2):
        services.create_design(key=f"b{number:02d}", title=f"Biểu {number:02d}", actor=designer(), now=NOW)
    with CaptureQueriesContext(connection) as asked:
        first = client.get(reverse("forms:index"))
    assert len(asked) <= MOST_STATEMENTS
    assert len(first.context["lines"]) == queries.PAGE
    rest = client.get(f"{reverse('forms:index')}?sau={first.context['next']}")
    assert [line.key for line in rest.context["lines"]] == ["b50", "b51", "mau"]
    assert client.get(f"{reverse('forms:index')}?q=%25_&sau=nothing&xem=new").status_code == 200

"""The pages of calendars: who may open them, what they show, and that changes are looked at before they apply."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from .. import queries
from ..models import Calendar, CalendarChange, CalendarDay
from .office import Office, codes_by_calendar, make_office

pytestmark = pytest.mark.django_db
LIST = "/quan-tri/lich/"


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def base(office: Office) -> str:
    return f"{LIST}{office.calendar_id}/"


@pytest.fixture
def admin(office: Office) -> Client:
    return office.keeper


PAGES = ("", "moi/", "{id}/", "{id}/?nam=2027", "{id}/ngay/?ngay=2026-09-02", "{id}/gio/", "{id}/thong-tin/",
         "{id}/nhap/", "{id}/tinh-thu/", "{id}/ngay.csv?nam=2026")  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_only_administrators_open_the_pages_and_each_costs_few_statements(
    office: Office, page: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = LIST + page.format(id=office.calendar_id)
    queries.forget()
    with django_assert_max_num_queries(15):
        assert office.keeper.get(address).status_code == 200
    assert office.officer.get(address).status_code == 403
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize(
    "page",
    ["999999/", "99999999999999999999/", "{id}/?nam=x", "{id}/?nam=99999", "?q=%00", "?trang=-1", "{id}/ngay/?ngay=x"],
)
def test_strange_addresses_are_answered(admin: Client, office: Office, page: str) -> None:
    assert admin.get(LIST + page.format(id=office.calendar_id)).status_code in {200, 400, 404}


def test_the_year_shows_every_special_day_in_words(admin: Client, base: str) -> None:
    page = admin.get(f"{base}?nam=2026").content.decode()
    assert "Quốc khánh" in page
    assert "to be confirmed" in page
    assert page.count('class="cal-month"') == 12
    assert "UBND phường Nha Trang" in page


def day_form(**said: object) -> dict[str, object]:
    return {"first_day": "12/10/2026", "kind": "holiday", "name": "Ngày của tỉnh", **said}


def test_a_day_is_looked_at_then_applied_with_its_decision(admin: Client, base: str, office: Office) -> None:
    calendar_id = office.calendar_id
    response = admin.post(f"{base}ngay/", day_form(source="QĐ 7/QĐ-UBND", last_day="13/10/2026"))
    assert response.status_code == 302
    assert queries.is_working_day(calendar_id=calendar_id, day=date(2026, 10, 12))
    page = admin.get(response["location"]).content.decode()
    assert "Ngày của tỉnh" in page
    assert "No open due date is concerned" in page
    version = CalendarChange.objects.get().version
    given = {"version": version, "due_dates": "stay"}
    assert admin.post(f"{response['location']}ap-dung/", given).status_code == 422
    done = admin.post(f"{response['location']}ap-dung/", given | {"reason": "QĐ 7/QĐ-UBND"}, follow=True)
    assert "The change is applied." in done.content.decode()
    assert not queries.is_working_day(calendar_id=calendar_id, day=date(2026, 10, 13))
    assert "QĐ 7/QĐ-UBND" in admin.get(base).content.decode()
    assert admin.post(f"{response['location']}ap-dung/", given | {"reason": "x"}).status_code == 409


def test_a_change_looked_at_before_another_was_applied_is_refused(admin: Client, base: str) -> None:
    first = admin.post(f"{base}ngay/", day_form())["location"]
    second = admin.post(f"{base}ngay/", day_form(first_day="14/10/2026"))["location"]
    given = {"version": 1, "reason": "QĐ", "due_dates": "stay"}
    admin.post(f"{first}ap-dung/", given)
    assert "The calendar was changed since" in admin.get(second).content.decode()
    assert admin.post(f"{second}ap-dung/", given).status_code == 409
    assert "The change is dropped" in admin.post(f"{second}bo/", follow=True).content.decode()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"first_day": "40/40/2026"}, "first_day"),
        ({"first_day": "01/01/1800"}, "first_day"),
        ({"name": ""}, "name"),
        ({"name": "x" * 900}, "name"),
        ({"kind": "party"}, "kind"),
        ({"last_day": "01/10/2026"}, "last_day"),
        ({"kind": "half_day", "hours": "11:30-07:30"}, "hours"),
        ({"hours": "07:30-11:30"}, "hours"),
    ],
)
def test_a_wrong_day_is_explained_beside_its_field(
    admin: Client, base: str, said: dict[str, object], field: str
) -> None:
    response = admin.post(f"{base}ngay/", day_form(**said))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not CalendarChange.objects.exists()


def test_a_day_taken_back_is_like_its_weekday_again(admin: Client, base: str, office: Office) -> None:
    assert admin.post(f"{base}ngay/", day_form(kind="none")).status_code == 422
    change = admin.post(f"{base}ngay/", day_form(first_day="02/09/2026", kind="none"))["location"]
    admin.post(f"{change}ap-dung/", {"version": 1, "reason": "QĐ", "due_dates": "stay"})
    assert queries.is_working_day(calendar_id=office.calendar_id, day=date(2026, 9, 2))


def test_hours_of_a_season_are_entered_and_taken_back(admin: Client, base: str, office: Office) -> None:
    calendar_id = office.calendar_id
    week = {f"day_{each}": "7h00-11:30, 13:00 – 16:30" for each in range(1, 6)} | {"day_6": "7:00-11:00"}
    given = {"valid_from": "16/04/2027", "valid_to": "15/10/2027", "source": "QĐ mùa hè", **week}
    change = admin.post(f"{base}gio/", given)["location"]
    assert "QĐ mùa hè" in admin.get(change).content.decode()
    admin.post(f"{change}ap-dung/", {"version": 1, "reason": "QĐ mùa hè", "due_dates": "stay"})
    assert queries.sessions_of(calendar_id=calendar_id, day=date(2027, 6, 5)) == ((420, 660),)
    assert "16/04/2027" in admin.get(base).content.decode()
    back = admin.post(f"{base}gio/?tu=2027-04-16", given | {"take_back": "1"})["location"]
    admin.post(f"{back}ap-dung/", {"version": 1, "reason": "QĐ thôi", "due_dates": "stay"})
    assert queries.sessions_of(calendar_id=calendar_id, day=date(2027, 6, 5)) == ()


@pytest.mark.parametrize(
    "given",
    [
        {"day_1": "sáng"},
        {"valid_to": "01/01/2027", "day_1": "07:30-11:30"},
        {"valid_from": "02/01/2027", "valid_to": "01/01/2027", "day_1": "07:30-11:30"},
        {"valid_from": "02/01/2027"},
    ],
)
def test_wrong_hours_are_explained(admin: Client, base: str, given: dict[str, str]) -> None:
    response = admin.post(f"{base}gio/", given)
    assert response.status_code == 422
    assert response.context["form"].errors


CSV = "ngày;loại;tên;nguồn;giờ\n30/11/2026;nghỉ lễ;Ngày của tỉnh;QĐ 9;\n2026-12-05;Làm bù;Làm bù;;7:30-11:30\n"


def load(admin: Client, base: str, name: str, content: bytes) -> str:
    response = admin.post(f"{base}nhap/", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.context["form"].errors
    return str(response["location"])


def test_days_are_read_from_csv_xlsx_and_json_alike(admin: Client, base: str) -> None:
    book = BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as written:
        sheet = written.add_worksheet()
        sheet.write_row(0, 0, ["Ngày", "Loại", "Tên", "Nguồn", "Giờ"])
        sheet.write_datetime(1, 0, date(2026, 11, 30), written.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_row(1, 1, ["holiday", "Ngày của tỉnh", "QĐ 9"])
        sheet.write_row(2, 0, ["05/12/2026", "make_up_workday", "Làm bù", "", "07:30-11:30"])
    as_json = (
        '{"days": [{"date": "2026-11-30", "kind": "statutory", "name": "Ngày của tỉnh", "source": "QĐ 9"},'
        ' {"date": "2026-12-05", "kind": "make_up_workday", "name": "Làm bù", "hours": [["07:30", "11:30"]]}]}'
    )
    for name, content in (("a.csv", CSV.encode()), ("b.xlsx", book.getvalue()), ("c.json", as_json.encode())):
        change = load(admin, base, name, content)
        page = admin.get(change).content.decode()
        assert "Ngày của tỉnh" in page
        assert "07:30–11:30" in page
    edits = [row.edit for row in CalendarChange.objects.all()]
    assert edits[0] == edits[1] == edits[2]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF"),
        ("a.csv", b""),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.csv", "ngày;tên\n30/11/2026;x\n".encode()),
        ("a.csv", "ngày;loại;tên\n31/11/2026;nghỉ lễ;x\n30/11/2026;tiệc;x\n30/11/2026;nghỉ lễ;\n".encode()),
        ("a.csv", b"date;kind;name\n"),
        ("a.xlsx", b"PK\x03\x04 not a zip"),
        ("a.json", b"[" * 100_000),
        ("a.json", b'{"days": [1]}'),
        ("a.json", b"x" * 3_000_000),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(admin: Client, base: str, name: str, content: bytes) -> None:
    response = admin.post(f"{base}nhap/", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not CalendarChange.objects.exists()


def test_wrong_lines_are_named(admin: Client, base: str) -> None:
    content = "ngày;loại;tên\n30/11/2026;nghỉ lễ;x\n31/11/2026;nghỉ lễ;x\n".encode()
    page = admin.post(f"{base}nhap/", {"file": SimpleUploadedFile("a.csv", content)}).content.decode()
    assert "Line 3" in page
    assert "31/11/2026" in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_handed_out_can_be_read_in_again_and_changes_nothing(admin: Client, base: str, kind: str) -> None:
    table = admin.get(f"{base}ngay.{kind}?nam=2026").getvalue()
    response = admin.post(f"{base}nhap/", {"file": SimpleUploadedFile(f"a.{kind}", table)})
    assert response.status_code == 422
    assert "says so already" in response.content.decode()


def test_a_new_calendar_inherits_and_takes_over_the_national_days(admin: Client, office: Office) -> None:
    given = {"name": "Xã Trường Sa", "parent": office.calendar_id}
    made = admin.post(f"{LIST}moi/", given)["location"]
    assert admin.post(f"{LIST}moi/", given).status_code == 422
    calendar = Calendar.objects.get(name="Xã Trường Sa")
    assert queries.standard_day_minutes(calendar_id=calendar.pk) == 480
    change = admin.post(f"{made}ngay-toan-quoc/")["location"]
    assert admin.get(change).status_code == 200
    admin.post(f"{change}ap-dung/", {"version": 1, "reason": "QĐ", "due_dates": "stay"})
    assert CalendarDay.objects.filter(calendar=calendar, to_confirm=True).exists()
    assert admin.post(f"{made}ngay-toan-quoc/").status_code == 422


def test_a_calendar_is_given_to_an_agency_and_what_worked_like_it(admin: Client, office: Office) -> None:
    admin.post(f"{LIST}moi/", {"name": "Phường", "parent": office.calendar_id})
    calendar = Calendar.objects.get(name="Phường")
    address = f"{LIST}{calendar.pk}/giao/"
    assert admin.post(address, {"code": "H99", "reason": "QĐ"}).status_code == 422
    assert admin.post(address, {"code": office.commune, "reason": ""}).status_code == 422
    page = admin.post(address, {"code": office.commune, "reason": "QĐ 3"}, follow=True).content.decode()
    assert "UBND phường Nha Trang" in page
    assert codes_by_calendar(calendar.pk) == {office.commune, office.unit}


def test_a_calendar_is_renamed_and_cannot_inherit_from_its_heir(admin: Client, base: str, office: Office) -> None:
    admin.post(f"{LIST}moi/", {"name": "Phường", "parent": office.calendar_id})
    heir = Calendar.objects.get(name="Phường").pk
    assert admin.post(f"{base}thong-tin/", {"name": "Tỉnh", "parent": heir}).status_code == 422
    assert admin.post(f"{base}thong-tin/", {"name": "Phường", "parent": ""}).status_code == 422
    change = admin.post(f"{base}thong-tin/", {"name": "Tỉnh mới", "parent": ""})["location"]
    admin.post(f"{change}ap-dung/", {"version": 1, "reason": "QĐ", "due_dates": "stay"})
    assert Calendar.objects.filter(name="Tỉnh mới").exists()


def test_a_limit_is_tried_out_with_a_pause_as_in_example_f(admin: Client, base: str) -> None:
    given = {
        "start": "08/10/2026 09:12", "amount": "10", "unit": "wd", "convention": "hour_exact",
        "stop_1": "12/10/2026 10:00", "go_1": "19/10/2026 14:30", "ground_1": "Bổ sung hồ sơ",
    }  # fmt: skip
    page = admin.get(f"{base}tinh-thu/", given).content.decode()
    assert "Due 13:42 Thursday 29/10/2026" in page
    assert "Bổ sung hồ sơ" in page
    assert "Without pauses and extensions it would have been due 09:12 Thursday 22/10/2026" in page


@pytest.mark.parametrize(
    "given",
    [
        {"amount": "0"},
        {"amount": "9" * 30},
        {"start": "hôm qua"},
        {"start": "01/01/0001 00:00"},
        {"unit": "year"},
        {"stop_1": "12/10/2026 10:00", "go_1": "11/10/2026 10:00"},
        {"go_1": "11/10/2026 10:00"},
    ],
)
def test_a_wrong_try_is_explained(admin: Client, base: str, given: dict[str, str]) -> None:
    whole = {"start": "08/10/2026 09:12", "amount": "3", "unit": "wd", "convention": "hour_exact", **given}
    assert admin.get(f"{base}tinh-thu/", whole).status_code == 422

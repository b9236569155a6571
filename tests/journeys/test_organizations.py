"""Administration of the organisation: a unit with an officer in it, and a leader who is away for a week."""

import re
import secrets
from collections.abc import Callable
from datetime import timedelta

import psycopg
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.addresses import one
from tests.journeys.ways import Applicant
from tests.support.program import RunningProgram

WARD = "SELECT code FROM organizations_agency WHERE name LIKE %s"


def send(page: Page) -> None:
    """Press the button of the form in the page and wait for the next page."""
    with page.expect_navigation():
        page.click("main form[method=post] button[type=submit].lt-btn-p")


def test_a_unit_is_founded_and_an_officer_appointed_in_it(
    new_page: Callable[..., Page], running_program: RunningProgram
) -> None:
    admin = new_page(as_user="quantri")
    (ward,) = one(running_program, WARD, "%phường Nha Trang")
    code, name = f"{ward}.{secrets.randbelow(900) + 100}", f"Phòng Thử nghiệm {secrets.token_hex(2)}"
    admin.goto(f"/quan-tri/to-chuc/{ward}/lap/")
    admin.fill("[name=name]", name)
    admin.select_option("[name=kind]", "unit")
    admin.fill("[name=code]", code)
    admin.fill("[name=basis]", "QĐ 15/QĐ-UBND")
    send(admin)
    expect(admin.locator("h1")).to_contain_text(name)
    admin.goto(f"/quan-tri/to-chuc/{ward}/bo-nhiem/")
    admin.fill("[name=username]", "kiemsoat")
    admin.select_option("[name=position]", "specialist")
    admin.select_option("[name=unit]", code)
    admin.check("[name=roles][value=reception]")
    send(admin)
    expect(admin.locator("main")).to_contain_text(name)
    officer = new_page(as_user="kiemsoat")
    officer.goto("/tai-khoan/")
    expect(officer.locator("main")).to_contain_text("phường Nha Trang")


def days_pass(program: RunningProgram, days: int) -> None:
    """Let what is lent have been lent so many days before."""
    with psycopg.connect(program.database_url, autocommit=True) as connection:
        connection.execute(
            "UPDATE organizations_appointment SET valid_from = valid_from - %s, valid_to = valid_to - %s"
            " WHERE capacity = 'delegated'",
            [days, days],
        )


def lend_for_a_week(leader: Page) -> None:
    """Let the leader lend the seat to the officer of civil status; a week is what the form proposes."""
    leader.goto("/uy-quyen/")
    leader.click("main a[href$='/giao/']")
    last_day = timezone.localdate() + timedelta(days=6)
    expect(leader.locator("[name=valid_to]")).to_have_value(f"{last_day:%d/%m/%Y}")
    leader.fill("[name=username]", "hotich")
    leader.fill("[name=decision]", "TB 7/TB-UBND")
    send(leader)
    expect(leader.locator("main table")).to_contain_text("TB 7/TB-UBND")


def test_a_delegate_does_the_work_of_the_leader_for_a_week(
    new_page: Callable[..., Page], running_program: RunningProgram
) -> None:
    desk, registrar = new_page(as_user="motcua"), new_page(as_user="hotich")
    applicant = Applicant("Nguyễn Văn Vắng")
    number = ways.accept(desk, applicant=applicant, procedure="2.000635", case="chinh-chu", answers=ways.CIVIL_ANSWERS)
    ways.open_from_inbox(registrar, number)
    ways.press_act(registrar, "xong", outcome="propose")
    lend_for_a_week(new_page(as_user="chutich"))
    registrar.goto("/tai-khoan/")
    lent = registrar.locator("main li", has_text="TUQ.")
    with registrar.expect_navigation():
        lent.locator("button").click()
    ways.open_from_inbox(registrar, number)
    ways.press_act(registrar, "ky")
    registrar.goto(f"/ho-so/{number}/nhat-ky/")
    expect(registrar.locator("main")).to_contain_text(re.compile(r"Ký kết quả.+ thay .+", re.DOTALL))
    days_pass(running_program, 7)
    registrar.goto("/tai-khoan/")
    expect(registrar.locator("main h1")).to_be_visible()
    expect(lent).to_have_count(0)

"""A compensation day of the province: entered, looked at before it counts, applied; the due date has moved."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.addresses import one
from tests.journeys.ways import VESSEL_ANSWERS, Applicant
from tests.support.program import RunningProgram

DUE = "SELECT to_char(due_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD'), calendar_id FROM onestop_dossier"


def due_of(program: RunningProgram, number: str) -> tuple[date, str]:
    """Return the day a dossier is due and the calendar it counts by."""
    due, calendar = one(program, f"{DUE} WHERE number = %s", number)
    return date.fromisoformat(due), calendar


def free_day_before(due: date) -> date:
    """Return the weekday before the day a dossier is due."""
    day = due - timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day


def test_a_compensation_day_moves_the_due_date_it_said_it_would(
    new_page: Callable[..., Page], running_program: RunningProgram
) -> None:
    desk, admin = new_page(as_user="motcua"), new_page(as_user="quantri")
    number = ways.accept(
        desk, applicant=Applicant("Lê Văn Lịch"), procedure="1.004088", case="khong-dang-kiem", answers=VESSEL_ANSWERS
    )
    before, calendar = due_of(running_program, number)
    admin.goto(f"/quan-tri/lich/{calendar}/ngay/")
    admin.fill("[name=first_day]", f"{free_day_before(before):%d%m%Y}")
    admin.check("[name=kind][value=compensation]")
    admin.fill("[name=name]", "Nghỉ bù của tỉnh")
    admin.fill("[name=source]", "QĐ 30/QĐ-UBND")
    admin.click("main form[method=post] button[type=submit].lt-btn-p")
    expect(admin.locator("main")).to_contain_text("Nghỉ bù của tỉnh")
    expect(admin.locator("#anh-huong")).to_contain_text(re.compile(r"\d"))
    assert due_of(running_program, number)[0] == before
    admin.fill("[name=reason]", "QĐ 30/QĐ-UBND")
    admin.check("[name=due_dates][value=move]")
    admin.click("main form[action$='/ap-dung/'] button[type=submit]")
    # The page asks for itself until the worker has moved every due date.
    expect(admin.locator(".lt-note-done")).to_be_visible(timeout=20_000)
    after = due_of(running_program, number)[0]
    assert after > before
    desk.goto(f"/ho-so/{number}/")
    desk.click(f".lt-dhead a[href='/ho-so/{number}/han/']")
    expect(desk.locator("main")).to_contain_text("Nghỉ bù của tỉnh")
    expect(desk.locator(".cal-why h2")).to_contain_text(f"{after:%d/%m}")

"""A dossier on paper goes from a commune to the department that decides: given, taken, and kept on the control slip."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.ways import VESSEL_ANSWERS, Applicant


def test_r18_a_dossier_on_paper_is_given_and_taken(
    new_page: Callable[..., Page], axe: Callable[[Page], None], tmp_path: Path
) -> None:
    applicant = Applicant("Võ Thị Giao")
    desk = new_page(as_user="motcua")
    number = ways.accept(
        desk, applicant=applicant, procedure="1.004088", case="khong-dang-kiem", answers=VESSEL_ANSWERS
    )
    ways.open_from_inbox(desk, number)
    ways.press_act(desk, "xong", outcome="forward")
    desk.goto(f"/giao-nhan/?q={number}")
    axe(desk)
    row = desk.locator(f"tr:has-text('{number}')")
    row.get_by_role("checkbox").check()
    desk.locator("[data-lt-bulk] button[value=giao]").click()
    desk.get_by_role("button", name="Bắt đầu").or_(desk.locator("form[action$='bat-dau/'] button")).first.click()
    expect(desk.locator("main")).to_contain_text("1")
    department = new_page(as_user="chuyenvien.sxd")
    department.goto(f"/giao-nhan/?xem=cho-nhan&q={number}")
    for _try in range(20):
        if department.locator(f"tr:has-text('{number}')").count():
            break
        department.wait_for_timeout(500)
        department.reload()
    axe(department)
    department.locator(f"button[value='nhan:{number}.1']").click()
    expect(department.locator("body")).to_contain_text("Đã nhận hồ sơ")
    desk.set_viewport_size({"width": 320, "height": 800})
    desk.goto(f"/giao-nhan/?xem=nhat-ky&q={number}")
    axe(desk)
    assert desk.evaluate("document.documentElement.scrollWidth <= 320")
    slip = desk.locator(f"tr:has-text('{number}') a[href$='.pdf']").get_attribute("href")
    given = ways.text_of(ways.fetch(desk, str(slip)), tmp_path)
    assert number in given
    assert "Sở Xây dựng" in given
    control = ways.text_of(ways.fetch(desk, f"/ho-so/{number}/phieu-kiem-soat.pdf"), tmp_path)
    assert control.count("Sở Xây dựng") >= 2
    assert "Hồ sơ giấy" in control

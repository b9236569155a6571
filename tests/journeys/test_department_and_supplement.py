"""A dossier of a department: handed out, supplemented, sent back once, signed, issued and handed over."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.ways import ARCHITECT_ANSWERS, Applicant

WANTED = "Bản sao chứng thực bằng đại học"


def ask_for_supplement(specialist: Page, desk: Page, number: str, folder: Path) -> None:
    """Let the specialist want a paper and the counter ask for it: the clock pauses and form 02 can be printed."""
    ways.open_from_inbox(specialist, number)
    ways.fill_act(specialist, "bo-sung", {"items": WANTED, "reason": "Bản chụp không có chứng thực."})
    expect(specialist.locator(".lt-dhead .lt-clock.lt-wait")).to_have_count(0)
    desk.goto("/quay/bo-sung/")
    desk.click(f"a[href$='/ho-so/{number}/']")
    ways.press_act(desk, "chuyen-bo-sung")
    ways.open_dossier(specialist, number)
    expect(specialist.locator(".lt-dhead .lt-clock.lt-wait")).to_be_visible()
    text = ways.text_of(ways.fetch(specialist, f"/ho-so/{number}/phieu-bo-sung-1.pdf"), folder)
    assert number in text
    assert WANTED in text


def bring_supplement(desk: Page, number: str) -> None:
    """Take the supplement in at the counter with a file: the clock goes on."""
    desk.goto(f"/quay/bo-sung/?q={number}")
    desk.click(f"a[href$='/quay/bo-sung/{number}/']")
    desk.set_input_files("#tep-1", {**ways.PDF, "name": "bang-dai-hoc.pdf", "buffer": ways.a_pdf()})
    desk.click("main form button[data-lt-primary]")
    desk.wait_for_url(f"**/quay/{number}/xong/")
    ways.open_dossier(desk, number)
    expect(desk.locator(".lt-dhead .lt-clock.lt-wait")).to_have_count(0)
    expect(desk.locator(".lt-doclist")).to_contain_text(WANTED)


def send_back_once(head: Page, specialist: Page, number: str) -> None:
    """Let the division head send it back with a reason, which the specialist reads."""
    ways.open_from_inbox(head, number)
    ways.fill_act(head, "tra-buoc", {"reason": "Bổ sung nhận xét về kinh nghiệm."})
    ways.open_from_inbox(specialist, number)
    expect(specialist.locator("main")).to_contain_text("Bổ sung nhận xét về kinh nghiệm.")
    ways.press_act(specialist, "xong", outcome="propose")
    ways.open_from_inbox(head, number)
    ways.press_act(head, "xong", outcome="pass")


def sign_and_issue(new_page: Callable[..., Page], number: str) -> None:
    """Let the director sign and the clerk give number and seal."""
    director, clerk = new_page(as_user="giamdoc.sxd"), new_page(as_user="vanthu.sxd")
    ways.open_from_inbox(director, number)
    ways.press_act(director, "ky")
    ways.open_from_inbox(clerk, number)
    ways.press_act(clerk, "dong-dau")
    expect(clerk.locator("main")).to_contain_text(re.compile(r"\d+/CCHNKT"))


def collect(desk: Page, number: str, applicant: Applicant, folder: Path) -> None:
    """Give the result out at the counter; it holds before others, and the control slip names every hand."""
    result = ways.hand_over(desk, number, applicant.name)
    ways.check_result(result, folder)
    text = ways.text_of(result, folder)
    assert applicant.name in text
    assert re.search(r"Số: \d+/CCHNKT", text)
    slip = ways.text_of(ways.fetch(desk, f"/ho-so/{number}/phieu-kiem-soat.pdf"), folder)
    assert number in slip
    assert slip.count("Sở Xây dựng") >= 4
    assert slip.count("Đúng hạn") >= 4


def test_a_department_asks_waits_signs_and_hands_over(
    new_page: Callable[..., Page], page: Page, tmp_path: Path
) -> None:
    desk, applicant = new_page(as_user="motcua.tinh"), Applicant("Trần Văn Kiến Trúc")
    number = ways.accept(desk, applicant=applicant, procedure="1.008891", answers=ARCHITECT_ANSWERS)
    receipt = ways.text_of(ways.fetch(desk, f"/ho-so/{number}/giay-hen.pdf"), tmp_path)
    head, specialist = new_page(as_user="truongphong.sxd"), new_page(as_user="chuyenvien.sxd")
    ways.open_from_inbox(head, number)
    ways.press_act(head, "xong", outcome="assign")
    ask_for_supplement(specialist, desk, number, tmp_path)
    tracking = f"/tra-cuu/?ma={number}&khoa={ways.secret_on(receipt)}"
    page.goto(tracking)
    expect(page.locator("main")).to_contain_text(WANTED)
    bring_supplement(desk, number)
    page.goto(tracking)
    expect(page.locator("main")).not_to_contain_text(WANTED)
    ways.open_from_inbox(specialist, number)
    ways.press_act(specialist, "xong", outcome="propose")
    send_back_once(head, specialist, number)
    sign_and_issue(new_page, number)
    page.goto(tracking)
    expect(page.locator(".lt-trackhead .lt-lead")).to_contain_text("Trung tâm Phục vụ hành chính công")
    expect(page.locator(".lt-ruler")).to_have_count(0)
    collect(desk, number, applicant, tmp_path)
    page.goto(tracking)
    expect(page.locator("main")).to_contain_text("Trung tâm Phục vụ hành chính công")
    expect(page.locator(".lt-trackhead .lt-lead")).to_have_count(0)

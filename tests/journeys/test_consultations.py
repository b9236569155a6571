"""A department asks the province's centre for its opinion; the centre answers in its inbox, the department reads it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.ways import PDF, VESSEL_ANSWERS, Applicant

QUESTION = "Phương tiện có hoạt động trong vùng nước cảng không?"


def test_r21_an_opinion_is_asked_answered_and_read(new_page: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    applicant = Applicant("Hồ Văn Kiến")
    desk = new_page(as_user="motcua")
    number = ways.accept(
        desk, applicant=applicant, procedure="1.004088", case="khong-dang-kiem", answers=VESSEL_ANSWERS
    )
    ways.open_from_inbox(desk, number)
    ways.press_act(desk, "xong", outcome="forward")
    asks = new_page(as_user="chuyenvien.sxd")
    asks.goto(f"/ho-so/{number}/")
    asks.click(f"a[href$='/ho-so/{number}/lay-y-kien/']")
    axe(asks)
    asks.fill("[name=question]", QUESTION)
    asks.select_option("[name=place_1]", label="Trung tâm Phục vụ hành chính công tỉnh Khánh Hoà")
    asks.fill("[name=days_1]", "2")
    asks.click("main form button[data-lt-primary]")
    expect(asks.locator("section[aria-labelledby=lyk]")).to_contain_text(QUESTION)
    axe(asks)
    answers = new_page(as_user="motcua.tinh")
    answers.goto("/viec/?xem=tat-ca&buoc=onestop.consultation.answer")
    axe(answers)
    answers.locator(f"li:has-text('{number}') a[data-lt-open]").click()
    expect(answers.locator("main")).to_contain_text(QUESTION)
    expect(answers.locator("main")).not_to_contain_text(applicant.name)
    axe(answers)
    answers.check("[name=stance][value=disagree]")
    answers.fill("[name=text]", "Cần có ý kiến của cảng vụ.")
    answers.set_input_files("[name=file]", {**PDF, "name": "cong-van.pdf", "buffer": ways.a_pdf()})
    answers.click("button[name=viec][value=tra-loi]")
    expect(answers.locator("main")).to_contain_text("Cần có ý kiến của cảng vụ.")
    answers.set_viewport_size({"width": 320, "height": 800})
    assert answers.evaluate("document.documentElement.scrollWidth <= 320")
    asks.reload()
    section = asks.locator("section[aria-labelledby=lyk]")
    expect(section).to_contain_text("Không đồng ý")
    href = section.locator("a[href^='/tep/']").get_attribute("href") or ""
    assert ways.fetch(asks, href).startswith(b"%PDF")
    asks.goto(f"/ho-so/{number}/nhat-ky/")
    expect(asks.locator("main")).to_contain_text("Cho ý kiến")

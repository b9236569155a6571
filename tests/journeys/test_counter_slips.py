"""What the counter answers instead of accepting, and one errand that stays one dossier without scripts."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.ways import VESSEL_ANSWERS, Applicant
from tests.support.browser import Complaints, sign_in

NOTE = "Nộp bản chính"


def give_form_02(desk: Page, applicant: Applicant) -> None:
    """Bring an applicant whose papers are not complete to the slip they take home."""
    ways.find_or_register(desk, applicant)
    ways.choose(desk, procedure="1.004088", case="dang-kiem")
    desk.locator("[name='paper-GT-01']").check()
    ways.upload(desk, paper="GT-01", name="don.pdf")
    ways.answer(desk, VESSEL_ANSWERS)
    desk.keyboard.press("F6")
    expect(desk.locator("[name='phieu-lacks-GT-04']")).to_be_checked()
    expect(desk.locator("[name='phieu-lacks-GT-01']")).not_to_be_checked()


def test_papers_are_completed_and_nothing_is_typed_twice(
    new_page: Callable[..., Page], axe: Callable[[Page], None], tmp_path: Path
) -> None:
    desk, applicant = new_page(as_user="motcua"), Applicant("Đặng Văn Thiếu Giấy")
    give_form_02(desk, applicant)
    axe(desk)
    desk.fill("[name='phieu-note-GT-04']", NOTE)
    desk.keyboard.press("F9")
    desk.wait_for_url("**/quay/phieu/*/")
    axe(desk)
    slip = ways.text_of(ways.fetch(desk, desk.locator("a[href$='.pdf']").get_attribute("href") or ""), tmp_path)
    assert NOTE in slip
    assert applicant.name in slip
    desk.goto(f"/quay/phieu/?mau=02&q={applicant.name.split()[-1]}")
    axe(desk)
    desk.goto(f"/quay/?q={applicant.number}")
    desk.click("#nguoi-tim-duoc a")
    desk.click("a[href*='/quay/phieu/']:not([href$='/quay/phieu/'])")
    desk.click("a[href*='phieu=']")
    expect(desk.locator("[name='khai-deadweight']")).to_have_value(VESSEL_ANSWERS["deadweight"])
    expect(desk.locator("form#tiep-nhan")).to_contain_text("don.pdf")
    ways.tick_papers(desk)
    number = ways.press_accept(desk)
    desk.goto("/quay/phieu/?mau=02")
    expect(desk.locator("main")).to_contain_text(number)


def test_what_belongs_elsewhere_is_refused_in_writing(
    new_page: Callable[..., Page], axe: Callable[[Page], None], tmp_path: Path
) -> None:
    desk = new_page(as_user="motcua")
    ways.find_or_register(desk, Applicant("Ngô Thị Sai Cửa"))
    desk.keyboard.press("F7")
    desk.wait_for_url("**lap=03*")
    axe(desk)
    desk.fill("[name='phieu-title']", "Cấp hộ chiếu phổ thông")
    desk.fill("[name='phieu-reason']", "Không thuộc thẩm quyền của phường.")
    desk.keyboard.press("F9")
    desk.wait_for_url("**/quay/phieu/*/")
    slip = ways.text_of(ways.fetch(desk, desk.locator("a[href$='.pdf']").get_attribute("href") or ""), tmp_path)
    assert "Không thuộc thẩm quyền của phường." in slip


def test_going_back_without_scripts_makes_no_second_dossier(
    new_page: Callable[..., Page], complaints: Complaints
) -> None:
    complaints.allowed.add(409)
    desk = new_page(java_script_enabled=False)
    sign_in(desk, "motcua")
    ways.find_or_register(desk, Applicant("Bùi Thị Bấm Lại"))
    ways.choose(desk, procedure="2.000635", case="chinh-chu")
    form = desk.url
    fill(desk)
    first = ways.press_accept(desk)
    desk.goto(form)
    fill(desk)
    assert ways.press_accept(desk) == first
    # Another mark: the same errand begun anew, as after a new search for the person.
    desk.goto(re.sub(r"ban=\w+", "ban=lan-hai", form))
    fill(desk)
    desk.click("button[form=tiep-nhan][data-lt-primary]")
    expect(desk.locator("[role=alert]").first).to_contain_text(first)
    desk.click("button[value='ban-khac']")
    desk.wait_for_url("**/xong/")
    assert first not in desk.url


def fill(page: Page) -> None:
    """Fill the form of an extract for oneself, with what works without scripts."""
    ways.tick_papers(page)
    for name, value in ways.CIVIL_ANSWERS.items():
        fields = page.locator(f"form#tiep-nhan [name='khai-{name}']")
        radio = page.locator(f"form#tiep-nhan input[type=radio][name='khai-{name}'][value='{value}']")
        choice = page.locator(f"form#tiep-nhan select[name='khai-{name}']")
        if radio.count():
            radio.check()
        elif choice.count():
            choice.select_option(value)
        else:
            fields.first.fill(value)


def test_the_leader_apologises_and_the_applicant_reads_the_new_date(
    new_page: Callable[..., Page], page: Page, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    desk, leader = new_page(as_user="motcua"), new_page(as_user="chutich")
    number = ways.accept(
        desk, applicant=Applicant("Phan Văn Chờ"), procedure="1.004088", case="dang-kiem", answers=VESSEL_ANSWERS
    )
    receipt = ways.text_of(ways.fetch(desk, f"/ho-so/{number}/giay-hen.pdf"), tmp_path)
    ways.open_dossier(leader, number)
    ways.open_panel(leader, "gia-han")
    axe(leader)
    ways.fill_act(leader, "gia-han", {"day": "15/06/2027", "hour": "16:30", "reason": "Cần xác minh thực tế."})
    letter = ways.fetch(leader, f"/ho-so/{number}/xin-loi.pdf")
    assert "Cần xác minh thực tế." in ways.text_of(letter, tmp_path)
    assert "Signature is Valid" in ways.signatures_of(letter, tmp_path)
    page.goto(f"/tra-cuu/?ma={number}&khoa={ways.secret_on(receipt)}")
    axe(page)
    expect(page.locator(".lt-note-risk")).to_contain_text("15/06/2027")

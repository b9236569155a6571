"""One dossier of a commune from the counter to the signed result in the hands of the applicant."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.ways import CIVIL_ANSWERS, Applicant
from tests.support.codes import codes_on

NUMBER = re.compile(r"H32\.\d+-\d{6}-\d{4}")


def receive(page: Page, applicant: Applicant, folder: Path) -> str:
    """Take the dossier in at the counter and read its receipt."""
    number = ways.accept(page, applicant=applicant, procedure="2.000635", case="chinh-chu", answers=CIVIL_ANSWERS)
    assert NUMBER.fullmatch(number)
    expect(page.locator("h1")).to_contain_text(re.compile(r"\d{2}:\d{2}"))
    expect(page.locator(".lt-code").first).to_have_text(number)
    receipt = ways.fetch(page, f"/ho-so/{number}/giay-hen.pdf")
    text = ways.text_of(receipt, folder)
    assert number in text
    assert applicant.name in text
    assert "16.000 đồng" in text or "8.000 đồng" in text
    assert "/tra-cuu/" in text
    assert ways.secret_on(text)
    return number


def process(new_page: Callable[..., Page], number: str) -> None:
    """Let the civil-status officer, the leader and the clerk do their steps."""
    registrar = new_page(as_user="hotich")
    registrar.goto(f"/viec/?xem=tat-ca&q={number}")
    registrar.click(f"button[name=nhan][value^='{number}:']")
    expect(registrar.get_by_text("Đã nhận việc", exact=True)).to_be_visible()
    ways.open_from_inbox(registrar, number)
    ways.fill_act(registrar, "y-kien", {"text": "Đã đối chiếu sổ gốc."})
    ways.press_act(registrar, "xong", outcome="propose")
    leader = new_page(as_user="chutich")
    ways.open_from_inbox(leader, number)
    expect(leader.locator("main")).to_contain_text("Đã đối chiếu sổ gốc.")
    ways.press_act(leader, "ky")
    clerk = new_page(as_user="vanthu")
    ways.open_from_inbox(clerk, number)
    ways.press_act(clerk, "dong-dau")


def check_text(result: bytes, folder: Path) -> None:
    """Check what stands on the result: whom it is about, and its number."""
    text = ways.text_of(result, folder)
    assert CIVIL_ANSWERS["registered_name"] in text
    assert re.search(r"Số: \d+/TLHT-BS", text)


def test_from_the_counter_to_the_result(new_page: Callable[..., Page], page: Page, tmp_path: Path) -> None:
    applicant = Applicant("Nguyễn Thị Hành Trình")
    desk = new_page(as_user="motcua")
    number = receive(desk, applicant, tmp_path)
    process(new_page, number)
    desk.goto(f"/ho-so/{number}/")
    verification = desk.locator("a[href*='/giay-to/']").first.get_attribute("href") or ""
    result = ways.hand_over(desk, number, applicant.name)
    ways.check_result(result, tmp_path)
    check_text(result, tmp_path)
    assert [urlsplit(code).path for code in codes_on(result)] == [verification]
    page.goto(verification)
    expect(page.locator(".lt-note-done")).to_have_count(2)
    expect(page.locator("main")).to_contain_text("Bản sao trích lục hộ tịch")
    assert applicant.number not in page.content()

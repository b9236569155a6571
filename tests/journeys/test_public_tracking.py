"""The public follows a dossier by what stands on the receipt, and sees nothing personal."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.ways import ARCHITECT_ANSWERS, Applicant
from tests.support.browser import Complaints
from tests.support.program import RunningProgram


@pytest.fixture(name="received")
def received_dossier(new_page: Callable[..., Page], tmp_path: Path) -> tuple[str, str, Applicant]:
    """Return number, secret and applicant of a dossier just taken in."""
    desk = new_page(as_user="motcua.tinh")
    applicant = Applicant("Phạm Thị Theo Dõi", address="7 Yersin, phường Nha Trang", phone="0914555666")
    number = ways.accept(desk, applicant=applicant, procedure="1.008891", answers=ARCHITECT_ANSWERS)
    text = ways.text_of(ways.fetch(desk, f"/ho-so/{number}/giay-hen.pdf"), tmp_path)
    return number, ways.secret_on(text), applicant


def shows(page: Page, number: str, applicant: Applicant) -> None:
    """Check that the dossier is shown, with steps and holder, and without the person."""
    expect(page.locator("main")).to_contain_text(number)
    expect(page.locator("main")).to_contain_text("Sở Xây dựng")
    assert page.locator(".lt-thread li, ol.lt-thread > *").count() >= 4
    content = page.content()
    for personal in (applicant.name, applicant.number, applicant.address, applicant.phone):
        assert personal not in content


def test_by_code_and_secret_by_link_and_without_script(
    new_page: Callable[..., Page],
    page: Page,
    received: tuple[str, str, Applicant],
    running_program: RunningProgram,
) -> None:
    number, secret, applicant = received
    page.goto("/tra-cuu/")
    page.fill("#ma", number.lower())
    page.fill("#khoa", secret.replace("-", "").lower())
    page.press("#khoa", "Enter")
    shows(page, number, applicant)
    bare = new_page(java_script_enabled=False)
    bare.goto("/tra-cuu/")
    bare.fill("#ma", number)
    bare.fill("#khoa", secret)
    bare.click("main form button[type=submit]")
    shows(bare, number, applicant)
    linked = new_page(viewport={"width": 390, "height": 844})
    linked.goto(f"/tra-cuu/?ma={number}&khoa={secret.replace('-', '')}")
    shows(linked, number, applicant)
    answer = httpx.get(f"{running_program.url}/tra-cuu/", params={"ma": number, "khoa": secret})
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_wrong_secret_says_only_that_nothing_is_found(
    page: Page, received: tuple[str, str, Applicant], complaints: Complaints
) -> None:
    complaints.allowed.add(404)
    number, secret, _applicant = received
    wrong = ("A" if secret[0] != "A" else "B") + secret[1:]
    said = []
    for code, key in ((number, wrong), (number[:-4] + "9999", secret)):
        page.goto("/tra-cuu/")
        page.fill("#ma", code)
        page.fill("#khoa", key)
        page.press("#khoa", "Enter")
        expect(page.locator(".lt-summary")).to_be_focused()
        said.append(page.locator(".lt-summary").inner_text())
        assert "Sở Xây dựng" not in page.locator("main").inner_text()
    assert said[0] == said[1]

"""The public follows a dossier by what stands on the receipt, and sees nothing personal."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.ways import ARCHITECT_ANSWERS, Applicant
from tests.support.browser import PHONE, Complaints
from tests.support.codes import codes_on
from tests.support.program import RunningProgram

DUE = re.compile(r"Thời gian trả kết quả giải quyết hồ sơ: (\d+) giờ (\d+) phút, ngày (\d+) tháng (\d+)")


@dataclass(frozen=True)
class Received:
    """A dossier just taken in: its code, what is printed on the receipt, and whose it is."""

    number: str
    secret: str
    receipt: bytes
    text: str
    applicant: Applicant

    @property
    def due(self) -> tuple[str, str]:
        """Return hour and day of the appointment, as pages write them."""
        found = DUE.search(self.text)
        assert found is not None, self.text
        hour, minute, day, month = (int(figure) for figure in found.groups())
        return f"{hour:02d}:{minute:02d}", f"{day:02d}/{month:02d}"


@pytest.fixture
def received(new_page: Callable[..., Page], tmp_path: Path) -> Received:
    """Return a dossier just taken in at the centre of the province."""
    desk = new_page(as_user="motcua.tinh")
    applicant = Applicant("Phạm Thị Theo Dõi", address="7 Yersin, phường Nha Trang", phone="0914555666")
    number = ways.accept(desk, applicant=applicant, procedure="1.008891", answers=ARCHITECT_ANSWERS)
    receipt = ways.fetch(desk, f"/ho-so/{number}/giay-hen.pdf")
    text = ways.text_of(receipt, tmp_path)
    return Received(number, ways.secret_on(text), receipt, text, applicant)


def shows(page: Page, dossier: Received) -> None:
    """Check that the dossier is shown, with steps, holder and appointment, and without the person."""
    expect(page.locator("main")).to_contain_text(dossier.number)
    expect(page.locator(".lt-trackhead .lt-lead")).to_contain_text("Sở Xây dựng")
    assert page.locator(".lt-thread li, ol.lt-thread > *").count() >= 4
    for part in dossier.due:
        expect(page.locator(".lt-trackhead h1")).to_contain_text(part)
    content = page.content()
    applicant = dossier.applicant
    personal = (applicant.name, applicant.number, applicant.address, applicant.phone, applicant.birth_date)
    assert [each for each in personal if each in content] == []
    assert [each for each in ARCHITECT_ANSWERS.values() if len(each) > 2 and each in content] == []


def test_by_code_and_secret_with_script_and_without(
    new_page: Callable[..., Page],
    page: Page,
    received: Received,
    running_program: RunningProgram,
) -> None:
    number, secret = received.number, received.secret
    page.goto("/tra-cuu/")
    page.fill("#ma", number.lower())
    page.fill("#khoa", secret.replace("-", "").lower())
    page.press("#khoa", "Enter")
    shows(page, received)
    bare = new_page(java_script_enabled=False)
    bare.goto("/tra-cuu/")
    bare.fill("#ma", number)
    bare.fill("#khoa", secret)
    bare.click("main form button[type=submit]")
    shows(bare, received)
    answer = httpx.get(f"{running_program.url}/tra-cuu/", params={"ma": number, "khoa": secret})
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_code_on_the_printed_receipt_opens_the_dossier_on_a_phone(
    new_page: Callable[..., Page], received: Received, running_program: RunningProgram
) -> None:
    (address,) = codes_on(received.receipt)
    assert address.startswith(f"{running_program.url}/tra-cuu/")
    assert not any(each in address for each in (received.applicant.number, received.applicant.phone))
    phone = new_page(viewport=PHONE)
    phone.goto(address)
    shows(phone, received)


def test_a_wrong_secret_says_only_that_nothing_is_found(page: Page, received: Received, complaints: Complaints) -> None:
    complaints.allowed.add(404)
    number, secret = received.number, received.secret
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

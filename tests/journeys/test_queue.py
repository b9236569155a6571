"""Somebody takes a number at the kiosk, an officer calls them by key, the screen shows it, and they are served."""

import re
from collections.abc import Callable

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.ways import CIVIL_ANSWERS, Applicant
from tests.support.looks import look
from tests.support.program import RunningProgram
from tests.support.waiting import wait_for


@pytest.fixture
def secret(running_program: RunningProgram) -> str:
    """Open the commune's desk at any hour, with nobody left in line, and return its secret."""
    with psycopg.connect(running_program.database_url) as connection:
        connection.execute("UPDATE queues_desk SET keeps_hours = false")
        connection.execute("UPDATE queues_ticket SET state = 'left' WHERE state = 'waiting'")
        found = connection.execute("SELECT secret FROM queues_desk WHERE name LIKE '%phường Nha Trang'").fetchone()
    assert found is not None
    return str(found[0])


def take(kiosk: Page, secret: str) -> str:
    """Take a number for the first thing offered and return it."""
    kiosk.goto(f"/lay-so/{secret}/")
    kiosk.click("a.qk-choice")
    kiosk.click("button.qk-main-choice")
    kiosk.wait_for_url("**/xong/**")
    return kiosk.locator(".qk-code").inner_text()


def sit_down(officer: Page) -> None:
    """Open the officer's counter with nobody there, whatever the demonstration left."""
    officer.goto("/hang-cho/")
    for act in ("vang", "xong"):
        if officer.locator(f"form[action$='/{act}/']").count():
            officer.locator(f"form[action$='/{act}/'] button").click()
            officer.wait_for_load_state()
    if officer.locator("form[action$='/mo/']").count():
        officer.locator("form[action$='/mo/'] button").first.click()
    expect(officer.locator("[data-lt-key=F10]")).to_be_visible()


def test_from_the_kiosk_to_the_counter_by_key(
    new_page: Callable[..., Page], axe: Callable[[Page], None], secret: str
) -> None:
    kiosk, screen, officer = new_page(), new_page(), new_page(as_user="motcua")
    sit_down(officer)
    number = take(kiosk, secret)
    found = look(kiosk, axe, "number")
    screen.goto(f"/man-hinh-goi/{secret}/")
    officer.keyboard.press("F10")
    expect(officer.locator(".qp-code")).to_have_text(number)
    # The screen hears of it by itself.
    expect(screen.locator(".qs-code")).to_have_text(number)
    found += look(screen, axe, "screen")
    kiosk.goto(f"/so-cua-toi/{kiosk.url.rstrip('/').rpartition('/')[2]}/")
    expect(kiosk.locator("h1")).to_contain_text("Mời đến quầy")
    officer.keyboard.press("F9")
    expect(officer.locator("[data-lt-key=F2]")).to_be_visible()
    found += look(officer, axe, "counter")
    officer.keyboard.press("F2")
    officer.wait_for_url(re.compile(r"/quay/"))
    dossier = ways.accept(
        officer, applicant=Applicant("Lê Thị Chờ"), procedure="2.000635", case="chinh-chu", answers=CIVIL_ANSWERS
    )

    def is_linked() -> bool:
        officer.goto("/hang-cho/")
        return officer.locator(f"main a[href='/ho-so/{dossier}/']").count() == 1

    # The worker writes the dossier beside the number when it hears of it.
    wait_for(is_linked)
    officer.keyboard.press("F10")
    expect(officer.locator(".qp-code")).to_have_count(0)
    expect(kiosk.locator("h1")).to_contain_text("Đã phục vụ")
    assert found == [], "\n".join(found)

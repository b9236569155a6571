"""A fee that was not paid at once: asked for, looked at at home, paid at the counter, and the dossier knows."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.ways import CIVIL_ANSWERS, Applicant
from tests.support.codes import codes_in
from tests.support.looks import look
from tests.support.waiting import wait_for


def open_demand(page: Page, number: str) -> None:
    """Find what is asked for a dossier in the list of fees and open it."""

    def is_there() -> bool:
        page.goto(f"/thu-phi/?q={number}")
        return page.locator("[data-lt-row]").count() == 1

    # The worker asks for it when it hears of the dossier.
    wait_for(is_there)
    page.click("[data-lt-open]")
    page.wait_for_url("**/thu-phi/PAY-*/")


def test_a_fee_is_asked_for_paid_in_cash_and_known_to_the_dossier(
    new_page: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    desk = new_page(as_user="motcua")
    applicant = Applicant("Phạm Thị Nộp Sau")
    number = ways.accept(
        desk,
        applicant=applicant,
        procedure="2.000635",
        case="chinh-chu",
        answers=CIVIL_ANSWERS,
        fee_paid=False,
    )
    open_demand(desk, number)
    found = look(desk, axe, "demand")
    home = new_page()
    home.goto(desk.locator("a[href*='/nop-phi/']").get_attribute("href") or "")
    expect(home.locator("main")).not_to_contain_text(applicant.name)
    # The application of a bank reads in the code what the transfer must name.
    reference = home.url.rstrip("/").rpartition("/")[2]
    (code,) = codes_in(home.locator(".lt-qr").screenshot())
    assert reference in code
    found += look(home, axe, "payer's page")
    desk.click("main a[href$='/thu/']")
    found += look(desk, axe, "taking money")
    desk.locator("[name=method]").select_option("cash")
    desk.locator("main form button[data-lt-primary]").click()
    expect(desk.locator("[data-lt-toast]").first).to_be_attached()
    expect(desk.locator("main a[href$='/thu/']")).to_have_count(0)
    home.reload()
    expect(home.locator(".lt-qr")).to_have_count(0)

    def is_paid() -> bool:
        desk.goto(f"/ho-so/{number}/")
        return "đã nộp" in desk.locator("main").inner_text().lower()

    desk.locator(f"main a[href='/ho-so/{number}/']").click()
    wait_for(is_paid)
    assert found == [], "\n".join(found)

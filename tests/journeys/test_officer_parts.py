"""An officer at the keyboard: parts of pages are swapped, addresses stay shareable, papers open beside the form."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.addresses import one
from tests.support.browser import Complaints
from tests.support.program import RunningProgram

SCANNED = (
    "SELECT d.number FROM onestop_dossier d JOIN onestop_dossierpaper p ON p.dossier_id = d.id"
    " JOIN organizations_agency a ON a.id = d.competent_id"
    " WHERE p.file_id IS NOT NULL AND a.name = 'Sở Xây dựng' AND d.ended_at IS NULL AND d.paused_at IS NULL"
    " GROUP BY d.number HAVING count(*) > 1 ORDER BY d.number LIMIT 1"
)
STAYS = "window.stays === true"


def test_filters_swap_the_list_and_back_brings_it_again(new_page: Callable[..., Page]) -> None:
    page = new_page(as_user="motcua")
    page.goto("/viec/?xem=tat-ca")
    page.evaluate("window.stays = true")
    page.locator(".lt-views a").nth(3).click()
    page.wait_for_url("**/viec/?xem=cho-nguoi-dan")
    expect(page.locator(".lt-views a").nth(3)).to_be_focused()
    assert page.evaluate(STAYS)
    page.go_back()
    page.wait_for_url("**/viec/?xem=tat-ca")
    expect(page.locator(".lt-bar")).to_have_count(1)
    expect(page.locator(".lt-views a").nth(2)).to_have_attribute("aria-current", "page")


def test_keys_walk_through_the_list_one_came_from(new_page: Callable[..., Page]) -> None:
    page = new_page(as_user="motcua")
    page.goto("/ho-so/")
    links = [link.get_attribute("href") for link in page.locator("[data-lt-open]").all()[:2]]
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{links[0]}")
    page.keyboard.press("j")
    page.wait_for_url(f"**{links[1]}")
    page.keyboard.press("k")
    page.wait_for_url(f"**{links[0]}")
    page.locator("[data-lt-list]").click()
    page.wait_for_url("**/ho-so/")


def test_papers_open_beside_the_form_and_an_act_swaps_what_changed(
    new_page: Callable[..., Page], running_program: RunningProgram, complaints: Complaints
) -> None:
    complaints.allowed.add(422)
    number = one(running_program, SCANNED)[0]
    page = new_page(as_user="truongphong.sxd")
    page.goto(f"/ho-so/{number}/")
    page.evaluate("window.stays = true")
    expect(page.locator(".lt-pages img").first).to_be_visible()
    page.keyboard.press("]")
    page.wait_for_url("**?giay=*")
    expect(page.locator(".lt-pages img").first).to_be_visible()
    page.keyboard.press("c")
    page.wait_for_url("**?viec=y-kien*")
    page.locator("#viec button[type=submit]").click()
    expect(page.locator(".lt-summary")).to_be_focused()
    page.locator("#viec textarea").fill("Đã đối chiếu giấy tờ")
    page.locator("#viec textarea").press("Control+Enter")
    page.wait_for_url(f"**/ho-so/{number}/")
    expect(page.locator(".lt-toast")).to_be_visible()
    expect(page.get_by_text("Đã đối chiếu giấy tờ")).to_be_visible()
    assert page.evaluate(STAYS)


def test_papers_are_read_without_script(new_page: Callable[..., Page], running_program: RunningProgram) -> None:
    number = one(running_program, SCANNED)[0]
    page = new_page(as_user="truongphong.sxd", java_script_enabled=False)
    page.goto(f"/ho-so/{number}/")
    page.locator(".lt-pages a").click()
    page.wait_for_url("**/xem/")
    expect(page.locator("img.sheet").first).to_be_visible()

"""The procedure control officer draws a change, writes stories, and looks at the pages of a process."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.test_new_process import tell

PROCESS = "/quan-tri/quy-trinh/onestop.1.004088/"


def test_a_change_is_drawn_and_tells_its_stories(new_page: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    page = new_page(as_user="kiemsoat")
    page.goto(PROCESS)
    expect(page.locator(".lt-diagram svg").first).to_be_visible()
    axe(page)
    page.locator("form[action$='/thiet-ke/moi/'] button").click()
    page.wait_for_url("**/thiet-ke/")
    expect(page.locator("[data-lt-canvas] svg").first).to_be_visible()
    axe(page)
    page.locator("[data-lt-chosen]").select_option("ky")
    expect(page.locator("#p-role")).to_have_value("leader")
    page.fill("#p-name", "Ký giấy chứng nhận")
    page.locator("#p-name").blur()
    with page.expect_navigation():
        page.locator("form[data-lt-designer] .lt-acts button").click()
    expect(page.locator("[data-lt-chosen] option", has_text="Ký giấy chứng nhận")).to_have_count(1)
    tell(page, PROCESS, name="chưa xong", moves="kiem_tra:forward")
    expect(page.locator(".lt-tag-late")).to_have_count(1)
    axe(page)
    for rest in ("cong-bo/", "chuyen-phien-ban/", "nguoi-giu/", "so-sanh/?den=nhap", "mo-phong/"):
        page.goto(PROCESS + rest)
        axe(page)
    page.goto("/quan-tri/buoc-tu-dong/")
    axe(page)

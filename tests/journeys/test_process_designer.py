"""The procedure control officer publishes a procedure's new process after its stories pass."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

PROCESS = "/quan-tri/quy-trinh/onestop.2.000635/"


def tell(page: Page, *, name: str, moves: str, expected: str = "") -> None:
    """Write one story."""
    page.goto(f"{PROCESS}tinh-huong/")
    page.fill("input[name=name]", name)
    page.fill("textarea[name=moves]", moves)
    page.fill("input[name=expected]", expected)
    with page.expect_navigation():
        page.locator("form:has(textarea[name=moves]) button[type=submit]").click()


def test_a_new_process_is_published_after_its_stories_pass(
    new_page: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
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
    page.fill("#p-name", "Ký bản trích lục")
    page.locator("#p-name").blur()
    with page.expect_navigation():
        page.locator("form[data-lt-designer] .lt-acts button").click()
    expect(page.locator("[data-lt-chosen] option", has_text="Ký bản trích lục")).to_have_count(1)
    tell(page, name="thường", moves="tra_cuu:propose\nky:sign")
    tell(page, name="trả lại", moves="tra_cuu:propose\nky:return", expected="tra_cuu")
    expect(page.locator(".lt-tag-late")).to_have_count(1)
    axe(page)
    page.locator("form[action$='/cong-bo/'] button").click()
    page.wait_for_url("**/tinh-huong/")
    expect(page.locator(".lt-tag-late")).to_have_count(1)
    tell(page, name="thường", moves="tra_cuu:propose\nky:sign\nvao_so:issue")
    expect(page.locator(".lt-tag-late")).to_have_count(0)
    page.locator("form[action$='/cong-bo/'] button").click()
    page.wait_for_url(f"**{PROCESS}")
    expect(page.locator("#pb ~ * tbody tr, section[aria-labelledby=pb] tbody tr")).to_have_count(2)
    for rest in ("chuyen-phien-ban/", "nguoi-giu/", "so-sanh/", "mo-phong/"):
        page.goto(PROCESS + rest)
        axe(page)

"""A new process: blocked while a story fails, mended, published, followed, and running cases moved to it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.ways import Applicant

CODE = "2.000635"
PROCESS = f"/quan-tri/quy-trinh/onestop.{CODE}/"
NAME = "Ký bản trích lục"
LONGEST_WAIT_MS = 30_000  # the worker answers within seconds, on a machine that does nothing else


def tell(page: Page, process: str, *, name: str, moves: str, expected: str = "") -> None:
    """Write one story."""
    page.goto(f"{process}tinh-huong/")
    page.fill("input[name=name]", name)
    page.fill("textarea[name=moves]", moves)
    page.fill("input[name=expected]", expected)
    with page.expect_navigation():
        page.locator("form:has(textarea[name=moves]) button[type=submit]").click()


def change(page: Page, element: str, **values: str) -> None:
    """Change values of one element in the panel of the designer and keep the draft."""
    page.goto(f"{PROCESS}thiet-ke/")
    expect(page.locator("[data-lt-canvas] svg").first).to_be_visible()
    page.locator("[data-lt-chosen]").select_option(element)
    for name, value in values.items():
        page.fill(f"#p-{name}", value)
        page.locator(f"#p-{name}").blur()
    with page.expect_navigation():
        page.locator("form[data-lt-designer] .lt-acts button").click()


def accept(page: Page, name: str) -> str:
    """File a dossier at the counter and return its number."""
    applicant = Applicant(name, birth_date="12/05/1990")
    return ways.accept(page, applicant=applicant, procedure=CODE, case="chinh-chu", answers=ways.CIVIL_ANSWERS)


def test_a_new_process_is_published_followed_and_running_cases_move_to_it(new_page: Callable[..., Page]) -> None:
    desk, page = new_page(as_user="motcua"), new_page(as_user="kiemsoat")
    running = accept(desk, "Ngô Thị Đang Chạy")
    page.goto(PROCESS)
    page.locator("form[action$='/thiet-ke/moi/'] button").click()
    page.wait_for_url("**/thiet-ke/")
    change(page, "vao_so", outcomes="xong:Đã vào sổ")
    tell(page, PROCESS, name="thường", moves="tra_cuu:propose\nky:sign\nvao_so:issue")
    page.goto(f"{PROCESS}cong-bo/")
    expect(page.locator(".lt-note-late")).to_contain_text("vao_so:issue")
    expect(page.locator("input[name=decision]")).to_have_count(0)
    change(page, "vao_so", outcomes="issue:Đã vào sổ")
    change(page, "ky", name=NAME)
    page.goto(f"{PROCESS}cong-bo/")
    expect(page.locator(".lt-note-done")).to_have_count(1)
    expect(page.locator(".lt-diff")).to_contain_text(NAME)
    page.fill("input[name=decision]", "Số 105/QĐ-UBND ngày 23/11/2026")
    page.locator("form[action$='/cong-bo/'] button[type=submit]").click()
    page.wait_for_url(f"**{PROCESS}")
    expect(page.locator("section[aria-labelledby=pb] tbody tr")).to_have_count(2)
    expect(page.locator("section[aria-labelledby=pb]")).to_contain_text("Số 105/QĐ-UBND")
    fresh = accept(desk, "Ngô Thị Nộp Sau")
    desk.goto(f"/ho-so/{fresh}/")
    expect(desk.locator("body")).to_contain_text(NAME)
    desk.goto(f"/ho-so/{running}/")
    expect(desk.locator("body")).not_to_contain_text(NAME)
    page.goto(f"{PROCESS}chuyen-phien-ban/")
    page.locator("button[name=lam][value=xem]").click()
    expect(page.locator("button[name=lam][value=chuyen]")).to_be_visible(timeout=LONGEST_WAIT_MS)
    page.locator("button[name=lam][value=chuyen]").click()
    moved = page.locator("section[data-lt-report=move][data-lt-state=done]")
    expect(moved.first).to_be_visible(timeout=LONGEST_WAIT_MS)
    desk.goto(f"/ho-so/{running}/")
    expect(desk.locator("body")).to_contain_text(NAME)

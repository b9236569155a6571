"""An officer works without a mouse: every step is done by keys, and the place of the focus can be seen."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.ways import CIVIL_ANSWERS, Applicant

FOCUS = """() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  const box = node.getBoundingClientRect();
  return {
    name: `${node.tagName}.${node.className}`, body: node === document.body,
    seen: box.width > 0 && box.height > 0
      && (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none'),
  };
}"""


def tab_through(page: Page, *, stops: int) -> None:
    """Press Tab again and again; wherever the focus stands, it can be seen."""
    page.evaluate("() => { document.activeElement?.blur(); window.scrollTo(0, 0); }")
    for _stop in range(stops):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["body"]:
            return
        assert focus["seen"], f"{page.url}: the focus on {focus['name']} cannot be seen"


def current_row(page: Page) -> int:
    """Return which row of the list is under the keys."""
    return int(
        page.evaluate("() => [...document.querySelectorAll('[data-lt-row]')].findIndex(r => r.matches('.is-cur'))")
    )


def sign_in_by_keys(page: Page, username: str) -> None:
    """Sign in with Tab and Enter alone."""
    page.goto("/dang-nhap/")
    for _stop in range(30):
        if page.evaluate("() => document.activeElement.name") == "login":
            break
        page.keyboard.press("Tab")
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type("lienthong-demo")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/dang-nhap/" not in url)


def test_the_inbox_and_a_step_by_keys(new_page: Callable[..., Page]) -> None:
    desk = new_page(as_user="motcua")
    # Two, for other journeys may have done all that the demonstration left in the list.
    for name in ("Võ Thị Phím Tắt", "Võ Thị Bàn Phím"):
        number = ways.accept(
            desk, applicant=Applicant(name), procedure="2.000635", case="chinh-chu", answers=CIVIL_ANSWERS
        )
    page = new_page()
    sign_in_by_keys(page, "hotich")
    page.goto("/viec/?xem=tat-ca")
    for key, row in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        assert current_row(page) == row
    page.keyboard.press("x")
    expect(page.locator("[data-lt-row] input:checked")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("[data-lt-row] input:checked")).to_have_count(0)
    page.goto(f"/viec/?xem=tat-ca&q={number}")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/ho-so/{number}/**")
    page.keyboard.press("c")
    page.wait_for_url("**viec=y-kien**")
    page.locator("#viec textarea").focus()
    page.keyboard.type("Đã xem bằng bàn phím, x j k e.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-lt-toast]").first).to_be_attached()
    expect(page.locator(".lt-talk")).to_contain_text("bằng bàn phím, x j k e.")
    page.keyboard.press("e")
    expect(page.locator(".lt-actbar form[action$='/viec/xong/']")).to_have_count(0)


def test_search_and_help_by_keys(new_page: Callable[..., Page]) -> None:
    page = new_page(as_user="hotich")
    page.keyboard.press("/")
    expect(page.locator("[data-lt-find]")).to_be_focused()
    page.keyboard.type("?j")
    expect(page.locator("[data-lt-find]")).to_have_value("?j")
    page.keyboard.press("Control+a")
    page.keyboard.type("trich luc")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=trich*")
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.locator("#lt-keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#lt-keys")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("v")
    page.wait_for_url("**/viec/**")


def test_the_focus_can_be_seen_on_every_stop(new_page: Callable[..., Page], page: Page) -> None:
    for address in ("/", "/thu-tuc/", "/tra-cuu/", "/dang-nhap/"):
        page.goto(address)
        tab_through(page, stops=25)
    officer = new_page(as_user="motcua")
    for address in ("/viec/?xem=tat-ca", "/quay/", "/ho-so/"):
        officer.goto(address)
        tab_through(officer, stops=25)

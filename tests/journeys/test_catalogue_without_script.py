"""The catalogue for a browser without scripts: home, search, facet, page of a procedure."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

CODE = "2.000635"


def codes(page: Page) -> list[str]:
    """Return the codes of the procedures listed."""
    return [text.strip() for text in page.locator("ul.lt-proc .lt-code").all_inner_texts()]


def search(page: Page, words: str) -> None:
    """Ask for words and wait until the answer has arrived whole."""
    page.fill("#q", words)
    with page.expect_navigation():
        page.click("form.lt-search button[type=submit]")


def test_from_home_to_a_procedure_without_script(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/")
    search(page, "trích lục hộ tịch")
    assert CODE in codes(page)
    search(page, "trich luc ho tich")
    assert CODE in codes(page)
    page.select_option("#cap", index=1)
    with page.expect_navigation(url="**cap=*"):
        page.click("aside form button")
    assert page.locator(".lt-chip-on").count() == 1
    page.goto(f"/thu-tuc/?q={CODE}")
    page.click(f"a[href='/thu-tuc/{CODE}/']")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text(CODE)
    expect(page.locator("main")).to_contain_text("8.000")
    assert page.locator("noscript").count() == 0


def test_nothing_found_offers_a_way_on(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/thu-tuc/?q=zzzz qqqq xxxx")
    expect(page.locator("main a[href='/thu-tuc/']").last).to_be_visible()

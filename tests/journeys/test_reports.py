"""A leader reads the situation of handling, opens a figure, and counts the dossiers behind it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

NARROW = {"width": 390, "height": 844}


def test_a_leader_opens_a_figure_and_finds_as_many_dossiers(
    new_page: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = new_page(as_user="chutich.tinh")
    page.goto("/lanh-dao/")
    page.locator("main a[href='/bao-cao/tinh-hinh/']").click()
    page.locator("input[name=tu]").fill("01/01/2025")
    page.locator("select[name=theo]").select_option("procedure")
    page.locator("form[method=get] button[type=submit].lt-btn-p").click()
    axe(page)
    opened = 0
    for name in ("total", "early", "late", "open_late", "waiting"):
        figure = page.locator(f"[data-lt-figure={name}]")
        said = int(re.sub(r"\D", "", figure.inner_text()))
        figure.click()
        rows = page.locator("[data-lt-row]")
        # One page of the list holds forty; the rest follows behind its link.
        expect(rows).to_have_count(min(said, 40))
        if opened == 0 < said:
            axe(page)
        opened += said
        page.go_back()
    assert opened
    page.locator("nav a[href='/bao-cao/tre-han/']").click()
    page.wait_for_url("**/bao-cao/tre-han/")
    axe(page)
    page.locator("nav a[href='/bao-cao/so-theo-doi/']").click()
    page.wait_for_url("**/bao-cao/so-theo-doi/")
    axe(page)
    page.set_viewport_size(NARROW)
    axe(page)

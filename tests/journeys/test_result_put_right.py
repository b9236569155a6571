"""A result already handed over is put right: the old paper says so, and the owner finds the new one in their store."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.test_counter_to_return import process
from tests.journeys.ways import CIVIL_ANSWERS, Applicant
from tests.support.browser import PASSWORD, PHONE
from tests.support.program import RunningProgram

# The account of the applicant, whom the counter has linked with the register.
ACCOUNT = """
from lienthong.kernel.accounts.services import open_account
from django.apps import apps
user = open_account(username="{name}", name="{full}", password="{password}")
apps.get_model("organizations.Party").objects.filter(number="{number}").update(user_id=user)
"""


def no_scroll_aside(page: Page) -> None:
    """Check that a narrow page needs no scrolling to the side."""
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 390, "height": 844})


def put_right(leader: Page, number: str) -> None:
    """Replace the result, with one line corrected."""
    ways.open_dossier(leader, number)
    ways.open_panel(leader, "thay-ket-qua")
    form = leader.locator("#viec form")
    form.locator("[name=reason]").fill("In sai họ tên")
    form.locator("[name=fault][value=agency]").check()
    form.locator("[name='dong-0']").fill("Lê Thị Mai Anh")
    form.locator("button[data-lt-primary]").click()
    expect(leader.locator("[data-lt-toast]").first).to_be_attached()


def test_a_result_is_put_right_after_it_was_handed_over(
    new_page: Callable[..., Page],
    page: Page,
    axe: Callable[[Page], None],
    running_program: RunningProgram,
    tmp_path: Path,
) -> None:
    applicant = Applicant("Trần Thị Sửa Sai")
    desk = new_page(as_user="motcua")
    number = ways.accept(desk, applicant=applicant, procedure="2.000635", case="chinh-chu", answers=CIVIL_ANSWERS)
    process(new_page, number)
    ways.hand_over(desk, number, applicant.name)
    leader = new_page(as_user="chutich")
    leader.goto(f"/ho-so/{number}/")
    old = leader.locator("a[href*='/giay-to/']").first.get_attribute("href") or ""
    put_right(leader, number)
    axe(leader)
    new = leader.locator("#kq ~ p a[href*='/giay-to/'], section:has(#kq) a[href*='/giay-to/']").first
    result = ways.fetch(leader, leader.locator("section:has(#kq) a[href^='/tep/']").first.get_attribute("href") or "")
    ways.check_result(result, tmp_path)
    assert "Lê Thị Mai Anh" in ways.text_of(result, tmp_path)
    assert (new.get_attribute("href") or "") != old
    page.goto(old)
    expect(page.locator("h1")).to_contain_text("đã được thay thế")
    expect(page.locator("main")).to_contain_text("In sai họ tên")
    axe(page)
    no_scroll_aside(page)
    owner = own_store(new_page, running_program, applicant)
    expect(owner.locator("main li")).to_have_count(2)
    expect(owner.locator("main")).to_contain_text("Đã thay thế")
    axe(owner)
    no_scroll_aside(owner)
    owner.locator("main li a").first.click()
    expect(owner.locator("main")).to_contain_text(re.compile("Còn giá trị|Đã có giấy tờ khác thay thế"))
    axe(owner)
    no_scroll_aside(owner)


def own_store(new_page: Callable[..., Page], program: RunningProgram, applicant: Applicant) -> Page:
    """Open an account for the applicant and sign in to what is kept for them."""
    account = ACCOUNT.format(name="suasai", full=applicant.name, password=PASSWORD, number=applicant.number)
    program.manage("shell", "-c", account)
    owner = new_page(as_user="suasai", viewport=PHONE)
    owner.goto("/kho-cua-toi/")
    # The worker keeps it a moment after the act.
    for _try in range(40):
        if owner.locator("main li").count() == 2:
            break
        owner.wait_for_timeout(250)
        owner.reload()
    return owner

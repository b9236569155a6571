"""A template is edited, previewed and published, and the next paper is printed by it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.addresses import NHA_TRANG, one
from tests.support.program import RunningProgram

PAGE = "/quan-tri/mau-giay/control-slip/"
SEND = "main form button[data-lt-primary]"
LONGEST_WAIT = 30  # half seconds
OLD, NEW = "[Phiếu kiểm soát", "[Phiếu theo dõi"


@pytest.fixture(name="dossier")
def _dossier(running_program: RunningProgram) -> Iterator[str]:
    """Return a dossier whose slip is printed; afterwards the template is as it was."""
    yield one(running_program, NHA_TRANG, ["received", "processing"])[0]
    running_program.manage("shell", "-c", RESTORE)


RESTORE = """
from django.utils import timezone
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.papers import services
program, now = Actor.system("test"), timezone.now()
services.go_back(slug="control-slip", number=0, actor=program, now=now)
today = timezone.localdate()
services.publish_template(slug="control-slip", reason="Như cũ", valid_from=today, actor=program, now=now)
"""


def test_a_template_is_edited_previewed_published_and_printed_by(
    new_page: Callable[..., Page], dossier: str, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    page, officer = new_page(as_user="quantri"), new_page(as_user="motcua")
    page.goto("/quan-tri/mau-giay/")
    page.click(f"main a[href='{PAGE}']")
    page.locator(f"form[action='{PAGE}bat-dau/'] button").click()
    page.wait_for_url(f"**{PAGE}sua/")
    text = page.locator("textarea[name=source]")
    source = text.input_value()
    assert OLD in source
    # While one types, what is wrong is told with its line, and the place of typing is kept.
    text.fill(source.replace(OLD, "[#khong_co"))
    expect(page.locator("#xem-thu")).to_contain_text("khong_co")
    expect(page.locator("#xem-thu li b")).to_contain_text("Dòng")
    expect(text).to_be_focused()
    axe(page)
    text.fill(source.replace(OLD, NEW))
    expect(page.locator("#xem-thu img").first).to_be_visible()
    axe(page)
    page.fill("[name=note]", "Đổi tên phiếu")
    page.locator("button[name=viec][value=luu]").click()
    expect(page.locator("[data-lt-toast]").first).to_be_attached()
    assert NEW[1:].upper() not in slip(officer, dossier, tmp_path)
    page.goto(f"{PAGE}cong-bo/")
    expect(page.locator("ins")).to_have_count(1)
    page.fill("[name=reason]", "Đổi tên theo quy định của tỉnh")
    axe(page)
    page.click(SEND)
    page.wait_for_url(f"**{PAGE}")
    # The other process of the web server learns of it within some seconds.
    for _try in range(LONGEST_WAIT):
        if NEW[1:].upper() in slip(officer, dossier, tmp_path):
            break
        page.wait_for_timeout(500)
    assert NEW[1:].upper() in slip(officer, dossier, tmp_path)
    page.goto(f"{PAGE}phien-ban/")
    expect(page.get_by_text("Đổi tên theo quy định của tỉnh")).to_be_visible()
    axe(page)


def slip(page: Page, number: str, folder: Path) -> str:
    """Return the text of the control slip of a dossier as an officer prints it now."""
    return ways.text_of(ways.fetch(page, f"/ho-so/{number}/phieu-kiem-soat.pdf"), folder)


def test_without_javascript_the_preview_comes_by_its_button(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False, as_user="quantri")
    page.goto("/quan-tri/mau-giay/refusal/")
    page.locator("form[action$='/bat-dau/'] button").first.click()
    page.wait_for_url("**/sua/")
    page.fill("textarea[name=source]", "= Một trang")
    page.locator("button[name=viec][value=xem]").click()
    expect(page.locator("#xem-thu img")).to_have_count(1)
    expect(page.locator("textarea[name=source]")).to_have_value("= Một trang")

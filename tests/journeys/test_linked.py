"""Liên thông: handed in at a commune, decided by a department, collected at the commune, under one code."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.ways import VESSEL_ANSWERS, Applicant

COMMUNE, DEPARTMENT = "Nha Trang", "Sở Xây dựng"


def holder_is(page: Page, tracking: str, name: str) -> None:
    """Check who holds the dossier as the public sees it."""
    page.goto(tracking)
    expect(page.locator(".lt-trackhead .lt-lead")).to_contain_text(name)


def test_r48_commune_department_commune_under_one_code(
    new_page: Callable[..., Page], page: Page, tmp_path: Path
) -> None:
    applicant = Applicant("Lê Văn Thuyền")
    desk = new_page(as_user="motcua")
    number = ways.accept(
        desk, applicant=applicant, procedure="1.004088", case="khong-dang-kiem", answers=VESSEL_ANSWERS
    )
    receipt = ways.text_of(ways.fetch(desk, f"/ho-so/{number}/giay-hen.pdf"), tmp_path)
    tracking = f"/tra-cuu/?ma={number}&khoa={ways.secret_on(receipt)}"
    holder_is(page, tracking, COMMUNE)
    ways.open_from_inbox(desk, number)
    ways.press_act(desk, "xong", outcome="forward")
    holder_is(page, tracking, DEPARTMENT)
    for username, slug, outcome in (
        ("chuyenvien.sxd", "xong", "propose"),
        ("giamdoc.sxd", "ky", "sign"),
        ("vanthu.sxd", "dong-dau", "issue"),
    ):
        officer = new_page(as_user=username)
        ways.open_from_inbox(officer, number)
        expect(officer.locator(".lt-dhead .lt-code")).to_have_text(number)
        ways.press_act(officer, slug, outcome=outcome)
    holder_is(page, tracking, COMMUNE)
    ways.open_from_inbox(desk, number)
    ways.press_act(desk, "xong", outcome="receive")
    ways.check_result(ways.hand_over(desk, number, applicant.name), tmp_path)
    page.goto(tracking)
    expect(page.locator(".lt-ruler, .lt-calm")).to_have_count(0)
    expect(page.locator("main")).to_contain_text(number)

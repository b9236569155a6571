"""Every page obeys WCAG 2.2 AA at phone and desk size, and none scrolls sideways on the narrowest screen."""

from collections import defaultdict
from collections.abc import Callable

from playwright.sync_api import Page

from tests.journeys import ways
from tests.journeys.addresses import Visit, citizen_pages, officer_pages
from tests.journeys.ways import Applicant
from tests.support.browser import Complaints
from tests.support.looks import look
from tests.support.program import RunningProgram


def visit_all(page: Page, axe: Callable[[Page], None], visits: list[Visit]) -> list[str]:
    """Open each page and return what is wrong on any."""
    found: list[str] = []
    for visit in visits:
        answer = page.goto(visit.address)
        assert answer is not None
        if answer.status != visit.status:
            found.append(f"{visit.name}: {answer.status} at {visit.address}")
            continue
        found += look(page, axe, visit.name)
    return found


def test_the_pages_of_citizens(
    page: Page, axe: Callable[[Page], None], running_program: RunningProgram, complaints: Complaints
) -> None:
    complaints.allowed.add(404)
    found = visit_all(page, axe, citizen_pages(running_program))
    page.goto("/tra-cuu/?ma=H32.1-000000-0000&khoa=AAAA-AAAA")
    found += look(page, axe, "tracking-wrong")
    assert found == [], "\n".join(found)


def test_the_pages_of_officers(
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    running_program: RunningProgram,
    complaints: Complaints,
) -> None:
    complaints.allowed.add(404)
    by_user: dict[str, list[Visit]] = defaultdict(list)
    for visit in officer_pages(running_program):
        by_user[visit.user].append(visit)
    found: list[str] = []
    for user, visits in by_user.items():
        found += visit_all(new_page(as_user=user), axe, visits)
    assert found == [], "\n".join(found)


def test_each_step_of_the_counter(
    new_page: Callable[..., Page], axe: Callable[[Page], None], complaints: Complaints
) -> None:
    complaints.allowed.add(422)
    page = new_page(as_user="motcua")
    page.goto("/quay/")
    found = look(page, axe, "counter-empty")
    page.goto("/quay/?q=nguyen")
    found += look(page, axe, "counter-people")
    page.goto("/quay/?moi=1")
    found += look(page, axe, "counter-register")
    ways.find_or_register(page, Applicant("Đỗ Thị Tiếp Cận"))
    found += look(page, axe, "counter-procedures")
    page.click("a[href*='thutuc=2.000635']")
    page.wait_for_url("**thutuc=*")
    found += look(page, axe, "counter-cases")
    page.click("a[href*='truonghop=chinh-chu']")
    page.wait_for_selector("form#tiep-nhan")
    found += look(page, axe, "counter-form")
    page.click("button[form=tiep-nhan][data-lt-primary]")
    page.wait_for_selector(".lt-summary")
    found += look(page, axe, "counter-errors")
    ways.tick_papers(page)
    ways.answer(page, ways.CIVIL_ANSWERS)
    number = ways.press_accept(page)
    found += look(page, axe, "counter-done")
    officer = new_page(as_user="hotich")
    ways.open_from_inbox(officer, number)
    found += look(officer, axe, "dossier-mine")
    for slug in ("y-kien", "bo-sung"):
        ways.open_panel(officer, slug)
        found += look(officer, axe, f"dossier-panel-{slug}")
    assert found == [], "\n".join(found)

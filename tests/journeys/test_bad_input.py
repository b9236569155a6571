"""What goes wrong at a counter: wrong files, a session that ends, two officers at once, pressing twice, going back."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.addresses import one
from tests.journeys.ways import CIVIL_ANSWERS, Applicant
from tests.support.browser import Complaints, sign_in
from tests.support.program import RunningProgram

PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 200
LARGE = 200 * 1024 * 1024


def at_the_form(page: Page, name: str) -> Applicant:
    """Bring somebody new to the filled form and return them."""
    applicant = Applicant(name)
    ways.find_or_register(page, applicant)
    ways.choose(page, procedure="2.000635", case="chinh-chu")
    ways.tick_papers(page)
    ways.answer(page, CIVIL_ANSWERS)
    return applicant


def is_still_typed(page: Page) -> None:
    """Check that ticks and answers stand as they were typed."""
    expect(page.locator("[name='khai-registered_name']")).to_have_value(CIVIL_ANSWERS["registered_name"])
    expect(page.locator("[name='khai-registered_at']")).to_have_value(CIVIL_ANSWERS["registered_at"])
    expect(page.locator("#id_paper-GT-01")).to_be_checked()


def dossiers_of(program: RunningProgram, applicant: Applicant) -> int:
    """Return how many dossiers somebody has."""
    query = "SELECT count(*) FROM onestop_dossier d JOIN organizations_party p ON p.id = d.owner_id WHERE p.number = %s"
    return int(one(program, query, applicant.number)[0])


def test_a_program_named_pdf_is_refused_and_the_form_stays(
    new_page: Callable[..., Page], complaints: Complaints, running_program: RunningProgram
) -> None:
    complaints.allowed.add(422)
    page = new_page(as_user="motcua")
    applicant = at_the_form(page, "Bùi Thị Tệp Giả")
    ways.upload(page, paper="GT-02", content=ways.a_pdf(), name="can-cuoc.pdf")
    ways.upload(page, content=PROGRAM, name="to-khai.pdf")
    page.click("button[form=tiep-nhan][data-lt-primary]")
    expect(page.locator("#id_file-GT-01_error")).to_be_visible()
    expect(page.locator(".lt-summary a[href='#id_file-GT-01']")).to_have_count(1)
    is_still_typed(page)
    expect(page.locator("[name='kept-GT-02']")).to_have_count(1)
    ways.press_accept(page)
    assert dossiers_of(running_program, applicant) == 1


def test_a_file_of_200_mb_is_refused_clearly(
    new_page: Callable[..., Page], complaints: Complaints, tmp_path: Path
) -> None:
    complaints.allowed.add(413)
    page = new_page(as_user="motcua")
    at_the_form(page, "Ngô Văn Tệp Lớn")
    heavy = tmp_path / "ban-quet.pdf"
    with heavy.open("wb") as stream:
        stream.write(ways.a_pdf())
        stream.truncate(LARGE)
    page.set_input_files("#id_file-GT-01", heavy)
    expect(page.locator(".lt-file:has(#id_file-GT-01) [data-lt-parts]")).to_contain_text("50")  # before it is sent
    is_still_typed(page)


def test_a_session_that_ends_in_the_form_loses_nothing_typed(
    new_page: Callable[..., Page], complaints: Complaints, running_program: RunningProgram
) -> None:
    complaints.allowed |= {403}
    page = new_page(as_user="motcua")
    applicant = at_the_form(page, "Đặng Thị Phiên Hết")
    address = page.url
    page.context.clear_cookies()
    page.click("button[form=tiep-nhan][data-lt-primary]")
    page.wait_for_load_state()
    assert dossiers_of(running_program, applicant) == 0
    sign_in(page, "motcua")
    page.goto(address)
    is_still_typed(page)
    ways.press_accept(page)
    assert dossiers_of(running_program, applicant) == 1


def test_two_officers_at_once_give_one_winner_and_one_clear_message(
    new_page: Callable[..., Page], complaints: Complaints, running_program: RunningProgram
) -> None:
    complaints.allowed |= {409}
    desk = new_page(as_user="motcua")
    number = ways.accept(
        desk, applicant=Applicant("Hồ Thị Hai Người"), procedure="2.000635", case="chinh-chu", answers=CIVIL_ANSWERS
    )
    other = other_registrar(running_program)
    first, second = new_page(as_user="hotich"), new_page(as_user=other)
    for page in (first, second):
        ways.open_dossier(page, number)
    ways.press_act(first, "nhan")
    second.locator(".lt-actbar form[action$='/viec/nhan/'] button").click()
    expect(second.locator("main [role=alert], main .lt-note").first).to_be_visible()
    query = "SELECT u.username FROM processes_workitem w JOIN accounts_user u ON u.id = w.assignee_id"
    assert one(running_program, f"{query} WHERE w.subject_key = %s", number) == ("hotich",)


def other_registrar(program: RunningProgram) -> str:
    """Return the other civil-status officer of the ward."""
    return one(
        program,
        "SELECT u.username FROM organizations_appointment p JOIN accounts_user u ON u.id = p.user_id"
        " WHERE 'civil-status' = ANY(p.roles) AND u.username <> 'hotich' AND p.agency_id IN"
        " (SELECT agency_id FROM organizations_appointment q JOIN accounts_user v ON v.id = q.user_id"
        "  WHERE v.username = 'hotich') LIMIT 1",
    )[0]


def test_a_dossier_of_another_commune_does_not_exist_here(
    new_page: Callable[..., Page], complaints: Complaints, running_program: RunningProgram
) -> None:
    complaints.allowed.add(404)
    number = one(
        running_program,
        "SELECT d.number FROM onestop_dossier d JOIN organizations_agency a ON a.id = d.reception_id"
        " WHERE d.procedure_code = '2.000635' AND a.name NOT LIKE '%%phường Nha Trang' LIMIT 1",
    )[0]
    page = new_page(as_user="motcua")
    for address in (f"/ho-so/{number}/", f"/ho-so/{number}/giay-hen.pdf", f"/quay/tra-ket-qua/{number}/"):
        answer = page.request.get(address)
        assert answer.status == 404, address
    page.goto(f"/ho-so/?q={number}")
    assert page.locator(f"main a[href*='{number}']").count() == 0


def test_pressing_twice_and_going_back_make_one_dossier(
    new_page: Callable[..., Page], running_program: RunningProgram
) -> None:
    page = new_page(as_user="motcua")
    applicant = at_the_form(page, "Lý Thị Bấm Đúp")
    page.check("[name=fee_paid]")
    page.dblclick("button[form=tiep-nhan][data-lt-primary]")
    page.wait_for_url("**/xong/")
    assert dossiers_of(running_program, applicant) == 1
    page.go_back()
    page.wait_for_selector("form#tiep-nhan")
    assert dossiers_of(running_program, applicant) == 1


def test_pressing_twice_without_script_makes_one_dossier(
    new_page: Callable[..., Page], running_program: RunningProgram
) -> None:
    page = new_page(as_user="motcua", java_script_enabled=False)
    applicant = at_the_form(page, "Mai Thị Gửi Lại")
    page.check("[name=fee_paid]")
    page.dblclick("button[form=tiep-nhan][data-lt-primary]")
    page.wait_for_url("**/xong/")
    assert dossiers_of(running_program, applicant) == 1

"""A large scan at the counter: seen coming, paused, gone on with after a broken line, and one paper of the dossier."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pikepdf
import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Complaints
from tests.support.program import RunningProgram

from . import ways

MB = 1024 * 1024
PARTS = ".lt-file:has(#id_file-GT-01) [data-lt-parts]"


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a PDF of 18 MB, which is three parts."""
    path = tmp_path_factory.mktemp("scan") / "ban-quet-so-do.pdf"
    kept = io.BytesIO()
    with pikepdf.Pdf.new() as made:
        made.add_blank_page()
        made.Root.Scan = made.make_stream(os.urandom(18 * MB))
        made.save(kept, compress_streams=False)
    path.write_bytes(kept.getvalue())
    return path


def slow_down(page: Page, *, megabytes_a_second: float) -> None:
    """Give the browser a slow line."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    most = int(megabytes_a_second * MB)
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": most},
    )


def test_a_large_scan_survives_a_pause_and_a_broken_line(
    new_page: Callable[..., Page],
    complaints: Complaints,
    axe: Callable[[Page], None],
    running_program: RunningProgram,
    scan: Path,
) -> None:
    page = new_page(as_user="motcua")
    ways.find_or_register(page, ways.Applicant("Phạm Thị Bản Quét"))
    ways.choose(page, procedure="2.000635", case="chinh-chu")
    ways.answer(page, ways.CIVIL_ANSWERS)
    ways.tick_papers(page)
    slow_down(page, megabytes_a_second=4)
    page.set_input_files("#id_file-GT-01", scan)
    expect(page.locator(PARTS)).to_contain_text("%")
    button = page.locator(f"{PARTS} button")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text(button.get_attribute("data-resume") or "-")
    axe(page)
    page.keyboard.press("Enter")
    expect(button).to_have_text(button.get_attribute("data-pause") or "-")
    page.route("**/tep/gui/**", lambda route: route.abort())
    expect(page.locator(PARTS)).to_contain_text(page.locator(PARTS).get_attribute("data-waiting") or "-")
    page.unroute("**/tep/gui/**")
    complaints.found[:] = [each for each in complaints.found if "net::ERR_FAILED" not in each]
    slow_down(page, megabytes_a_second=200)
    number = ways.press_accept(page)  # the form waits for the file by itself
    with psycopg.connect(running_program.database_url) as connection:
        rows = connection.execute(
            "SELECT f.name, f.size FROM files_storedfile f JOIN onestop_dossierpaper p ON p.file_id = f.id"
            " JOIN onestop_dossier d ON d.id = p.dossier_id WHERE d.number = %s AND p.file_id IS NOT NULL",
            [number],
        ).fetchall()
    assert rows == [(scan.name, scan.stat().st_size)]

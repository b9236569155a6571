"""Takes the pictures of README and guides from the running program, on a demonstration province of its own.

python -m tests.support.pictures OUTDIR
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys import ways
from tests.journeys.addresses import NHA_TRANG, one
from tests.support.browser import PHONE, new_context, open_browser, sign_in
from tests.support.program import RunningProgram, run_program

LARGEST = 200_000
# Wide as a desk, a little lower, so that a page full of text stays light.
WIDE = {"width": 1440, "height": 810}


@dataclass(frozen=True)
class Picture:
    """One page to be taken; who opens it, on a phone or at a desk."""

    name: str
    address: str
    user: str = ""
    phone: bool = False


def pictures(program: RunningProgram) -> list[Picture]:
    """Return the pictures that an address alone opens."""
    number, secret = one(program, NHA_TRANG, ["processing"])
    department = one(
        program,
        "SELECT d.number FROM onestop_dossier d JOIN processes_workitem w ON w.subject_key = d.number"
        " WHERE d.procedure_code = '1.008891' AND w.step_key = 'tham_dinh' AND w.completed_at IS NULL"
        " AND d.state = 'processing' ORDER BY w.due_at DESC LIMIT 1",
    )[0]
    return [
        Picture("home", "/", phone=True),
        Picture("procedure", "/thu-tuc/1.004088/"),
        Picture("inbox", "/viec/?xem=tat-ca", "hotich"),
        Picture("dossier", f"/ho-so/{department}/", "giamdoc.sxd"),
        Picture("dashboard", "/lanh-dao/", "chutich.tinh"),
        Picture("tracking", f"/tra-cuu/?ma={number}&khoa={secret}", phone=True),
        Picture("catalogue-admin", "/quan-tri/thu-tuc/", "kiemsoat"),
    ]


def save(page: Page, folder: Path, name: str) -> None:
    """Write what the screen shows.

    :raises SystemExit: the picture weighs too much for the repository
    """
    path = folder / f"{name}.png"
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    if path.stat().st_size > LARGEST:
        raise SystemExit(f"{path} weighs {path.stat().st_size} bytes, more than {LARGEST}")
    print(f"{path} {path.stat().st_size // 1000} kB")


def fill_counter(page: Page) -> None:
    """Bring the counter to a form that is half filled."""
    ways.find_or_register(page, ways.Applicant("Nguyễn Thị Minh Hạnh", birth_date="12/05/1990"))
    ways.choose(page, procedure="2.000635", case="chinh-chu")
    page.check("#id_paper-GT-01")
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")


def take(program: RunningProgram, folder: Path) -> None:
    """Take every picture."""
    with open_browser() as browser:
        for each in pictures(program):
            context = new_context(browser, base_url=program.url, viewport=PHONE if each.phone else WIDE)
            page = context.new_page()
            if each.user:
                sign_in(page, each.user)
            page.goto(each.address)
            save(page, folder, each.name)
            context.close()
        page = new_context(browser, base_url=program.url, viewport=WIDE).new_page()
        sign_in(page, "motcua")
        fill_counter(page)
        save(page, folder, "counter")


def main(folder: Path) -> None:
    """Start the program, take the pictures, stop it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as room,
        run_program(folder=Path(room) / "var", build=("--size", "full", "--seed", "7")) as program,
    ):
        take(program, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

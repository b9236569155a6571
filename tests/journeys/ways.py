"""What people do on the pages again and again: register, accept, act on a dossier, read a printed paper."""

import secrets
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

PDF = {"name": "to-khai.pdf", "mimeType": "application/pdf"}
CIVIL_ANSWERS = {
    "document_kind": "khai_sinh",
    "registered_name": "Lê Thị Mai",
    "registered_birth_date": "2001-03-14",
    "registered_at": "UBND phường Nha Trang",
    "relationship": "ban_than",
    "copies": "2",
}
VESSEL_ANSWERS = {"vessel_kind": "hang_kho", "has_engine": "true", "engine_power": "120", "deadweight": "45"}
ARCHITECT_ANSWERS = {
    "degree": "Kiến trúc sư, Đại học Kiến trúc TP. Hồ Chí Minh",
    "experience_years": "6",
    "exam_certificate": "SH-2026-118",
}


def new_number() -> str:
    """Return a personal number that nobody has."""
    return f"056190{secrets.randbelow(1_000_000):06d}"


@dataclass(frozen=True)
class Applicant:
    """Somebody who comes to the counter for the first time."""

    name: str
    number: str = field(default_factory=new_number)
    birth_date: str = "12/05/1990"
    address: str = "12 Trần Phú, phường Nha Trang"
    phone: str = "0905123456"


def find_or_register(page: Page, applicant: Applicant) -> None:
    """Look for the applicant by number and register them, as nobody of that number is known."""
    page.goto("/quay/")
    page.fill("#tim-nguoi", applicant.number)
    page.press("#tim-nguoi", "Enter")
    page.wait_for_url("**q=*")
    page.click("a[href*='moi=1']")
    page.wait_for_url("**moi=1*")
    form = page.locator("form[action*='/quay/nguoi/']")
    for name in ("name", "number", "birth_date", "address", "phone"):
        form.locator(f"[name={name}]").fill(getattr(applicant, name))
    form.locator("button[type=submit]").click()
    page.wait_for_url("**nguoi=*")


def choose(page: Page, *, procedure: str, case: str = "") -> None:
    """Choose the procedure and, where there are several, the case."""
    page.click(f"a[href*='thutuc={procedure}']")
    if case:
        page.click(f"a[href*='truonghop={case}']")
    page.wait_for_selector("form#tiep-nhan")


def answer(page: Page, answers: Mapping[str, str]) -> None:
    """Fill the declaration; what the register has filled stays."""
    for name, value in answers.items():
        fields = page.locator(f"form#tiep-nhan [name='khai-{name}']")
        kind = fields.first.evaluate("node => node.type || node.tagName")
        if kind in {"radio", "checkbox"}:
            page.locator(f"form#tiep-nhan [name='khai-{name}'][value='{value}']").or_(fields.first).first.check()
        elif kind == "select-one":
            fields.first.select_option(value)
        else:
            fields.first.fill(value)


def tick_papers(page: Page) -> None:
    """Tick every paper of the case as handed in."""
    for box in page.locator("form#tiep-nhan input[type=checkbox][name^='paper-']").all():
        box.check()


def upload(page: Page, *, paper: str = "GT-01", content: bytes = b"", name: str = "to-khai.pdf") -> None:
    """Choose a file for a paper."""
    page.set_input_files(f"#id_file-{paper}", {**PDF, "name": name, "buffer": content or a_pdf()})


def press_accept(page: Page, *, fee_paid: bool = True) -> str:
    """Accept the dossier, with its fee in the drawer or to be paid later, and return its number."""
    if fee_paid and page.locator("[name=fee_paid]").count():
        page.check("[name=fee_paid]")
    page.click("button[form=tiep-nhan][data-lt-primary]")
    page.wait_for_url("**/xong/")
    return urlsplit(page.url).path.split("/")[-3]


def accept(
    page: Page,
    *,
    applicant: Applicant,
    procedure: str,
    case: str = "",
    answers: Mapping[str, str],
    fee_paid: bool = True,
) -> str:
    """Carry an applicant from the door to the receipt and return the dossier's number."""
    find_or_register(page, applicant)
    choose(page, procedure=procedure, case=case)
    tick_papers(page)
    upload(page)
    answer(page, answers)
    return press_accept(page, fee_paid=fee_paid)


def a_pdf() -> bytes:
    """Return a small PDF with content of its own, so that each upload is another file."""
    note = secrets.token_hex(16).encode()
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% " + note + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def open_dossier(page: Page, number: str) -> None:
    """Open the page of a dossier."""
    page.goto(f"/ho-so/{number}/")
    expect(page.locator("header .lt-code, .lt-dhead .lt-code").first).to_have_text(number)


def open_from_inbox(page: Page, number: str) -> None:
    """Find the dossier in the officer's own work and open it from there."""
    page.goto(f"/viec/?xem=tat-ca&q={number}")
    page.click(f"[data-lt-row] a[href*='{number}']")
    page.wait_for_url(f"**/ho-so/{number}/**")


def press_act(page: Page, slug: str, *, outcome: str = "") -> None:
    """Press a button of the bar that does its act at once, and wait for the page to say it is done."""
    wanted = f".lt-actbar form[action$='/viec/{slug}/']" + (f":has([value='{outcome}'])" if outcome else "")
    form = page.locator(wanted).first
    menu = page.locator(".lt-actbar details.lt-menu")
    if not form.is_visible() and menu.locator(f"form[action$='/viec/{slug}/']").count():
        menu.locator("summary").click()
    form.locator("button[type=submit]").click()
    expect(page.locator("[data-lt-toast]").first).to_be_attached()


def fill_act(page: Page, slug: str, values: Mapping[str, str], *, outcome: str = "") -> None:
    """Open the panel of an act, fill it and send it."""
    open_panel(page, slug, outcome=outcome)
    form = page.locator(f"#viec form[action$='/viec/{slug}/']")
    for name, value in values.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("button[data-lt-primary]").click()
    expect(page.locator("[data-lt-toast]").first).to_be_attached()


def open_panel(page: Page, slug: str, *, outcome: str = "") -> None:
    """Open the panel of an act through its link, from the menu where it stands there."""
    link = page.locator(f".lt-actbar a[href*='viec={slug}']" + (f"[href*='kq={outcome}']" if outcome else "")).first
    if not link.is_visible():
        page.locator(".lt-actbar details.lt-menu summary").click()
    link.click()
    page.wait_for_selector(f"#viec form[action$='/viec/{slug}/']")


def hand_over(page: Page, number: str, receiver: str) -> bytes:
    """Find the result at the return desk, take its file, give it to whoever came, and return the file."""
    page.goto(f"/quay/tra-ket-qua/?q={number}")
    page.click(f"a[href$='/quay/tra-ket-qua/{number}/']")
    result = fetch(page, page.locator("main a[href^='/tep/']").first.get_attribute("href") or "")
    page.fill("[name=receiver]", receiver)
    page.click("main form button[data-lt-primary]")
    page.wait_for_url(f"**/{number}/xong/")
    expect(page.locator("h1")).to_contain_text(receiver)
    return result


def fetch(page: Page, href: str) -> bytes:
    """Return what an address of the program answers to whoever is signed in on the page."""
    answer = page.request.get(href)
    assert answer.status == 200, f"{href}: {answer.status}"
    return answer.body()


def text_of(pdf: bytes, folder: Path) -> str:
    """Return the text of a PDF as `pdftotext` reads it, in one line."""
    path = folder / f"{secrets.token_hex(4)}.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def signatures_of(pdf: bytes, folder: Path) -> str:
    """Return what `pdfsig` says of a PDF."""
    path = folder / f"{secrets.token_hex(4)}.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdfsig", path], capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace")


def check_result(result: bytes, folder: Path) -> None:
    """Check with a tool that is not ours: leader and agency signed, nothing follows, a changed byte shows, PDF/A-3b."""
    said = signatures_of(result, folder)
    assert said.count("Signature is Valid") == 2, said
    assert said.count("ETSI.CAdES.detached") == 2, said
    assert "Total document signed" in said.replace("Not total document signed", ""), said
    for place in (2, len(result) // 3, len(result) - 30):
        changed = bytearray(result)
        changed[place] ^= 1
        assert signatures_of(bytes(changed), folder).count("Signature is Valid") < 2, place
    path = folder / "result.pdf"
    path.write_bytes(result)
    declared = subprocess.run(["pdfinfo", "-meta", path], capture_output=True, check=True).stdout
    assert b"<pdfaid:part>3</pdfaid:part>" in declared
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in declared
    listed = subprocess.run(["pdfdetach", "-list", path], capture_output=True, check=True).stdout
    assert b"ket-qua.json" in listed


def secret_on(receipt_text: str) -> str:
    """Return the secret that is printed on a receipt."""
    after = receipt_text.split("Mã bí mật để tra cứu:")[1].split()
    return after[0]


def parameters(url: str) -> dict[str, str]:
    """Return the parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}

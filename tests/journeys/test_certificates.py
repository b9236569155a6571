"""A leader signs with their own certificate, an administrator revokes it, and anybody checks what was signed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import ways
from tests.journeys.addresses import one
from tests.support.browser import PHONE, Complaints
from tests.support.program import RunningProgram

SEND = "main form button[data-lt-primary]"
# A commune of its own: whose leader cannot sign any more would keep the others from going on.
FILL = """
import json
from django.utils import timezone
from lienthong.kernel.accounts.queries import actor_of
from lienthong.kernel.organizations.contracts import PartyInfo, PartyKind
from lienthong.kernel.organizations.models import Appointment, Party
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop import services
from lienthong.systems.onestop.testing import draft_of
now, today = timezone.now(), timezone.localdate()
holders = Appointment.objects.filter(agency__name="UBND phường Phan Rang", valid_to=None).select_related("user")
users = {role: each.user for each in holders for role in each.roles}
actors = {role: actor_of(user, at=today) for role, user in users.items()}
row = Party.objects.order_by("pk").first()
party = PartyInfo(row.pk, PartyKind(row.kind), row.name, row.number, None, "", "", "")
numbers = []
for _ in range(2):
    number = services.accept_dossier(draft=draft_of("2.000635", party), actor=actors["reception"], now=now).number
    (item,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=number)
    services.complete_step(
        number=number, work_item_id=item.id, outcome="propose", actor=actors["civil-status"], now=now
    )
    numbers.append(number)
print(json.dumps({"leader": users["leader"].username, "numbers": numbers}))
"""
RESULTS = "onestop_result r JOIN files_storedfile f ON f.id = r.file_id"
SIGNED = f"SELECT f.uuid FROM {RESULTS} WHERE r.paper_id IS NOT NULL LIMIT 1"  # noqa: S608  our own words


@pytest.fixture(name="prepared")
def _prepared(running_program: RunningProgram) -> tuple[str, list[str]]:
    """Bring two dossiers to the desk of a leader; return the user name and their numbers."""
    found = json.loads(running_program.manage("shell", "-c", FILL).strip().splitlines()[-1])
    return found["leader"], found["numbers"]


def test_a_leader_signs_until_the_certificate_is_revoked(
    new_page: Callable[..., Page], prepared: tuple[str, list[str]], axe: Callable[[Page], None], complaints: Complaints
) -> None:
    complaints.allowed.add(422)  # the refusal to sign
    username, (first, second) = prepared
    leader = new_page(as_user=username)
    ways.open_dossier(leader, first)
    ways.press_act(leader, "ky")
    leader.goto("/chung-thu-cua-toi/")
    leader.locator("main th a").first.click()
    leader.wait_for_url("**/chung-thu/*/")
    expect(leader.locator("[aria-labelledby=da-ky] li")).to_have_count(1)
    axe(leader)
    certificate = leader.url
    administrator = new_page(as_user="quantri")
    administrator.goto(certificate)
    administrator.locator("a[href$='/thu-hoi/']").click()
    administrator.fill("[name=reason]", "Chuyển công tác")
    administrator.click(SEND)
    administrator.wait_for_url(certificate)
    expect(administrator.get_by_text("Chuyển công tác").first).to_be_visible()
    axe(administrator)
    ways.open_dossier(leader, second)
    leader.locator(".lt-actbar form[action$='/viec/ky/'] button[type=submit]").click()
    refusal = leader.get_by_text("thu hồi")
    expect(refusal.first).to_be_visible()
    axe(leader)
    leader.goto(f"/ho-so/{second}/")
    expect(leader.locator(".lt-actbar form[action$='/viec/ky/']")).to_have_count(1)


def test_a_citizen_checks_a_signed_file_and_a_changed_one(
    new_page: Callable[..., Page], running_program: RunningProgram, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    clerk = new_page(as_user="chutich.tinh")
    signed = ways.fetch(clerk, f"/tep/{one(running_program, SIGNED)[0]}/")
    good, changed = tmp_path / "ket-qua.pdf", tmp_path / "da-sua.pdf"
    good.write_bytes(signed)
    changed.write_bytes(signed[:3000] + bytes([signed[3000] ^ 1]) + signed[3001:])
    citizen = new_page(viewport=PHONE)
    for file, tag, count in ((good, ".lt-tag-done", 2), (changed, ".lt-tag-late", 2)):
        citizen.goto("/kiem-tra-chu-ky/")
        citizen.set_input_files("[name=file]", file)
        citizen.click(SEND)
        citizen.wait_for_url("**/kiem-tra-chu-ky/*-*/")
        expect(citizen.locator("h1")).to_have_text(file.name)
        expect(citizen.locator("main header").locator(tag)).to_have_count(1)
        expect(citizen.locator("main section[aria-labelledby^='ky-']")).to_have_count(count)
        axe(citizen)

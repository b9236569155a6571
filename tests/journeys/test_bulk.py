"""A leader gives five hundred steps to an officer at once: tried out, begun, stopped, gone on with, taken back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_keyboard_only import tab_through
from tests.support.program import RunningProgram, run_program

WANTED = 500
NARROW = {"width": 390, "height": 844}
LONGEST_WAIT_MS = 120_000


@pytest.fixture(scope="module")
def running_program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProgram]:
    """Run a program whose commune has five hundred open steps, copied from one that the demo made."""
    folder: Path = tmp_path_factory.mktemp("bulk")
    with run_program(folder=folder) as program:
        program.manage("shell", "-c", FILL)
        yield program


# What came in is told to nobody: the worker would be busy with five hundred messages that no journey looks at.
FILL = f"""
from django.db import transaction
from django.utils import timezone
from lienthong.kernel.accounts.models import User
from lienthong.kernel.accounts.queries import actor_of
from lienthong.kernel.events.models import OutboxEvent
from lienthong.kernel.organizations.models import Party
from lienthong.kernel.organizations.contracts import PartyInfo, PartyKind
from lienthong.systems.onestop import services
from lienthong.systems.onestop.testing import draft_of
now = timezone.now()
actor = actor_of(User.objects.get(username="motcua"), at=timezone.localdate())
row = Party.objects.order_by("pk").first()
party = PartyInfo(row.pk, PartyKind(row.kind), row.name, row.number, None, "", "", "")
with transaction.atomic():
    for _ in range({WANTED}):
        services.accept_dossier(draft=draft_of("2.000635", party), actor=actor, now=now)
    OutboxEvent.objects.filter(occurred_at=now).delete()
"""


def held(program: RunningProgram) -> dict[str, int]:
    """Return how many of today's steps each officer holds, by user name; nobody's under an empty one."""
    with psycopg.connect(program.database_url) as connection:
        rows = connection.execute(
            "SELECT coalesce(u.username, ''), count(*) FROM processes_workitem w"
            " LEFT JOIN accounts_user u ON u.id = w.assignee_id"
            " WHERE w.completed_at IS NULL AND w.step_key = 'tra_cuu' AND w.opened_at::date = now()::date GROUP BY 1"
        ).fetchall()
    return dict(rows)


def user_id(program: RunningProgram, username: str) -> int:
    """Return the account of a user name."""
    with psycopg.connect(program.database_url) as connection:
        row = connection.execute("SELECT id FROM accounts_user WHERE username = %s", [username]).fetchone()
    assert row is not None
    return int(row[0])


def press(page: Page, words: str) -> None:
    """Press the button of a form by the end of the address it goes to."""
    page.locator(f"form[action$='/{words}/'] button").click()


def test_five_hundred_steps_are_given_stopped_gone_on_with_and_taken_back(
    new_page: Callable[..., Page], running_program: RunningProgram, axe: Callable[[Page], None]
) -> None:
    before = held(running_program)
    assert before[""] >= WANTED
    page = new_page(as_user="chutich")
    page.goto("/ho-so/?thu_tuc=2.000635&han=open")
    page.locator("input[data-lt-tick]").first.check()
    page.locator("input[name=tat_ca]").check()
    # Of the colleagues at the commune, the one who does such steps.
    page.locator("select[name=nguoi]").select_option(value=str(user_id(running_program, "hotich")))
    axe(page)
    page.locator("button[name=ket_qua][value=assign]").click()
    page.wait_for_url("**/hang-loat/*/")
    axe(page)
    assert held(running_program) == before
    run = page.url
    press(page, "bat-dau")
    press(page, "dung")
    expect(page.locator("form[action$='/tiep-tuc/'] button")).to_be_visible()
    axe(page)
    press(page, "tiep-tuc")
    page.set_viewport_size(NARROW)
    expect(page.locator("form[action$='/hoan-tac/'] button")).to_be_visible(timeout=LONGEST_WAIT_MS)
    axe(page)
    tab_through(page, stops=40)
    assert sum(held(running_program).values()) == sum(before.values())
    assert held(running_program) != before
    press(page, "hoan-tac")
    page.wait_for_url(lambda url: "/hang-loat/" in url and url != run)
    press(page, "bat-dau")
    expect(page.locator("form[action$='/dung/'] button")).to_have_count(0, timeout=LONGEST_WAIT_MS)
    assert held(running_program) == before


def test_without_javascript_the_page_is_read_again_by_its_link(
    new_page: Callable[..., Page], running_program: RunningProgram
) -> None:
    page = new_page(java_script_enabled=False, as_user="chutich")
    page.goto("/ho-so/?thu_tuc=2.000635&han=open")
    page.locator("input[name=chon]").first.check()
    page.locator("select[name=nguoi]").select_option(index=1)
    page.locator("button[name=ket_qua][value=assign]").click()
    page.wait_for_url("**/hang-loat/*/")
    expect(page.locator("h1")).to_be_visible()

"""The same seed gives the same province; a wrong place gives none."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from pytest_django import Settings

from lienthong.demo.build import DemoRefused, digest
from lienthong.demo.chance import Chance
from lienthong.demo.checks import no_invented_accounts
from lienthong.demo.models import DemoBuild
from lienthong.demo.organisation import table
from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant, Scope
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.testing import small_province

from .conftest import MONDAY, make_tiny

pytestmark = pytest.mark.django_db


def built_and_forgotten(seed: int) -> tuple[str, object]:
    with transaction.atomic():
        made = make_tiny(seed)
        path = table("organizations.Agency").objects.get(code="H32").path
        grant = Grant("onestop.figures", Scope.PROVINCE, "province-leader", 1, path)
        see = Grant("onestop.dossier.see", Scope.PROVINCE, "province-leader", 1, path)
        leader = Actor(kind=ActorKind.OFFICER, name="x", grants=(grant, see))
        year = MONDAY.date().replace(year=MONDAY.year - 1)
        whole = queries.figures(viewer=leader, start=year, end=MONDAY.date(), now=MONDAY)
        figures = (whole.total, [(row.name, row.received, row.late) for row in whole.by_agency], whole.by_month)
        assert made.digest == digest()
        transaction.set_rollback(True)
    return made.digest, figures


def test_the_same_seed_gives_the_same_province() -> None:
    assert built_and_forgotten(7) == built_and_forgotten(7)


def test_another_seed_gives_other_people_and_each_part_has_a_stream_of_its_own() -> None:
    assert Chance("7").person() != Chance("8").person()
    parent = Chance("7")
    before = parent.branch("people").person()
    parent.person()
    assert parent.branch("people").person() == before


def test_outside_a_demonstration_nothing_is_built(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(DemoRefused):
        make_tiny()


def test_nothing_is_built_over_dossiers_of_others() -> None:
    small_province()
    with pytest.raises(DemoRefused):
        make_tiny()


def test_a_moment_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(CommandError, match="ISO 8601"):
        call_command("demo", "build", "--now", "hôm nay")


def test_without_a_province_there_are_no_sign_ins(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo", "signins")
    assert "motcua" not in capsys.readouterr().out


def test_a_real_server_refuses_the_database_of_a_demonstration(settings: Settings) -> None:
    DemoBuild.objects.create(seed=1, size="small", moment=MONDAY, built_at=MONDAY, dossiers=0, digest="")
    assert no_invented_accounts(databases=["default"]) == []
    settings.DEMO = False
    assert [error.id for error in no_invented_accounts(databases=["default"])] == ["demo.E001"]
    assert no_invented_accounts() == []

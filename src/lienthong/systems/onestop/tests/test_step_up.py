"""Signing asks who has a second factor to confirm first, and then goes on with what was sent."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, override_settings
from django.utils import timezone

from lienthong.kernel.accounts.testing import User
from lienthong.kernel.acts.contracts import StepUpNeeded
from lienthong.kernel.acts.extensions import find_act
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.testing import SmallProvince, accept, small_province

from .at_the_desk import signed_in, text_of

pytestmark = pytest.mark.django_db
PASSWORD = "chỉ để thử 123"
LEADER = "commune.leader"


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


@pytest.fixture
def number(province: SmallProvince) -> str:
    """Return a dossier whose result waits for the leader's signature."""
    number = accept(province, "2.000635", now=timezone.now()).number
    services.complete_step(
        number=number, work_item_id=step_of(number), outcome="propose", actor=province.at("commune.civil-status"),
        now=timezone.now(),
    )  # fmt: skip
    return number


@pytest.fixture
def leader(province: SmallProvince) -> Client:
    """Return the browser of a leader with a second factor, who signed in too long ago."""
    user = User.objects.get(username=LEADER)
    user.set_password(PASSWORD)
    user.save()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    return signed_in(LEADER)


def step_of(number: str) -> int:
    (item,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=number)
    return item.id


def sign_form(number: str, province: SmallProvince) -> dict[str, Any]:
    dossier = queries.get_dossier(number=number, viewer=province.at(LEADER))
    return {"step": step_of(number), "version": dossier.version, "note": "Đồng ý cấp"}


def result_of(number: str, province: SmallProvince) -> str:
    return str(queries.get_card(number=number, viewer=province.at(LEADER)).result_state)


def test_who_has_no_second_factor_signs_at_once(province: SmallProvince, number: str) -> None:
    signed_in(LEADER).post(f"/ho-so/{number}/viec/ky/", sign_form(number, province))
    assert result_of(number, province) == "signed"


def test_signing_waits_for_the_password_and_goes_on_with_what_was_typed(
    leader: Client, province: SmallProvince, number: str
) -> None:
    there = f"/ho-so/{number}/viec/ky/"
    asked = leader.post(there, sign_form(number, province))
    assert asked.status_code == 302
    assert asked["Location"].startswith("/tai-khoan/xac-nhan/?next=")
    assert result_of(number, province) != "signed"
    assert leader.post("/tai-khoan/xac-nhan/", {"password": "sai", "next": there}).status_code == 200
    assert result_of(number, province) != "signed"
    done = leader.post("/tai-khoan/xac-nhan/", {"password": PASSWORD, "next": there})
    assert done["Location"] == f"/ho-so/{number}/"
    assert result_of(number, province) == "signed"
    assert "Đồng ý cấp" in text_of(leader.get(f"/ho-so/{number}/nhat-ky/"))


def test_htmx_changes_the_whole_page(leader: Client, province: SmallProvince, number: str) -> None:
    headers = {"hx-request": "true", "hx-target": "noi-dung"}
    asked = leader.post(f"/ho-so/{number}/viec/ky/", sign_form(number, province), headers=headers)
    assert asked["HX-Redirect"].startswith("/tai-khoan/xac-nhan/?next=")


def test_a_waiting_act_is_not_done_by_confirming_something_else(
    leader: Client, province: SmallProvince, number: str
) -> None:
    leader.post(f"/ho-so/{number}/viec/ky/", sign_form(number, province))
    leader.post("/tai-khoan/xac-nhan/", {"password": PASSWORD, "next": "/tai-khoan/hai-buoc/bat/"})
    assert result_of(number, province) != "signed"


def test_a_record_that_moved_on_meanwhile_is_refused_after_confirming(
    leader: Client, province: SmallProvince, number: str
) -> None:
    there = f"/ho-so/{number}/viec/ky/"
    leader.post(there, sign_form(number, province))
    services.sign_result(number=number, work_item_id=step_of(number), actor=province.at(LEADER), now=timezone.now())
    assert leader.post("/tai-khoan/xac-nhan/", {"password": PASSWORD, "next": there}).status_code == 409


def test_many_lines_are_begun_after_one_confirmation(leader: Client, province: SmallProvince, number: str) -> None:
    sent = {"chon": f"{number}:{step_of(number)}", "ket_qua": "sign"}
    run = leader.post("/viec/hang-loat/", sent)["Location"]
    begin = f"{run}bat-dau/"
    assert leader.post(begin)["Location"].startswith("/tai-khoan/xac-nhan/")
    assert leader.post("/tai-khoan/xac-nhan/", {"password": PASSWORD, "next": begin})["Location"] == run


def test_the_api_answers_with_a_problem(leader: Client, province: SmallProvince, number: str) -> None:
    answer = leader.post(
        f"/api/v1/dossiers/{number}/acts/onestop.result.sign",
        {"work_item": step_of(number)},
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "step_up_needed")


def test_signing_in_a_moment_ago_is_a_confirmation(province: SmallProvince, number: str, leader: Client) -> None:
    remember(leader, ago=60)
    leader.post(f"/ho-so/{number}/viec/ky/", sign_form(number, province))
    assert result_of(number, province) == "signed"


@pytest.mark.parametrize("ago", [600, 3600])
def test_a_confirmation_grows_old(province: SmallProvince, number: str, leader: Client, ago: int) -> None:
    remember(leader, ago=ago)
    assert leader.post(f"/ho-so/{number}/viec/ky/", sign_form(number, province)).status_code == 302


def remember(client: Client, *, ago: int) -> None:
    """Write into the session that the person gave the password so many seconds ago."""
    session = client.session
    session["account_authentication_methods_user"] = str(User.objects.get(username=LEADER).pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - ago}]
    session.save()


@pytest.mark.parametrize("name", ["onestop.result.sign", "onestop.result.issue", "onestop.dossier.extend"])
def test_what_is_done_in_ones_name_or_under_seal_is_declared_so(name: str) -> None:
    assert find_act(name).declaration().step_up


@pytest.mark.parametrize(("minutes", "refused"), [(9, False), (10, True), (None, True)])
def test_the_service_asks_whoever_calls_it(province: SmallProvince, minutes: int | None, refused: bool) -> None:
    now = timezone.now()
    given = None if minutes is None else now - timedelta(minutes=minutes)
    actor = replace(province.at(LEADER), has_second_factor=True, confirmed_at=given)
    check: Callable[..., None] = find_act("onestop.result.sign").check_step_up
    if refused:
        with pytest.raises(StepUpNeeded):
            check(actor=actor, now=now)
    else:
        check(actor=actor, now=now)


@override_settings(SECOND_FACTOR_ROLES={"leader"})
def test_a_role_that_asks_for_a_second_factor_leads_to_switch_it_on(province: SmallProvince) -> None:
    client = signed_in(LEADER)
    assert client.get("/viec/")["Location"] == "/tai-khoan/hai-buoc/bat/"
    assert client.get("/viec/", headers={"hx-request": "true"})["HX-Redirect"] == "/tai-khoan/hai-buoc/bat/"
    problem = client.get("/api/v1/dossiers")
    assert (problem.status_code, problem.json()["code"]) == (403, "second_factor_needed")
    assert client.get("/tai-khoan/").status_code == 200
    assert client.get("/thu-tuc/").status_code == 200
    assert signed_in("commune.reception").get("/viec/").status_code == 200


@override_settings(SECOND_FACTOR_ROLES={"leader"})
def test_who_has_one_works_as_ever(leader: Client) -> None:
    assert leader.get("/viec/").status_code == 200

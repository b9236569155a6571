"""Machines at the interface: within their agency, without a session, and never signing."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from lienthong.kernel.accounts import queries as accounts
from lienthong.kernel.accounts import services
from lienthong.kernel.accounts.contracts import SystemDraft
from lienthong.kernel.accounts.testing import User
from lienthong.kernel.acts.contracts import Actor, Grant, Invalid, Scope
from lienthong.kernel.organizations import queries as organizations
from lienthong.systems.onestop.testing import SmallProvince, accept, small_province

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> SmallProvince:
    cache.clear()
    return small_province()


def administrator(province: SmallProvince) -> Actor:
    officer = province.at("province.leader")
    grant = Grant(
        permission="accounts.manage", scope=Scope.PROVINCE, role="administrator",
        agency_id=officer.agency_id or 0, agency_path=officer.agency_path,
    )  # fmt: skip
    return Actor(kind=officer.kind, name=officer.name, user_id=officer.user_id, grants=(grant,))


def machine(province: SmallProvince, at: str, *permissions: str) -> Client:
    """Return a program of the agency of an officer, with a token."""
    agency_code = organizations.get_agency(agency_id=province.at(at).agency_id or 0).code
    draft = SystemDraft(
        name="Phần mềm của phường", agency_code=agency_code, purpose="Đồng bộ", reach=Scope.AGENCY,
        permissions=permissions, redirect_uris=(),
    )  # fmt: skip
    made = services.connect_system(draft=draft, actor=administrator(province), now=timezone.now())
    sent = {"grant_type": "client_credentials", "client_id": made.client_id, "client_secret": made.secret}
    value = Client().post("/oauth2/token", sent).json()["access_token"]
    return Client(headers={"authorization": f"Bearer {value}"}, enforce_csrf_checks=True)


def test_a_machine_reads_the_dossiers_of_its_agency_and_no_other(province: SmallProvince) -> None:
    number = accept(province, "2.000635", now=timezone.now()).number
    own = machine(province, "commune.reception", "onestop.dossier.see")
    assert [each["number"] for each in own.get("/api/v1/dossiers").json()["items"]] == [number]
    assert own.get(f"/api/v1/dossiers/{number}").status_code == 200
    other = machine(province, "other.reception", "onestop.dossier.see")
    assert other.get("/api/v1/dossiers").json()["items"] == []
    assert other.get(f"/api/v1/dossiers/{number}").status_code == 404


def test_a_machine_does_only_what_it_was_given(province: SmallProvince) -> None:
    number = accept(province, "2.000635", now=timezone.now()).number
    reader = machine(province, "commune.reception", "onestop.dossier.see")
    there = f"/api/v1/dossiers/{number}/acts/onestop.dossier.opinion"
    refused = reader.post(there, {"text": "Đã nhận"}, content_type="application/json")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert reader.post("/api/v1/dossiers", {}, content_type="application/json").status_code == 403


def test_no_machine_signs_or_seals(province: SmallProvince) -> None:
    assert not {"onestop.result.sign", "onestop.result.issue"} & set(accounts.grantable_permissions())
    with pytest.raises(Invalid):
        machine(province, "commune.leader", "onestop.result.sign")


def test_the_account_of_a_machine_cannot_sign_in(province: SmallProvince) -> None:
    machine(province, "commune.reception", "onestop.dossier.see")
    user = User.objects.get(is_machine=True)
    assert not user.has_usable_password()
    answer = Client().post("/dang-nhap/", {"login": user.username, "password": "!"})
    assert answer.status_code == 200

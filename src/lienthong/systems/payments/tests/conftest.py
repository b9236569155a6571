"""A small tree of agencies, and who takes money there."""

from datetime import UTC, datetime
from typing import Any

import pytest

from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant, Scope
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.contracts import AgencyInfo
from lienthong.kernel.organizations.testing import small_tree
from lienthong.systems.payments import services
from lienthong.systems.payments.contracts import ACCOUNTS, CORRECT, SEE, TAKE
from lienthong.systems.payments.testing import draft_of

NOW = datetime(2026, 10, 8, 2, 13, tzinfo=UTC)
PROGRAM = Actor.system("test")


@pytest.fixture(autouse=True)
def keys(settings: Any) -> None:
    settings.PAYMENT_GATEWAY_REQUEST_KEY = "khoá yêu cầu"
    settings.PAYMENT_GATEWAY_CALLBACK_KEY = "khoá gọi lại"


@pytest.fixture
def payee(db: None) -> AgencyInfo:
    small_tree()
    return organizations.find_agency(code="H32.22366")


def officer_of(agency: AgencyInfo, *permissions: str, scope: Scope = Scope.AGENCY) -> Actor:
    grants = tuple(Grant(each, scope, "test", agency.id, agency.path) for each in permissions)
    return Actor(
        kind=ActorKind.OFFICER,
        name="Nguyễn Thị Thu",
        agency_id=agency.id,
        agency_name=agency.name,
        agency_path=agency.path,
        grants=grants,
    )


@pytest.fixture
def cashier(payee: AgencyInfo) -> Actor:
    return officer_of(payee, SEE, TAKE, CORRECT)


@pytest.fixture
def administrator(payee: AgencyInfo) -> Actor:
    return officer_of(payee, SEE, ACCOUNTS, scope=Scope.PROVINCE)


@pytest.fixture
def number(payee: AgencyInfo) -> str:
    return services.demand_fee(draft=draft_of(payee.id), actor=PROGRAM, now=NOW)

"""A small province, and the National Portal it speaks to."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from tests.support.gateway import running
from tests.support.national_portal import NationalPortal

from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant, Scope
from lienthong.systems.national_portal.contracts import MANAGE, SEE
from lienthong.systems.national_portal.extensions import provide_port
from lienthong.systems.national_portal.providers import FirstGeneration, SecondGeneration
from lienthong.systems.onestop.testing import SmallProvince, small_province


@pytest.fixture
def province(db: None) -> SmallProvince:
    return small_province()


@pytest.fixture
def portal(settings: Any) -> Iterator[NationalPortal]:
    """Keep a Portal running, with ways to it that know no session yet."""
    portal = NationalPortal()
    for name, value in portal.settings().items():
        setattr(settings, name, value)
    provide_port(FirstGeneration())
    provide_port(SecondGeneration())
    with running(portal):
        yield portal


@pytest.fixture
def keeper(province: SmallProvince) -> Actor:
    """Return a procedure control officer of the province."""
    grants = tuple(Grant(each, Scope.PROVINCE, "procedure-control", 0, "") for each in (SEE, MANAGE))
    return Actor(kind=ActorKind.OFFICER, name="Kiểm soát thủ tục", grants=grants)


class Clock:
    """A clock that a test moves."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

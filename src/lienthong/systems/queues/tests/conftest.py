"""What tests of queues share."""

from datetime import timedelta

import pytest

from lienthong.kernel.acts.contracts import Actor
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, small_province
from lienthong.systems.queues import services
from lienthong.systems.queues.testing import SmallDesk, small_desk

NOW = TUESDAY


@pytest.fixture
def province(db: None) -> SmallProvince:
    """Return the small province; NOW is 09:00 on a working Tuesday."""
    return small_province()


@pytest.fixture
def desk(province: SmallProvince) -> SmallDesk:
    """Return a desk of the commune."""
    return small_desk(agency_code=province.commune.code, now=NOW - timedelta(days=1))


@pytest.fixture
def one(province: SmallProvince, desk: SmallDesk) -> Actor:
    """Return who sits at counter 1."""
    actor = province.at("commune.reception")
    desk.do(services.open_counter, "1", actor, NOW)
    return actor


@pytest.fixture
def two(province: SmallProvince, desk: SmallDesk) -> Actor:
    """Return who sits at counter 2."""
    actor = province.at("commune.result")
    desk.do(services.open_counter, "2", actor, NOW)
    return actor

"""A province small enough for tests, built once a module and rolled back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from lienthong.demo import build
from lienthong.demo.models import DemoBuild
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.forms.queries import forget_compiled
from lienthong.systems.onestop.queries import forget_packages

# A Monday, 10:20 in Vietnam.
MONDAY = datetime(2026, 11, 23, 3, 20, tzinfo=UTC)
TINY = build.Size(60, {"2.000635": 5, "1.008891": 5, "1.004088": 5}, {"2.000635": 1, "1.008891": 1, "1.004088": 1}, 30)


def quiet(_stage: str, _more: int) -> None:
    """Say nothing."""


def make_tiny(seed: int = 7) -> DemoBuild:
    forget_compiled()
    forget_packages()
    calendars.forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(build.SIZES, "tiny", TINY)
        return build.build_demonstration(seed=seed, size="tiny", now=MONDAY, at=MONDAY, say=quiet)


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[DemoBuild]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_tiny()
        transaction.set_rollback(True)
    forget_compiled()
    forget_packages()
    calendars.forget()


@pytest.fixture
def province(standing: DemoBuild) -> Iterator[DemoBuild]:
    with transaction.atomic():
        yield standing
        transaction.set_rollback(True)

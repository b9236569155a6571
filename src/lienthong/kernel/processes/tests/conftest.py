"""People, agencies and a calendar for the tests of processes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.utils import translation

from lienthong.kernel.acts.contracts import Actor, ActorKind
from lienthong.kernel.calendars.services import ensure_standard_calendar
from lienthong.kernel.processes import services
from lienthong.kernel.processes.contracts import ProcessState
from lienthong.kernel.processes.queries.definitions import get_running
from lienthong.kernel.processes.testing import make_definition

# Monday 23 November 2026, 08:00 in Vietnam.
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    get_running.cache_clear()
    with translation.override("en"):
        yield


@dataclass
class Office:
    """Two agencies, a calendar, and ways to make officers and cases."""

    calendar_id: int
    commune_id: int
    department_id: int

    def officer(self, name: str, role: str, *, agency_id: int | None = None) -> Actor:
        """Return an officer with one role in one agency."""
        user = apps.get_model("accounts.User").objects.create(username=name.lower(), name=name)
        agency = apps.get_model("organizations.Agency").objects.get(pk=agency_id or self.department_id)
        return Actor(
            kind=ActorKind.OFFICER,
            name=name,
            user_id=user.pk,
            agency_id=agency.pk,
            agency_name=agency.name,
            agency_path=agency.path,
            roles=frozenset({role}),
        )

    def appoint(self, officer: Actor) -> None:
        """Write down that the officer works where their actor says."""
        position, _made = apps.get_model("organizations.Position").objects.get_or_create(code="p", name="p")
        apps.get_model("organizations.Appointment").objects.create(
            user_id=officer.user_id or 0,
            agency_id=officer.agency_id or 0,
            position=position,
            roles=sorted(officer.roles),
            valid_from=date(2025, 7, 1),
        )

    def begin(self, key: str, *, subject: str = "H01", data: dict[str, Any] | None = None) -> ProcessState:
        """Start a case."""
        return services.start(
            definition_key=key,
            system="onestop",
            subject_type="onestop.dossier",
            subject_key=subject,
            title=f"Dossier {subject}",
            subtitle="Nguyễn Văn An",
            url=f"/ho-so/{subject}/",
            places={"reception": self.commune_id, "competent": self.department_id},
            data=data,
            calendar_id=self.calendar_id,
            actor=Actor.system("test"),
            now=NOW,
        )


def make_office() -> Office:
    """Make two agencies and a calendar."""
    calendar_id = ensure_standard_calendar(name="Test")
    agency = apps.get_model("organizations.Agency")
    made = [
        agency.objects.create(
            code=code, name=code, kind=kind, level=kind, path=path, valid_from=date(2025, 7, 1), calendar_id=calendar_id
        )
        for code, kind, path in (("XA", "commune", "/1/"), ("SO", "department", "/2/"))
    ]
    return Office(calendar_id=calendar_id, commune_id=made[0].pk, department_id=made[1].pk)


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def store() -> Callable[..., None]:
    """Store a process under a key."""

    def save(key: str, xml: str, total_limit: str = "10wd") -> None:
        make_definition(key=key, xml=xml, now=NOW, total_limit=total_limit)

    return save

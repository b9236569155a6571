"""What was told long ago goes, in steps; what somebody still has to take or to decide stays."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from lienthong.kernel.events.models import HandledEvent, Handover, OutboxEvent
from lienthong.kernel.events.services import deliver, forget_told, publish
from lienthong.kernel.events.services import forget as steps

from .bells import NOW, Listener, Unheard, ring

pytestmark = pytest.mark.django_db


def test_old_events_go_with_their_records_and_undecided_ones_stay(
    listener: Listener, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EVENTS_KEEP_DAYS = 30
    monkeypatch.setattr(steps, "STEP", 2)
    listener.refused = {7}
    ring(1, 2, 3, 4, 5)
    ring(7, subject="S-7")
    publish(event=Unheard(), subject="S-1", now=NOW)
    deliver(clock=lambda: NOW, seconds=30)
    assert forget_told(now=NOW + timedelta(days=30), seconds=30).events == 0
    assert forget_told(now=NOW + timedelta(days=30, seconds=1), seconds=30).events == 6
    assert [row.subject for row in OutboxEvent.objects.all()] == ["S-7"]
    assert (HandledEvent.objects.count(), Handover.objects.count()) == (0, 1)
    Handover.objects.update(state="given_up")
    assert forget_told(now=NOW + timedelta(days=31), seconds=30).events == 1


def test_pending_events_stay_however_old(listener: Listener) -> None:
    ring(1)
    assert forget_told(now=NOW + timedelta(days=9_000), seconds=30).events == 0

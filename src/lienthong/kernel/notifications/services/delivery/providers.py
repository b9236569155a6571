"""How providers are doing, shared by all workers: resting after failures, and how many messages a second they take."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Q

from ...models import ProviderState

# After so many failures in a row a provider is left alone, twice as long each time.
FAILURES_TO_REST = 5
_FIRST_REST, _LONGEST_REST = 15, 300
_OFF_UNTIL = timedelta(minutes=10)
_QUIET_NEWS = timedelta(minutes=1)
_SLOT = """
INSERT INTO notifications_providerstate AS s (name, is_off, failures, last_error, secrets, next_slot)
VALUES (%(name)s, false, 0, '', '', %(now)s + %(step)s)
ON CONFLICT (name) DO UPDATE SET next_slot = GREATEST(s.next_slot, %(now)s) + %(step)s
WHERE s.next_slot IS NULL OR s.next_slot <= %(now)s + %(longest)s
RETURNING next_slot - %(step)s
"""


def free_at(name: str, *, now: datetime) -> datetime | None:
    """Return when a provider may be asked again; None for now. One statement."""
    state = ProviderState.objects.filter(Q(is_off=True) | Q(open_until__gt=now), name=name).first()
    if state is None:
        return None
    return now + _OFF_UNTIL if state.is_off else state.open_until


def take_slot(name: str, *, rate: float, now: datetime, longest: timedelta) -> datetime:
    """Take the next slot of a provider and return when it is; one further away than `longest` is not taken."""
    given: dict[str, Any] = {"name": name, "now": now, "step": timedelta(seconds=1 / rate), "longest": longest}
    with connection.cursor() as cursor:
        cursor.execute(_SLOT, given)
        row = cursor.fetchone()
    if row is not None:
        slot: datetime = row[0]
        return slot
    state = ProviderState.objects.filter(name=name).values_list("next_slot", flat=True).first()
    return max(state or now, now + longest + timedelta(milliseconds=1))


def slow_down(name: str, *, until: datetime) -> None:
    """Let nobody ask a provider before a moment: it said that it is too much."""
    ProviderState.objects.get_or_create(name=name)
    later = Q(open_until=None) | Q(open_until__lt=until)
    ProviderState.objects.filter(later, name=name).update(open_until=until)


def heard_of(name: str, *, now: datetime, error: str = "") -> None:
    """Count a failure, or forget those before when the provider answered. One statement, none when nothing changes."""
    if not error:
        changed = Q(failures__gt=0) | Q(last_sent_at=None) | Q(last_sent_at__lt=now - _QUIET_NEWS)
        rows = ProviderState.objects.filter(changed, name=name)
        rows.update(failures=0, open_until=None, last_sent_at=now)
        return
    state, _made = ProviderState.objects.get_or_create(name=name)
    ProviderState.objects.filter(name=name).update(
        failures=F("failures") + 1,
        last_error=error,
        last_error_at=now,
        open_until=_rest(state.failures + 1, now),
    )


def _rest(failures: int, now: datetime) -> datetime | None:
    if failures < FAILURES_TO_REST:
        return None
    return now + timedelta(seconds=min(_FIRST_REST * 2 ** min(failures - FAILURES_TO_REST, 10), _LONGEST_REST))

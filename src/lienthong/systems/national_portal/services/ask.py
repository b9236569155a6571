"""Asking a worker, in the transaction that causes the work."""

from datetime import datetime, timedelta

from lienthong.systems.national_portal.contracts import ActState, SyncState
from lienthong.systems.national_portal.models import PushedAct, Sync

# After so long a job that was asked for is believed lost; how many are asked for again at once.
LOST, AT_ONCE = timedelta(minutes=5), 500


def ask_to_send(*, number: str, at: datetime | None = None) -> None:
    """Ask for one dossier to be told, now or at a moment; jobs of one dossier run one after another."""
    from lienthong.systems.national_portal.jobs import send

    send.configure(lock=f"national_portal:send:{number}", schedule_at=at).defer(number=number)


def ask_to_process(*, portal_code: str, at: datetime | None = None) -> None:
    """Ask for what was pushed under a code to be done, now or at a moment, one job after another."""
    from lienthong.systems.national_portal.jobs import process

    process.configure(lock=f"national_portal:act:{portal_code}", schedule_at=at).defer(portal_code=portal_code)


def ask_for_due(*, now: datetime) -> int:
    """Ask again for what was due a while ago and nobody did; return for how many."""
    before = now - LOST
    syncs = Sync.objects.filter(state=SyncState.WAITING, next_try_at__lte=before).order_by("next_try_at")
    numbers = list(syncs.values_list("number", flat=True)[:AT_ONCE])
    for number in numbers:
        ask_to_send(number=number)
    acts = PushedAct.objects.filter(state=ActState.WAITING, next_try_at__lte=before).order_by("next_try_at")
    codes = sorted(set(acts.values_list("portal_code", flat=True)[:AT_ONCE]))
    for code in codes:
        ask_to_process(portal_code=code)
    return len(numbers) + len(codes)

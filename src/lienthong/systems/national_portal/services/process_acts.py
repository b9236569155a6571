"""Doing what the Portal pushed, in the order in which it came under each code (17.4, R-63 to R-65)."""

from collections.abc import Callable
from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, DomainError, Invalid
from lienthong.systems.national_portal import rules
from lienthong.systems.national_portal.contracts import ActState, PortalAway
from lienthong.systems.national_portal.models import PushedAct

from .ask import ask_to_process
from .do_act import do_act
from .fetch_files import fetch_files

log = structlog.get_logger("lienthong.national_portal")
PROGRAM = Actor.system("national_portal")
LONGEST_REASON = 1000


def process_acts(*, portal_code: str, clock: Callable[[], datetime]) -> int:
    """Do what waits under a code, the oldest first, until one has to wait; return how many were done.

    The job that calls this holds the lock of the code. What cannot be done is kept for a person and nothing of it is
    lost; later acts of the same code go on, since each says by itself whether it fits.
    """
    done = 0
    for act in PushedAct.objects.filter(portal_code=portal_code, state=ActState.WAITING).order_by("pk"):
        now = clock()
        if act.next_try_at is not None and act.next_try_at > now:
            ask_to_process(portal_code=portal_code, at=act.next_try_at)
            break
        if not _process(act, now):
            break
        done += act.state == ActState.DONE
    return done


def _process(act: PushedAct, now: datetime) -> bool:
    """Do one act or keep it; False when it has to wait."""
    try:
        fetch_files(act=act, actor=PROGRAM, now=now)
        with transaction.atomic():
            act.became = do_act(act=act, actor=PROGRAM, now=now)[:60]
            _end(act, ActState.DONE, "", now)
    except PortalAway as away:
        return _wait(act, str(away), now)
    except DomainError as refusal:
        log.warning("national_portal_kept", code=act.portal_code, act=act.act_id, why=refusal.code)
        _end(act, ActState.KEPT, _words(refusal), now)
    return True


def _wait(act: PushedAct, said: str, now: datetime) -> bool:
    act.attempts += 1
    act.next_try_at = rules.next_try(attempts=act.attempts, pauses=settings.NATIONAL_PORTAL_RETRY_SECONDS, now=now)
    if act.next_try_at is None:
        why = _("It was tried %(times)d times and could not be done: %(said)s") % {"times": act.attempts, "said": said}
        _end(act, ActState.KEPT, why, now)
        return True
    act.reason, act.version = said[:LONGEST_REASON], act.version + 1
    with transaction.atomic():
        act.save(update_fields=["attempts", "next_try_at", "reason", "version"])
        ask_to_process(portal_code=act.portal_code, at=act.next_try_at)
    return False


def _end(act: PushedAct, state: ActState, reason: str, now: datetime) -> None:
    act.state, act.reason = state, reason.replace("\0", "")[:LONGEST_REASON]
    act.done_at, act.next_try_at, act.version = now if state is ActState.DONE else None, None, act.version + 1
    act.save(update_fields=["state", "reason", "became", "done_at", "next_try_at", "attempts", "version"])


def _words(refusal: DomainError) -> str:
    errors = refusal.errors if isinstance(refusal, Invalid) else ()
    return " ".join([refusal.message, *(f"{each.path}: {each.message}" for each in errors)])

"""Finishing a step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lienthong.kernel.acts.contracts import Actor

from ..contracts import ProcessState
from .finish import finish
from .locking import lock_item, require_running, require_step, unknown_outcome


def complete(
    *,
    work_item_id: int,
    outcome: str,
    actor: Actor,
    now: datetime,
    note: str = "",
    subject_key: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> ProcessState:
    """Finish a step with one of its outcomes and open what follows. Five statements, six at a new agency.

    :param subject_key: the subject on which the act is done; a step of another subject is not found
    :param data: small values added to those that conditions may read
    :raises NotFound: there is no such step
    :raises StepTaken: another officer holds or has finished it
    :raises NotYourStep: it waits for another role or agency
    :raises ProcessPaused: the clock stands
    :raises UnknownOutcome: the step cannot end this way
    """
    item = lock_item(work_item_id, subject_key)
    require_step(item, actor)
    require_running(item)
    if outcome not in {code for code, _label in item.outcomes}:
        raise unknown_outcome(item, outcome)
    return finish(item, outcome=outcome, actor=actor, now=now, note=note, data=data)

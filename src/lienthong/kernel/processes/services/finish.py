"""Ending a step that may be ended: what completing it and silence have in common."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lienthong.kernel.acts.contracts import Actor

from ..contracts import ProcessState
from ..models import WorkItem
from .parts import settle_parts
from .projection import close_item, load_run, project


def finish(
    item: WorkItem,
    *,
    outcome: str,
    actor: Actor,
    now: datetime,
    note: str = "",
    data: Mapping[str, Any] | None = None,
) -> ProcessState:
    """End a locked step with an outcome and open what follows; of several agencies asked, the last one moves the case.

    :raises ExpressionFailed, EngineRefused: the case cannot go on from here
    """
    instance = item.case
    instance.data = {**instance.data, **(data or {})}
    running, run = load_run(instance)
    step = running.model.steps[item.step_key]
    decided: str | None = outcome
    if step.each:
        decided = settle_parts(instance, run, step, item, outcome)
    if decided is not None:
        instance.last_outcome = decided
        run.complete(item.token, decided)
    close_item(item, outcome=outcome, actor=actor, now=now, note=note, calendar_id=instance.calendar_id)
    return project(instance, running, run, actor=actor, now=now)

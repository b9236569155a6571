"""Keeping the stories that a process must tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.kernel.audit import services as audit

from ..models import ProcessScenario
from ..rules.scenario import MOST_MOVES, parse_move
from ..rules.walk import MoveImpossible
from .drafts import SUBJECT, require_designer

MOST_SCENARIOS = 100


def save_scenario(
    *,
    key: str,
    name: str,
    moves: Sequence[str],
    expected: Sequence[str],
    actor: Actor,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    expected_outcome: str = "",
) -> int:
    """Keep a story under its name; the same name again replaces it. Returns its number.

    :raises NotPermitted: the actor may not draw processes
    :raises Invalid: it has no name, a move cannot be read, or there are too many
    """
    require_designer(actor)
    errors = [] if name.strip() else [FieldError("name", _("Give the story a name."))]
    for text in moves:
        try:
            parse_move(text)
        except MoveImpossible:
            errors.append(FieldError("moves", _("“%(text)s” is neither step:outcome nor event!") % {"text": text}))
    others = ProcessScenario.objects.filter(key=key).exclude(name=name.strip()).count()
    if len(moves) > MOST_MOVES or others >= MOST_SCENARIOS:
        errors.append(FieldError("moves", _("This is more than can be kept.")))
    if errors:
        raise Invalid(_("The story cannot be kept yet."), errors=tuple(errors))
    row, _made = ProcessScenario.objects.update_or_create(
        key=key,
        name=name.strip()[:200],
        defaults={
            "data": dict(data or {}),
            "moves": [text.strip() for text in moves],
            "expected": sorted(expected),
            "expected_outcome": expected_outcome,
            "changed_at": now,
            "changed_by_name": actor.name,
        },
    )
    audit.record(
        subject_type=SUBJECT, subject_key=key, act="processes.scenario.save", actor=actor, now=now, note=row.name
    )
    return int(row.pk)


def delete_scenario(*, key: str, scenario_id: int, actor: Actor, now: datetime) -> None:
    """Forget a story; the history keeps its name. A story that is gone already stays gone.

    :raises NotPermitted: the actor may not draw processes
    """
    require_designer(actor)
    row = ProcessScenario.objects.filter(key=key, pk=scenario_id).first()
    if row is not None:
        row.delete()
        audit.record(
            subject_type=SUBJECT, subject_key=key, act="processes.scenario.delete", actor=actor, now=now, note=row.name
        )

"""Doing a creating request once, however often it is sent."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict
from lienthong.kernel.acts.models import IdempotencyRecord

LONGEST_KEY = 60


def run_once(
    *,
    key: str,
    purpose: str,
    inputs: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    create: Callable[[], str],
) -> tuple[str, bool]:
    """Run `create` in a transaction unless the same request was answered before.

    Returns its result and whether it is new.

    Record and work share the transaction: after a crash both are there or neither. Two requests at once are
    put in line by the unique constraint.

    :param key: the caller's `Idempotency-Key`; empty runs without memory
    :param create: makes the thing and returns the key by which it is found again
    :raises Conflict: the key was used before for other inputs
    """
    if not key:
        with transaction.atomic():
            return create(), True
    digest = hashlib.sha256(json.dumps(inputs, sort_keys=True, default=str).encode()).hexdigest()
    with transaction.atomic():
        record, is_new = IdempotencyRecord.objects.get_or_create(
            actor_key=f"{actor.kind}:{actor.user_id}",
            purpose=purpose,
            key=_stored(key),
            defaults={"request_digest": digest, "created_at": now},
        )
        if not is_new:
            if record.request_digest != digest:
                raise Conflict(_("This request was sent before with other contents. Start again from the list."))
            return record.result, False
        record.result = create()
        record.save(update_fields=["result"])
    return record.result, True


def _stored(key: str) -> str:
    # Two long keys may begin alike, and PostgreSQL refuses NUL: such keys are remembered by their digest.
    return key if len(key) < LONGEST_KEY and key.isprintable() else hashlib.sha256(key.encode()).hexdigest()

"""Trying an act out on many subjects: each is checked as the act would check it, and nothing is done."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, BulkState, DomainError, Invalid, ItemState, NotPermitted, Picked
from lienthong.kernel.acts.declaration import Act, find_act, out_of_sight
from lienthong.kernel.acts.models import BulkItem, BulkRun

BATCH = 500
LONGEST_KEY, LONGEST_TITLE, LONGEST_MESSAGE, LONGEST_BACK = 120, 300, 500, 500


def propose_bulk(
    *,
    act: str,
    picked: Iterable[Picked],
    inputs: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    title: str = "",
    back: str = "",
    undoes: BulkRun | None = None,
) -> UUID:
    """Keep an act with the subjects chosen for it, and try it out on each without doing it.

    Read and written in batches; a subject out of the actor's sight is refused like one that does not exist.

    :param picked: keys or what a registered selection gives, read once
    :param inputs: what the act is given for every subject, as plain JSON
    :param title: what is done in words, the label of the act unless given
    :param back: the address of the list it was begun from
    :raises NotFound: there is no such act
    :raises NotPermitted: the actor is nobody who could be held to it
    :raises Invalid: nothing was chosen, or more than `BULK_MOST_SUBJECTS`
    """
    declared = find_act(act)
    if actor.user_id is None:
        raise NotPermitted(_("Sign in first."))
    with transaction.atomic():
        run = BulkRun.objects.create(
            act=act,
            title=title[:LONGEST_TITLE],
            back=back if len(back) <= LONGEST_BACK else "",
            inputs=dict(inputs),
            state=BulkState.READY,
            starter_id=actor.user_id,
            starter_name=actor.name,
            appointment_id=actor.appointment_id,
            undoes=undoes,
            proposed_at=now,
        )
        _keep_items(run, declared, picked, actor, now)
    return run.uuid


def _keep_items(run: BulkRun, act: Act[Any, Any], picked: Iterable[Picked], actor: Actor, now: datetime) -> None:
    most, total = settings.BULK_MOST_SUBJECTS, 0
    for batch in _batches(picked):
        if total + len(batch) > most:
            message = _("More than %(most)d were chosen: narrow the list and do it in parts.") % {"most": most}
            raise Invalid(message, most=most)
        made = _try_out(run, act, batch, actor, now)
        for position, item in enumerate(made, start=total + 1):
            item.position = position
        BulkItem.objects.bulk_create(made)
        total += len(batch)
    if not total:
        raise Invalid(_("Nothing was chosen: tick some lines first."))
    # A subject chosen twice (two steps of one record) is changed by its first line; the second cannot expect otherwise.
    earlier = BulkItem.objects.filter(
        run=run, subject_key=OuterRef("subject_key"), position__lt=OuterRef("position"), state=ItemState.WAITING
    )
    BulkItem.objects.filter(Exists(earlier), run=run).update(seen_version=None)


def _batches(picked: Iterable[Picked]) -> Iterator[list[Picked]]:
    source = iter(picked)
    while batch := list(islice(source, BATCH)):
        yield batch


def _try_out(run: BulkRun, act: Act[Any, Any], batch: Sequence[Picked], actor: Actor, now: datetime) -> list[BulkItem]:
    """Check a batch: sight and right in two statements, then state and what the act itself foresees."""
    found, permitted = _in_sight(act, batch, actor)
    made, asked = [], []
    for each in batch:
        subject = found.get(each.key)
        item = BulkItem(
            run=run,
            subject_key=each.key.replace("\0", "")[:LONGEST_KEY],
            inputs=dict(each.inputs),
            state=ItemState.WAITING,
        )
        made.append(item)
        if subject is None:
            _bar(item, out_of_sight())
            continue
        item.title = str(getattr(subject, "title", "") or "")[:LONGEST_TITLE]
        item.seen_version = subject.version
        inputs = {**run.inputs, **each.inputs}
        refused = act.refusal(
            subject, actor, permitted=each.key in permitted, expected_version=each.expected_version, inputs=inputs
        )
        if refused is not None:
            _bar(item, refused)
        else:
            asked.append((item, subject, inputs))
    if act.foresee is not None and asked:
        answers = act.foresee([(subject, inputs) for _item, subject, inputs in asked], actor, now)
        for (item, _subject, _inputs), refused in zip(asked, answers, strict=True):
            if refused is not None:
                _bar(item, refused)
    return made


def _in_sight(act: Act[Any, Any], batch: Sequence[Picked], actor: Actor) -> tuple[dict[str, Any], set[str]]:
    """Return the subjects the actor may know of by key, and the keys of those on which it may do the act."""
    keys = {each.key for each in batch if "\0" not in each.key}
    chosen = act.subject._default_manager.filter(**{f"{act.key}__in": keys})  # noqa: SLF001  Django's own way in
    visible = act.policy.visible(chosen, actor)
    if act.extra_right is None and act.foresee is None:
        names = {field.name for field in act.subject._meta.concrete_fields}  # noqa: SLF001  Django's own description
        visible = visible.only(*({"pk", act.key, act.state_field, "version", "title"} & {*names, "pk"}))
    else:
        visible = visible.select_related(*act.related)
    reached = chosen.filter(act.policy.condition(actor, act.permission)).values_list(act.key, flat=True)
    return {str(getattr(each, act.key)): each for each in visible}, {str(key) for key in reached}


def _bar(item: BulkItem, refused: DomainError) -> None:
    item.state, item.seen_version = ItemState.BARRED, None
    item.code, item.message = refused.code, refused.message[:LONGEST_MESSAGE]

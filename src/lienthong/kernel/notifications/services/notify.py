"""Asking for messages."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction

from lienthong.kernel.acts.contracts import Actor

from ..contracts import Choices, MessageState, Notice, Recipient
from ..models import Mailing, Message
from .routing import Route, Router, moment_to_send
from .scheduling import ask_for_batch, ask_worker
from .wording import USUAL_LANGUAGE, Wording

_AT_ONCE = 500
IN_APP = "in_app"


def notify(
    *,
    template: str,
    to: Recipient,
    context: Mapping[str, str],
    subject_key: str,
    now: datetime,
    language: str = "",
    url: str = "",
    agency_id: int | None = None,
) -> int:
    """Write a message for every device that reaches the recipient, and ask a worker to carry each.

    Both happen in the caller's transaction, so nothing is told of what did not become true. A message that would ring
    in quiet hours waits for their end; inside the program it is there at once.

    :param template: key of the template, usually that of the event; it is also the kind of message people choose by
    :param language: that of the text; empty for the one the recipient chose
    :param url: the page the message is about, as a path of this site
    :param agency_id: on whose behalf it is sent: whose text is taken, who pays, who sees it
    :returns: how many messages were written; none when no channel reaches the recipient
    :raises UnknownTemplate: no text under this key
    :raises PlaceholderMissing: the text names something that `context` lacks
    """
    router, wording = Router(template, [to]), Wording(template, agency_id, now)
    notice = Notice(to, context, subject_key, url)
    with transaction.atomic():
        rows = _rows(notice, router, wording, language)
        for row in rows:
            row.save(force_insert=True)
            if row.channel != IN_APP:
                ask_worker(message_id=row.pk, at=row.due_at)
    return len(rows)


def notify_many(
    *,
    template: str,
    notices: Iterable[Notice],
    title: str,
    actor: Actor,
    now: datetime,
    language: str = "",
    agency_id: int | None = None,
) -> UUID:
    """Write messages to many recipients, carried by workers in batches, and return the number of the mailing.

    Rows are read and written 500 at a time in the caller's transaction; `queries.get_mailing` tells how far it is.

    :param title: what the mailing is called on its page
    :raises UnknownTemplate: no text under this key
    :raises PlaceholderMissing: the text names something that the words of a notice lack; nothing is sent then
    """
    wording, left = Wording(template, agency_id, now), iter(notices)
    with transaction.atomic():
        mailing = Mailing.objects.create(title=title[:200], agency_id=agency_id, by_name=actor.name, created_at=now)
        while batch := list(islice(left, _AT_ONCE)):
            router = Router(template, [each.to for each in batch])
            rows = []
            for each in batch:
                written = _rows(each, router, wording, language)
                mailing.unreachable += not written
                rows += written
            _write(rows, mailing)
        mailing.save(update_fields=["total", "unreachable"])
    return mailing.uuid


def _write(rows: Sequence[Message], mailing: Mailing) -> None:
    for row in rows:
        row.mailing = mailing
    Message.objects.bulk_create(rows)
    mailing.total += len(rows)
    later: dict[datetime | None, list[int]] = {}
    for row in rows:
        if row.channel != IN_APP:
            later.setdefault(row.due_at, []).append(row.pk)
    for at, ids in later.items():
        ask_for_batch(message_ids=ids, at=at)


def _rows(notice: Notice, router: Router, wording: Wording, language: str) -> list[Message]:
    choices = router.choices_for(notice.to)
    spoken = language or choices.language or USUAL_LANGUAGE
    routes = router.routes(notice.to, language=spoken)
    return [_row(notice, route, router, wording, choices, spoken) for route in routes]


def _row(notice: Notice, route: Route, router: Router, wording: Wording, choices: Choices, language: str) -> Message:
    text = wording.version(language, route.channel)
    subject, body = wording.filled(text, notice.context, route.channel)
    inside, urgent, now = route.channel.name == IN_APP, router.kind.urgent, wording.now
    return Message(
        template=text,
        channel=route.channel.name,
        to_name=notice.to.name,
        to_address=route.address,
        to_user_id=notice.to.user_id,
        party_id=notice.to.party_id,
        subject=subject,
        body=body,
        words=dict(notice.context),
        language=text.language,
        subject_key=notice.subject_key,
        url=notice.url,
        agency_id=wording.agency_id,
        route=list(route.further),
        urgent=urgent,
        state=MessageState.SENT if inside else MessageState.QUEUED,
        sent_at=now if inside else None,
        created_at=now,
        due_at=moment_to_send(channel=route.channel, urgent=urgent, choices=choices, now=now),
    )

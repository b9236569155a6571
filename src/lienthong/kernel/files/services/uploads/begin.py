"""Begin an upload in parts."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Invalid, NotPermitted

from ... import rules
from ...contracts import Sender, TooManyUploads, UploadInfo, UploadState
from ...extensions import UploadPlace, find_place
from ...models import Upload
from ..refusals import empty, too_large

_PENDING = (UploadState.OPEN, UploadState.READY)


def begin_upload(*, name: str, place: str, length: int, sender: Sender, actor: Actor, now: datetime) -> UploadInfo:
    """Make room for a file that will come in parts; nothing of it is there yet.

    :param place: a declared `UploadPlace`, or the common one
    :param length: of the whole file, in bytes
    :raises Invalid: there is no such place
    :raises NotPermitted: the actor may not send there
    :raises FileTooLarge: it is larger than the place takes
    :raises EmptyFile: it has no bytes
    :raises TooManyUploads: the sender has too many, or too much, open
    """
    where = find_place(place)
    if where is None:
        raise Invalid(_("Nothing is sent to this place."))
    _check_permission(where, actor)
    shown = rules.harmless_name(name)
    limit = where.max_bytes or settings.UPLOAD_MAX_BYTES
    if length <= 0:
        raise empty(name=shown)
    if length > limit:
        raise too_large(name=shown, limit=limit)
    _check_room(_of(sender), length, now)
    row = Upload.objects.create(
        owner_id=sender.user_id,
        session="" if sender.user_id else sender.session,
        address=sender.address,
        place=place,
        name=shown,
        length=length,
        created_at=now,
        expires_at=now + timedelta(hours=settings.FILES_UPLOAD_HOURS),
    )
    return row.as_info()


def _check_permission(place: UploadPlace, actor: Actor) -> None:
    allowed = actor.is_signed_in or place.anonymous
    if not allowed or (place.permission and not actor.may(place.permission)):
        raise NotPermitted(_("You may not send files here. Sign in first."))


def _of(sender: Sender) -> Q:
    # A visitor gets a new session by asking for one; the machine they sit at counts.
    return Q(owner_id=sender.user_id) if sender.user_id else Q(owner_id=None, address=sender.address)


def _check_room(of: Q, length: int, now: datetime) -> None:
    pending: QuerySet[Upload] = Upload.objects.filter(of, state__in=_PENDING, expires_at__gt=now)
    held = pending.aggregate(count=Count("pk"), bytes=Sum("length"))
    if held["count"] >= settings.FILES_OPEN_UPLOADS or (held["bytes"] or 0) + length > settings.FILES_OPEN_BYTES:
        raise TooManyUploads(_("Too many files are being sent at once. Send those first, or wait an hour."))

"""Reads of uploads in parts."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ..contracts import Sender, UploadGone, UploadInfo, UploadState
from ..models import Upload


def find_upload(*, uuid: UUID, sender: Sender, now: datetime) -> UploadInfo:
    """Return how far an upload of this sender is.

    :raises UploadGone: there is none, it is another's, it was refused, or its time is over
    """
    row = uploads_of(sender).filter(pk=uuid, expires_at__gt=now).first()
    if row is None or row.state == UploadState.REFUSED:
        raise gone()
    return row.as_info()


def uploads_of(sender: Sender) -> QuerySet[Upload]:
    """Return what a person sent, and what the session did before anybody signed in to it."""
    mine = Q(owner_id=sender.user_id) if sender.user_id else Q(pk__in=())
    if sender.session:
        mine |= Q(owner_id=None, session=sender.session)
    return Upload.objects.filter(mine)


def gone() -> UploadGone:
    """Return the refusal of an upload that is not there any more, or never was this sender's."""
    return UploadGone(_("This upload has ended. Choose the file again."))

"""Saving the text of a message."""

from datetime import datetime

from django.db.models import Q

from ..contracts import TemplateText
from ..models import MessageTemplate


def save_template(
    *, text: TemplateText, now: datetime, by_name: str = "", agency_id: int | None = None, plain: bool = False
) -> int:
    """Save a text as the newest version of its template and return the version; the same text makes none.

    :param agency_id: the agency for whose messages it is; None for all
    :param plain: SMS of it go without diacritics
    """
    rows = MessageTemplate.objects.filter(key=text.key, language=text.language, channel=text.channel)
    newest = rows.filter(Q(agency_id=agency_id)).order_by("-version").first()
    if newest is not None and (newest.subject, newest.body, newest.plain) == (text.subject, text.body, plain):
        return newest.version
    last = rows.order_by("-version").values_list("version", flat=True).first()
    return MessageTemplate.objects.create(
        key=text.key,
        language=text.language,
        channel=text.channel,
        agency_id=agency_id,
        version=(last or 0) + 1,
        subject=text.subject,
        body=text.body,
        plain=plain,
        saved_at=now,
        saved_by_name=by_name,
    ).version

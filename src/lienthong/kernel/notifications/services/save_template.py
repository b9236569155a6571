"""Saving the text of a message."""

from datetime import datetime

from ..contracts import TemplateText
from ..models import MessageTemplate


def save_template(*, text: TemplateText, now: datetime, by_name: str = "") -> int:
    """Save a text as the newest version of its template and return the version; the same text makes none."""
    rows = MessageTemplate.objects.filter(key=text.key, language=text.language, channel=text.channel)
    newest = rows.order_by("-version").first()
    if newest is not None and (newest.subject, newest.body) == (text.subject, text.body):
        return newest.version
    return MessageTemplate.objects.create(
        key=text.key,
        language=text.language,
        channel=text.channel,
        version=newest.version + 1 if newest else 1,
        subject=text.subject,
        body=text.body,
        saved_at=now,
        saved_by_name=by_name,
    ).version

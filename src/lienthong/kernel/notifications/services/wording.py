"""The text of a message: the version in force for a language, channel and agency, filled with words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext as _

from .. import rules
from ..contracts import PlaceholderMissing, UnknownTemplate
from ..extensions import Channel, brought_template
from ..models import MessageTemplate
from .save_template import save_template

_LONGEST_SUBJECT = 300
USUAL_LANGUAGE = "vi"


@dataclass
class Wording:
    """Fills one template for many recipients; each version is read once."""

    key: str
    agency_id: int | None
    now: datetime
    _found: dict[tuple[str, str], MessageTemplate] = field(default_factory=dict)

    def version(self, language: str, channel: Channel) -> MessageTemplate:
        """Return the version in force; what a system brings becomes the first when it is first used.

        :raises UnknownTemplate: no text under this key, in this language or the usual one
        """
        place = (language, channel.name)
        if place not in self._found:
            self._found[place] = self._newest(language, channel)
        return self._found[place]

    def filled(self, version: MessageTemplate, words: Mapping[str, str], channel: Channel) -> tuple[str, str]:
        """Return subject and body with the words in their places.

        :raises PlaceholderMissing: the text names something that the words lack
        """
        try:
            subject, body = rules.fill(version.subject, words), rules.fill(version.body, words)
        except KeyError as missing:
            named = {"key": self.key, "name": missing.args[0]}
            raise PlaceholderMissing(_("The message “%(key)s” needs “%(name)s”.") % named, **named) from missing
        if version.plain and channel.group == "phone":
            body = rules.without_marks(body)
        return subject[:_LONGEST_SUBJECT], body

    def _newest(self, language: str, channel: Channel) -> MessageTemplate:
        for each in dict.fromkeys((language, USUAL_LANGUAGE)):
            rows = MessageTemplate.objects.filter(
                Q(agency_id=self.agency_id) | Q(agency=None),
                key=self.key,
                language=each,
                channel__in=["", channel.name],
            )
            # The agency's own goes before the province's, one for the channel before one for all.
            found = rows.order_by(F("agency_id").desc(nulls_last=True), "-channel", "-version").first()
            if found is not None:
                return found
            brought = brought_template(key=self.key, language=each, channel=channel.name)
            if brought is not None:
                version = save_template(text=brought, now=self.now)
                place = {"key": self.key, "language": each, "channel": brought.channel}
                return MessageTemplate.objects.get(**place, version=version)
        raise UnknownTemplate(_("There is no message template “%(key)s”.") % {"key": self.key}, key=self.key)

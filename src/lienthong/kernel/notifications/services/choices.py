"""What people, and the province for them, choose."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotPermitted
from lienthong.kernel.audit import services as audit

from ..contracts import MANAGE, Choices
from ..extensions import find_kind, template_keys
from ..models import KindChoice, PersonChoice

LANGUAGES = ("vi", "en")
CHOSEN_CHANNELS = ("in_app", "email", "zalo", "sms")


def save_choices(*, choices: Choices, actor: Actor, now: datetime) -> None:
    """Keep how a person wants to be told; they choose for themselves only.

    :raises NotPermitted: nobody is signed in
    :raises Invalid: no such language, kind or channel, half of the quiet hours, or a message that law demands is left
        without a channel
    """
    if actor.user_id is None:
        raise NotPermitted(_("Sign in first."))
    if choices.language not in {"", *LANGUAGES}:
        raise _wrong("language", _("There is no such language"))
    if (choices.quiet_from is None) != (choices.quiet_to is None):
        raise _wrong("quiet_to", _("Give both times, or neither"))
    _check(choices.channels)
    with transaction.atomic():
        PersonChoice.objects.update_or_create(
            user_id=actor.user_id,
            defaults={
                "language": choices.language,
                "quiet_from": choices.quiet_from,
                "quiet_to": choices.quiet_to,
                "digest": choices.digest,
            },
        )
        KindChoice.objects.filter(user_id=actor.user_id).delete()
        KindChoice.objects.bulk_create(
            KindChoice(user_id=actor.user_id, kind=kind, channels=list(names))
            for kind, names in choices.channels.items()
        )
        audit.record(
            subject_type="notifications.choices",
            subject_key=str(actor.user_id),
            act="notifications.choices.save",
            actor=actor,
            now=now,
            data={"language": choices.language, "digest": choices.digest, "kinds": len(choices.channels)},
        )


def save_province_channels(*, channels: Mapping[str, tuple[str, ...]], actor: Actor, now: datetime) -> None:
    """Set over which channels kinds of messages go for people who chose nothing; others go over all.

    :raises NotPermitted: the actor does not look after messages
    :raises Invalid: no such kind or channel, or a message that law demands is left without a channel
    """
    if not actor.may(MANAGE):
        raise NotPermitted(_("Only those who look after messages may do this."))
    _check(channels)
    with transaction.atomic():
        before = {row.kind: list(row.channels) for row in KindChoice.objects.select_for_update().filter(user=None)}
        KindChoice.objects.filter(user=None).delete()
        KindChoice.objects.bulk_create(
            KindChoice(user=None, kind=kind, channels=list(names)) for kind, names in channels.items()
        )
        audit.record(
            subject_type="notifications.channels",
            subject_key="*",
            act="notifications.channels.save",
            actor=actor,
            now=now,
            data={"before": before, "after": {kind: list(names) for kind, names in channels.items()}},
        )


def _check(channels: Mapping[str, tuple[str, ...]]) -> None:
    known = set(template_keys())
    for kind, names in channels.items():
        if kind not in known or not set(names) <= set(CHOSEN_CHANNELS):
            raise _wrong("channels", _("There is no such kind of message or channel"))
        if not names and find_kind(kind).mandatory:
            raise _wrong("channels", _("A message that law demands needs at least one channel"))


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(message, errors=(FieldError(field, message),))

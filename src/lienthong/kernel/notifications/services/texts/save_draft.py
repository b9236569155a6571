"""Saving a draft of a text."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.organizations.queries import find_agency

from ... import rules
from ...contracts import MANAGE, TemplateText
from ...extensions import template_keys
from ...models import TextDraft
from ...policy import DRAFTS
from ...queries.texts import newest_text, words_known

LONGEST_SUBJECT, LONGEST_BODY = 200, 4000
PLACES = ("", "in_app", "email", "sms", "zalo", "file")
LANGUAGES = ("vi", "en")


def draft_of(*, key: str, language: str, channel: str, agency_code: str, actor: Actor, now: datetime) -> UUID:
    """Return the draft of a place, made from the text in force when there is none.

    :raises NotFound: no such kind of message, language, channel or agency
    :raises NotPermitted: the actor does not look after texts of this agency
    """
    agency_id = _place(key, language, channel, agency_code)
    text = newest_text(key=key, language=language, channel=channel, agency_id=agency_id)
    place = {"key": key, "language": language, "channel": channel, "agency_id": agency_id}
    found = TextDraft.objects.select_related("agency").filter(**place).first()
    draft = found or TextDraft(
        **place, subject=text.subject, body=text.body, plain=text.plain, saved_at=now, saved_by_name=actor.name
    )
    _check_right(draft, actor)
    if found is None:
        draft.save()
    elif found.state != "draft":
        found.subject, found.body, found.plain, found.state = text.subject, text.body, text.plain, "draft"
        found.save(update_fields=["subject", "body", "plain", "state"])
    return draft.uuid


def save_draft(*, uuid: UUID, subject: str, body: str, plain: bool, actor: Actor, now: datetime) -> None:
    """Keep what was written; nothing is sent with it before it is published.

    :raises NotFound: no such draft in sight
    :raises NotPermitted: the actor does not look after texts of this agency
    :raises Invalid: it is empty, too long, or names something that nobody fills in
    """
    with transaction.atomic():
        draft = locked(uuid, actor)
        text = TemplateText(draft.key, draft.language, draft.channel, subject.strip(), body.strip())
        check_text(text)
        draft.subject, draft.body, draft.plain = text.subject, text.body, plain
        draft.state, draft.saved_at, draft.saved_by_name = "draft", now, actor.name
        draft.version += 1
        draft.save()


def discard_draft(*, uuid: UUID, actor: Actor, now: datetime) -> None:
    """Throw a draft away; the text in force stays.

    :raises NotFound: no such draft in sight
    :raises NotPermitted: the actor does not look after texts of this agency
    """
    with transaction.atomic():
        draft = locked(uuid, actor)
        audit.record(
            subject_type="notifications.textdraft",
            subject_key=str(draft.uuid),
            act="notifications.text.discard",
            actor=actor,
            now=now,
            data={"key": draft.key, "language": draft.language},
        )
        draft.delete()


def locked(uuid: UUID, actor: Actor) -> TextDraft:
    """Return a draft that the actor may change, locked.

    :raises NotFound: no such draft
    :raises NotPermitted: the actor does not look after texts of its agency
    """
    draft = TextDraft.objects.select_for_update(of=("self",)).select_related("agency").filter(uuid=uuid).first()
    if draft is None:
        raise NotFound(_("There is no such draft."))
    _check_right(draft, actor)
    return draft


def check_text(text: TemplateText) -> None:
    """Make sure that a text can be filled in and sent.

    :raises Invalid: it is empty, too long, or names something that nobody fills in; the sentence names it
    """
    errors = []
    if not text.body:
        errors.append(FieldError("body", _("Write the text")))
    if len(text.body) > LONGEST_BODY or "\0" in text.body:
        errors.append(FieldError("body", _("At most 4,000 letters")))
    if len(text.subject) > LONGEST_SUBJECT or not text.subject.isprintable():
        errors.append(FieldError("subject", _("At most 200 letters, on one line")))
    known = words_known(text.key)
    for field, written in (("subject", text.subject), ("body", text.body)):
        if unknown := sorted(rules.placeholders(written) - known):
            shown = ", ".join(f"{{{name}}}" for name in unknown)
            words = ", ".join(f"{{{name}}}" for name in sorted(known))
            message = _("Nobody fills in %(unknown)s here. There is: %(known)s.") % {"unknown": shown, "known": words}
            errors.append(FieldError(field, message))
        bare = rules.fill(written, dict.fromkeys(rules.placeholders(written), ""))
        if "{" in bare or "}" in bare:
            message = _("A brace must hold the name of a place to fill, such as {code}.")
            errors.append(FieldError(field, message))
    if errors:
        raise Invalid(errors[0].message, errors=tuple(errors))


def _place(key: str, language: str, channel: str, agency_code: str) -> int | None:
    if key not in template_keys() or language not in LANGUAGES or channel not in PLACES:
        raise NotFound(_("There is no such text."))
    if not agency_code:
        return None
    return find_agency(code=agency_code).id


def _check_right(draft: TextDraft, actor: Actor) -> None:
    if not DRAFTS.allows(actor, MANAGE, draft):
        raise NotPermitted(_("Only those who look after the texts of this agency may do this."))

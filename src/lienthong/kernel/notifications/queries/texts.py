"""Texts of messages: which there are, their versions, and how they look filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound, NotPermitted

from .. import extensions, rules
from ..contracts import MANAGE
from ..extensions import brought_template, find_kind, template_keys
from ..models import MessageTemplate, TextDraft
from ..policy import DRAFTS
from ..rules.sms import SmsText

_MOST_VERSIONS = 50


@dataclass(frozen=True)
class TextInForce:
    """A text as it stands: one of ours, or as the system brings it (version 0)."""

    subject: str
    body: str
    plain: bool
    version: int
    saved_at: datetime | None = None
    saved_by: str = ""


@dataclass(frozen=True)
class TextLine:
    """One kind of message in the list of texts."""

    key: str
    label: str
    mandatory: bool
    versions: int
    changed_at: datetime | None
    drafts: int


@dataclass(frozen=True)
class Preview:
    """A text filled with samples, and what it costs as SMS: as it is, and without diacritics."""

    subject: str
    body: str
    plain_body: str
    sms: SmsText
    sms_plain: SmsText


@dataclass(frozen=True)
class VersionLine:
    """A version with what changed since the one before: pieces of text, each kept, taken out or put in."""

    version: int
    saved_at: datetime
    saved_by: str
    plain: bool
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TextPage:
    """A draft with the text in force, the names it may use, and the versions before."""

    uuid: UUID
    key: str
    label: str
    language: str
    channel: str
    agency_code: str
    agency_name: str
    subject: str
    body: str
    plain: bool
    is_draft: bool
    version: int
    words: tuple[tuple[str, str], ...]
    in_force: TextInForce
    versions: tuple[VersionLine, ...]


def list_texts(*, viewer: Actor, language: str, text: str = "") -> tuple[TextLine, ...]:
    """Return every kind of message that has texts. Two statements.

    :raises NotPermitted: the viewer does not look after texts
    """
    if not viewer.may(MANAGE):
        raise NotPermitted(_("Only those who look after messages may do this."))
    saved = MessageTemplate.objects.values("key").annotate(last=Max("version"), at=Max("saved_at"))
    known = {row["key"]: row for row in saved}
    drafts: dict[str, int] = {}
    for key in DRAFTS.visible(TextDraft.objects.filter(state="draft"), viewer).values_list("key", flat=True):
        drafts[key] = drafts.get(key, 0) + 1
    lines = []
    for key in template_keys():
        kind, row = find_kind(key), known.get(key)
        label = kind.label_in(language)
        if text.casefold() in f"{key} {label}".casefold():
            lines.append(
                TextLine(
                    key,
                    label,
                    kind.mandatory,
                    row["last"] if row else 0,
                    row["at"] if row else None,
                    drafts.get(key, 0),
                )
            )
    return tuple(lines)


def get_text(*, uuid: UUID, viewer: Actor, language: str) -> TextPage:
    """Return a draft with all that its page shows. Three statements.

    :raises NotFound: no such draft in sight
    """
    draft = TextDraft.objects.select_related("agency").filter(uuid=uuid).first()
    if draft is None or not DRAFTS.allows(viewer, MANAGE, draft):
        raise NotFound(_("There is no such draft."))
    kind = find_kind(draft.key)
    sample = kind.sample
    rows = MessageTemplate.objects.filter(
        Q(agency_id=draft.agency_id), key=draft.key, language=draft.language, channel=draft.channel
    )
    versions = list(rows.order_by("-version")[:_MOST_VERSIONS])
    return TextPage(
        uuid=draft.uuid,
        key=draft.key,
        label=kind.label_in(language),
        language=draft.language,
        channel=draft.channel,
        agency_code=draft.agency.code if draft.agency else "",
        agency_name=draft.agency.name if draft.agency else "",
        subject=draft.subject,
        body=draft.body,
        plain=draft.plain,
        is_draft=draft.state == "draft",
        version=draft.version,
        words=tuple((name, sample.get(name, "")) for name in sorted(words_known(draft.key))),
        in_force=newest_text(key=draft.key, language=draft.language, channel=draft.channel, agency_id=draft.agency_id),
        versions=_with_changes(versions),
    )


def newest_text(*, key: str, language: str, channel: str, agency_id: int | None) -> TextInForce:
    """Return the text in force at a place: its own newest version, else that of a wider place. One statement."""
    rows = MessageTemplate.objects.filter(key=key, language=language, channel__in=["", channel])
    rows = rows.filter(Q(agency_id=agency_id) | Q(agency=None))
    found = sorted(rows, key=lambda row: (row.agency_id is not None, row.channel, row.version))
    if found:
        row = found[-1]
        return TextInForce(row.subject, row.body, row.plain, row.version, row.saved_at, row.saved_by_name)
    text = brought_template(key=key, language=language, channel=channel)
    text = text or brought_template(key=key, language="vi", channel=channel)
    return TextInForce(text.subject, text.body, plain=False, version=0) if text else TextInForce("", "", False, 0)  # noqa: FBT003  positional in a dataclass of texts


def words_known(key: str) -> frozenset[str]:
    """Return the names that messages of a kind fill in: those of its samples and of the texts its system brings."""
    texts = (text for (known, _language, _channel), text in extensions._templates.items() if known == key)  # noqa: SLF001  the register of this app
    named = frozenset[str]().union(*(rules.placeholders(text.subject + text.body) for text in texts))
    return named | frozenset(find_kind(key).sample)


def preview(*, key: str, subject: str, body: str) -> Preview:
    """Return a text filled with samples; a name without a sample stands in brackets."""
    words = {name: f"[{name}]" for name in rules.placeholders(subject + body)} | dict(find_kind(key).sample)
    filled = rules.fill(body, words)
    plain = rules.without_marks(filled)
    return Preview(
        subject=rules.fill(subject, words),
        body=filled,
        plain_body=plain,
        sms=rules.measure(filled),
        sms_plain=rules.measure(plain),
    )


def address_of_user(user_id: int) -> str:
    """Return the e-mail address of an account."""
    return get_user_model().objects.filter(pk=user_id).values_list("email", flat=True).first() or ""


def _with_changes(versions: Sequence[MessageTemplate]) -> tuple[VersionLine, ...]:
    before = [*(row.body for row in versions[1:]), ""][: len(versions)]
    return tuple(
        VersionLine(row.version, row.saved_at, row.saved_by_name, row.plain, difference(old, row.body) if old else ())
        for row, old in zip(versions, before, strict=True)
    )


def difference(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Return what changed from one text to another, word by word: ("same" | "out" | "in", words)."""
    a, b = old.split(" "), new.split(" ")
    found: list[tuple[str, str]] = []
    for what, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", " ".join(a[a1:a2])))
            continue
        if a2 > a1:
            found.append(("out", " ".join(a[a1:a2])))
        if b2 > b1:
            found.append(("in", " ".join(b[b1:b2])))
    return tuple(found)

"""Keeping a new version of synonyms and stop words."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, NotPermitted
from lienthong.kernel.audit import services as audit

from ..contracts import MANAGE, WordListWrong
from ..models import WordList
from ..rules.word_lists import ListWrong, read_stop_words, read_synonyms

LONGEST_NOTE = 500


def save_word_list(
    *, synonyms: str, stop_words: str, note: str, expected_version: int, actor: Actor, now: datetime
) -> int:
    """Keep synonyms and stop words as a new version, in use from now on, and return its number.

    :param expected_version: the version that was changed, 0 when there was none
    :raises NotPermitted: the actor does not look after search
    :raises WordListWrong: a line cannot be read
    :raises Conflict: somebody kept a version in the meantime
    """
    if not actor.may(MANAGE):
        raise NotPermitted(_("Only those who look after search may do this."))
    _check(synonyms, stop_words)
    with transaction.atomic():
        last = WordList.objects.select_for_update().order_by("-version").first()
        if (last.version if last else 0) != expected_version:
            raise Conflict(_("Somebody else has just worked on this. Open it again to see what changed."))
        row, is_new = WordList.objects.get_or_create(
            version=expected_version + 1,
            defaults={
                "synonyms": synonyms.strip(), "stop_words": stop_words.strip(), "note": note.strip()[:LONGEST_NOTE],
                "made_by": actor.name, "made_at": now,
            },
        )  # fmt: skip
        if not is_new:
            raise Conflict(_("Somebody else has just worked on this. Open it again to see what changed."))
        audit.record(
            subject_type="search.word_list", subject_key=str(row.version), act="search.word_list.save", actor=actor,
            now=now, note=row.note,
        )  # fmt: skip
    return int(row.version)


def _check(synonyms: str, stop_words: str) -> None:
    errors = []
    for path, text, read in (("synonyms", synonyms, read_synonyms), ("stop_words", stop_words, read_stop_words)):
        try:
            read(text)
        except ListWrong as wrong:
            words = {
                "too_long": _("The list is too long"),
                "too_many": _("Line %(line)s: too many words"),
                "alone": _("Line %(line)s: write at least two phrases, parted by ="),
            }
            errors.append(FieldError(path, words[wrong.code] % {"line": wrong.line}))
    if errors:
        raise WordListWrong(errors[0].message, errors=tuple(errors))

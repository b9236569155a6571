"""What one person searched for lately, kept only while that person wants it."""

from lienthong.kernel.acts.contracts import Actor

from .. import rules
from ..models import RecentSearches

MOST_KEPT = 8


def keep_searches(*, keep: bool, actor: Actor) -> None:
    """Begin to keep the actor's searches, or forget them all and keep none."""
    if actor.user_id is None:
        return
    if keep:
        RecentSearches.objects.get_or_create(user_id=actor.user_id)
    else:
        RecentSearches.objects.filter(user_id=actor.user_id).delete()


def note_search(*, text: str, actor: Actor) -> None:
    """Keep a question among the actor's recent ones, when they want them kept. At most two statements."""
    text = rules.clean(text[: rules.LONGEST_QUESTION])
    if actor.user_id is None or not text:
        return
    row = RecentSearches.objects.filter(user_id=actor.user_id).first()
    if row is None or row.texts[:1] == [text]:
        return
    RecentSearches.objects.filter(pk=row.pk).update(
        texts=[text, *(each for each in row.texts if each != text)][:MOST_KEPT]
    )

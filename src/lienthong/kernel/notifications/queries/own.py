"""A person's own notices."""

from lienthong.kernel.acts.contracts import Actor

from ..contracts import OwnNotice
from ..models import Message

PAGE = 30
# More is said as “99+”; counting stops there.
_MOST_COUNTED = 100


def count_unread(*, viewer: Actor) -> int:
    """Return how many notices a person has not read, at most a hundred. One statement."""
    if viewer.user_id is None:
        return 0
    rows = Message.objects.filter(channel="in_app", to_user_id=viewer.user_id, read_at=None)
    return rows[:_MOST_COUNTED].count()


def list_own(
    *, viewer: Actor, unread: bool = False, before: int | None = None
) -> tuple[tuple[OwnNotice, ...], int | None]:
    """Return a page of the viewer's notices, newest first, and the cursor of the next. One statement."""
    if viewer.user_id is None:
        return (), None
    rows = Message.objects.filter(channel="in_app", to_user_id=viewer.user_id).order_by("-pk")
    if unread:
        rows = rows.filter(read_at=None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    cursor = found[PAGE - 1].pk if len(found) > PAGE else None
    notices = tuple(
        OwnNotice(
            id=each.pk,
            subject=each.subject,
            body=each.body,
            url=each.url,
            at=each.created_at,
            is_read=each.read_at is not None,
        )
        for each in found[:PAGE]
    )
    return notices, cursor

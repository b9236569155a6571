"""Publishing many drafts, each as its own act."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from lienthong.kernel.acts.contracts import Actor, DomainError

from ..contracts import VersionState
from ..models import ProcedureVersion
from .publish_version import publish_version


def publish_many(
    *,
    actor: Actor,
    now: datetime,
    codes: Sequence[str] | None = None,
    valid_from: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Publish the drafts of the named procedures, or all drafts; one refusal does not stop the others.

    :param codes: codes of procedures; None for every draft
    :param progress: called with how many are done and how many there are
    :returns: how many became public, and (code, reason) of each that did not
    """
    drafts = ProcedureVersion.objects.filter(state=VersionState.DRAFT.value)
    if codes is not None:
        drafts = drafts.filter(procedure__code__in=codes)
    wanted = list(drafts.order_by("procedure__code").values_list("pk", "procedure__code"))
    refused = [(code, "Không có bản nháp nào.") for code in sorted({*(codes or ())} - {code for _, code in wanted})]
    published = 0
    for place, (pk, code) in enumerate(wanted, start=1):
        try:
            publish_version(id=pk, actor=actor, now=now, valid_from=valid_from)
            published += 1
        except DomainError as refusal:
            refused.append((code, refusal.message))
        if progress:
            progress(place, len(wanted))
    return published, tuple(refused)

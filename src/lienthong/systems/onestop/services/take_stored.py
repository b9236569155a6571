"""Papers that the owner's store holds: taken by reference instead of being handed in (R-58)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.systems.onestop.contracts import CaseSpec, Channel, PaperDraft, Presence
from lienthong.systems.onestop.extensions import StoredPaper, Taking, find_paper_store
from lienthong.systems.onestop.models import Dossier


def take_stored(
    dossier: Dossier, case: CaseSpec, papers: Iterable[PaperDraft], *, actor: Actor, now: datetime
) -> Mapping[str, StoredPaper]:
    """Take what the draft names from the store of the owner and return it by the code of the paper it stands in for.

    The person is there: who hands the dossier in at the counter is written down with each use.

    :raises Invalid: the dossier came by another way than the counter, or a paper does not count or fit
    """
    wanted = [paper for paper in papers if paper.stored]
    store, specs = find_paper_store(), {paper.code: paper for paper in case.papers}
    if not wanted:
        return {}
    if store is None or dossier.channel != Channel.COUNTER:
        message = _("A paper of the store is used only while the person is at the counter.")
        raise Invalid(message, errors=tuple(FieldError(f"papers.{paper.code}", message) for paper in wanted))
    taken = {}
    for paper in wanted:
        spec = specs.get(paper.code)
        taking = Taking(
            ref=paper.stored,
            owner_id=dossier.owner_id,
            type_code=spec.type_code if spec is not None else "",
            dossier=dossier.number,
            title=dossier.title,
            paper=paper.code,
            presence=Presence.COUNTER,
            present_name=dossier.parties["submitter"]["name"],
        )
        taken[paper.code] = store.take(taking=taking, actor=actor, now=now)
    return taken


def evidence_of(stored: StoredPaper, *, present_name: str, now: datetime) -> dict[str, object]:
    """Return why the paper need not be handed in: what is kept, its hash, who was there, when it was checked."""
    return {
        "fields": [],
        "sources": ["store"],
        "labels": [stored.label],
        "at": now.isoformat(),
        "ref": stored.ref,
        "sha256": stored.sha256,
        "presence": Presence.COUNTER.value,
        "person": present_name,
    }

"""The store as the one-stop shop knows it."""

from collections.abc import Sequence
from datetime import datetime

from lienthong.kernel.acts.contracts import Actor
from lienthong.systems.onestop.extensions import StoredPaper, Taking

from . import queries, services
from .contracts import ItemKind
from .models import StoreItem


class OwnersStore:
    """Offers what is kept for the owner of a dossier instead of papers to be brought."""

    def fitting(
        self, *, owner_id: int, type_codes: frozenset[str], actor: Actor, now: datetime
    ) -> Sequence[StoredPaper]:
        """Return the owner's papers of these types that count now. One statement."""
        found = queries.fitting_items(owner_id=owner_id, type_codes=type_codes, viewer=actor, now=now)
        return tuple(map(_paper, found))

    def take(self, *, taking: Taking, actor: Actor, now: datetime) -> StoredPaper:
        """Let a dossier refer to a kept paper; see `services.take_item`."""
        return _paper(services.take_item(taking=taking, actor=actor, now=now))


def _paper(item: StoreItem) -> StoredPaper:
    return StoredPaper(
        ref=str(item.uuid),
        type_code=item.type_code,
        title=item.title,
        number=item.number,
        issuer=item.issuer_name,
        issued_on=item.issued_on,
        valid_to=item.valid_to,
        file_id=item.file_id or 0,
        sha256=item.sha256,
        is_result=item.kind == ItemKind.RESULT,
    )

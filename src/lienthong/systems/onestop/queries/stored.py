"""What the store of the owner holds instead of papers to be brought (R-58)."""

from collections.abc import Mapping
from datetime import datetime

from lienthong.kernel.acts.contracts import Actor
from lienthong.systems.onestop.contracts import CaseSpec
from lienthong.systems.onestop.extensions import StoredPaper, find_paper_store


def stored_for(*, case: CaseSpec, owner_id: int, viewer: Actor, now: datetime) -> Mapping[str, tuple[StoredPaper, ...]]:
    """Return by code of a required paper what is kept for the owner that fits it and counts now. One statement.

    Papers without a type in the national list fit nothing; where no store plugs in, nothing is kept.
    """
    store = find_paper_store()
    types = {paper.code: paper.type_code for paper in case.papers if paper.type_code}
    if store is None or not types:
        return {}
    found = store.fitting(owner_id=owner_id, type_codes=frozenset(types.values()), actor=viewer, now=now)
    fitting = {code: tuple(each for each in found if each.type_code == kind) for code, kind in types.items()}
    return {code: kept for code, kept in fitting.items() if kept}

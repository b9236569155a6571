"""Writing the lines of a plan."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotFound
from lienthong.kernel.organizations import rules
from lienthong.kernel.organizations.contracts import PlanLine, ReorganizationKind
from lienthong.kernel.organizations.models import Agency, Reorganization, ReorganizationItem
from lienthong.kernel.organizations.services.texts import faults

from .draft_plan import lock_draft

MOST_LINES = 30_000


def add_lines(*, plan_id: int, lines: Sequence[PlanLine], actor: Actor, now: datetime) -> int:
    """Add lines to a draft, numbered after those it has, and return how many.

    Codes may be written in the old or the new form; they are kept as the agencies carry them today.

    :raises NotFound: no such plan
    :raises Conflict: its execution has begun
    :raises Invalid: a text that is too long or cannot be printed, or too many lines
    """
    del now  # a draft keeps no history of its lines
    with transaction.atomic():
        plan = lock_draft(plan_id=plan_id, actor=actor)
        last = plan.items.aggregate(last=Max("number"))["last"] or 0
        if last + len(lines) > MOST_LINES:
            raise Invalid(_("A plan has at most %(limit)d lines.") % {"limit": MOST_LINES})
        known = _codes()
        rows = [_row(plan, last + place, _clean(line), known) for place, line in enumerate(lines, start=1)]
        ReorganizationItem.objects.bulk_create(rows, batch_size=2000)
        _touch(plan)
    return len(lines)


def remove_line(*, plan_id: int, number: int, actor: Actor, now: datetime) -> None:
    """Take a line out of a draft.

    :raises NotFound: no such plan or line
    :raises Conflict: its execution has begun
    """
    del now
    with transaction.atomic():
        plan = lock_draft(plan_id=plan_id, actor=actor)
        gone, _kinds = plan.items.filter(number=number).delete()
        if not gone:
            raise NotFound(_("There is no such line."))
        _touch(plan)


def _touch(plan: Reorganization) -> None:
    plan.version += 1
    plan.save(update_fields=["version"])


def _codes() -> dict[str, str]:
    """Return today's code by every spelling of it."""
    known: dict[str, str] = {}
    for code, former in Agency.objects.order_by("valid_from", "pk").values_list("code", "former_code"):
        for written in filter(None, (former, code)):
            known |= dict.fromkeys(rules.spellings(written), code)
    return known


def _clean(line: PlanLine) -> PlanLine:
    texts = {"target_name": rules.tidy(line.target_name), "share": rules.tidy(line.share)[:500]}
    codes = {name: getattr(line, name).strip() for name in ("source", "target", "parent", "area_code")}
    limits = {"source": 40, "target": 40, "parent": 40, "area_code": 10, "target_name": 300, "share": 500}
    errors: list[FieldError] = faults({name: (text, limits[name]) for name, text in (texts | codes).items()})
    if errors:
        raise Invalid(_("Check the line"), errors=tuple(errors))
    return replace(
        line,
        source=codes["source"],
        target=codes["target"],
        parent=codes["parent"],
        area_code=codes["area_code"],
        target_name=texts["target_name"],
        share=texts["share"],
    )


def _row(plan: Reorganization, number: int, line: PlanLine, known: dict[str, str]) -> ReorganizationItem:
    def today(code: str) -> str:
        return known.get(code) or known.get(code.upper(), code)

    founds = line.kind is ReorganizationKind.FOUND
    return ReorganizationItem(
        plan=plan,
        number=number,
        kind=line.kind.value,
        source_code=today(line.source),
        target_code=line.target if founds or line.kind is ReorganizationKind.RENAME else today(line.target),
        target_name=line.target_name,
        target_kind=line.target_kind.value if line.target_kind else "",
        parent_code=today(line.parent),
        area_code=line.area_code,
        is_main=line.is_main,
        share=line.share,
    )

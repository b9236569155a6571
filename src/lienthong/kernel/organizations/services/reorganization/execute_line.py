"""What each kind of line does to agencies, and to what hangs on them."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.kernel.organizations.contracts import AgencyKind, ReorganizationKind
from lienthong.kernel.organizations.events import AgencyReorganized
from lienthong.kernel.organizations.extensions import Handover, movers
from lienthong.kernel.organizations.models import Agency, Reorganization, ReorganizationItem, Succession
from lienthong.kernel.organizations.rules.listing import level_of
from lienthong.kernel.organizations.services.found_agency import found_agency
from lienthong.kernel.organizations.services.move_subtree import lock_tree, move_subtree
from lienthong.kernel.organizations.services.periods import begin_period, end_period

REORGANIZE = "organizations.agency.reorganize"


def execute_line(*, item: ReorganizationItem, plan: Reorganization, actor: Actor, now: datetime) -> dict[str, int]:
    """Execute one line in the caller's transaction and return how much moved, by kind of thing.

    :raises Conflict: an agency it names is not there, or has ended
    """
    kind = ReorganizationKind(item.kind)
    lock_tree()
    moved: dict[str, int] = {}
    if kind is ReorganizationKind.FOUND:
        _found(item, plan)
    elif kind in {ReorganizationKind.RENAME, ReorganizationKind.MOVE}:
        _change(item, plan)
    else:
        moved = _end(item, plan, actor, now)
    code = item.target_code if kind is ReorganizationKind.FOUND else item.source_code
    audit.record(
        subject_type="organizations.agency",
        subject_key=code,
        act=REORGANIZE,
        actor=actor,
        now=now,
        note=plan.basis,
        data={"kind": kind.value, "to": item.target_code, "share": item.share, "moved": moved},
    )
    event = AgencyReorganized(code=code, kind=kind.value, successor_code=item.target_code, day=plan.effective_date)
    events.publish(event=event, subject=code, now=now, actor_name=actor.name)
    return moved


def _load(code: str, plan: Reorganization) -> Agency:
    agency = Agency.objects.select_for_update(of=("self",)).filter(code=code).first()
    if agency is None:
        raise Conflict(_("There is no agency with the code %(code)s.") % {"code": code})
    if agency.valid_to is not None and agency.valid_to < plan.effective_date:
        raise Conflict(_("The agency %(code)s has ended already.") % {"code": code})
    return agency


def _found(item: ReorganizationItem, plan: Reorganization) -> None:
    parent = _load(item.parent_code, plan) if item.parent_code else None
    kind = AgencyKind(item.target_kind)
    found_agency(
        code=item.target_code,
        name=item.target_name,
        area_code=item.area_code,
        kind=kind,
        level=level_of(kind, parent.level if parent else ""),
        valid_from=plan.effective_date,
        parent_id=parent.pk if parent else None,
        basis=plan.basis,
    )


def _change(item: ReorganizationItem, plan: Reorganization) -> None:
    agency = _load(item.source_code, plan)
    if item.target_name:
        agency.name = item.target_name
    if item.target_kind:
        agency.kind = item.target_kind
    if item.target_code and item.target_code != agency.code:
        # Who looks for the code of before finds it in the periods.
        agency.code = item.target_code
    if item.parent_code:
        parent = _load(item.parent_code, plan)
        move_subtree(agency=agency, parent=parent)
        agency.level = level_of(AgencyKind(agency.kind), parent.level)
    agency.version += 1
    agency.save(update_fields=["name", "kind", "code", "level", "version"])
    begin_period(agency=agency, day=plan.effective_date, basis=plan.basis)


def _end(item: ReorganizationItem, plan: Reorganization, actor: Actor, now: datetime) -> dict[str, int]:
    agency = _load(item.source_code, plan)
    successor = _load(item.target_code, plan) if item.target_code else None
    if successor is not None:
        Succession.objects.get_or_create(
            predecessor=agency,
            successor=successor,
            day=plan.effective_date,
            defaults={
                "kind": item.kind,
                "is_main": item.is_main,
                "share": item.share,
                "basis": plan.basis,
                "plan": plan,
            },
        )
    if not item.is_main:
        return {}
    handover = Handover(
        source_id=agency.pk,
        target_id=successor.pk if successor else None,
        day=plan.effective_date,
        basis=plan.basis,
        actor=actor,
        now=now,
    )
    moved = {mover.code: mover.move(handover) for mover in movers()}
    moved["units"] = _hand_over_units(agency, successor, plan)
    agency.valid_to = max(plan.effective_date - timedelta(days=1), agency.valid_from)
    agency.successor = successor
    agency.version += 1
    agency.save(update_fields=["valid_to", "successor", "version"])
    end_period(agency=agency, last_day=agency.valid_to)
    return {code: number for code, number in moved.items() if number}


def _hand_over_units(agency: Agency, successor: Agency | None, plan: Reorganization) -> int:
    """Place what stands below an agency that ends below its successor, which takes its place if it was below it too."""
    if successor is not None and successor.path.startswith(agency.path):
        move_subtree(agency=successor, parent=agency.parent)
        begin_period(agency=successor, day=plan.effective_date, basis=plan.basis)
    living = Q(valid_to__isnull=True) | Q(valid_to__gte=plan.effective_date)
    units = list(Agency.objects.select_for_update().filter(living, parent=agency).order_by("pk"))
    if units and successor is None:
        raise Conflict(_("%(code)s has agencies below it and no successor.") % {"code": agency.code})
    for unit in units:
        move_subtree(agency=unit, parent=successor)
        begin_period(agency=unit, day=plan.effective_date, basis=plan.basis)
    return len(units)

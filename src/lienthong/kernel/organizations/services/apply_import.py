"""Applying a list of agencies after its preview was looked at."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, ActorKind, Conflict, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.organizations.contracts import AgencyKind, LineOutcome
from lienthong.kernel.organizations.models import Agency, AgencyImport, AgencyImportLine
from lienthong.kernel.organizations.policy import MANAGE
from lienthong.kernel.organizations.queries import find_agency
from lienthong.kernel.organizations.rules.listing import level_of

from .found_agency import found_agency
from .move_subtree import move_subtree
from .periods import begin_period

IMPORT = "organizations.agencies.import"


def apply_import(*, run_id: int, actor: Actor, now: datetime) -> None:
    """Hand the new and changed lines of a run to a worker, in one transaction with this decision.

    :raises NotPermitted: the actor manages no agencies, or did not read the list
    :raises NotFound: no such run
    :raises Conflict: it was applied already
    """
    from lienthong.kernel.organizations.jobs import import_agencies

    del now  # the worker notes when it was done
    with transaction.atomic():
        run = AgencyImport.objects.select_for_update().filter(pk=run_id).first()
        if run is None:
            raise NotFound(_("There is no such import."))
        if not actor.may(MANAGE) or run.read_by_id != actor.user_id:
            raise NotPermitted(_("Only who read the list applies it: the preview was made for their rights."))
        if run.state != AgencyImport.State.PREVIEW:
            raise Conflict(_("This list was applied already."))
        run.state, run.applied_by_name = AgencyImport.State.APPLYING, actor.name
        run.save(update_fields=["state", "applied_by_name"])
        import_agencies.configure(lock="organizations.import").defer(run_id=run.pk)


def carry_out_import(*, run_id: int, now: datetime) -> int:
    """Write the lines of a run, those above before those below, all or none; return how many.

    A job that was killed is done again from the beginning, one that was finished does nothing.
    """
    with transaction.atomic():
        run = AgencyImport.objects.select_for_update().get(pk=run_id)
        if run.state != AgencyImport.State.APPLYING:
            return 0
        actor = Actor(kind=ActorKind.OFFICER, name=run.applied_by_name, user_id=run.read_by_id)
        wanted = run.lines.filter(outcome__in=[LineOutcome.NEW, LineOutcome.CHANGED]).order_by("number")
        written = 0
        waiting = list(wanted)
        while waiting:
            codes = {line.code for line in waiting}
            ready = [line for line in waiting if line.values.get("parent_code", "") not in codes]
            for line in ready or waiting:
                _write(line, run, actor, now)
                written += 1
            waiting = [line for line in waiting if line not in ready] if ready else []
        run.lines.filter(pk__in=[line.pk for line in wanted]).update(applied_at=now)
        run.state, run.applied_at = AgencyImport.State.APPLIED, now
        run.save(update_fields=["state", "applied_at"])
    return written


def _write(line: AgencyImportLine, run: AgencyImport, actor: Actor, now: datetime) -> None:
    values = line.values
    above = values.get("parent_code", "")
    parent = Agency.objects.get(pk=find_agency(code=above).id) if above else None
    known = Agency.objects.select_for_update().filter(code=line.code).first()
    if line.outcome == LineOutcome.NEW and known is None:
        kind = AgencyKind(values["kind"])
        code = found_agency(
            code=line.code,
            former_code=values.get("former_code", ""),
            name=values["name"],
            short_name=values.get("short_name", ""),
            area_code=values.get("area_code", ""),
            kind=kind,
            level=level_of(kind, parent.level if parent else ""),
            valid_from=run.effective_date,
            parent_id=parent.pk if parent else None,
            address=values.get("address", ""),
            phone=values.get("phone", ""),
            basis=run.file_name,
        ).code
    else:
        code = _change(line, run, parent)
    audit.record(
        subject_type="organizations.agency",
        subject_key=code,
        act=IMPORT,
        actor=actor,
        now=now,
        note=run.file_name,
        data={"changed": {name: [before, after] for name, before, after in line.changes}} if line.changes else {},
    )


def _change(line: AgencyImportLine, run: AgencyImport, parent: Agency | None) -> str:
    agency = Agency.objects.select_for_update().get(pk=find_agency(code=line.code).id)
    fields = [name for name, _before, _after in line.changes if name != "parent_code"]
    for name in fields:
        setattr(agency, name, line.values[name])
    if any(name == "parent_code" for name, _before, _after in line.changes):
        move_subtree(agency=agency, parent=parent)
    agency.version += 1
    agency.save(update_fields=[*fields, "version"])
    begin_period(agency=agency, day=run.effective_date, basis=run.file_name)
    return agency.code

"""Running the scenarios of a package: asked for on screen, done by a worker, kept for the very bytes they ran for."""

from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import PACKAGE_TYPE, PackageParts, RunState, ScenarioLine
from lienthong.systems.onestop.models import PackageFile, PackageRun
from lienthong.systems.onestop.policy import MANAGE_PACKAGES

from .install_package import read, read_folder
from .tell_scenario import staged, tell_scenario

GIVEN_UP_AFTER = timedelta(minutes=15)
log = structlog.get_logger(__name__)


def start_scenarios(*, code: str, number: int, actor: Actor, now: datetime) -> int:
    """Ask a worker to run the scenarios of a package and return the run; one that waits or runs is not asked twice.

    :raises NotPermitted: the actor does not look after packages
    :raises NotFound: there is no such package
    """
    from ..jobs import tell_scenarios

    if not actor.may(MANAGE_PACKAGES):
        raise NotPermitted(_("Only procedure control looks after packages."))
    with transaction.atomic():
        file = PackageFile.objects.select_for_update().filter(code=code, number=number).first()
        if file is None:
            raise NotFound(_("There is no such package."))
        # A run whose worker was killed does not keep others from being asked for.
        recent = file.runs.filter(started_at__gt=now - GIVEN_UP_AFTER)
        under_way = recent.filter(state__in=(RunState.WAITING, RunState.RUNNING)).first()
        if under_way is not None:
            return under_way.pk
        run = PackageRun.objects.create(
            file=file,
            digest=file.digest,
            state=RunState.WAITING,
            total=len(_read(file).scenarios),
            started_at=now,
            started_by_name=actor.name,
        )
        audit.record(
            subject_type=PACKAGE_TYPE,
            subject_key=file.reference,
            act="onestop.package.rehearse",
            actor=actor,
            now=now,
        )
        tell_scenarios.configure(lock=f"onestop.package.{file.pk}").defer(run_id=run.pk)
    return run.pk


def run_scenarios(*, run_id: int, now: datetime) -> RunState:
    """Carry out a run that was asked for, scenario by scenario; one that is over is left as it is.

    :param now: the moment at which the package is put to use in the rehearsal
    """
    run = PackageRun.objects.select_related("file").get(pk=run_id)
    if run.state not in (RunState.WAITING, RunState.RUNNING):
        return RunState(run.state)
    run.state, run.done, run.lines = RunState.RUNNING, 0, []
    run.save(update_fields=["state", "done", "lines"])
    parts = _read(run.file)
    told: list[ScenarioLine] = []
    try:
        for scenario in parts.scenarios:
            # Each on a stage of its own: what is done so far is seen while the next one plays.
            with staged(parts=parts, now=now) as place:
                told += tell_scenario(parts=parts, scenario=scenario, place=place)
            run.done, run.lines = run.done + 1, [asdict(line) for line in told]
            run.save(update_fields=["done", "lines"])
    except Exception:
        log.exception("onestop.package.rehearsal_broke", run=run.pk, package=run.file.reference)
        return _end(run, RunState.BROKEN, now)
    return _end(run, RunState.PASSED if all(line.passed for line in told) else RunState.FAILED, now)


def tell_folder(*, path: Path, now: datetime) -> tuple[str, str, tuple[ScenarioLine, ...]]:
    """Tell the scenarios of a package that lies in a folder; return its code, its digest and what each line told.

    :raises PackageRefused: a part is missing or malformed
    """
    members, code, origin = read_folder(path)
    parts = read(members, code=code, origin=origin)
    with staged(parts=parts, now=now) as place:
        told = [tell_scenario(parts=parts, scenario=scenario, place=place) for scenario in parts.scenarios]
    return code, parts.digest, tuple(line for lines in told for line in lines)


def _end(run: PackageRun, state: RunState, now: datetime) -> RunState:
    run.state, run.finished_at = state, now
    run.save(update_fields=["state", "finished_at"])
    return state


def _read(file: PackageFile) -> PackageParts:
    members, _manifest, _signature = rules.unpack(bytes(file.data))
    return read(members, code=file.code, origin=file.origin)

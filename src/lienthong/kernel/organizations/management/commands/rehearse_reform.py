"""Rehearses the reform of 1 July 2025 from the data of the units, for the country or one province."""

import csv
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations.services.reorganization.reform_units import Units, load_units
from lienthong.kernel.organizations.services.reorganization.rehearse_reform import Rehearsal, rehearse_reform
from lienthong.kernel.organizations.services.reorganization.run_plan import run_plan
from lienthong.kernel.organizations.services.reorganization.start_plan import start_plan


class Command(BaseCommand):
    """Founds the three tiers, writes and checks the plan, executes it if asked, and takes everything back."""

    help = "Rehearse the reform of 1 July 2025; nothing stays in the database"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the province and where the report goes."""
        parser.add_argument("--province", default="", help="code of a province of today, else all")
        parser.add_argument("--report", type=Path, help="write what the wording leaves open to this CSV file")
        parser.add_argument("--execute", action="store_true", help="execute the plan too, before it is taken back")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Rehearse and print what was found."""
        units = load_units().within(options["province"]) if options["province"] else load_units()
        begun = time.perf_counter()

        def progress(words: str) -> None:
            self.stdout.write(f"{time.perf_counter() - begun:7.1f} s  {words}")

        with transaction.atomic():
            actor, now = Actor.system("rehearsal"), timezone.now()
            found = rehearse_reform(units=units, actor=actor, now=now, progress=progress)
            progress(f"dry run: {len(found.found.problems) + found.found.more_problems} faults")
            if options["execute"]:
                start_plan(plan_id=found.plan_id, actor=actor, now=now)
                done, failed = run_plan(plan_id=found.plan_id, now=now)
                progress(f"executed: {done} lines, {failed} failed")
            transaction.set_rollback(True)
        self._tell(found)
        if options["report"]:
            _write(options["report"], found, units)

    def _tell(self, found: Rehearsal) -> None:
        run = found.found
        self.stdout.write(f"{found.lines} lines: {run.founded} founded, {run.changed} changed, {run.ended} ended")
        for problem in run.problems[:20]:
            self.stdout.write(f"line {problem.number}: {problem.reason} {problem.about}")
        reasons: dict[str, int] = {}
        for each in found.undecided:
            reasons[each.reason] = reasons.get(each.reason, 0) + 1
        for reason, number in sorted(reasons.items(), key=lambda pair: -pair[1]):
            self.stdout.write(f"{number:6} {reason}")


def _write(path: Path, found: Rehearsal, units: Units) -> None:
    names = {each.code: each.full_name for each in units.old_districts}
    names |= {each.code: each.full_name for each in units.old_communes}
    new = {each.code: each for each in units.new_communes}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["reason", "new code", "new unit", "said", "old codes", "old units", "formed from"])
        for each in found.undecided:
            unit = new.get(each.new_code)
            said = [each.reason, each.new_code, unit.full_name if unit else "", each.said, " ".join(each.old_codes)]
            old = "; ".join(names.get(code, code) for code in each.old_codes)
            rows.writerow([*said, old, unit.formed_from if unit else ""])

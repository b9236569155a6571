"""Close, check and export the chain over the history and the log of looks: `manage.py audit …`."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...contracts import Finding, FindingKind, NotSettled
from ...queries import export_day
from ...services import check_chain, close_days, stamp_days

MOST_SAID = 50
WORDS = {
    FindingKind.CHANGED: "row {row} of {log} was changed",
    FindingKind.REMOVED: "row {row} of {log} was removed",
    FindingKind.INSERTED: "row {row} of {log} was inserted",
    FindingKind.SEAL: "the digests of rows {row} to {until} of {log} were changed",
    FindingKind.DAY: "the day does not fit its head or the head before it",
    FindingKind.MISSING_DAY: "a day of the chain is missing",
    FindingKind.STAMP: "the time stamp does not hold",
    FindingKind.KEPT: "the day differs from the copy kept outside",
    FindingKind.UNSTAMPED: "note: the day has no time stamp yet",
    FindingKind.RETIRED: "note: {count} looks, whose time is over, were removed by retention",
    FindingKind.BEHIND: "note: the chain ends here; later days are not closed",
}


class Command(BaseCommand):
    """Serves operators at the terminal."""

    help = "The chain over history and looks: close, verify, export"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the things it does."""
        tasks = parser.add_subparsers(dest="task", required=True)
        tasks.add_parser("close", help="close the days that are over, and stamp those without a stamp")
        verify = tasks.add_parser("verify", help="compute the chain again; name the first row that was tampered with")
        verify.add_argument("--from", dest="since", type=date.fromisoformat, help="first day, as 2026-10-06")
        verify.add_argument("--to", dest="until", type=date.fromisoformat, help="last day")
        verify.add_argument("--kept", type=Path, nargs="*", default=[], help="days exported before, to compare with")
        export = tasks.add_parser("export", help="write one day for keeping outside, one JSON object a line")
        export.add_argument("day", type=date.fromisoformat)
        export.add_argument("--stamp", type=Path, help="also write the time stamp (RFC 3161, DER) to this file")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; tampering ends with an error for scripts."""
        if options["task"] == "close":
            self._close()
        elif options["task"] == "export":
            self._export(options["day"], options["stamp"])
        else:
            kept = dict(map(_kept_head, options["kept"]))
            found = check_chain(now=timezone.now(), since=options["since"], until=options["until"], kept=kept)
            self._say(found)

    def _close(self) -> None:
        try:
            closed = close_days(now=timezone.now())
        except NotSettled as error:
            raise CommandError(str(error)) from error
        stamped = stamp_days(now=timezone.now())
        self.stdout.write(f"{len(closed)} days closed, {stamped} stamped")

    def _say(self, found: Iterable[Finding]) -> None:
        first, tampered, notes = None, 0, 0
        for finding in found:
            tampered += finding.is_tampering
            notes += not finding.is_tampering
            if finding.is_tampering and first is None:
                first = finding
            if tampered + notes <= MOST_SAID:
                self.stdout.write(_sentence(finding))
        if first is not None:
            raise CommandError(f"tampered with, {tampered} times; first: {_sentence(first)}")
        self.stdout.write("the chain holds")

    def _export(self, day: date, stamp: Path | None) -> None:
        lines = list(export_day(day=day))
        if not lines:
            raise CommandError(f"{day.isoformat()} is not closed")
        for line in lines:
            self.stdout.write(json.dumps(line, ensure_ascii=False))
        if stamp is not None:
            stamp.write_bytes(bytes.fromhex(lines[0]["stamp"]))


def _sentence(finding: Finding) -> str:
    log = finding.log.value if finding.log is not None else ""
    words = WORDS[finding.kind].format(row=finding.row, until=finding.until, log=log, count=finding.count)
    return f"{finding.day.isoformat()}: {words}" + (f" {finding.detail}" if finding.detail else "")


def _kept_head(path: Path) -> tuple[date, str]:
    try:
        with path.open(encoding="utf-8") as lines:
            said = json.loads(lines.readline())
        return date.fromisoformat(said["day"]), str(said["head"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{path} is no exported day: {error}") from error

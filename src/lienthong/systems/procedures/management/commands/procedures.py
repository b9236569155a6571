"""`manage.py procedures import PATH` and `manage.py procedures publish --all|CODE…`."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from lienthong.kernel.acts.contracts import Actor, DomainError

from ... import services
from ...contracts import ImportReport, Outcome

_SHOWN = 20


class Command(BaseCommand):
    """Reads the catalogue in, and publishes it, from the command line."""

    help = "Import procedures from JSON files, or publish drafts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the two things that can be done."""
        actions = parser.add_subparsers(dest="action", required=True)
        importing = actions.add_parser("import", help="read a JSON or ZIP file, or a folder of them")
        importing.add_argument("path", type=Path)
        publishing = actions.add_parser("publish", help="make drafts public")
        publishing.add_argument("codes", nargs="*", metavar="CODE")
        publishing.add_argument("--all", action="store_true", help="every draft")
        publishing.add_argument("--from", dest="valid_from", type=date.fromisoformat, help="first day, YYYY-MM-DD")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, with a progress bar, and print the report."""
        try:
            if options["action"] == "import":
                self._import(options["path"])
            else:
                self._publish(options["codes"], options["valid_from"], every=options["all"])
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal

    def _import(self, path: Path) -> None:
        actor = Actor.system("manage.py procedures import")
        files = services.read_files(path)
        with _bar("Nhập thủ tục") as progress:
            report = services.import_catalogue(
                files=files, actor=actor, now=timezone.now(), source=str(path), progress=progress
            )
        self.stdout.write("\n".join(_report(report)))

    def _publish(self, codes: list[str], valid_from: date | None, *, every: bool) -> None:
        if every == bool(codes):
            raise CommandError("Nêu mã thủ tục, hoặc --all.")
        actor = Actor.system("manage.py procedures publish")
        with _bar("Công khai") as progress:
            published, refused = services.publish_many(
                actor=actor,
                now=timezone.now(),
                codes=None if every else codes,
                valid_from=valid_from,
                progress=progress,
            )
        self.stdout.write(f"Đã công khai {published} thủ tục.")
        for code, reason in refused:
            self.stdout.write(f"  {code}: {reason}")


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show progress where a person watches; a log file gets none."""
    with tqdm(desc=label, unit=" thủ tục", disable=None) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def _report(report: ImportReport) -> Iterator[str]:
    yield (
        f"Lần nhập {report.run_id}: {report.read} bản ghi. Mới {report.new}, thay đổi {report.changed}, "
        f"không đổi {report.unchanged}, bị loại {report.rejected}. Trong đó thiếu phần chính {report.incomplete}."
    )
    reasons = Counter(problem.code.value for line in report.lines for problem in line.problems)
    if reasons:
        yield "Điều cần biết: " + ", ".join(f"{code} {count}" for code, count in reasons.most_common())
    for outcome, title in ((Outcome.REJECTED, "Bị loại"), (Outcome.CHANGED, "Thay đổi")):
        lines = [line for line in report.lines if line.outcome is outcome]
        for line in lines[:_SHOWN]:
            told = line.reason or ", ".join(change.field for change in line.changes)
            yield f"  {title}: {line.file} {line.code} {line.name[:60]}: {told}"
        if len(lines) > _SHOWN:
            yield f"  … và {len(lines) - _SHOWN} bản ghi nữa, xem /quan-tri/thu-tuc/nhap/{report.run_id}/"

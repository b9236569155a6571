"""`manage.py packages import FILE…`, `export CODE NUMBER FILE`, `run CODE NUMBER`, `tell [--write]`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor, DomainError

from ... import queries, services
from ...contracts import ScenarioLine

ACTOR = Actor.system("manage.py packages")


class Command(BaseCommand):
    """Reads packages of procedures in, gives them out, and lets them tell their scenarios."""

    help = "Import and export packages of procedures, and run their scenarios."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be done."""
        actions = parser.add_subparsers(dest="action", required=True)
        importing = actions.add_parser("import", help="read packages in, as drafts")
        importing.add_argument("files", nargs="+", type=Path)
        exporting = actions.add_parser("export", help="write a package to a file")
        exporting.add_argument("code")
        exporting.add_argument("number", type=int)
        exporting.add_argument("file", type=Path)
        running = actions.add_parser("run", help="ask the worker to run the scenarios of a package")
        running.add_argument("code")
        running.add_argument("number", type=int)
        telling = actions.add_parser("tell", help="run the scenarios of the packages that come with the program")
        telling.add_argument("--write", action="store_true", help="keep for which contents they came as written")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it and say what came of it."""
        try:
            getattr(self, f"_{options['action']}")(options)
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal

    def _import(self, options: dict[str, Any]) -> None:
        for file in options["files"]:
            code, number = services.import_package(data=file.read_bytes(), actor=ACTOR, now=timezone.now())
            self.stdout.write(f"{file.name}: {code}, bản {number}, chưa công khai")

    def _export(self, options: dict[str, Any]) -> None:
        data = queries.export_package(code=options["code"], number=options["number"], viewer=ACTOR)
        options["file"].write_bytes(data)
        self.stdout.write(f"{options['file']}: {len(data)} byte")

    def _run(self, options: dict[str, Any]) -> None:
        run = services.start_scenarios(code=options["code"], number=options["number"], actor=ACTOR, now=timezone.now())
        self.stdout.write(f"Lần chạy {run}")

    def _tell(self, options: dict[str, Any]) -> None:
        folder = Path(apps.get_app_config("onestop").path) / "packages"
        passed: dict[str, str] = {}
        failed: list[ScenarioLine] = []
        for path in services.shipped(folder):
            code, digest, lines = services.tell_folder(path=path, now=timezone.now())
            wrong = [line for line in lines if not line.passed]
            failed += wrong
            self.stdout.write(f"{code}: {len(lines)} dòng, {len(wrong)} sai")
            passed |= {} if wrong else {code: digest}
        for line in failed:
            self.stdout.write(f"  {line.scenario}, dòng {line.line}: cần {line.expected}, gặp {line.happened}")
        if options["write"]:
            text = json.dumps(passed, indent=2, sort_keys=True) + "\n"
            (folder / "told.json").write_text(text, encoding="utf-8")
        if failed:
            raise CommandError("Có kịch bản sai.")

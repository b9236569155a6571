"""Look after the store of contents: `manage.py files verify` and `manage.py files move-to-s3`."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ... import services
from ...contracts import ContentFault, StoreUnavailable

EVERY = 1000


class Command(BaseCommand):
    """Serves operators at the terminal."""

    help = "Contents of files: verify [--after DIGEST], move-to-s3 [--remove]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the things it does."""
        tasks = parser.add_subparsers(dest="task", required=True)
        verify = tasks.add_parser(
            "verify", help="hold every content against its SHA-256; name what is damaged or missing"
        )
        verify.add_argument("--after", default="", help="go on after this digest, where a round was interrupted")
        move = tasks.add_parser("move-to-s3", help="send the folder to the bucket; may be interrupted and run again")
        move.add_argument("--remove", action="store_true", help="take out of the folder what the bucket has")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; anything damaged or missing ends with an error for scripts."""
        if options["task"] == "verify":
            self._report(services.verify_contents(after=options["after"]))
            return
        if not settings.FILES_S3_BUCKET:
            raise CommandError("FILES_S3_BUCKET names no bucket")
        self._report(services.move_to_bucket(remove=options["remove"]))

    def _report(self, results: Iterable[tuple[str, ContentFault | None]]) -> None:
        count = faults = 0
        last = ""
        try:
            for last, fault in results:
                count += 1
                if fault is not None:
                    faults += 1
                    self.stdout.write(f"{fault} {last}")
                if count % EVERY == 0:
                    self.stdout.write(f"{count} contents, up to {last}")
        except (KeyboardInterrupt, StoreUnavailable) as stop:
            raise CommandError(f"stopped after {count} contents; go on with --after {last} {stop}") from stop
        if faults:
            raise CommandError(f"{faults} of {count} contents are damaged or missing")
        self.stdout.write(f"{count} contents, all as they were")

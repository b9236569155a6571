"""Make the test authority, or verify a file: `manage.py signatures make_test_ca | verify FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...services import make_test_authority, verify_pdf


class Command(BaseCommand):
    """Serves operators at the terminal."""

    help = "Keys and certificates: make_test_ca, verify FILE"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the two things it does."""
        tasks = parser.add_subparsers(dest="task", required=True)
        tasks.add_parser("make_test_ca", help="make the invented authority of trial and demo under KEYS_DIR")
        verify = tasks.add_parser("verify", help="say what the signatures in a PDF prove")
        verify.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; a file that does not verify ends with an error for scripts."""
        if options["task"] == "make_test_ca":
            self.stdout.write(str(make_test_authority()))
            return
        try:
            report = verify_pdf(pdf=options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        for one in report.signatures:
            self.stdout.write(f"{one.signer}, {one.signed_at}, {one.serial}: {one.words}")
        if not report.valid:
            raise CommandError(report.summary)
        self.stdout.write(report.summary)

"""Make the test authority, let it answer, or verify a file: `manage.py signatures …`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...services import make_test_authority, test_authority_server, verify_pdf


class Command(BaseCommand):
    """Serves operators at the terminal."""

    help = "Keys and certificates: make_test_ca, serve_test_authority, verify FILE"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the things it does."""
        tasks = parser.add_subparsers(dest="task", required=True)
        tasks.add_parser("make_test_ca", help="make the invented authority of trial and demo under KEYS_DIR")
        serve = tasks.add_parser("serve_test_authority", help="let that authority answer over HTTP on this machine")
        serve.add_argument("--port", type=int, default=8318)
        verify = tasks.add_parser("verify", help="say what the signatures in a PDF prove")
        verify.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; a file that does not verify ends with an error for scripts."""
        if options["task"] == "make_test_ca":
            self.stdout.write(str(make_test_authority()))
            return
        if options["task"] == "serve_test_authority":
            self._serve(options["port"])
            return
        try:
            report = verify_pdf(pdf=options["file"].read_bytes(), now=timezone.now())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        for one in report.signatures:
            self.stdout.write(f"{one.signer}, {one.signed_at}, {one.serial}: {one.words}")
        if not report.valid:
            raise CommandError(report.summary)
        self.stdout.write(report.summary)

    def _serve(self, port: int) -> None:
        """Answer until the program is ended from the keyboard."""
        server = test_authority_server(port=port)
        address = f"http://127.0.0.1:{server.server_address[1]}"
        self.stdout.write(f"{address}/tsa {address}/ocsp {address}/crl")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.server_close()

"""Build search anew, check it, or count its words: `manage.py search …`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ... import services
from ...extensions import sources


class Command(BaseCommand):
    """Serves operators at the terminal."""

    help = "Search: rebuild [SYSTEM], check [SYSTEM], words"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the things it does."""
        tasks = parser.add_subparsers(dest="task", required=True)
        rebuild = tasks.add_parser("rebuild", help="write all entries anew; goes on where an earlier run stopped")
        rebuild.add_argument("--restart", action="store_true", help="begin at the front")
        check = tasks.add_parser("check", help="say which entries are missing, stale or left over")
        for each in (rebuild, check):
            each.add_argument("system", nargs="*", help="of these systems only")
        tasks.add_parser("words", help="count the vocabulary anew, as a job does every night")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; entries that do not agree with their systems end with an error for scripts."""
        if options["task"] == "words":
            self.stdout.write(f"{services.recount_words()} words and marks")
            return
        known = sorted(sources())
        wanted = options["system"] or known
        for unknown in sorted(set(wanted) - set(known)):
            raise CommandError(f"no source provides {unknown}; there are {', '.join(known) or 'none'}")
        if options["task"] == "rebuild":
            self._rebuild(wanted, restart=options["restart"])
        else:
            self._check(wanted)

    def _rebuild(self, systems: list[str], *, restart: bool) -> None:
        for system in systems:
            done = services.rebuild(
                system=system,
                now=timezone.now(),
                restart=restart,
                progress=lambda number, name=system: self.stdout.write(f"{name}: {number}"),  # type: ignore[misc]  # bound now
            )
            self.stdout.write(f"{system}: {done} entries written")
        self.stdout.write(f"{services.recount_words()} words and marks")

    def _check(self, systems: list[str]) -> None:
        found = [services.check_consistency(system=system) for system in systems]
        for each in found:
            self.stdout.write(f"{each.system}: {each.kept} kept")
            for name, keys in (("missing", each.missing), ("stale", each.stale), ("left over", each.left_over)):
                for key in keys:
                    self.stdout.write(f"  {name}: {key}")
        if not all(each.is_good for each in found):
            raise CommandError("search and what systems keep differ: manage.py search rebuild")

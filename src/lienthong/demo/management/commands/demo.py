"""`manage.py demo build` and `manage.py demo signins`."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from tqdm import tqdm

from lienthong.demo.build import SIZES, DemoRefused, build_demonstration, built
from lienthong.demo.officers import PASSWORD, WELL_KNOWN


class Command(BaseCommand):
    """Build the demonstration province, or print its sign-ins."""

    help = "Builds the demonstration province once; prints its sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be asked."""
        parts = parser.add_subparsers(dest="part", required=True)
        build = parts.add_parser("build", help="build the province, unless it stands")
        build.add_argument("--seed", type=int, default=2026)
        build.add_argument("--size", choices=sorted(SIZES), default="full")
        build.add_argument("--now", default="", help="moment as of which it is invented, ISO 8601; now by default")
        parts.add_parser("signins", help="print the sign-ins")

    def handle(self, *_args: Any, part: str, **options: Any) -> None:
        """Do the part that was asked for."""
        if part == "signins":
            self._signins()
        else:
            self._build(seed=options["seed"], size=options["size"], now=_moment(options["now"]))

    def _build(self, *, seed: int, size: str, now: datetime) -> None:
        if (standing := built()) is not None:
            self.stdout.write(f"Tỉnh minh hoạ đã dựng: {standing.dossiers} hồ sơ.")
            return
        total = SIZES[size].dossiers + 4
        with tqdm(total=total, unit=" bước", disable=None) as bar:

            def say(stage: str, more: int) -> None:
                bar.set_description(stage)
                bar.update(more)

            try:
                made = build_demonstration(seed=seed, size=size, now=now, at=timezone.now(), say=say)
            except DemoRefused as refusal:
                raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Đã dựng tỉnh minh hoạ: {made.dossiers} hồ sơ.")

    def _signins(self) -> None:
        if built() is None:
            self.stdout.write("Chưa dựng tỉnh minh hoạ.")
            return
        self.stdout.write(f"Đăng nhập minh hoạ, mật khẩu chung: {PASSWORD}")
        for username, post in WELL_KNOWN.items():
            self.stdout.write(f"  {username:<16} {post}")


def _moment(text: str) -> datetime:
    if not text:
        return timezone.now().replace(second=0, microsecond=0)
    found = parse_datetime(text)
    if found is None:
        raise CommandError(f"--now phải là thời điểm ISO 8601, ví dụ 2026-11-23T09:00:00+07:00, không phải {text!r}.")
    return found if found.tzinfo else timezone.make_aware(found)

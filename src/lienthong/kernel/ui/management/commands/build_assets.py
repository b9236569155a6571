"""Builds fonts, icons and scripts under `var/assets` from the installed npm packages."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lienthong.kernel.ui.assets import AssetsMissing, build_assets


def _folder(setting: str) -> Path:
    return Path(getattr(settings, setting))


class Command(BaseCommand):
    """`manage.py build_assets`: idempotent; does nothing while packages and icons stay the same."""

    help = "Builds fonts, icons and scripts under var/assets from node_modules."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  Django's signature
        """Build and say what was done."""
        root = _folder("PROJECT_DIR")
        try:
            report = build_assets(
                packages=root / "node_modules", lock_file=root / "package-lock.json", target=_folder("ASSETS_DIR")
            )
        except AssetsMissing as missing:
            raise CommandError(str(missing)) from missing
        self.stdout.write(f"{report.files} assets built" if report.built else "assets are up to date")

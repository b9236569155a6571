"""Checks that no migration of ours would stop a live system: no long lock, no change that old code cannot bear."""

import os
import sys
from pathlib import Path

import django

PROJECT = Path(__file__).resolve().parent.parent
# What the linter cannot know; each is a migration whose locks nobody meets.
AGREED = {
    "0003_cache": "its indexes stand on a table that it makes itself, empty",
    "0002_designs_waits_and_parts": "before the first release: no province has rows in these tables yet",
    "0010_results_put_right": "before the first release: no province has results yet",
}


def main() -> int:
    """Lint every migration that is not the first of its app; return the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings.test")
    django.setup()
    from django.apps import apps
    from django_migration_linter import MessageType, MigrationLinter

    labels = [config.label for config in apps.get_app_configs() if config.name.startswith("lienthong.")]
    linter = MigrationLinter(
        str(PROJECT),
        include_apps=labels,
        ignore_initial_migrations=True,
        ignore_name=list(AGREED),
        no_cache=True,
        quiet=[MessageType.OK, MessageType.IGNORE],
        warnings_as_errors_tests=["RUNPYTHON_REVERSIBLE", "RUNSQL_REVERSIBLE"],
    )
    linter.lint_all_migrations()
    linter.print_summary()
    return 1 if linter.has_errors else 0


if __name__ == "__main__":
    sys.exit(main())

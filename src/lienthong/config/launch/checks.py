"""Runs every check that needs no test: style, types, borders, migrations, words, templates, docs, licences."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from .program import PROJECT, VAR
from .suite import prepare_assets, test_database

BIN = Path(sys.executable).parent
MANAGE = (sys.executable, "manage.py")
PLACES = ("src", "tests", "tools", "manage.py")

CHECKS: dict[str, tuple[str, ...]] = {
    "lint": (str(BIN / "ruff"), "check", *PLACES),
    "format": (str(BIN / "ruff"), "format", "--check", *PLACES),
    "types": (str(BIN / "mypy"),),
    "borders": (str(BIN / "lint-imports"), "--no-cache"),
    "settings": (*MANAGE, "check", "--fail-level", "WARNING"),
    "migrations-complete": (*MANAGE, "makemigrations", "--check", "--dry-run"),
    "migrations-safe": (sys.executable, "tools/migrations.py"),
    "words": (sys.executable, "tools/messages.py", "check"),
    "rules": (sys.executable, "tools/rules.py", "check"),
    "templates": (str(BIN / "djlint"), "src", "--lint", "--quiet"),
    "docs": (str(BIN / "mkdocs"), "build", "--strict", "--quiet", "--site-dir", "var/site"),
    "licences": (sys.executable, "tools/licences.py"),
}


def run_checks(*, names: list[str]) -> int:
    """Run the named checks, or all; print one line each and what a failing one said; return the exit code."""
    prepare_assets()
    failed = []
    with ExitStack() as cleanup:
        cleanup.enter_context(test_database())
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lienthong.config.settings.test", "NO_COLOR": "1"}
        for name in names or CHECKS:
            began = time.monotonic()
            done = subprocess.run(  # noqa: S603  the commands stand above
                CHECKS[name], cwd=PROJECT, check=False, capture_output=True, text=True, env=environment
            )
            verdict = "failed" if done.returncode else "ok"
            sys.stdout.write(f"{name:22}{verdict:8}{time.monotonic() - began:6.1f} s\n")
            if done.returncode:
                failed.append(name)
                sys.stdout.write(done.stdout + done.stderr)
            sys.stdout.flush()
    sys.stdout.write(f"{'failed: ' + ', '.join(failed) if failed else 'all checks passed'}; log folder {VAR / 'log'}\n")
    return 1 if failed else 0

"""Runs the test suite: assets and a throw-away PostgreSQL first, then pytest on all cores in random order."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import django

from . import assets, database
from .postgres import QUICK_OPTIONS, running
from .program import PROJECT, VAR
from .progress import Stages
from .refusals import check_room

# A journey waits for its pages as often as it works, so one process more than there are cores keeps them all busy.
PROCESSES = (os.cpu_count() or 2) + 1
PYTEST = ("-n", str(PROCESSES), "-W", "error", "--color", "auto")


@contextmanager
def test_database() -> Iterator[str]:
    """Give the address of a server for tests: that of DATABASE_URL, or an embedded one that forgets quickly."""
    if url := os.environ.get("DATABASE_URL"):
        database.check_server(url=url)
        yield url
        return
    with running(data=VAR / "test" / "postgres", options=QUICK_OPTIONS) as server:
        os.environ["DATABASE_URL"] = server.url()
        yield server.url()


def make_assets() -> None:
    """Bring translations, built assets and collected static files up to date."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "lienthong.config.settings.dev"
    (VAR / "assets").mkdir(parents=True, exist_ok=True)
    assets.compile_messages(locale=PROJECT / "src" / "lienthong" / "locale")
    django.setup()
    assets.build_assets()
    assets.collect_static(target=VAR / "static")


def prepare_assets() -> int:
    """Install browser packages and bring the assets up to date; return the exit code."""
    stages = Stages()
    VAR.mkdir(parents=True, exist_ok=True)
    check_room(place=VAR)
    with stages.stage("browser"):
        assets.install_browser_packages(project=PROJECT, log_dir=VAR / "log")
    with stages.stage("assets"):
        make_assets()
    return 0


def run_suite(*, arguments: list[str]) -> int:
    """Run pytest and return its exit code; what `arguments` names is passed on."""
    prepare_assets()
    stages = Stages()
    with ExitStack() as cleanup:
        with stages.stage("database"):
            cleanup.enter_context(test_database())
        command = [sys.executable, "-m", "pytest", *PYTEST, *arguments]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lienthong.config.settings.test"}
        return subprocess.run(command, cwd=PROJECT, check=False, env=environment).returncode  # noqa: S603  our own

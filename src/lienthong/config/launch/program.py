"""Starts the demonstration province on this machine and waits until it is asked to end."""

import os
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

from . import assets, database, servers
from .progress import Stages
from .refusals import check_room, not_a_demonstration

PROJECT = Path(__file__).resolve().parents[4]
VAR = Path(os.environ.get("LIENTHONG_VAR") or PROJECT / "var").resolve()


def run_program(*, until: threading.Event) -> int:
    """Start everything, print address and sign-ins, wait, end everything.

    :param until: set when the person or the system asks to end
    :returns: 0 after an asked end
    :raises CannotStart: with the one sentence that says why
    """
    host, port = os.environ.get("HOST", "127.0.0.1"), servers.read_port(os.environ.get("PORT", "8000"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings.dev")
    # What QR codes lead to: this program, on whatever port it was started.
    os.environ.setdefault("PUBLIC_BASE_URL", f"http://{shown_host(host)}:{port}")
    VAR.mkdir(parents=True, exist_ok=True)
    check_room(place=VAR)
    servers.check_port(host=host, port=port)
    stages = Stages(until=until)
    with ExitStack() as cleanup:
        cleanup.callback(record_launcher().unlink, missing_ok=True)
        try:
            prepare(stages=stages, cleanup=cleanup)
            serve(stages=stages, cleanup=cleanup, host=host, port=port, until=until)
        except KeyboardInterrupt:
            sys.stdout.write("\nĐang dừng · stopping\n")
    return 0


def shown_host(host: str) -> str:
    """Return the name under which a person on this machine opens the program."""
    return "localhost" if host in {"127.0.0.1", "::1", "0.0.0.0"} else host  # noqa: S104  compared, not bound


def record_launcher() -> Path:
    """Write down this process for `make stop` and return where."""
    record = VAR / "run" / "launch.pid"
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(f"{os.getpid()} {servers.birth_of(os.getpid())}")
    return record


def prepare(*, stages: Stages, cleanup: ExitStack) -> None:
    """Bring browser packages, database, tables, assets and the demonstration province up to date."""
    import django

    with stages.stage("browser"):
        assets.install_browser_packages(project=PROJECT, log_dir=VAR / "log")
    with stages.stage("database"):
        cleanup.enter_context(database.chosen_database(var=VAR))
    with stages.stage("tables"):
        (VAR / "assets").mkdir(parents=True, exist_ok=True)
        assets.compile_messages(locale=PROJECT / "src" / "lienthong" / "locale")
        django.setup()
        database.migrate()
    with stages.stage("assets"):
        assets.build_assets()
        assets.collect_static(target=VAR / "static")
    build_demonstration(stages=stages)


def build_demonstration(*, stages: Stages) -> None:
    """Build the demonstration province; the command itself sees when that was done before.

    :raises CannotStart: the database holds other data
    """
    from django.core.management import CommandError, call_command

    with stages.stage("demonstration", chatty=True):
        try:
            call_command("demo", "build")
        except CommandError as error:
            raise not_a_demonstration(reason=str(error)) from error


def serve(*, stages: Stages, cleanup: ExitStack, host: str, port: int, until: threading.Event) -> None:
    """Start web server and worker, say where they are, and wait."""
    from django.core.management import call_command
    from django.db import connections

    connections.close_all()
    running = servers.Servers(project=PROJECT, log_dir=VAR / "log", run_dir=VAR / "run")
    cleanup.callback(running.stop)
    with stages.stage("servers"):
        running.start("web", servers.web_command(host=host, port=port))
        running.start("worker", servers.worker_command(project=PROJECT))
        running.wait_until_ready(host=host, port=port)
    sys.stdout.write(f"\nLiên Thông: http://{shown_host(host)}:{port}/\n")
    call_command("demo", "signins")
    connections.close_all()
    sys.stdout.write("Ctrl-C để dừng · Ctrl-C to stop\n")
    sys.stdout.flush()
    running.watch(until=until)

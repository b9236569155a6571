"""Processes that were started are ended, with their children."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lienthong.config.launch.postgres import QUICK_OPTIONS, EmbeddedPostgres, running
from lienthong.config.launch.refusals import CannotStart
from lienthong.config.launch.servers import Servers, birth_of, end_recorded

KILLED_LAUNCHER = """
import os, sys
from pathlib import Path
from lienthong.config.launch.postgres import EmbeddedPostgres
EmbeddedPostgres(data=Path(sys.argv[1])).start()
os._exit(0)
"""
PATIENT = [sys.executable, "-c", "import signal; signal.pause()"]


@pytest.fixture
def servers(tmp_path: Path) -> Servers:
    return Servers(project=tmp_path, log_dir=tmp_path / "log", run_dir=tmp_path / "run")


def test_stopping_ends_the_process_and_its_record(servers: Servers, tmp_path: Path) -> None:
    servers.start("web", PATIENT)
    pid = servers.processes["web"].pid
    servers.stop()
    assert birth_of(pid) == ""
    assert list((tmp_path / "run").iterdir()) == []


def test_a_process_that_ends_by_itself_is_reported(servers: Servers) -> None:
    servers.start("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(CannotStart, match="worker"):
        servers.watch(until=threading.Event())
    servers.stop()


def test_a_recorded_process_is_ended_only_when_it_is_the_same(servers: Servers, tmp_path: Path) -> None:
    record = tmp_path / "run" / "launch.pid"
    record.parent.mkdir()
    record.write_text(f"{os.getpid()} 1")
    assert end_recorded(run_dir=tmp_path / "run", name="launch") is False
    assert not record.exists()


def test_the_embedded_server_answers_and_leaves_no_process(tmp_path: Path) -> None:
    import psycopg

    with running(data=tmp_path / "postgres", options=QUICK_OPTIONS) as server:
        with psycopg.connect(server.url()) as connection:
            assert connection.info.server_version >= 180000
        pid = server.running_pid()
        assert pid is not None
    assert birth_of(pid) == ""
    assert EmbeddedPostgres(data=tmp_path / "postgres").running_pid() is None


def test_a_server_left_by_a_killed_launcher_is_taken_over(tmp_path: Path) -> None:
    server = EmbeddedPostgres(data=tmp_path / "postgres", options=QUICK_OPTIONS)
    subprocess.run([sys.executable, "-c", KILLED_LAUNCHER, str(server.data)], check=True)
    left_behind = server.running_pid()
    assert left_behind is not None
    server.start()
    assert server.running_pid() == left_behind
    server.stop()
    assert server.running_pid() is None


def test_a_server_that_could_not_be_made_leaves_nothing_in_its_place(tmp_path: Path) -> None:
    begun = tmp_path / "postgres.begun"
    begun.mkdir()
    (begun / "PG_VERSION").write_text("half")
    with running(data=tmp_path / "postgres", options=QUICK_OPTIONS) as server:
        assert server.running_pid() is not None
    assert not begun.exists()


def test_two_launchers_never_share_a_server(tmp_path: Path) -> None:
    data = tmp_path / "postgres"
    with (
        running(data=data, options=QUICK_OPTIONS) as server,
        pytest.raises(CannotStart, match="another program uses"),
        running(data=data, options=QUICK_OPTIONS),
    ):
        pass
    assert server.running_pid() is None

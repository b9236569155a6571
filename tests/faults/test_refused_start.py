"""What stands in the way of `make run` is said in one sentence, and nothing of the start is left."""

import shlex
import socket
import sys
from pathlib import Path

import psycopg
import pytest

from lienthong.config.launch.postgres import QUICK_OPTIONS, running
from tests.support.program import HOST, RunningProgram, free_port, separate_database
from tests.support.small_disk import fill_then_lift
from tests.support.starts import start

# A file system without a free byte, on every Linux.
FULL = Path("/proc")
SERVER_AGAIN = """
import sys
from pathlib import Path
from lienthong.config.launch.postgres import running
with running(data=Path(sys.argv[1])) as server:
    print("again:", server.running_pid() > 0)
"""


def settings(folder: Path, **more: str) -> dict[str, str]:
    return {"LIENTHONG_VAR": str(folder / "var"), "PORT": str(free_port()), **more}


def without_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a start use its embedded server."""
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_a_taken_port(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        refusal = start(settings(tmp_path, PORT=str(port))).refusal()
    assert f"port {port} is used" in refusal
    assert list((tmp_path / "var").iterdir()) == []


@pytest.mark.parametrize("port", ["80 80", "0", "65536", "web"])
def test_a_port_that_is_none(tmp_path: Path, port: str) -> None:
    assert "from 1 to 65535" in start(settings(tmp_path, PORT=port)).refusal()


def test_an_address_of_another_machine(tmp_path: Path) -> None:
    assert "HOST" in start(settings(tmp_path, HOST="192.0.2.1")).refusal()


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    address = f"postgresql://someone:hidden@{HOST}:{free_port()}/nothing"
    refusal = start(settings(tmp_path, DATABASE_URL=address)).refusal()
    assert "DATABASE_URL cannot be reached" in refusal
    assert "hidden" not in refusal


def test_an_address_that_is_no_postgresql_does_not_show_its_password(tmp_path: Path) -> None:
    ended = start(settings(tmp_path, DATABASE_URL=f"mysql://someone:hidden@{HOST}/nothing"))
    assert "DATABASE_URL cannot be reached" in ended.refusal()
    assert "hidden" not in ended.output


def test_an_account_that_may_only_look(tmp_path: Path) -> None:
    with separate_database(name="lienthong_only_look") as address, psycopg.connect(address, autocommit=True) as owner:
        owner.execute("DROP ROLE IF EXISTS lienthong_onlooker")
        owner.execute("CREATE ROLE lienthong_onlooker")
        given = address + ("&" if "?" in address else "?") + "options=-c%20role%3Dlienthong_onlooker"
        try:
            refusal = start(settings(tmp_path, DATABASE_URL=given)).refusal()
        finally:
            owner.execute("DROP ROLE lienthong_onlooker")
    assert "may not make tables" in refusal


def test_a_database_of_a_newer_version_is_left_as_it_is(tmp_path: Path, running_program: RunningProgram) -> None:
    with psycopg.connect(running_program.database_url, autocommit=True) as connection:
        row = ("onestop", "9999_from_the_future")
        connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())", row)
        before = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
        try:
            ended = start(settings(tmp_path, DATABASE_URL=running_program.database_url))
            after = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
        finally:
            connection.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", row)
    assert "newer version (onestop.9999_from_the_future)" in ended.refusal()
    assert after == before


def test_a_disk_without_room_is_refused_before_anything_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    without_database(monkeypatch)
    refusal = start({"LIENTHONG_VAR": str(FULL), "PORT": str(free_port())}).refusal()
    assert f"the disk that holds {FULL} is full" in refusal


@pytest.mark.parametrize("files", [400, 1250, 1700])
def test_a_disk_that_becomes_full_blocks_no_later_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    without_database(monkeypatch)
    given = settings(tmp_path)
    place = Path(given["LIENTHONG_VAR"])
    place.mkdir()
    again = shlex.join([sys.executable, "-c", SERVER_AGAIN, str(place / "postgres")])
    command = fill_then_lift(place=place, files=files, first="make run || echo refused: $?", then=f"{again}; exit 1")
    ended = start(given, command=command)
    assert f"the disk that holds {place}" in ended.refusal()
    assert "refused: 2" in ended.output
    assert "again: True" in ended.output


def test_a_second_program_over_the_same_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_database(monkeypatch)
    given = settings(tmp_path)
    with running(data=Path(given["LIENTHONG_VAR"]) / "postgres", options=QUICK_OPTIONS) as server:
        ended = start(given)
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert "another program uses" in ended.refusal()

"""Each thing that can stand in the way of a start is said in one sentence in each language."""

import errno
import socket
from pathlib import Path

import pytest

from lienthong.config.launch import database, refusals, servers
from lienthong.config.launch.commands import run_quietly
from lienthong.config.launch.environment import check_python


def sentences(refusal: refusals.CannotStart) -> list[str]:
    return str(refusal).splitlines()


def is_one_sentence_each(refusal: refusals.CannotStart) -> bool:
    vietnamese, english = sentences(refusal)
    return vietnamese.startswith("Không chạy được: ") and english.startswith("Cannot start: ") and english.endswith(".")


def test_a_taken_port_is_said_with_another_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(refusals.CannotStart, match=f"PORT={port + 1}") as refused:
            servers.check_port(host="127.0.0.1", port=port)
    assert is_one_sentence_each(refused.value)


def test_a_disk_below_500_mb_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    with pytest.raises(refusals.CannotStart, match="500 MB") as refused:
        refusals.check_room(place=tmp_path, free=lambda _place: 499 * 1024 * 1024)
    assert is_one_sentence_each(refused.value)


def test_a_disk_with_500_mb_is_enough(tmp_path: Path) -> None:
    refusals.check_room(place=tmp_path, free=lambda _place: 500 * 1024 * 1024)


def test_a_disk_that_fills_on_the_way_is_said(tmp_path: Path) -> None:
    refusal = refusals.refusal_for_error(error=OSError(errno.ENOSPC, "No space left on device"), place=tmp_path)
    assert refusal is not None
    assert is_one_sentence_each(refusal)


def test_another_error_of_the_system_is_not_called_a_full_disk(tmp_path: Path) -> None:
    assert refusals.refusal_for_error(error=OSError(errno.EACCES, "Permission denied"), place=tmp_path) is None


@pytest.mark.parametrize(
    "output",
    [
        "error: Failed to fetch: `https://pypi.org/simple/django/`",
        "npm error code ENOTFOUND",
        "ERROR: Could not find a version that satisfies the requirement uv==0.13.9",
    ],
)
def test_packages_that_cannot_be_fetched_mean_no_network(tmp_path: Path, output: str) -> None:
    refusal = refusals.refusal_for_output(output=output, what="python packages", place=tmp_path, log=tmp_path / "log")
    assert "cannot be fetched" in refusal.english
    assert is_one_sentence_each(refusal)


def test_a_command_that_runs_out_of_disk_says_so(tmp_path: Path) -> None:
    with pytest.raises(refusals.CannotStart, match="disk"):
        run_quietly(["sh", "-c", "echo No space left on device; exit 1"], what="x", cwd=tmp_path, log_dir=tmp_path)


def test_a_command_that_fails_otherwise_names_its_log(tmp_path: Path) -> None:
    with pytest.raises(refusals.CannotStart, match=r"assets-x\.log") as refused:
        run_quietly(["sh", "-c", "echo odd; exit 3"], what="assets x", cwd=tmp_path, log_dir=tmp_path)
    assert (tmp_path / "assets-x.log").read_text() == "odd\n"
    assert is_one_sentence_each(refused.value)


def test_a_database_that_does_not_answer_is_said() -> None:
    with pytest.raises(refusals.CannotStart, match="DATABASE_URL") as refused:
        database.check_server(url="postgresql://127.0.0.1:1/nothing")
    assert is_one_sentence_each(refused.value)


def test_another_kind_of_database_is_said() -> None:
    with pytest.raises(refusals.CannotStart, match="DATABASE_URL"):
        database.check_server(url="mysql://127.0.0.1/nothing")


def test_a_database_of_a_newer_version_is_named_by_its_unknown_migrations() -> None:
    recorded = {("onestop", "0001_initial"), ("onestop", "0009_later"), ("auth", "0001_initial")}
    names = database.unknown_migrations(recorded=recorded, known=recorded - {("onestop", "0009_later")})
    assert names == ["onestop.0009_later"]
    assert is_one_sentence_each(refusals.database_newer(names=names))


def test_an_old_postgresql_is_said() -> None:
    assert is_one_sentence_each(refusals.database_too_old(version=14))


def test_an_old_python_is_said() -> None:
    with pytest.raises(refusals.CannotStart, match=r"3\.10\.2"):
        check_python(version=(3, 10, 2))

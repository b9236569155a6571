"""The guards of the suite hold."""

import socket
from pathlib import Path

import pytest

from tests.support.network import OutsideNetwork

ROOT = Path(__file__).resolve().parents[2]


def test_a_test_cannot_reach_another_machine() -> None:
    with socket.socket() as outside, pytest.raises(OutsideNetwork):
        outside.connect(("192.0.2.1", 80))


def test_a_test_cannot_look_up_another_machine() -> None:
    with pytest.raises(OutsideNetwork):
        socket.getaddrinfo("example.org", 443)


def test_a_test_may_talk_to_this_machine() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


def test_the_ci_runs_the_two_commands_of_the_readme() -> None:
    commands = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-2:]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert commands == ["make check", "make test"]
    assert all(command in readme for command in commands)

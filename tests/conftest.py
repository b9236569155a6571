"""The running program, shared by the journeys and the faults."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.program import RunningProgram, run_program

HERE = Path(__file__).parent
WITH_PROGRAM = (HERE / "journeys", HERE / "faults")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep all tests of the running program on one worker, so that one program serves them; other faults on another."""
    for item in items:
        if any(folder in item.path.parents for folder in WITH_PROGRAM):
            item.add_marker(pytest.mark.journey)
            if item.get_closest_marker("xdist_group") is None:
                shares = "running_program" in getattr(item, "fixturenames", ())
                item.add_marker(pytest.mark.xdist_group("journeys" if shares else "faults"))


@pytest.fixture(scope="session")
def running_program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProgram]:
    """Return the real program, running against a small demonstration province of its own."""
    with run_program(folder=tmp_path_factory.mktemp("program") / "var") as program:
        yield program

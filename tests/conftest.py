"""The running program, shared by the journeys and the faults."""

from collections.abc import Iterator

import pytest

from tests.support.program import RunningProgram, run_program
from tests.support.schedule import longest_first, needs_program, require_own_names


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Look that each has its own name, and begin with what takes longest; the order of others was left to chance."""
    require_own_names(items)
    items[:] = longest_first(items)
    for item in items:
        if needs_program(item):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def running_program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProgram]:
    """Return the real program, running against a small demonstration province of its own."""
    with run_program(folder=tmp_path_factory.mktemp("program") / "var") as program:
        yield program
